"""The vectors of one document: of meaning and of words, in one small file, compared exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.centring import Array
from corpus.documents.yardstick import Yardstick
from corpus.sparse import SparseVector, encode_passage


@dataclass(frozen=True, slots=True)
class DocumentVectors:
    """What a document's stretches are compared by, row by row in their order.

    Attributes:
        dense: Embeddings, shape (n, dimension), float16.
        terms: Term number of each posting, ascending, shape (m,), unsigned 32 bits.
        rows: Stretch of each posting, shape (m,).
        weights: Weight of the term in it, shape (m,), float16.
        yardstick: What the embeddings are measured by.
    """

    dense: NDArray[np.float16]
    terms: NDArray[np.uint32]
    rows: NDArray[np.uint32]
    weights: NDArray[np.float16]
    yardstick: Yardstick

    @classmethod
    def of(cls, dense: Array, texts: Sequence[str], yardstick: Yardstick) -> DocumentVectors:
        """The vectors of stretches.

        Args:
            dense: Embeddings, shape (n, dimension).
            texts: What the stretches are found by, in the same order.
            yardstick: What the embeddings are measured by.
        """
        sparse = [encode_passage(text) for text in texts]
        rows = np.repeat(np.arange(len(sparse), dtype=np.uint32), [len(s) for s in sparse])
        terms = np.array([i for s in sparse for i in s.indices], np.uint32)
        weights = np.array([v for s in sparse for v in s.values], np.float16)
        order = np.argsort(terms, kind="stable")
        return cls(dense.astype(np.float16), terms[order], rows[order], weights[order], yardstick)

    def __len__(self) -> int:
        return len(self.dense)

    def save(self, path: Path) -> None:
        """Write to a file (NumPy's npz)."""
        with path.open("wb") as file:
            np.savez(
                file,
                dense=self.dense,
                terms=self.terms,
                rows=self.rows,
                weights=self.weights,
                passages=self.yardstick.passages,
                questions=self.yardstick.questions,
                chance=self.yardstick.chance,
            )

    @classmethod
    def load(cls, path: Path) -> DocumentVectors:
        """Read what `save` wrote.

        Raises:
            OSError: The file cannot be read.
            ValueError: It is none of these files, or does not hold together.
            KeyError: A part is missing.
        """
        with np.load(path) as data:
            yardstick = Yardstick(data["passages"], data["questions"], data["chance"])
            made = cls(data["dense"], data["terms"], data["rows"], data["weights"], yardstick)
        postings = {len(made.terms), len(made.rows), len(made.weights)}
        if made.dense.ndim != 2 or len(postings) != 1 or made.rows.max(initial=0) >= len(made):
            raise ValueError("the parts do not fit together")
        return made

    def holding(self, term: int) -> slice:
        """The postings of a term."""
        # A number of another width would have the whole column converted at every look.
        sought = np.uint32(term)
        first = np.searchsorted(self.terms, sought, "left")
        return slice(int(first), int(np.searchsorted(self.terms, sought, "right")))


def rarity(question: SparseVector, among: Sequence[DocumentVectors]) -> dict[int, float]:
    """How rare each term of a question is in some documents together: its IDF.

    Source of the formula: as in `corpus.sparse`. A term that no stretch has is as rare as can be.
    """
    count = sum(map(len, among))
    rare = {}
    for term in question.indices:
        held = sum(len(v.terms[v.holding(term)]) for v in among)
        rare[term] = float(np.log1p((count - held + 0.5) / (held + 0.5)))
    return rare


def by_words(rare: dict[int, float], of: DocumentVectors) -> tuple[Array, Array]:
    """How well each stretch of a document matches a question's terms.

    Args:
        rare: The question's terms, and how rare each is.
        of: The document.

    Returns:
        The BM25 score of each stretch, and the share of the question's terms that it has, each
        counted by how rare it is; both of shape (n,).
    """
    scores, share = np.zeros(len(of), np.float32), np.zeros(len(of), np.float32)
    whole = sum(rare.values()) or 1.0
    for term, idf in rare.items():
        held = of.holding(term)
        rows = of.rows[held]
        scores[rows] += idf * of.weights[held].astype(np.float32)
        share[rows] += idf / whole
    return scores, share
