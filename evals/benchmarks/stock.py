"""RuleBridge against the stock pipeline: the same texts, questions, weights, cores, one run."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import UsageError
from corpus.settings import settings
from evals.benchmarks import machine
from evals.benchmarks.fresh import fresh
from evals.benchmarks.load import Say
from evals.benchmarks.questions import plain, recall, standing_alone
from evals.benchmarks.timing import ratio

ROUNDS = 3
TARGETS = {"search": 10.0, "ingest": 1.5, "size": 2.0}
"""How many times better we are to be: search and ingest faster, the index smaller."""

_HERE = "evals.benchmarks"
_EVERY = 4
"""One question in so many is asked of both stores: the client's local mode takes its time."""


def measure(say: Say, sources: Path | None = None, rounds: int = ROUNDS) -> dict[str, Any]:
    """Ingest, search and ask with both.

    Args:
        say: Told what is being done.
        sources: Folder of official files; the setting's if not given.
        rounds: How often every question is timed.

    Raises:
        UsageError: There are no official files, or the packages of the stock pipeline are missing.
    """
    texts = sources or settings().sources
    if texts is None:
        raise UsageError("Name the folder of official files in RULEBRIDGE_SOURCES or --sources.")
    _check_installed()
    from corpus.embedding import embedder_for

    model = embedder_for(settings()).folder.resolve()
    questions = standing_alone()
    asked = plain(questions)
    about = machine.described()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        home = folder / "home"
        home.mkdir()
        (home / "models").symlink_to(settings().models.resolve(), target_is_directory=True)
        given: dict[str, Any] = {"sources": str(texts.resolve())}
        say("stock: the stock pipeline ingests")
        theirs = fresh(
            f"{_HERE}.stock_pipeline:ingested", model=str(model), folder=f"{folder}/stock", **given
        )
        theirs["index_mb"] = machine.folder_mb(folder / "stock")
        say("stock: RuleBridge ingests the official texts and its digest")
        ours = fresh(f"{_HERE}.ours:ingested", home=str(home), **given)
        ours |= {"index_mb": machine.folder_mb(home / "index"), "parts_mb": _parts(home)}
        say("stock: RuleBridge ingests the official texts alone")
        bare = folder / "bare"
        alone = fresh(
            f"{_HERE}.ours:official_alone", folder=str(bare), models=f"{home}/models", **given
        )
        alone["index_mb"] = machine.folder_mb(bare)
        say("stock: both answer")
        stock = fresh(
            f"{_HERE}.stock_pipeline:searched",
            folder=f"{folder}/stock", model=str(model), questions=asked, rounds=rounds,
        )  # fmt: skip
        rule = fresh(f"{_HERE}.ours:searched", home=str(home), questions=asked, rounds=rounds)
        say("stock: the same searches in both stores")
        engines = fresh(f"{_HERE}.ours:engines", home=str(home), questions=asked[::_EVERY])
    return {
        "machine": about,
        "questions": len(questions),
        "ingest": {"stock": theirs, "ours": ours, "ours_official_alone": alone},
        "answering": {"stock": _without(stock), "ours": _without(rule)},
        "engines": engines,
        "recall": {
            "stock": recall(questions, stock["found"]),
            "ours": recall(questions, rule["found"]),
        },
        "note": "",
        "times": times_better(theirs, ours, alone, stock, rule)
        | {"engine": ratio(engines["local_mode"]["p50"], engines["ours"]["p50"])},
    }


def times_better(
    theirs: Mapping[str, Any],
    ours: Mapping[str, Any],
    alone: Mapping[str, Any],
    stock: Mapping[str, Any],
    rule: Mapping[str, Any],
) -> dict[str, float]:
    """How many times better RuleBridge is: above 1 is better, below is worse.

    Searching is told twice: with embedding the question, which both do with the same weights and
    which no index can make faster, and without it.
    """

    def beyond(of: Mapping[str, Any]) -> float:
        return max(0.1, float(of["search"]["p50"]) - float(of["embed"]["p50"]))

    return {
        "ingest": ratio(theirs["seconds"], ours["seconds"]),
        "ingest_official_alone": ratio(theirs["seconds"], alone["seconds"]),
        "search": ratio(stock["search"]["p50"], rule["search"]["p50"]),
        "search_p95": ratio(stock["search"]["p95"], rule["search"]["p95"]),
        "search_after_embedding": ratio(beyond(stock), beyond(rule)),
        "size": ratio(theirs["index_mb"], ours["index_mb"]),
        "size_official_alone": ratio(theirs["index_mb"], alone["index_mb"]),
        "size_a_passage": ratio(
            theirs["index_mb"] / theirs["pieces"], ours["index_mb"] / ours["pieces"]
        ),
    }


def _parts(home: Path) -> dict[str, float]:
    """What takes how much of the index."""
    parts: dict[str, float] = {}
    for part in (
        p for index in (home / "index").iterdir() if index.is_dir() for p in index.iterdir()
    ):
        if part.is_dir():
            parts |= {
                f"{part.name}/{inner.name}": machine.folder_mb(inner)
                for inner in part.iterdir()
                if inner.is_dir()
            }
        else:
            parts[part.name] = round(part.stat().st_blocks * 512 / 2**20, 1)
    return parts


def _without(result: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if name != "found"}


def _check_installed() -> None:
    missing = [
        name
        for name in ("llama-index-vector-stores-qdrant", "llama-index-embeddings-huggingface")
        if name not in machine.described()["libraries"]
    ]
    if missing:
        raise UsageError(
            f"The stock pipeline needs {' and '.join(missing)}: pip install 'rulebridge[dev]'."
        )
