"""The store in a folder: Qdrant's engine inside the process, without a server.

Qdrant Edge is in beta. Everything that knows its interface is in this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import qdrant_edge as qdrant
from filelock import FileLock, Timeout

from corpus.errors import IndexBusy, IndexMismatch, IndexMissing, StoreUnavailable
from corpus.passage import Passage, PassageFilter
from corpus.sparse import SparseVector
from corpus.store.base import INDEXED, Found, Leg, PassageStore, Point, conditions
from corpus.store.edge_layout import EdgeLayout

_AGAIN = "run `rulebridge ingest` to make it again"

_REMEMBERED = 50_000
"""Passages kept in memory once they were found, about 3 KB each."""


class EdgeStore(PassageStore):
    """Passages in a folder on this machine. One process at a time can hold the folder.

    While there are few, vectors are compared one by one, which finds the nearest for certain: three
    legs over 13,000 passages take 2 ms on two cores. In a large store, `settle` builds a graph.

    Args:
        folder: Where the store is or shall be.
        dimension: Length of the dense vectors.
        create: Whether to make the store if the folder is absent or empty.
        layout: From how many passages on there is a graph, and which.

    Raises:
        IndexMissing: There is nothing in the folder, and `create` is not set.
        IndexMismatch: What is there has another dimension, is damaged or is something else.
        IndexBusy: Another process, or another store in this one, holds the folder.
    """

    def __init__(
        self,
        folder: Path,
        dimension: int,
        *,
        create: bool = False,
        layout: EdgeLayout | None = None,
    ) -> None:
        self.layout = layout or EdgeLayout()
        self.dimension = dimension
        self.place = str(folder)
        self._lock = self._locked(folder)
        self._closed = False
        try:
            self._shard = self._open(folder, create=create)
        except BaseException:
            self._lock.release()
            raise
        self._seen: dict[str, Passage] = {}
        with self._engine():
            info = self._shard.info()
            for field in INDEXED:
                if field not in info.payload_schema:
                    index = self.layout.field_index(field)
                    self._shard.update(qdrant.UpdateOperation.create_field_index(field, index))
        self._searched_with = self.layout.searched_with(info.points_count)

    def flush(self) -> None:
        """Make sure that everything written so far is on disk."""
        with self._engine():
            self._shard.flush()

    def settle(self) -> None:
        """Build the graph of a large store, which takes minutes; a small one is only flushed."""
        self.flush()
        with self._engine():
            if self._shard.info().points_count > self.layout.exact_up_to:
                self._shard.optimize()

    def close(self) -> None:
        """Write out what is left and let other processes at the folder."""
        if not self._closed:
            with self._engine():
                self._shard.flush()
                self._shard.close()
            self._closed = True
            self._lock.release()

    def _locked(self, folder: Path) -> FileLock:
        # A store without a write-ahead log is not locked by the engine.
        lock = FileLock(folder.with_name(f"{folder.name}.lock"), timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise self._not_opened("WouldBlock") from None
        except OSError:
            # A folder that may only be read, or is not there: nobody writes into it either.
            pass
        return lock

    def _open(self, folder: Path, *, create: bool) -> qdrant.EdgeShard:
        there = folder.is_dir() and any(folder.iterdir())
        if not there and not create:
            raise IndexMissing(
                f"There is no passage index in {folder}: run `rulebridge ingest`.", path=self.place
            )
        if there and not all(any(folder.glob(part)) for part in ("edge_config.json", "segments/*")):
            # Given a folder of something else, the engine would make itself at home in it.
            raise self._not_opened("it is incomplete or something else")
        config = self.layout.config(self.dimension, new=not there)
        try:
            if there:
                return qdrant.EdgeShard.load(self.place, config)
            folder.mkdir(parents=True, exist_ok=True)
            return qdrant.EdgeShard.create(self.place, config)
        except Exception as error:  # the engine raises nothing more specific
            raise self._not_opened(str(error)) from error

    def _not_opened(self, reason: str) -> IndexBusy | IndexMismatch:
        # The engine tells its failures apart by their words only.
        if "WouldBlock" in reason:
            return IndexBusy(
                f"Another program is using the passage index in {self.place}: close it, or keep "
                "the passages on a Qdrant server, which many programs can use at once.",
                path=self.place,
            )
        if "ncompatible config" in reason:
            return IndexMismatch(
                f"The passage index in {self.place} was made with vectors of another length than "
                f"{self.dimension}: use the embedding model it was made with, or {_AGAIN}.",
                path=self.place,
            )
        return IndexMismatch(
            f"The passage index in {self.place} cannot be read ({reason}): {_AGAIN}.",
            path=self.place,
        )

    @contextmanager
    def _engine(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # the engine raises nothing more specific
            raise StoreUnavailable(
                f"The passage index in {self.place} failed ({error}): open it again; "
                f"if that does not help, {_AGAIN}.",
                path=self.place,
            ) from error

    def _write(self, points: list[Point]) -> None:
        converted = [
            qdrant.Point(
                point.id,
                {name: _vector(vector) for name, vector in point.vectors.items()},
                point.payload,
            )
            for point in points
        ]
        with self._engine():
            self._shard.update(qdrant.UpdateOperation.upsert_points(converted))
        self._changed()

    def _query(self, legs: list[Leg]) -> list[list[Found]]:
        requests = [
            qdrant.QueryRequest(
                query=qdrant.Query.Nearest(_vector(leg.query), using=leg.kind),
                filter=_filter(leg.filter),
                limit=leg.limit,
                params=self._searched_with,
                with_payload=False,
            )
            for leg in legs
        ]
        with self._engine():
            answers = [
                [(str(point.id), point.score) for point in points]
                for points in self._shard.query_batch(qdrant.QueryBatchRequest(requests))
            ]
            seen = self._read(point for points in answers for point, _ in points)
        return [
            [Found(p, {}, score, passage=seen[p]) for p, score in points if p in seen]
            for points in answers
        ]

    def _read(self, ids: Iterable[str]) -> dict[str, Passage]:
        """The passages of some points, those read lately from memory.

        Reading and checking payloads takes longer than comparing vectors, and legs find the same.
        """
        # A write puts another dictionary in its place: what is read here meanwhile is not kept.
        seen = self._seen
        unread: list[int | UUID | str] = [*{point for point in ids if point not in seen}]
        if len(seen) + len(unread) > _REMEMBERED:
            seen = dict(seen)
            self._seen = {}
        if unread:
            for record in self._shard.retrieve(unread, with_payload=True, with_vector=False):
                seen[str(record.id)] = Passage.model_validate(record.payload or {})
        return seen

    def _changed(self) -> None:
        self._seen = {}
        self._searched_with = self.layout.searched_with(self._shard.info().points_count)

    def _page(
        self, wanted: PassageFilter, limit: int, offset: object, *, vectors: bool = False
    ) -> tuple[list[Found], object]:
        start = offset if isinstance(offset, UUID) else None
        request = qdrant.ScrollRequest(
            offset=start,
            limit=limit,
            filter=_filter(wanted),
            with_payload=True,
            with_vector=vectors,
        )
        with self._engine():
            records, following = self._shard.scroll(request)
        found = [
            Found(str(r.id), r.payload or {}, vectors=_ours(r.vector) if vectors else None)
            for r in records
        ]
        return found, following

    def _count(self, which: PassageFilter | list[str]) -> int:
        with self._engine():
            return self._shard.count(qdrant.CountRequest(filter=_filter(which)))

    def _delete(self, which: PassageFilter | list[str]) -> None:
        with self._engine():
            self._shard.update(qdrant.UpdateOperation.delete_points_by_filter(_filter(which)))
        self._changed()


def _filter(which: PassageFilter | list[str]) -> qdrant.Filter:
    if isinstance(which, list):
        return qdrant.Filter(must=[qdrant.HasIdCondition(set(which))])
    fields = conditions(which).items()
    return qdrant.Filter(
        must=[qdrant.FieldCondition(field, match=qdrant.MatchAny(any)) for field, any in fields]
    )


def _vector(vector: list[float] | SparseVector) -> list[float] | qdrant.SparseVector:
    if isinstance(vector, SparseVector):
        return qdrant.SparseVector([*vector.indices], [*vector.values])
    return vector


def _ours(vectors: Any) -> dict[str, list[float] | SparseVector]:
    return {
        name: (
            SparseVector(tuple(vector.indices), tuple(vector.values))
            if isinstance(vector, qdrant.SparseVector)
            else vector
        )
        for name, vector in (vectors or {}).items()
    }
