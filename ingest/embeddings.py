"""Vectors for a new index: those computed before are taken over, only new texts are embedded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from corpus.centring import Array, normalised
from corpus.embedding import Embedder
from corpus.precomputed import Kind, Precomputed, key_of

Progress = Callable[[int, int], None]


class Embeddings:
    """Gives the vectors of texts and keeps them for the next index.

    Vectors are rounded to 16 bits whether they are computed or taken over, so that an index made in
    one go and one made by changes are the same.

    Args:
        embedder: The model.
        *known: Where vectors of it may be known from, the first first.
    """

    def __init__(self, embedder: Embedder, *known: Precomputed) -> None:
        self._embedder = embedder
        self._known = [k for k in known if k.fingerprint == embedder.fingerprint]
        self._used: dict[int, Array] = {}
        self.embedded = 0
        """Texts that had to be embedded."""

    def vectors(self, kind: Kind, texts: Sequence[str], progress: Progress | None = None) -> Array:
        """Vectors of texts, shape (n, dimension), unit length, float32.

        Args:
            kind: Whether the texts are passages or questions to the model.
            texts: Equal texts are embedded once.
            progress: Told how many of the texts that had to be embedded are done.
        """
        keys = {text: key_of(kind, text) for text in texts}
        left = {text: key for text, key in keys.items() if key not in self._used}
        for known in self._known:
            found = known.find(list(left.values()))
            self._used |= {key: row.astype(np.float16) for key, row in found.items()}
            left = {text: key for text, key in left.items() if key not in found}
        if left:
            self.embedded += len(left)
            if kind == "query":
                made = self._embedder.embed_queries(list(left))
            else:
                made = self._embedder.embed_passages(list(left), progress)
            self._used |= dict(zip(left.values(), made.astype(np.float16), strict=True))
        rows = np.stack([self._used[keys[text]] for text in texts]).astype(np.float32)
        return normalised(rows)

    def kept(self) -> Precomputed:
        """Every vector given out, for the next index."""
        return Precomputed.of(self._embedder.fingerprint, self._used)
