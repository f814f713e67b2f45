"""The store in a folder: Qdrant's engine inside the process, without a server.

Qdrant Edge is in beta. Everything that knows its interface is in this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import qdrant_edge as qdrant

from corpus.errors import IndexBusy, IndexMismatch, IndexMissing, StoreUnavailable
from corpus.passage import PassageFilter
from corpus.sparse import SparseVector
from corpus.store.base import INDEXED, Found, Leg, PassageStore, Point, conditions

_AGAIN = "run `rulebridge ingest` to make it again"


class EdgeStore(PassageStore):
    """Passages in a folder on this machine. One process at a time can hold the folder.

    Vectors are compared one by one, without a graph, which finds the nearest for certain: three
    legs over 13,000 passages take 3 to 4 ms on two cores.

    Args:
        folder: Where the store is or shall be.
        dimension: Length of the dense vectors.
        create: Whether to make the store if the folder is absent or empty.

    Raises:
        IndexMissing: There is nothing in the folder, and `create` is not set.
        IndexMismatch: What is there has another dimension, is damaged or is something else.
        IndexBusy: Another process, or another store in this one, holds the folder.
    """

    def __init__(self, folder: Path, dimension: int, *, create: bool = False) -> None:
        self.dimension = dimension
        self.place = str(folder)
        self._shard = self._open(folder, create=create)
        self._closed = False
        with self._engine():
            known = self._shard.info().payload_schema
            for field in INDEXED:
                if field not in known:
                    keyword = qdrant.PayloadSchemaType.Keyword
                    self._shard.update(qdrant.UpdateOperation.create_field_index(field, keyword))

    def flush(self) -> None:
        """Make sure that everything written so far is on disk."""
        with self._engine():
            self._shard.flush()

    def close(self) -> None:
        """Write out what is left and let other processes at the folder."""
        if not self._closed:
            with self._engine():
                self._shard.flush()
                self._shard.close()
            self._closed = True

    def _open(self, folder: Path, *, create: bool) -> qdrant.EdgeShard:
        there = folder.is_dir() and any(folder.iterdir())
        if not there and not create:
            raise IndexMissing(
                f"There is no passage index in {folder}: run `rulebridge ingest`.", path=self.place
            )
        if there and not all(any(folder.glob(part)) for part in ("edge_config.json", "segments/*")):
            # Given a folder of something else, the engine would make itself at home in it.
            raise self._not_opened("it is incomplete or something else")
        config = _config(self.dimension)
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

    def _query(self, legs: list[Leg]) -> list[list[Found]]:
        requests = [
            qdrant.QueryRequest(
                query=qdrant.Query.Nearest(_vector(leg.query), using=leg.kind),
                filter=_filter(leg.filter),
                limit=leg.limit,
                params=qdrant.SearchParams(exact=True),
                with_payload=True,
            )
            for leg in legs
        ]
        with self._engine():
            answers = self._shard.query_batch(qdrant.QueryBatchRequest(requests))
        return [[Found(str(p.id), p.payload or {}, p.score) for p in points] for points in answers]

    def _page(
        self, wanted: PassageFilter, limit: int, offset: object
    ) -> tuple[list[Found], object]:
        start = offset if isinstance(offset, UUID) else None
        request = qdrant.ScrollRequest(
            offset=start, limit=limit, filter=_filter(wanted), with_payload=True
        )
        with self._engine():
            records, following = self._shard.scroll(request)
        return [Found(str(record.id), record.payload or {}) for record in records], following

    def _count(self, which: PassageFilter | list[str]) -> int:
        with self._engine():
            return self._shard.count(qdrant.CountRequest(filter=_filter(which)))

    def _delete(self, which: PassageFilter | list[str]) -> None:
        with self._engine():
            self._shard.update(qdrant.UpdateOperation.delete_points_by_filter(_filter(which)))


def _config(dimension: int) -> qdrant.EdgeConfig:
    vector = qdrant.EdgeVectorParams(size=dimension, distance=qdrant.Distance.Cosine)
    return qdrant.EdgeConfig(
        vectors={"dense": vector, "centred": vector},
        sparse_vectors={"sparse": qdrant.EdgeSparseVectorParams(modifier=qdrant.Modifier.Idf)},
    )


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
