"""Vectors for a new index: those computed before are taken over, only new texts are embedded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from corpus.centring import Array, normalised
from corpus.embedding import Embedder
from corpus.precomputed import Kind, Precomputed, key_of

Progress = Callable[[int, int], None]

_BATCH = 1024
"""Texts between two chances to keep what was computed: about a minute's work on two cores."""


class Embeddings:
    """Gives the vectors of texts and keeps them for the next index.

    Vectors are rounded to 16 bits whether they are computed or taken over, so that an index made in
    one go and one made by changes are the same.

    Args:
        embedder: The model.
        *known: Where vectors of it may be known from, the first first.
        keep: Given what was computed, by key of the text, a batch at a time.
    """

    def __init__(
        self,
        embedder: Embedder,
        *known: Precomputed,
        keep: Callable[[Mapping[int, Array]], None] | None = None,
    ) -> None:
        self._embedder = embedder
        self._keep = keep
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
        if not texts:
            return np.empty((0, self._embedder.dimension), np.float32)
        keys = {text: key_of(kind, text) for text in texts}
        left = {text: key for text, key in keys.items() if key not in self._used}
        for known in self._known:
            with np.errstate(invalid="ignore"):
                vectors = known.find(list(left.values()))
            found = {key: row for key, row in vectors.items() if _sound(row)}
            self._used |= {key: row.astype(np.float16) for key, row in found.items()}
            left = {text: key for text, key in left.items() if key not in found}
        self._compute(kind, left, progress)
        rows = np.stack([self._used[keys[text]] for text in texts]).astype(np.float32)
        return normalised(rows)

    def _compute(self, kind: Kind, left: Mapping[str, int], progress: Progress | None) -> None:
        self.embedded += len(left)
        # Long texts first, as the model takes them: alike in length, they are padded little.
        texts = sorted(left, key=lambda text: -len(text))
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            if kind == "query":
                made = self._embedder.embed_queries(batch)
            else:
                made = self._embedder.embed_passages(batch, _shifted(progress, start, len(texts)))
            new = dict(zip((left[text] for text in batch), made.astype(np.float16), strict=True))
            self._used |= new
            if self._keep:
                self._keep(new)

    def kept(self) -> Precomputed:
        """Every vector given out, for the next index."""
        return Precomputed.of(self._embedder.fingerprint, self._used)


def _sound(vector: Array) -> bool:
    # A damaged one, taken over, would be handed on from index to index.
    return bool(np.isfinite(vector).all() and vector.any())


def _shifted(progress: Progress | None, before: int, total: int) -> Progress | None:
    if progress is None:
        return None

    def report(done: int, _: int) -> None:
        progress(before + done, total)

    return report
