"""How the store in a folder is laid out: compared one by one while it is small, by a graph beyond.

Every figure here was chosen by ``python -m evals.benchmarks scaling``; see ``evals/BENCHMARKS.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import qdrant_edge as qdrant

Quantisation = Literal["none", "int8", "binary"]

EXACT_UP_TO = 50_000
"""Passages up to which every vector is compared."""

_IN_GRAPH = ("edition", "language", "authority")
"""Payload fields that searches filter by: within each of their values the graph stays connected."""

_LEAST_INDEXED_KB = 1
_ONE_SEGMENT_KB = 100_000_000


@dataclass(frozen=True)
class EdgeLayout:
    """When and how a graph is used.

    The graph (hierarchical navigable small world; Malkov and Yashunin, 2018) is walked over small
    copies of the vectors; more candidates than asked for are then compared by their full vectors.

    Attributes:
        exact_up_to: Passages up to which every vector is compared, and no graph is built.
        quantisation: The small copies: 8 bits a number, 1 bit, or none.
        links: Links of each vector in the graph.
        looked_at_building: Neighbours looked at when a vector is linked.
        looked_at: Neighbours looked at in a search.
        candidates: How many times as many as asked for are compared by their full vectors.
        compared_kb: Size of the vectors that a filter lets through, in KB, up to which they are
            compared one by one.
        threads: Threads that build the graph; 0 takes all.
    """

    exact_up_to: int = EXACT_UP_TO
    quantisation: Quantisation = "int8"
    links: int = 16
    looked_at_building: int = 100
    looked_at: int = 512
    candidates: float = 2.0
    compared_kb: int = 10_000
    threads: int = 0

    def config(self, dimension: int, *, new: bool = False) -> qdrant.EdgeConfig:
        """What the engine is told when a store is made or opened.

        Only centred vectors, which every question searches, get a graph. A new store has no
        write-ahead log: it took as much room as all the rest, and words that were deleted lived on
        in it. What was written is safe once it is flushed. A store that was made with one keeps it.
        """
        distance = qdrant.Distance.Cosine
        graph = qdrant.HnswIndexConfig(
            m=self.links,
            ef_construct=self.looked_at_building,
            full_scan_threshold=self.compared_kb,
            max_indexing_threads=self.threads,
            payload_m=self.links,
        )
        none = qdrant.HnswIndexConfig(m=0, ef_construct=4, full_scan_threshold=self.compared_kb)
        return qdrant.EdgeConfig(
            vectors={
                "dense": qdrant.EdgeVectorParams(
                    size=dimension, distance=distance, hnsw_config=none
                ),
                "centred": qdrant.EdgeVectorParams(
                    size=dimension,
                    distance=distance,
                    hnsw_config=graph,
                    quantization_config=self._small_copies(),
                ),
            },
            sparse_vectors={"sparse": qdrant.EdgeSparseVectorParams(modifier=qdrant.Modifier.Idf)},
            optimizers=qdrant.EdgeOptimizersConfig(
                default_segment_number=1,
                max_segment_size=_ONE_SEGMENT_KB,
                indexing_threshold=_LEAST_INDEXED_KB,
            ),
            wal_enabled=False if new else None,
        )

    def field_index(self, field: str) -> qdrant.KeywordIndexParams:
        """The index of a payload field."""
        return qdrant.KeywordIndexParams(enable_hnsw=field in _IN_GRAPH)

    def searched_with(self, passages: int) -> qdrant.SearchParams:
        """How a store of so many passages is searched."""
        if passages <= self.exact_up_to:
            return qdrant.SearchParams(exact=True)
        rescored = qdrant.QuantizationSearchParams(rescore=True, oversampling=self.candidates)
        return qdrant.SearchParams(
            hnsw_ef=self.looked_at,
            quantization=None if self.quantisation == "none" else rescored,
        )

    def _small_copies(
        self,
    ) -> qdrant.ScalarQuantizationConfig | qdrant.BinaryQuantizationConfig | None:
        if self.quantisation == "int8":
            return qdrant.ScalarQuantizationConfig(
                qdrant.ScalarType.Int8, quantile=0.99, memory=qdrant.Memory.Pinned
            )
        if self.quantisation == "binary":
            return qdrant.BinaryQuantizationConfig(memory=qdrant.Memory.Pinned)
        return None
