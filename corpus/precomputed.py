"""Vectors that need not be computed again: shipped with our own texts, or kept with an index.

The digest, its phrasings and the lines about other matters are the same on every machine, and so
are their vectors under the default model. They are computed once (``make vectors``) and shipped in
one small file, which saves minutes on a machine without a GPU. A text that has changed since, or
another model, is embedded as usual: the file can be stale, or missing, but never wrong. An index
keeps the vectors it is made of in a file of the same kind, so that the next one embeds only what
has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import numpy as np
from numpy.typing import NDArray

from corpus.centring import Array, normalised

if TYPE_CHECKING:
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
        values: The vectors, shape (n, dimension): shipped ones in 8 bits, each row's largest part
            being ±127; kept ones as 16-bit floating-point numbers.
    """

    def __init__(
        self,
        fingerprint: str,
        keys: NDArray[np.uint64],
        values: NDArray[np.int8] | NDArray[np.float16],
    ) -> None:
        self.fingerprint = fingerprint
        self.keys = keys
        self.values = values

    @classmethod
    def load(cls, path: Path | None = None) -> Precomputed:
        """The shipped vectors; none at all where there is no file."""
        source = path or Path(str(files("corpus.digest").joinpath(FILE)))
        if not source.is_file():
            return cls.none()
        with np.load(source) as data:
            return cls(str(data["fingerprint"]), data["keys"], data["values"])

    @classmethod
    def none(cls) -> Precomputed:
        """No vectors at all."""
        return cls("", np.empty(0, np.uint64), np.empty((0, 0), np.int8))

    @classmethod
    def of(cls, fingerprint: str, vectors: Mapping[int, Array]) -> Precomputed:
        """Vectors by the key of their text, in 16 bits."""
        if not vectors:
            return cls(fingerprint, np.empty(0, np.uint64), np.empty((0, 0), np.float16))
        keys = sorted(vectors)
        values = np.stack([vectors[key] for key in keys]).astype(np.float16)
        return cls(fingerprint, np.array(keys, np.uint64), values)

    @classmethod
    def make(cls, embedder: Embedder, texts: Iterable[tuple[Kind, str]]) -> Precomputed:
        """Embed texts and keep their vectors."""
        wanted = sorted({(key_of(kind, text), kind, text) for kind, text in texts})
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

    def save(self, path: Path | BinaryIO) -> None:
        """Write to a file (NumPy's npz)."""
        np.savez(path, fingerprint=self.fingerprint, keys=self.keys, values=self.values)

    def missing(self, texts: Iterable[tuple[Kind, str]]) -> list[str]:
        """The texts that have no vector here."""
        known = set(self.keys.tolist())
        return [text for kind, text in texts if key_of(kind, text) not in known]

    def find(self, keys: Sequence[int]) -> dict[int, Array]:
        """The vectors known, by key: unit length, float32. What is not known is left out."""
        if not len(self.keys) or not keys:
            return {}
        wanted = np.array(keys, np.uint64)
        place = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        known = self.keys[place] == wanted
        rows = normalised(self.values[place[known]].astype(np.float32))
        return dict(zip((int(key) for key in wanted[known]), rows, strict=True))

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
            keys = {text: key_of(kind, text) for text in unique}
            found = self.find(list(keys.values()))
            for text, row in unique.items():
                if keys[text] in found:
                    vectors[row] = found[keys[text]]
            left = [text for text in unique if keys[text] not in found]
        if left:
            vectors[[unique[t] for t in left]] = _embed(embedder, kind, left, progress)
        return np.ascontiguousarray(vectors[[unique[text] for text in texts]])


def _embed(
    embedder: Embedder, kind: Kind, texts: Sequence[str], progress: Progress | None
) -> Array:
    if kind == "query":
        return embedder.embed_queries(texts)
    return embedder.embed_passages(texts, progress)


def key_of(kind: Kind, text: str) -> int:
    """The key of a text: a hash of 64 bits."""
    return int.from_bytes(blake2b(f"{kind}\0{text}".encode(), digest_size=8).digest())
