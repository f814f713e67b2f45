"""The passage store as a LlamaIndex vector store, for pipelines built with LlamaIndex.

RuleBridge's own retrieval does not pass through here: it searches in several legs at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import (
    BaseNode,
    MetadataMode,
    NodeRelationship,
    RelatedNodeInfo,
    TextNode,
)
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    FilterCondition,
    FilterOperator,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryMode,
    VectorStoreQueryResult,
)
from pydantic import ValidationError

from corpus.errors import UsageError
from corpus.passage import Hit, Passage, PassageFilter
from corpus.sparse import encode_passage, encode_query
from corpus.store.base import EVERYTHING, FILTERED, Leg, PassageStore, Vectors

RRF_K = 60
"""Constant of reciprocal rank fusion: Cormack, Clarke and Büttcher (SIGIR 2009)."""

_MEANING = {VectorStoreQueryMode.DEFAULT, VectorStoreQueryMode.HYBRID}
_WORDS = {
    VectorStoreQueryMode.SPARSE,
    VectorStoreQueryMode.TEXT_SEARCH,
    VectorStoreQueryMode.HYBRID,
}
_FILTER_NAMES = {field: name for name, field in FILTERED.items()}
_NOTHING = PassageFilter(editions=("",))


class PassageVectorStore(BasePydanticVectorStore):
    """Gives LlamaIndex retrievers and indexes the passages of a `PassageStore`.

    Nodes carry the passage's fields as metadata (locator, edition, authority and the others)
    and its verbatim words as text. The source document of a node is its edition.

    Args:
        store: An open passage store. It stays the caller's to close.

    Example:
        >>> from corpus.store import open_store
        >>> with open_store(":memory:", dimension=3, create=True) as store:
        ...     PassageVectorStore(store).get_nodes()
        []
    """

    _store: PassageStore = PrivateAttr()

    def __init__(self, store: PassageStore) -> None:
        super().__init__(stores_text=True)
        self._store = store

    @classmethod
    def class_name(cls) -> str:
        """The name under which LlamaIndex serialises this class."""
        return "PassageVectorStore"

    @property
    def client(self) -> PassageStore:
        """The passage store behind this one."""
        return self._store

    def add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """Store nodes made by `node_of` and embedded by LlamaIndex.

        They get no centred vectors, so searches across languages do not see them.

        Raises:
            UsageError: A node is not a passage: its metadata lacks a field.
        """
        passages = [_passage_of(node) for node in nodes]
        if passages:
            dense = np.array([node.get_embedding() for node in nodes], np.float32)
            sparse = [encode_passage(passage.embedded_text) for passage in passages]
            self._store.upsert(passages, Vectors(dense, sparse))
        return [passage.id for passage in passages]

    def query(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """Search by meaning (default), by words (sparse, text search) or by both (hybrid).

        A hybrid query fuses the two rankings by reciprocal rank; `alpha` is the share of the
        ranking by meaning, one half unless it is given.

        Raises:
            UsageError: The mode or a filter is one that the store does not know.
        """
        if query.mode not in _MEANING | _WORDS or query.node_ids:
            raise UsageError(
                f"The passage store cannot answer a {query.mode.value} query or one over chosen "
                "nodes: use default, sparse, text_search or hybrid, and filters."
            )
        wanted = filter_of(query.filters, query.doc_ids)
        top = query.similarity_top_k
        legs: list[tuple[float, Leg]] = []
        alpha = 0.5 if query.alpha is None else query.alpha
        if query.mode in _MEANING:
            vector = np.array(query.query_embedding or [], np.float32)
            legs.append((alpha, Leg("dense", vector, wanted, top)))
        if query.mode in _WORDS:
            words = encode_query(query.query_str or "")
            legs.append((1 - alpha, Leg("sparse", words, wanted, query.sparse_top_k or top)))
        answers = self._store.search([leg for _, leg in legs])
        if len(answers) == 1:
            return _result(answers[0])
        shares = [share for share, _ in legs]
        return _result(_fused(shares, answers)[: query.hybrid_top_k or top])

    def get_nodes(
        self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None
    ) -> list[BaseNode]:
        """The nodes that the filters let through, of those with the ids given, if any are."""
        passages = self._store.passages(filter_of(filters))
        return [node_of(p) for p in passages if node_ids is None or p.id in node_ids]

    def delete(self, ref_doc_id: str, **_: Any) -> None:
        """Remove an edition: its key, such as ``eu-ai-act@2026-07-27``, is the document id."""
        self._store.delete(PassageFilter(editions=(ref_doc_id,)))

    def delete_nodes(
        self,
        node_ids: list[str] | None = None,
        filters: MetadataFilters | None = None,
        **_: Any,
    ) -> None:
        """Remove the nodes that `get_nodes` would return."""
        self._store.delete([node.node_id for node in self.get_nodes(node_ids, filters)])

    def clear(self) -> None:
        """Remove everything."""
        self._store.delete(EVERYTHING)


def node_of(passage: Passage) -> TextNode:
    """A passage as a LlamaIndex node, which embeds and shows the same words as ours do."""
    metadata = passage.model_dump(mode="json", exclude={"text"}) | {"edition": passage.edition}
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        # Of the metadata only the heading path belongs to what is embedded.
        excluded_embed_metadata_keys=[
            name for name in metadata if name != "context" or not passage.context
        ],
        excluded_llm_metadata_keys=[
            name for name in metadata if name not in {"locator", "edition", "heading"}
        ],
        metadata_template="{value}",
        text_template="{metadata_str}\n{content}",
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.edition)},
    )


def filter_of(
    filters: MetadataFilters | None, editions: Sequence[str] | None = None
) -> PassageFilter:
    """LlamaIndex's metadata filters as ours.

    Raises:
        UsageError: Something else than fields that must each have one of some values.
    """
    allowed: dict[str, set[str]] = {"editions": set(editions)} if editions else {}
    for name, values in _conditions(filters):
        allowed[name] = allowed[name] & values if name in allowed else values
    if not all(allowed.values()):
        return _NOTHING
    try:
        return PassageFilter.model_validate({name: sorted(allowed[name]) for name in allowed})
    except ValidationError as error:
        unknown = error.errors()[0]["input"]
        raise UsageError(f"There is no {unknown!r} to filter by: {error}.") from error


def _conditions(filters: MetadataFilters | None) -> Iterator[tuple[str, set[str]]]:
    if filters is None:
        return
    alone = len(filters.filters) == 1 and filters.condition is not FilterCondition.NOT
    if filters.condition is not FilterCondition.AND and not alone:
        raise UsageError("The passage store combines filters with `and` only: ask twice instead.")
    for each in filters.filters:
        if isinstance(each, MetadataFilters):
            yield from _conditions(each)
            continue
        name = _FILTER_NAMES.get(each.key)
        if name is None or each.operator not in {FilterOperator.EQ, FilterOperator.IN}:
            raise UsageError(
                f"The passage store cannot filter by {each.key} {each.operator.value}: "
                f"use == or in with one of {', '.join(_FILTER_NAMES)}."
            )
        values = each.value if isinstance(each.value, list) else [each.value]
        yield name, {str(value) for value in values}


def _passage_of(node: BaseNode) -> Passage:
    words = node.get_content(MetadataMode.NONE)
    try:
        return Passage.model_validate(node.metadata | {"text": words})
    except ValidationError as error:
        missing = ", ".join(str(problem["loc"][0]) for problem in error.errors())
        raise UsageError(
            f"The node {node.node_id} is no passage ({missing}): make nodes with `node_of`."
        ) from error


def _fused(shares: list[float], answers: list[list[Hit]]) -> list[Hit]:
    scores: defaultdict[str, float] = defaultdict(float)
    passages: dict[str, Passage] = {}
    for share, hits in zip(shares, answers, strict=True):
        for rank, hit in enumerate(hits, start=1):
            scores[hit.passage.id] += share / (RRF_K + rank)
            passages[hit.passage.id] = hit.passage
    best = sorted(scores, key=lambda id: (-scores[id], id))
    return [Hit(passage=passages[id], score=scores[id]) for id in best]


def _result(hits: list[Hit]) -> VectorStoreQueryResult:
    return VectorStoreQueryResult(
        nodes=[node_of(hit.passage) for hit in hits],
        similarities=[hit.score for hit in hits],
        ids=[hit.passage.id for hit in hits],
    )
