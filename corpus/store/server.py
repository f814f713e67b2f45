"""The store on a Qdrant server, for several programs at once; in memory, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from qdrant_client import QdrantClient, models
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from corpus.errors import IndexMismatch, IndexMissing, StoreUnavailable
from corpus.passage import PassageFilter
from corpus.sparse import SparseVector
from corpus.store.base import INDEXED, Found, Leg, PassageStore, Point, conditions
from corpus.store.layout import CollectionLayout

MEMORY = ":memory:"
"""In place of an address: the client's own engine, which forgets everything when closed."""


_BROKEN = (ValueError, OSError, RuntimeError)


class ServerStore(PassageStore):
    """Passages in a collection of a Qdrant server.

    Args:
        url: Address of the server, or ``:memory:``.
        dimension: Length of the dense vectors.
        create: Whether to make the collection if there is none.
        collection: Name of the collection.
        api_key: Key of the server, if it wants one. It appears in no message.
        timeout: Seconds that a request may take.
        layout: What a new collection is made with, and how it is searched.

    Raises:
        StoreUnavailable: The server does not answer, or refuses the key.
        IndexMissing: There is no such collection, and `create` is not set.
        IndexMismatch: The collection has another dimension, or is no passage store.
    """

    def __init__(
        self,
        url: str,
        dimension: int,
        *,
        create: bool = False,
        collection: str = "rulebridge",
        api_key: str | None = None,
        timeout: int = 10,
        layout: CollectionLayout | None = None,
    ) -> None:
        self.layout = layout or CollectionLayout()
        self.dimension = dimension
        self.place = MEMORY if url == MEMORY else _without_secrets(url)
        self._name = collection
        self._timeout = timeout
        self._in_memory = url == MEMORY
        with self._answering():
            self._client = (
                QdrantClient(MEMORY)
                if self._in_memory
                else QdrantClient(
                    url=url, api_key=api_key, timeout=timeout, check_compatibility=False
                )
            )
            self._open(create=create)

    def flush(self) -> None:
        """Do nothing: the server answers a write once it is safe."""

    def close(self) -> None:
        """Drop the connection."""
        self._client.close()

    def _open(self, *, create: bool) -> None:
        if self._client.collection_exists(self._name):
            self._check(self._client.get_collection(self._name).config.params)
        elif not create:
            raise IndexMissing(
                f"There is no collection {self._name} at {self.place}: run `rulebridge ingest`.",
                collection=self._name,
            )
        else:
            vector = self.layout.vectors(self.dimension)
            given: dict[str, Any] = self.layout.made_with()
            self._client.create_collection(
                self._name,
                vectors_config={"dense": vector, "centred": vector},
                sparse_vectors_config={"sparse": self.layout.sparse_vectors()},
                **given,
            )
        if not self._in_memory:
            for field in INDEXED:
                keyword = models.PayloadSchemaType.KEYWORD
                self._client.create_payload_index(self._name, field, keyword)

    def _check(self, found: models.CollectionParams) -> None:
        vectors = found.vectors if isinstance(found.vectors, dict) else {}
        sizes = {vectors[name].size for name in ("dense", "centred") if name in vectors}
        if len(vectors) < 2 or not sizes or "sparse" not in (found.sparse_vectors or {}):
            raise IndexMismatch(
                f"The collection {self._name} at {self.place} holds something else than "
                "passages: name another collection.",
                collection=self._name,
            )
        if sizes != {self.dimension}:
            raise IndexMismatch(
                f"The collection {self._name} at {self.place} was made with vectors of another "
                f"length than {self.dimension}: use the embedding model it was made with, or "
                "run `rulebridge ingest`.",
                collection=self._name,
            )

    @contextmanager
    def _answering(self) -> Iterator[None]:
        # The causes are cut off (`from None`): the connection library may quote a key that it
        # cannot send.
        try:
            yield
        except UnexpectedResponse as error:
            if error.status_code in {401, 403}:
                reason = "refused the API key: check RULEBRIDGE_QDRANT_API_KEY"
            else:
                reason = f"answered {error.status_code}: look at its log"
            raise StoreUnavailable(
                f"The Qdrant server at {self.place} {reason}.", url=self.place
            ) from None
        except (ResponseHandlingException, QdrantException, *_BROKEN) as error:
            cause = error.source if isinstance(error, ResponseHandlingException) else error
            raise StoreUnavailable(
                f"The Qdrant server at {self.place} does not answer ({type(cause).__name__} "
                f"within {self._timeout} s): check the address and that it is running.",
                url=self.place,
            ) from None

    def _write(self, points: list[Point]) -> None:
        converted = [
            models.PointStruct(
                id=point.id,
                vector={name: _vector(vector) for name, vector in point.vectors.items()},
                payload=point.payload,
            )
            for point in points
        ]
        with self._answering():
            self._client.upsert(self._name, converted, wait=True)

    def _query(self, legs: list[Leg]) -> list[list[Found]]:
        params = None if self._in_memory else self.layout.searched_with()
        requests = [
            models.QueryRequest(
                query=_vector(leg.query),
                using=leg.kind,
                filter=_filter(leg.filter),
                limit=leg.limit,
                params=params,
                with_payload=True,
            )
            for leg in legs
        ]
        with self._answering():
            answers = self._client.query_batch_points(self._name, requests)
        return [
            [Found(str(point.id), point.payload or {}, point.score) for point in answer.points]
            for answer in answers
        ]

    def _page(
        self, wanted: PassageFilter, limit: int, offset: object, *, vectors: bool = False
    ) -> tuple[list[Found], object]:
        start = offset if isinstance(offset, str) else None
        with self._answering():
            records, following = self._client.scroll(
                self._name,
                scroll_filter=_filter(wanted),
                limit=limit,
                offset=start,
                with_vectors=vectors,
            )
        found = [
            Found(str(r.id), r.payload or {}, vectors=_ours(r.vector) if vectors else None)
            for r in records
        ]
        return found, following

    def _count(self, which: PassageFilter | list[str]) -> int:
        with self._answering():
            return self._client.count(self._name, count_filter=_filter(which), exact=True).count

    def _delete(self, which: PassageFilter | list[str]) -> None:
        with self._answering():
            self._client.delete(self._name, models.FilterSelector(filter=_filter(which)), wait=True)


def _filter(which: PassageFilter | list[str]) -> models.Filter:
    if isinstance(which, list):
        return models.Filter(must=[models.HasIdCondition(has_id=[*which])])
    return models.Filter(
        must=[
            models.FieldCondition(key=field, match=models.MatchAny(any=values))
            for field, values in conditions(which).items()
        ]
    )


def _vector(vector: list[float] | SparseVector) -> list[float] | models.SparseVector:
    if isinstance(vector, SparseVector):
        return models.SparseVector(indices=[*vector.indices], values=[*vector.values])
    return vector


def _ours(vectors: object) -> dict[str, list[float] | SparseVector]:
    found: dict[str, list[float] | SparseVector] = {}
    for name, vector in (vectors if isinstance(vectors, dict) else {}).items():
        if isinstance(vector, models.SparseVector):
            # A server need not give the terms in order.
            terms = sorted(zip(vector.indices, vector.values, strict=True))
            found[name] = SparseVector(tuple(t for t, _ in terms), tuple(w for _, w in terms))
        else:
            found[name] = [float(number) for number in vector]
    return found


def _without_secrets(url: str) -> str:
    """The address as it may be shown: user, password and query left out."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}".rstrip("/")
