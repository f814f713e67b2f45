"""The ``eval`` command: ask the grounding test set and show how well it was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import UsageError
from corpus.settings import settings

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from evals.compare import Comparison
    from evals.gate import Verdict
    from evals.intervals import Estimate
    from evals.metrics import Metric
    from evals.questions import Question
    from evals.record import Record, Results
    from evals.run import Progress
    from evals.table import Row

RUNS = Path("runs")
FAILED = 1


def evaluate(
    split: Annotated[str, typer.Option(help="Half of the set: dev for tuning, or test.")] = "dev",
    kind: Annotated[str | None, typer.Option(help="Only this kind of question.")] = None,
    language: Annotated[str | None, typer.Option(help="Only asked in this language.")] = None,
    compare: Annotated[
        Path | None, typer.Option(metavar="RUN", help="An earlier run: its folder or its id.")
    ] = None,
    retrieval_only: Annotated[
        bool, typer.Option("--retrieval-only", help="Measure what is found; compose nothing.")
    ] = False,
    gate: Annotated[
        bool, typer.Option("--gate", help="Fail if worse than the committed baseline.")
    ] = False,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Make this run the committed baseline.")
    ] = False,
    runs: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the runs.")] = RUNS,
) -> None:
    """Measure the answers on the grounding test set."""
    from rich.console import Console

    from evals.compare import compare as compared
    from evals.gate import judge
    from evals.gate import write as write_down
    from evals.record import read, save
    from evals.report import write_report

    if (gate or write_baseline) and (retrieval_only or kind or language):
        raise UsageError(
            "The baseline is about whole answers to all questions: leave out --kind, --language "
            "and --retrieval-only."
        )
    questions = chosen(split, kind, language)
    earlier = read(_folder(compare, runs)) if compare else None
    results = _measured(questions, split, kind, language, retrieval_only)
    comparison = compared(earlier, results) if earlier else None
    folder = runs / results.run.id
    save(results, folder)
    report = write_report(results, questions, folder, comparison)
    console = Console(highlight=False, markup=False, emoji=False)
    show(console, results, comparison)
    console.print(f"Report: {report}", soft_wrap=True)
    if write_baseline:
        write_down(results)
    if gate:
        verdict = judge(results)
        _show_verdict(console, verdict, questions)
        if not verdict.passed:
            raise typer.Exit(FAILED)


def chosen(split: str, kind: str | None, language: str | None) -> tuple[Question, ...]:
    """The questions that the options name.

    Raises:
        UsageError: There is no such half, kind or language, or no question left.
    """
    from evals.questions import KINDS, LANGUAGES, load
    from evals.split import select

    _among(split, ("dev", "test"), "split")
    _among(kind, KINDS, "kind")
    _among(language, LANGUAGES, "language")
    questions = tuple(
        question
        for question in select(load(), "dev" if split == "dev" else "test")
        if kind in (None, question.kind) and language in (None, question.language)
    )
    if not questions:
        raise UsageError(f"No question of {split} is of that kind in that language.")
    return questions


def show(console: Console, results: Results, comparison: Comparison | None = None) -> None:
    """Print the figures: by language with intervals, then by kind; never one figure alone."""
    from evals.metrics import BY_NAME
    from evals.table import LANGUAGE_NAMES, RIGHT, latency, rows, shown_metrics

    records = results.records
    about = f"{results.run.split}, {results.run.questions} questions, by language"
    by_language = rows(records, "language", shown_metrics(records))
    _print_rows(console, about, by_language, LANGUAGE_NAMES)
    main = [RIGHT, *(BY_NAME[n] for n in ("recall@5", "citation_recall", "citation_precision"))]
    _print_kinds(console, "By kind", records, main)
    times = latency(records)["Whole answer, p95"]
    console.print(
        "p95 of a whole answer: "
        + ", ".join(
            f"{LANGUAGE_NAMES.get(name, name)} {cell.value:.0f} ms [{cell.low:.0f}–{cell.high:.0f}]"
            for name, cell in times.items()
            if cell is not None
        )
    )
    if comparison is not None:
        _show_comparison(console, comparison)


def _measured(
    questions: tuple[Question, ...],
    split: str,
    kind: str | None,
    language: str | None,
    retrieval_only: bool,
) -> Results:
    from assistant.assistant import Assistant
    from corpus.digest import digest
    from evals.case import StoredTexts
    from evals.run import InProcess, SearchOnly, described, run

    with Assistant.open(settings()) as assistant, _progress() as progress:
        records = run(
            questions,
            SearchOnly(assistant) if retrieval_only else InProcess(assistant),
            StoredTexts(assistant.index.provisions, digest()),
            retrieval_only=retrieval_only,
            progress=progress,
        )
        return described(
            records,
            questions,
            assistant.index.manifest,
            split=split,
            kind=kind,
            language=language,
            retrieval_only=retrieval_only,
        )


@contextmanager
def _progress() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    bar = Progress(
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True)
    )
    with bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_rows(console: Console, title: str, found: Sequence[Row], names: dict[str, str]) -> None:
    table = _table(title, "Metric")
    columns = list(found[0].cells) if found else []
    for column in (*(names.get(c, c) for c in columns), "Gap", "All", "n"):
        table.add_column(column, no_wrap=True, justify="right")
    for row in found:
        gap = "" if row.gap is None else _short(row.gap)
        cells = (_cell(row.cells[column]) for column in columns)
        n = str(row.overall.n) if row.overall else ""
        table.add_row(row.metric.title, *cells, gap, _cell(row.overall), n)
    console.print(table)


def _print_kinds(
    console: Console, title: str, records: Sequence[Record], metrics: Sequence[Metric]
) -> None:
    from evals.table import rows

    found = rows(records, "kind", metrics)
    table = _table(title, "Kind")
    for row in found:
        table.add_column(row.metric.title, justify="right")
    for kind in found[0].cells if found else ():
        table.add_row(kind, *(_cell(row.cells[kind]) for row in found))
    console.print(table)


def _table(title: str, first: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column(first, no_wrap=first == "Kind")
    return table


def _cell(estimate: Estimate | None) -> str:
    """A figure over its interval, so that five stand side by side in 80 columns."""
    if estimate is None:
        return "–"
    return f"{_short(estimate.value)}\n{_short(estimate.low)}–{_short(estimate.high)}"


def _short(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")


def _show_comparison(console: Console, comparison: Comparison) -> None:
    from evals.compare import chance

    console.print(f"Compared with {comparison.before}:")
    for change in comparison.changes:
        difference = change.difference
        if difference.before != difference.after:
            mark = " *" if change.significant else ""
            console.print(
                f"  {change.metric.title}: {difference.before:.3f} → {difference.after:.3f} "
                f"[{difference.low:+.3f}–{difference.high:+.3f}], {chance(difference.p)}{mark}"
            )
    for title, records in (("newly failing", comparison.failing), ("mended", comparison.mended)):
        console.print(f"  {title}: {' '.join(record.id for record in records) or 'none'}")


def _show_verdict(console: Console, verdict: Verdict, questions: tuple[Question, ...]) -> None:
    words = {question.id: question.question for question in questions}
    console.print("The gate is passed." if verdict.passed else "The gate is not passed:")
    for fall in verdict.falls:
        console.print(f"  {fall}")
    for record in verdict.failing:
        console.print(f"  newly failing {record.id}: {words[record.id]} {record.problems[0]}")


def _folder(named: Path, runs: Path) -> Path:
    return named if named.is_dir() else runs / named


def _among(value: str | None, known: tuple[str, ...], what: str) -> None:
    if value is not None and value not in known:
        raise UsageError(f"There is no {what} “{value}”; choose from: {', '.join(known)}.")
