"""The pipeline that a competent afternoon gives: LlamaIndex's own parts, as its guides put them.

SentenceSplitter (512 tokens, 50 overlapping), HuggingFaceEmbedding with the weights that RuleBridge
uses, in full precision and with the model's own prompts, QdrantVectorStore on the client's local
mode, one collection for everything, CitationQueryEngine's retrieval. It is handed one document for
each article or section, with its locator: cutting laws into articles is not what is compared here,
and without locators nobody could say whether it found the right one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.benchmarks.questions import Anew, Asked
from evals.benchmarks.timing import milliseconds, summary
from evals.locators import article_of

CHUNK, OVERLAP = 512, 50
COLLECTION = "laws"
TOP = 5
DEEP = 20
"""Nodes looked at for recall: several can stand in one article, and five articles count."""


def ingested(sources: str, model: str, folder: str) -> dict[str, Any]:
    """Index all official texts of a folder, timed from the first file read to the last write."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.storage import StorageContext

    started = time.perf_counter()
    documents = [Document(text=words, metadata=about) for words, about in articles(Path(sources))]
    read = time.perf_counter()
    splitter = SentenceSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    nodes = splitter.get_nodes_from_documents(documents)
    store = _store(folder)
    VectorStoreIndex(
        nodes,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=_embedding(model),
    )
    store.client.close()
    ended = time.perf_counter()
    return {
        "documents": len(documents),
        "pieces": len(nodes),
        "seconds": round(ended - started, 1),
        "reading": round(read - started, 1),
    }


def searched(folder: str, model: str, questions: list[Asked], rounds: int) -> dict[str, Any]:
    """Retrieve for every question: times, and the articles found."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.query_engine import CitationQueryEngine

    store, embedding = _store(folder), _embedding(model)
    index = VectorStoreIndex.from_vector_store(store, embed_model=embedding)
    engine = CitationQueryEngine.from_args(
        index, llm=_no_model(), similarity_top_k=TOP, citation_chunk_size=CHUNK
    )
    deep = index.as_retriever(similarity_top_k=DEEP)
    words = [asked["question"] for asked in questions]
    milliseconds(engine.retriever.retrieve, words[:10])
    found = {}
    for asked in questions:
        places = [node.metadata["locator"] for node in deep.retrieve(asked["question"])]
        found[asked["id"]] = list(dict.fromkeys(map(article_of, places)))
    anew = Anew(words, rounds)
    result = {
        "found": found,
        "embed": summary(milliseconds(embedding.get_query_embedding, anew())),
        "search": summary(milliseconds(engine.retriever.retrieve, anew())),
        "ask": summary(
            milliseconds(
                lambda q: engine._create_citation_nodes(engine.retriever.retrieve(q)), anew()
            )
        ),
    }
    store.client.close()
    return result


def articles(sources: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The words of every article, section, schedule, recital or subcategory, with what it is."""
    from ingest.sources import find_sources

    for source in find_sources(sources):
        for provision in source.parse(source.read()).provisions:
            if provision.is_root and provision.text.strip():
                yield (
                    provision.text,
                    {
                        "locator": provision.locator,
                        "instrument": provision.edition.instrument,
                        "version": provision.edition.version,
                        "language": provision.edition.language,
                        "title": provision.title,
                    },
                )


def _store(folder: str) -> Any:
    from llama_index.vector_stores.qdrant import QdrantVectorStore
    from qdrant_client import QdrantClient

    return QdrantVectorStore(collection_name=COLLECTION, client=QdrantClient(path=folder))


def _embedding(model: str) -> Any:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(
        model_name=model, query_instruction="query: ", text_instruction="passage: ", device="cpu"
    )


def _no_model() -> Any:
    from llama_index.core.llms import MockLLM

    return MockLLM()
