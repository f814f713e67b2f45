"""Vectors of our own texts, shipped with them.

The digest, its phrasings and the lines about other matters are the same on every machine, and so
are their vectors under the default model. They are computed once (``make vectors``) and shipped in
one small file, which saves minutes on a machine without a GPU. A text that has changed since, or
another model, is embedded as usual: the file can be stale, or missing, but never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.centring import Array, normalised
from corpus.embedding import Embedder

Kind = Literal["passage", "query"]
Progress = Callable[[int, int], None]

FILE = "vectors.npz"
"""Name of the shipped file, in ``corpus/digest/``."""


class Precomputed:
    """Known vectors of one model, by text.

    Args:
        fingerprint: The model that made them.
        keys: Hash of kind and text, ascending, shape (n,), unsigned 64 bits.
        values: The vectors in 8 bits, shape (n, dimension); each row's largest part is ±127.
    """

    def __init__(
        self, fingerprint: str, keys: NDArray[np.uint64], values: NDArray[np.int8]
    ) -> None:
        self.fingerprint = fingerprint
        self.keys = keys
        self.values = values

    @classmethod
    def load(cls, path: Path | None = None) -> Precomputed:
        """The shipped vectors; none at all where there is no file."""
        source = path or Path(str(files("corpus.digest").joinpath(FILE)))
        if not source.is_file():
            return cls("", np.empty(0, np.uint64), np.empty((0, 0), np.int8))
        with np.load(source) as data:
            return cls(str(data["fingerprint"]), data["keys"], data["values"])

    @classmethod
    def make(cls, embedder: Embedder, texts: Iterable[tuple[Kind, str]]) -> Precomputed:
        """Embed texts and keep their vectors."""
        wanted = sorted({(_key(kind, text), kind, text) for kind, text in texts})
        vectors = np.empty((len(wanted), embedder.dimension), np.float32)
        kinds: tuple[Kind, ...] = ("passage", "query")
        for kind in kinds:
            rows = [n for n, (_, k, _) in enumerate(wanted) if k == kind]
            if rows:
                vectors[rows] = _embed(embedder, kind, [wanted[n][2] for n in rows], None)
        largest = np.abs(vectors).max(axis=1, keepdims=True)
        values = np.rint(vectors / np.maximum(largest, 1e-9) * 127).astype(np.int8)
        keys = np.array([key for key, _, _ in wanted], np.uint64)
        return cls(embedder.fingerprint, keys, values)

    def save(self, path: Path) -> None:
        """Write to a file (NumPy's npz)."""
        np.savez(path, fingerprint=self.fingerprint, keys=self.keys, values=self.values)

    def missing(self, texts: Iterable[tuple[Kind, str]]) -> list[str]:
        """The texts that have no vector here."""
        known = set(self.keys.tolist())
        return [text for kind, text in texts if _key(kind, text) not in known]

    def vectors(
        self,
        embedder: Embedder,
        kind: Kind,
        texts: Sequence[str],
        progress: Progress | None = None,
    ) -> Array:
        """Vectors of texts, shape (n, dimension): those known from here, the others embedded.

        Args:
            embedder: The model in use; where it is another one, everything is embedded.
            kind: Whether the texts are passages or questions to the model.
            texts: Equal texts are embedded once.
            progress: Told how many of the texts that had to be embedded are done.
        """
        unique = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        vectors = np.empty((len(unique), embedder.dimension), np.float32)
        left = list(unique)
        if len(self.keys) and self.fingerprint == embedder.fingerprint:
            keys = np.array([_key(kind, text) for text in unique], np.uint64)
            place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            found = self.keys[place] == keys
            vectors[found] = normalised(self.values[place[found]].astype(np.float32))
            left = [text for text, known in zip(unique, found, strict=True) if not known]
        if left:
            vectors[[unique[t] for t in left]] = _embed(embedder, kind, left, progress)
        return np.ascontiguousarray(vectors[[unique[text] for text in texts]])


def _embed(
    embedder: Embedder, kind: Kind, texts: Sequence[str], progress: Progress | None
) -> Array:
    if kind == "query":
        return embedder.embed_queries(texts)
    return embedder.embed_passages(texts, progress)


def _key(kind: Kind, text: str) -> int:
    return int.from_bytes(blake2b(f"{kind}\0{text}".encode(), digest_size=8).digest())
