"""The passage store inside LlamaIndex."""

from __future__ import annotations

import hashlib

import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import MetadataMode, TextNode
from llama_index.core.vector_stores.types import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
)

from corpus.errors import UsageError
from corpus.passage import Passage, PassageFilter
from corpus.provision import Authority, BindingForce
from corpus.store import open_store
from corpus.store.llamaindex import PassageVectorStore, filter_of, node_of

TEXTS = {
    "en": ["A keeper shall label each lantern.", "The register is open to inspectors."],
    "zh-Hant": ["出借人須為每盞燈籠加上標籤。", "燈籠的版權屬於製造人。"],
}
PASSAGES = [
    Passage(
        locator=f"lamp-law/art_{n}",
        root=f"lamp-law/art_{n}",
        instrument="lamp-law",
        jurisdiction="hk",
        version="2026-01-01",
        language=language,
        authority=Authority.AUTHENTIC if n else Authority.MACHINE_CONVERTED,
        binding_force=BindingForce.STATUTE,
        context="Lamps › Duties" if n else "",
        text=text,
        span=(0, len(text)),
        topics=("lamps",),
    )
    for language, texts in TEXTS.items()
    for n, text in enumerate(texts)
]


class LetterEmbedding(BaseEmbedding):
    """A vector from a text's bytes: the same text has the same vector, and nothing else has."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return [byte / 255 - 0.5 for byte in hashlib.sha256(text.encode()).digest()]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


@pytest.fixture
def store():
    with open_store(":memory:", dimension=32, create=True) as opened:
        yield opened


@pytest.fixture
def index(store):
    nodes = [node_of(passage) for passage in PASSAGES]
    index = VectorStoreIndex.from_vector_store(PassageVectorStore(store), LetterEmbedding())
    index.insert_nodes(nodes)
    return index


def _equals(**fields) -> MetadataFilters:
    return MetadataFilters(filters=[MetadataFilter(key=k, value=v) for k, v in fields.items()])


def test_nodes_embed_the_same_words_as_passages():
    for passage in PASSAGES:
        assert node_of(passage).get_content(MetadataMode.EMBED) == passage.embedded_text
        assert node_of(passage).get_content(MetadataMode.NONE) == passage.text


def test_an_index_stores_whole_passages(index, store):
    assert sorted(store.passages(), key=hash) == sorted(PASSAGES, key=hash)


@pytest.mark.parametrize("wanted", PASSAGES, ids=lambda p: f"{p.language}-{p.locator}")
def test_a_retriever_returns_nodes_with_locators(index, wanted):
    best, second = index.as_retriever(similarity_top_k=2).retrieve(wanted.embedded_text)
    assert best.score == pytest.approx(1, abs=1e-4)
    assert best.score > second.score
    assert best.node.text == wanted.text
    assert best.node.metadata["locator"] == wanted.locator
    assert best.node.metadata["edition"] == "lamp-law@2026-01-01"
    assert best.node.metadata["authority"] == wanted.authority
    assert best.node.ref_doc_id == "lamp-law@2026-01-01"


@pytest.mark.parametrize("mode", ["sparse", "text_search"])
def test_a_retriever_by_words(index, mode):
    found = index.as_retriever(vector_store_query_mode=mode).retrieve("版权")
    assert [node.text for node in found] == ["燈籠的版權屬於製造人。"]


def test_a_hybrid_retriever_rewards_agreement(index):
    retriever = index.as_retriever(vector_store_query_mode="hybrid", similarity_top_k=4)
    best, *others = retriever.retrieve(PASSAGES[3].embedded_text)
    assert best.text == PASSAGES[3].text
    assert best.score == pytest.approx(1 / 61)
    assert len(others) == 3


@pytest.mark.parametrize(("alpha", "first"), [(0.0, PASSAGES[3]), (1.0, PASSAGES[0])])
def test_alpha_is_the_share_of_meaning(index, alpha, first):
    query = VectorStoreQuery(
        query_embedding=LetterEmbedding().get_text_embedding(PASSAGES[0].embedded_text),
        query_str="版權",
        mode="hybrid",
        similarity_top_k=4,
        alpha=alpha,
    )
    assert index.vector_store.query(query).ids[0] == first.id


def test_filters_reach_the_store(index):
    filters = _equals(language="zh-Hant", authority="authentic")
    found = index.as_retriever(similarity_top_k=9, filters=filters).retrieve("anything")
    assert [node.text for node in found] == [PASSAGES[3].text]


def test_getting_and_deleting_nodes(index, store):
    vectors = index.vector_store
    assert {n.node_id for n in vectors.get_nodes()} == {p.id for p in PASSAGES}
    assert [n.node_id for n in vectors.get_nodes([PASSAGES[1].id])] == [PASSAGES[1].id]
    vectors.delete_nodes(filters=_equals(language="en"))
    assert store.count() == 2
    index.delete_ref_doc("lamp-law@2026-01-01")
    assert store.count() == 0


def test_clearing(index, store):
    index.vector_store.clear()
    assert store.count() == 0


@pytest.mark.parametrize(
    ("filters", "editions", "expected"),
    [
        (None, None, PassageFilter()),
        (None, ["a@1"], PassageFilter(editions=("a@1",))),
        (
            _equals(root="a/b", language="en"),
            None,
            PassageFilter(roots=("a/b",), languages=("en",)),
        ),
        (
            MetadataFilters(
                filters=[
                    MetadataFilter(key="language", value=["zh", "en"], operator=FilterOperator.IN),
                    _equals(binding_force="statute"),
                ]
            ),
            [],
            PassageFilter(languages=("en", "zh"), binding_forces=(BindingForce.STATUTE,)),
        ),
        (_equals(edition="b@1"), ["a@1"], PassageFilter(editions=("",))),
    ],
)
def test_filters(filters, editions, expected):
    assert filter_of(filters, editions) == expected


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (_equals(colour="red"), "cannot filter by colour =="),
        (
            MetadataFilters(
                filters=[MetadataFilter(key="root", value="a", operator=FilterOperator.NE)]
            ),
            "cannot filter by root !=",
        ),
        (
            MetadataFilters(filters=_equals(a="b", c="d").filters, condition=FilterCondition.OR),
            "with `and` only",
        ),
        (
            MetadataFilters(filters=_equals(root="a").filters, condition=FilterCondition.NOT),
            "with `and` only",
        ),
        (_equals(authority="hearsay"), "no 'hearsay' to filter by"),
    ],
)
def test_filters_that_cannot_be(filters, message):
    with pytest.raises(UsageError, match=message):
        filter_of(filters)


def test_a_node_that_is_no_passage_is_refused(store):
    node = TextNode(text="loose words", embedding=[0.0] * 32, metadata={"locator": "a/b"})
    with pytest.raises(UsageError, match=r"is no passage \(root, instrument"):
        PassageVectorStore(store).add([node])


def test_a_mode_that_the_store_does_not_know_is_refused(index):
    with pytest.raises(UsageError, match="cannot answer a mmr query"):
        index.as_retriever(vector_store_query_mode="mmr").retrieve("anything")
