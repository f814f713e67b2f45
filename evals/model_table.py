"""What a language model adds and what is withheld of it: ``make test-llm``.

Some questions of the dev half are asked twice, of the clauses alone and with the model. The table
says for each language how many answers the model wrote and how many fell back, how many statements
were shown and withheld, and whether the citations of the model-written answers are as often right
as those of the extractive answers to the same questions. A statement shown that breaks a rule
which nothing may break (words not verbatim, figures not carried, another jurisdiction, wrong
script, “must” from a voluntary text) makes the command fail.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.answer import Answer
from assistant.assistant import Assistant
from corpus.digest import digest
from corpus.errors import RuleBridgeError
from corpus.settings import Settings, settings
from evals.case import Case, StoredTexts, Texts
from evals.local_model import fetched, serving
from evals.metrics import METRICS, citation_precision
from evals.questions import AS_AT, LANGUAGES, Question, load
from evals.split import select

QUESTIONS = 12
"""Asked unless told otherwise: a small model on two cores takes half a minute for each."""

PATIENCE = 300.0
"""Seconds that a small model may take for one answer here."""

Ask = Callable[[Question], Answer]


@dataclass(frozen=True)
class Row:
    """One question asked twice.

    Attributes:
        written: Whether the model's answer was used.
        fallback: The sentence that says why it was not.
        precision: Share of its citations that are right; None for an answer that fell back.
        extractive: The same for the extractive answer.
        broken: Names of the rules that it breaks.
    """

    id: str
    language: str
    written: bool
    fallback: str
    shown: int
    withheld: int
    seconds: float
    precision: float | None
    extractive: float | None
    broken: tuple[str, ...]


def chosen(questions: Iterable[Question], count: int = QUESTIONS) -> list[Question]:
    """Answerable questions without history, evenly from every language and over the kinds."""
    fit = [q for q in questions if q.answerable and not q.history and q.kind != "comparison"]
    each = -(-count // len(LANGUAGES))
    found: list[Question] = []
    for language in LANGUAGES:
        own = [question for question in fit if question.language == language]
        found += own[:: max(1, len(own) // each)][:each]
    return found[:count]


def compare(
    questions: Sequence[Question], extractive: Ask, written: Ask, texts: Texts
) -> tuple[Row, ...]:
    """Ask every question of both and set the answers side by side.

    Args:
        questions: What to ask.
        extractive: Answers without a model.
        written: Answers with one; an answer whose ``written_by`` is empty fell back.
        texts: What quotations are checked against.
    """
    return tuple(row(q, extractive(q), written(q), texts) for q in questions)


def row(question: Question, extractive: Answer, written: Answer, texts: Texts) -> Row:
    """One question's two answers side by side."""
    by_model = bool(written.written_by)
    case = Case(question, written, texts)
    scores = {m.name: m.measure(case) for m in METRICS if m.exact and m.measure and by_model}
    best = {m.name: 0.0 if m.better == "lower" else 1.0 for m in METRICS}
    return Row(
        id=question.id,
        language=question.language,
        written=by_model,
        fallback=written.fallback,
        shown=len(written.claims) if by_model else 0,
        withheld=written.withheld,
        seconds=round(written.ms / 1000, 1),
        precision=_share(case) if by_model else None,
        extractive=_share(Case(question, extractive, texts)),
        broken=tuple(n for n, s in scores.items() if s and s.part / s.whole != best[n]),
    )


def summary(rows: Sequence[Row]) -> Table:
    """The table, by language and over all."""
    table = Table(title=f"Model-written answers, {len(rows)} questions of dev")
    for heading in ("", "Asked", "Written", "Fell back", "Shown", "Withheld"):
        table.add_column(heading, justify="left" if not heading else "right")
    for heading in ("Citations right", "… extractive, same questions", "Seconds"):
        table.add_column(heading, justify="right")
    for name in (*LANGUAGES, "all"):
        own = [r for r in rows if name in (r.language, "all")]
        if not own:
            continue
        used = [r for r in own if r.written]
        table.add_row(
            name,
            str(len(own)),
            str(len(used)),
            str(len(own) - len(used)),
            str(sum(r.shown for r in own)),
            str(sum(r.withheld for r in own)),
            _mean(r.precision for r in used),
            _mean(r.extractive for r in used),
            _mean(r.seconds for r in own),
        )
    return table


def main(
    count: Annotated[int, typer.Option("--questions", min=1, help="How many.")] = QUESTIONS,
) -> None:
    """Measure model-written answers with the model that is set, else with the local one."""
    console = Console(highlight=False)
    try:
        rows = _measured(settings(), chosen(select(load(), "dev"), count), console)
    except RuleBridgeError as error:
        sys.exit(str(error))
    console.print(summary(rows))
    for r in rows:
        said = f"withheld {r.withheld}, {r.seconds} s"
        console.print(f"{r.id}: {f'{r.shown} shown' if r.written else r.fallback}, {said}")
    broken = [f"{r.id} ({', '.join(r.broken)})" for r in rows if r.broken]
    if broken:
        sys.exit(f"Statements were shown that must not be: {'; '.join(broken)}.")


def _measured(
    configuration: Settings, questions: Sequence[Question], console: Console
) -> tuple[Row, ...]:
    with ExitStack() as stack:
        if configuration.llm_url is None:
            path = fetched(configuration)
            console.print(f"Loading {path.name} …")
            url, key = stack.enter_context(serving(path, configuration.threads))
            configuration = configuration.model_copy(
                update={
                    "llm_url": url,
                    "llm_model": path.stem,
                    "llm_api_key": key,
                    "llm_timeout": PATIENCE,
                }
            )
        plain = configuration.model_copy(update={"llm_url": None})
        with Assistant.open(plain) as assistant:
            extractive = {q.id: assistant.ask(q.question, as_at=AS_AT) for q in questions}
        assistant = stack.enter_context(Assistant.open(configuration))
        return compare(
            questions,
            lambda question: extractive[question.id],
            lambda question: assistant.ask(question.question, as_at=AS_AT),
            StoredTexts(assistant.index.provisions, digest()),
        )


def _share(case: Case) -> float | None:
    score = citation_precision(case)
    return score.part / score.whole if score else None


def _mean(values: Iterable[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{sum(known) / len(known):.2f}" if known else "–"


if __name__ == "__main__":
    typer.run(main)
