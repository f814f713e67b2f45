"""RuleBridge doing what the stock pipeline does, each function for a process of its own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.benchmarks.questions import Anew, Asked
from evals.benchmarks.timing import milliseconds, summary
from evals.locators import article_of

if TYPE_CHECKING:
    from corpus.passage import Passage


def ingested(home: str, sources: str) -> dict[str, Any]:
    """Index the official texts and the digest as ``rulebridge ingest`` does.

    The home is new: no vector is known but those of the digest, which are shipped.
    """
    from corpus.embedding import embedder_for
    from ingest.pipeline import ingest

    configuration = _settings(home)
    started = time.perf_counter()
    report = ingest(configuration, embedder_for(configuration), sources=Path(sources))
    return {
        "documents": len(report.manifest.official),
        "pieces": report.manifest.passages,
        "embedded": report.embedded,
        "seconds": round(time.perf_counter() - started, 1),
    }


def official_alone(folder: str, models: str, sources: str) -> dict[str, Any]:
    """Index the official texts alone: nothing of our own and no vector that was known before.

    The steps of ``rulebridge ingest`` without the digest. That makes no index that could answer,
    but it is the same work on the same texts as the stock pipeline's.
    """
    import numpy as np

    from corpus.centring import LanguageMeans
    from corpus.embedding import embedder_for
    from corpus.provisions import ProvisionTable
    from corpus.sparse import encode_passage
    from corpus.store import Vectors, open_store
    from ingest.passages import passages_of
    from ingest.sources import find_sources

    configuration = _settings(str(Path(models).parent))
    embedder = embedder_for(configuration)
    Path(folder).mkdir(exist_ok=True)
    started = time.perf_counter()
    passages: dict[str, Passage] = {}
    with ProvisionTable.create(Path(folder) / "provisions.sqlite") as table:
        for source in find_sources(Path(sources)):
            parsed = source.parse(source.read())
            table.write(parsed.provisions)
            passages |= {passage.id: passage for passage in passages_of(parsed)}
    unique = list(passages.values())
    texts = list(dict.fromkeys(passage.embedded_text for passage in unique))
    rows = {text: row for row, text in enumerate(texts)}
    dense = embedder.embed_passages(texts)[[rows[passage.embedded_text] for passage in unique]]
    languages = [passage.language for passage in unique]
    means = LanguageMeans.measure(dense, languages, np.empty((0, dense.shape[1]), np.float32), [])
    vectors = Vectors(
        dense,
        [encode_passage(passage.embedded_text) for passage in unique],
        means.centred_passages(dense, languages),
    )
    with open_store(Path(folder) / "store", dimension=embedder.dimension, create=True) as store:
        store.upsert(unique, vectors)
        store.flush()
    return {
        "pieces": len(unique),
        "embedded": len(texts),
        "seconds": round(time.perf_counter() - started, 1),
    }


def searched(home: str, questions: list[Asked], rounds: int) -> dict[str, Any]:
    """Search and ask every question: times, and the articles found."""
    from assistant.assistant import Assistant
    from evals.questions import AS_AT

    words = [asked["question"] for asked in questions]
    with Assistant.open(_settings(home)) as assistant:
        milliseconds(lambda q: assistant.ask(q, as_at=AS_AT), words[:10])
        found = {}
        for asked in questions:
            _, retrieval, _ = assistant.search(asked["question"], as_at=AS_AT)
            places = [candidate.locator for candidate in retrieval.candidates]
            found[asked["id"]] = list(dict.fromkeys(map(article_of, places)))
        embed = assistant.embedder.embed_queries
        anew = Anew(words, rounds)
        return {
            "found": found,
            "embed": summary(milliseconds(lambda q: embed([q]), anew())),
            "search": summary(milliseconds(lambda q: assistant.search(q, as_at=AS_AT), anew())),
            "ask": summary(milliseconds(lambda q: assistant.ask(q, as_at=AS_AT), anew())),
        }


def engines(home: str, questions: list[Asked]) -> dict[str, Any]:
    """The same searches over the same passages: our store, and the client's local mode.

    What the product asks of its store for each question, with every filter and by words too, which
    the stock pipeline does without.
    """
    from assistant.assistant import Assistant
    from corpus.store.server import MEMORY, ServerStore
    from evals.benchmarks.recording import recorded

    with Assistant.open(_settings(home)) as assistant:
        store = assistant.index.store
        searches = recorded(assistant, [asked["question"] for asked in questions])
        ours = summary(milliseconds(lambda search: search.run(store), searches))
        with ServerStore(MEMORY, store.dimension, create=True) as local:
            local.write_points(store.points())
            theirs = summary(milliseconds(lambda search: search.run(local), searches))
    return {"questions": len(searches), "ours": ours, "local_mode": theirs}


def _settings(home: str) -> Any:
    from corpus.settings import Settings

    return Settings(home=Path(home))
