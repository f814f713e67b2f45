"""The passage store: what an engine has to offer, and what is the same on every engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from corpus.closing import Closing
from corpus.errors import IndexMismatch, UsageError
from corpus.passage import Hit, Passage, PassageFilter
from corpus.sparse import SparseVector

LegKind = Literal["dense", "centred", "sparse"]

EVERYTHING = PassageFilter()
"""The filter that restricts nothing."""

INDEXED = (
    "instrument",
    "jurisdiction",
    "edition",
    "language",
    "version",
    "authority",
    "binding_force",
    "locator",
    "root",
)
"""Payload fields with an index. A filter on a field without one is many times slower."""

FILTERED = {
    "instruments": "instrument",
    "jurisdictions": "jurisdiction",
    "editions": "edition",
    "languages": "language",
    "authorities": "authority",
    "binding_forces": "binding_force",
    "locators": "locator",
    "roots": "root",
}
"""Fields of `PassageFilter`, and the payload field that each of them restricts."""

_BATCH = 256


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of some passages, row by row.

    Args:
        dense: Embeddings, shape (passages, dimension), float32.
        sparse: Weighted terms, one vector a passage.
        centred: Embeddings with the mean of the passage's language removed, same shape, for
            searching across languages; None leaves these passages out of that search.

    Raises:
        UsageError: The three do not have the same number of rows, or the same shape.
    """

    dense: NDArray[np.float32]
    sparse: Sequence[SparseVector]
    centred: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        if self.dense.ndim != 2 or len(self.dense) != len(self.sparse):
            raise UsageError(
                f"Dense vectors of shape {self.dense.shape} do not fit {len(self.sparse)} "
                "sparse ones: give one row of each for every passage."
            )
        if self.centred is not None and self.centred.shape != self.dense.shape:
            raise UsageError(
                f"Centred vectors of shape {self.centred.shape} do not fit dense ones of shape "
                f"{self.dense.shape}: give one row of each for every passage."
            )

    def __len__(self) -> int:
        return len(self.dense)


@dataclass(frozen=True, slots=True)
class Leg:
    """One search among several that run together: one kind of vector, one filter, one limit."""

    kind: LegKind
    vector: NDArray[np.float32] | SparseVector
    filter: PassageFilter = EVERYTHING
    limit: int = 20

    def __post_init__(self) -> None:
        if (self.kind == "sparse") is not isinstance(self.vector, SparseVector):
            raise UsageError(
                f"A {self.kind} leg cannot search with a {type(self.vector).__name__}: "
                "give a SparseVector for sparse legs and an array for the others."
            )

    @property
    def query(self) -> list[float] | SparseVector:
        """The vector in the form that engines take."""
        if isinstance(self.vector, SparseVector):
            return self.vector
        numbers: list[float] = self.vector.tolist()
        return numbers


