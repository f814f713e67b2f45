"""How a collection is laid out on a Qdrant server: over machines, in memory, for searching.

The client is imported late: who opens a folder names a layout too, and does not need it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from corpus.settings import Settings

if TYPE_CHECKING:
    from qdrant_client import models


class CollectionLayout(BaseModel):
    """What a collection is made with, and how it is searched.

    Shards, replicas, vectors and the graph are settled when a collection is made: an index that
    is there keeps them until the next ingestion makes a new one. Defaults are the server's.

    Example:
        >>> CollectionLayout(shards=3, replicas=2).made_with()["replication_factor"]
        2
        >>> CollectionLayout().searched_with().exact
        True
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shards: int | None = Field(None, ge=1)
    replicas: int | None = Field(None, ge=1)
    write_consistency: int | None = Field(None, ge=1)
    on_disk: bool = False
    quantisation: Literal["none", "int8"] = "none"
    hnsw_m: int | None = Field(None, ge=4)
    hnsw_ef_construct: int | None = Field(None, ge=4)
    search: Literal["exact", "graph"] = "exact"
    search_ef: int = Field(128, ge=1)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The layout that an installation asks for."""
        return cls(
            shards=settings.qdrant_shards,
            replicas=settings.qdrant_replicas,
            write_consistency=settings.qdrant_write_consistency,
            on_disk=settings.qdrant_on_disk,
            quantisation=settings.qdrant_quantisation,
            hnsw_m=settings.qdrant_hnsw_m,
            hnsw_ef_construct=settings.qdrant_hnsw_ef_construct,
            search=settings.qdrant_search,
            search_ef=settings.qdrant_search_ef,
        )

    def vectors(self, dimension: int) -> models.VectorParams:
        """How each dense vector is kept."""
        from qdrant_client import models

        return models.VectorParams(
            size=dimension,
            distance=models.Distance.COSINE,
            on_disk=self.on_disk or None,
        )

    def sparse_vectors(self) -> models.SparseVectorParams:
        """How sparse vectors are kept; the server supplies the inverse document frequency."""
        from qdrant_client import models

        index = models.SparseIndexParams(on_disk=True) if self.on_disk else None
        return models.SparseVectorParams(modifier=models.Modifier.IDF, index=index)

    def made_with(self) -> dict[str, object]:
        """The arguments of ``create_collection`` besides the vectors; what is not set is left out.

        Quantised copies stay in memory: they are a quarter of the size, and what they find is
        compared once more with the full vectors.
        """
        from qdrant_client import models

        given: dict[str, object] = {
            "shard_number": self.shards,
            "replication_factor": self.replicas,
            "write_consistency_factor": self.write_consistency,
            "on_disk_payload": self.on_disk or None,
        }
        if self.hnsw_m is not None or self.hnsw_ef_construct is not None:
            given["hnsw_config"] = models.HnswConfigDiff(
                m=self.hnsw_m,
                ef_construct=self.hnsw_ef_construct,
                on_disk=self.on_disk or None,
            )
        if self.quantisation == "int8":
            given["quantization_config"] = models.ScalarQuantization(
                scalar=models.ScalarQuantizationConfig(
                    type=models.ScalarType.INT8, quantile=0.99, always_ram=True
                )
            )
        return {name: value for name, value in given.items() if value is not None}

    def searched_with(self) -> models.SearchParams:
        """How vectors are compared: every one of them, or along the graph."""
        from qdrant_client import models

        if self.search == "exact":
            return models.SearchParams(exact=True)
        rescored = models.QuantizationSearchParams(rescore=True, oversampling=2.0)
        return models.SearchParams(
            hnsw_ef=self.search_ef,
            exact=False,
            quantization=rescored if self.quantisation != "none" else None,
        )
