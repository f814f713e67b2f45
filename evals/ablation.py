"""What each part of the search is worth: ``python -m evals.ablation``, also ``make ablation``.

Every part is left out once and all else kept, on the dev half of the grounding set (or on the
tuning set, with ``--split tuning``). Each change is that of the same questions, with its interval
over groups (`evals/intervals.py`). The weights are not fitted anew for what is left: a feature
without its leg is the same for every place and cannot order them. Whether there is an answer, and
how many clauses it cites, is taken from the search with everything on, so that only what is found
differs. The figures for dev are written to ``evals/ABLATION.md``. The test half is not asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.answer import Understanding
from assistant.assistant import Assistant
from assistant.neighbours import Neighbours
from assistant.retrieval import Retrieval
from corpus.digest import digest
from corpus.embedding import embedder_for
from corpus.errors import RuleBridgeError, UsageError
from corpus.index import Index, Manifest
from corpus.settings import settings
from evals.ablation_table import grids
from evals.case import Score
from evals.fitting import TUNING
from evals.grid import write_between
from evals.handing import counts, handed, rightness
from evals.locators import Level
from evals.questions import AS_AT, Question, load
from evals.ranking import name_of, ranking_scores
from evals.split import select
from evals.variants import EVERYTHING, VARIANTS, Variant, remembering, searched

PAGE = Path(__file__).parent / "ABLATION.md"
RANKED: tuple[tuple[str, Level], ...] = (
    ("recall@5", "article"),
    ("recall@5", "finest"),
    ("mrr", "article"),
)
"""Ranking measures shown, each at a level."""

Search = Callable[[Variant, Understanding], Retrieval]


@dataclass(frozen=True)
class Asked:
    """A question as it was understood, and how many clauses each jurisdiction hands over."""

    question: Question
    understanding: Understanding
    many: Mapping[str, int]


def understood(assistant: Assistant, questions: Iterable[Question]) -> list[Asked]:
    """Understand the questions that stand alone and have an answer."""
    asked = []
    for question in questions:
        if question.answerable and not question.history:
            understanding, retrieval, silent = assistant.search(question.question, as_at=AS_AT)
            many = counts(understanding, retrieval, silent)
            asked.append(Asked(question, understanding, many))
    return asked


def measured(
    variant: Variant, asked: Sequence[Asked], search: Search, neighbours: Neighbours
) -> dict[str, dict[str, Score]]:
    """Every measure of a variant, by question id and name of the measure."""
    found: list[tuple[Question, list[str]]] = []
    scores: dict[str, dict[str, Score]] = {}
    for one in asked:
        retrieval = search(variant, one.understanding)
        found.append((one.question, [c.locator for c in retrieval.candidates]))
        limits = neighbours if variant.following else None
        places = handed(retrieval, one.many, one.understanding.reply_language, limits)
        scores[one.question.id] = rightness(one.question, places)
    for level in ("article", "finest"):
        ranked = ranking_scores(found, level)
        for name, at in RANKED:
            if at == level:
                for question, values in ranked.items():
                    scores[question][name_of(name, level)] = Score(values[name])
    return scores


def main(
    split: Annotated[str, typer.Option(help="dev, or tuning to see what was fitted to.")] = "dev",
) -> None:
    """Measure the search with each of its parts left out."""
    console = Console(highlight=False, markup=False, emoji=False)
    if split not in ("dev", "tuning"):
        raise UsageError(f"There is no ablation on “{split}”; choose from: dev, tuning.")
    chosen = select(load(), "dev") if split == "dev" else load(TUNING)
    configuration = settings()
    embedder = embedder_for(configuration)
    index = Index.open(configuration, embedder.fingerprint)
    embedder = remembering(embedder)
    with Assistant(index, embedder) as assistant:
        asked = understood(assistant, chosen)
        neighbours = Neighbours(index.provisions)
        words = digest()

        def search(variant: Variant, understanding: Understanding) -> Retrieval:
            return searched(variant, understanding, index, embedder, words)

        results = {}
        for variant in VARIANTS:
            with console.status(variant.name):
                results[variant.name] = measured(variant, asked, search, neighbours)
    first, *others = grids([one.question for one in asked], results, EVERYTHING.name)
    console.print(first.table())
    if split != "dev":
        return
    made = [_about(asked, index.manifest), first.markdown(), *(g.markdown() for g in others)]
    write_between(PAGE, "ablation", "\n\n".join(made))
    console.print(f"By language: {PAGE}", soft_wrap=True)


def _about(asked: Sequence[Asked], manifest: Manifest) -> str:
    groups = len({one.question.group for one in asked})
    silent = sum(not any(one.many.values()) for one in asked)
    return (
        f"Made on the dev half of the grounding set, never on test: {len(asked)} questions in "
        f"{groups} groups that stand alone and have an answer; for {silent} of them everything on "
        f"hands over nothing, and so does every row. Index of "
        f"{manifest.created:%d %B %Y}: {len(manifest.official)} official texts and the digest, "
        f"{manifest.passages:,} passages, model {manifest.model}, plan {manifest.plan[:12]}."
    )


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    try:
        typer.run(main)
    except RuleBridgeError as error:
        raise SystemExit(str(error)) from error