@dataclass(frozen=True, slots=True)
class Point:
    """A passage as engines hold it: id, vectors by name, payload."""

    id: str
    vectors: Mapping[str, list[float] | SparseVector]
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A point that an engine returns."""

    id: str
    payload: dict[str, Any]
    score: float = 0.0
    vectors: Mapping[str, list[float] | SparseVector] | None = None
    """By name, where they were asked for."""
    passage: Passage | None = None
    """What the payload says, where the engine has read it already."""


class PassageStore(Closing, ABC):
    """Passages with their vectors, searched by meaning and by words.

    Dense and centred vectors are compared by cosine. A sparse leg's score is BM25: the weights
    of `corpus.sparse` times the inverse document frequency, which the engine takes over
    the whole store. Search is exact, the same question finds the same passages, but for large
    stores that follow a graph (`corpus.store.edge_layout`, `corpus.store.layout`).

    Engines implement the hooks below `close`; what callers use is the same on all of them.
    Searching is safe from several threads; writing is for one.

    Example:
        >>> from corpus.store import open_store
        >>> with open_store(":memory:", dimension=384, create=True) as store:
        ...     store.count()
        0
    """

    dimension: int
    place: str
    """Where the store is, as a person may read it: a folder or an address, never a key."""

    def upsert(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Store passages; one that is there already is replaced, by its id.

        Raises:
            UsageError: There is not exactly one row of vectors for every passage.
            IndexMismatch: The vectors have another dimension than the store.
        """
        if len(passages) != len(vectors):
            raise UsageError(
                f"{len(passages)} passages came with {len(vectors)} rows of vectors: "
                "give one row for every passage."
            )
        if len(vectors) and vectors.dense.shape[1] != self.dimension:
            raise self._wrong_dimension(vectors.dense.shape[1])
        for start in range(0, len(passages), _BATCH):
            rows = range(start, min(start + _BATCH, len(passages)))
            self._write([_point(passages[row], vectors, row) for row in rows])

    def search(self, legs: Sequence[Leg]) -> list[list[Hit]]:
        """Run several searches as one request.

        Returns:
            One list a leg, best first, equal scores in order of id. A sparse leg returns only
            passages that share a term with the question.

        Raises:
            IndexMismatch: A vector has another dimension than the store.
        """
        for leg in legs:
            if not isinstance(leg.vector, SparseVector) and leg.vector.shape != (self.dimension,):
                raise self._wrong_dimension(leg.vector.size)
        asked = [n for n, leg in enumerate(legs) if leg.limit > 0 and len(leg.vector)]
        hits: list[list[Hit]] = [[] for _ in legs]
        if asked:
            answers = self._query([legs[n] for n in asked])
            for n, answer in zip(asked, answers, strict=True):
                best = sorted(answer, key=lambda found: (-found.score, found.id))
                hits[n] = [
                    Hit(passage=f.passage or _passage(f.payload), score=f.score) for f in best
                ]
        return hits

    def passages(
        self, filter: PassageFilter = EVERYTHING, limit: int | None = None
    ) -> Iterator[Passage]:
        """All passages that the filter lets through, in order of id, read in pages."""
        left = limit
        offset: object = None
        while left is None or left > 0:
            page, offset = self._page(filter, _BATCH if left is None else min(left, _BATCH), offset)
            yield from (_passage(found.payload) for found in page)
            left = None if left is None else left - len(page)
            if offset is None:
                return

    def points(self, filter: PassageFilter = EVERYTHING) -> Iterator[Point]:
        """All passages with their vectors as they are stored, for another store to take.

        Dense and centred vectors come back scaled to length one, which is how engines that
        compare by cosine keep them.
        """
        offset: object = None
        while True:
            page, offset = self._page(filter, _BATCH, offset, vectors=True)
            yield from (Point(found.id, found.vectors or {}, found.payload) for found in page)
            if offset is None:
                return

    def write_points(self, points: Iterable[Point]) -> int:
        """Store what `points` of another store gave; how many there were.

        Raises:
            IndexMismatch: A vector has another dimension than this store.
        """
        written = 0
        batch: list[Point] = []
        for point in points:
            for vector in point.vectors.values():
                if not isinstance(vector, SparseVector) and len(vector) != self.dimension:
                    raise self._wrong_dimension(len(vector))
            batch.append(point)
            if len(batch) == _BATCH:
                self._write(batch)
                written, batch = written + len(batch), []
        if batch:
            self._write(batch)
        return written + len(batch)

    def count(self, filter: PassageFilter = EVERYTHING) -> int:
        """How many passages the filter lets through."""
        return self._count(filter)

    def delete(self, which: PassageFilter | Collection[str]) -> int:
        """Remove the passages that a filter lets through, or those with the ids given.

        Returns:
            How many were removed. The empty filter removes everything.
        """
        chosen = (
            which
            if isinstance(which, PassageFilter)
            else [given for given in which if _is_uuid(given)]
        )
        count = self._count(chosen) if chosen else 0
        if count:
            self._delete(chosen)
        return count

    @abstractmethod
    def flush(self) -> None:
        """Make sure that everything written so far is on disk."""

    def settle(self) -> None:
        """Flush, and do what makes searching quick, after much was written: it may take minutes."""
        self.flush()

    @abstractmethod
    def close(self) -> None:
        """Write out what is left and let go of the store. Closing twice is harmless."""

    @abstractmethod
    def _write(self, points: list[Point]) -> None: ...

    @abstractmethod
    def _query(self, legs: list[Leg]) -> list[list[Found]]: ...

    @abstractmethod
    def _page(
        self, filter: PassageFilter, limit: int, offset: object, *, vectors: bool = False
    ) -> tuple[list[Found], object]:
        """Some points in order of id, from the offset on, and the next offset; None at the end."""

    @abstractmethod
    def _count(self, which: PassageFilter | list[str]) -> int: ...

    @abstractmethod
    def _delete(self, which: PassageFilter | list[str]) -> None: ...

    def _wrong_dimension(self, given: int) -> IndexMismatch:
        return IndexMismatch(
            f"{self.place} holds vectors of {self.dimension} numbers, not {given}: use the "
            "embedding model it was made with, or run `rulebridge ingest`.",
            found=self.dimension,
            given=given,
        )


def conditions(wanted: PassageFilter) -> dict[str, list[str]]:
    """A filter as payload fields, each with the values it may have; all of them must fit.

    >>> conditions(PassageFilter(languages=("en",), roots=("cap-486/s_2", "cap-486/s_3")))
    {'language': ['en'], 'root': ['cap-486/s_2', 'cap-486/s_3']}
    """
    values = {field: getattr(wanted, name) for name, field in FILTERED.items()}
    return {field: [str(value) for value in given] for field, given in values.items() if given}


def _point(passage: Passage, vectors: Vectors, row: int) -> Point:
    named: dict[str, list[float] | SparseVector] = {"dense": vectors.dense[row].tolist()}
    if vectors.centred is not None:
        named["centred"] = vectors.centred[row].tolist()
    if len(vectors.sparse[row]):
        named["sparse"] = vectors.sparse[row]
    payload = passage.model_dump(mode="json", exclude_defaults=True)
    return Point(passage.id, named, payload | {"edition": passage.edition})


def _passage(payload: dict[str, Any]) -> Passage:
    return Passage.model_validate(payload)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
