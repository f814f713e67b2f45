"""How ``rulebridge sources`` shows files, results and changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table
from rich.text import Text

from corpus.errors import RuleBridgeError
from corpus.texts import joined, text, written_date
from ingest.fetching.accepting import Waiting
from ingest.fetching.asking import Progress as Report
from ingest.fetching.asking import host_of
from ingest.fetching.report import FetchReport, Outcome, Result
from ui.commands.sources_held import Held
from ui.render import plain
from ui.render_changes import changed_words
from ui.wording import failure

_COLOURS = {
    Result.ACCEPTED: "green",
    Result.CHANGED: "yellow",
    Result.WAITING: "yellow",
    Result.NEWER: "yellow",
    Result.FAILED: "red",
}


@contextmanager
def downloading(console: Console, language: str) -> Iterator[Report]:
    """Show how much has come while the block runs: a bar in a terminal, a line elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    tasks: dict[str, Any] = {}
    with Progress(
        *columns,
        TransferSpeedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:

        def report(of: str, done: int, total: int | None) -> None:
            if of not in tasks:
                said = text(language, "sources.fetching", source=of)
                tasks[of] = bar.add_task(said, total=total)
                if not console.is_terminal:
                    console.print(said)
            bar.update(tasks[of], completed=done, total=total)

        yield report


def show_report(console: Console, report: FetchReport, language: str) -> None:
    """Print what became of every text, and what to do about those that changed."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for key in ("text", "result"):
        table.add_column(text(language, f"sources.column_{key}"), overflow="fold")
    for outcome in report.outcomes:
        said = Text(plain(_result(outcome, language)), _COLOURS.get(outcome.result, ""))
        table.add_row(outcome.source.of, said)
    console.print(table)
    if report.unreachable:
        hosts = joined(language, report.unreachable)
        console.print(text(language, "sources.unreachable", hosts=hosts), style="yellow")
    show_waiting(console, report, language)


def show_waiting(console: Console, report: FetchReport, language: str) -> None:
    """Print what to do about texts that changed."""
    waiting = (*report.of(Result.CHANGED), *report.of(Result.WAITING))
    for instrument in dict.fromkeys(o.source.instrument for o in waiting):
        console.print(text(language, "sources.see_changes", instrument=instrument))


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """What became of one text, for other programs."""
    record = outcome.record
    return {
        "text": outcome.source.of,
        "result": outcome.result.value,
        "error": str(outcome.error) if outcome.error else None,
        "code": outcome.error.code if outcome.error else None,
        "publisher_version": str(outcome.publisher_version) if outcome.publisher_version else None,
        "doubt": str(outcome.doubt) if outcome.doubt else None,
        "provenance": record.model_dump(mode="json") if record else None,
    }


def show_held(console: Console, held: list[Held], language: str) -> None:
    """Print the files that are here: state, index, date, hash, origin, licence."""
    if not held:
        console.print(text(language, "sources.nothing_here"))
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for key in ("text", "state", "index", "fetched", "hash", "origin", "checked", "licence"):
        table.add_column(text(language, f"sources.column_{key}"), overflow="fold")
    for item in held:
        record = item.provenance
        state = text(language, f"sources.state_{item.state}")
        table.add_row(
            item.text,
            Text(state, {"accepted": "green", "local": ""}.get(item.state, "yellow")),
            Text(_index(item, language), "" if item.in_use else "yellow"),
            f"{record.fetched:%Y-%m-%d}" if record else "",
            item.sha256[:12],
            host_of(record.final_url) if record else plain(item.file),
            text(language, f"sources.checked_{record.checked.value}") if record else "",
            record.licence if record else "",
        )
    console.print(table)


def _index(item: Held, language: str) -> str:
    """Which index holds a file: the one in use, or an earlier one by its name."""
    if item.in_use:
        return text(language, "sources.index_in_use")
    return joined(language, item.indexes) or text(language, "sources.index_none")


def show_changes(console: Console, waiting: Waiting, language: str) -> None:
    """Print what changed in one text: provisions added, removed, and changed word by word.

    Without a terminal the words carry marks, ``[+added+]`` and ``[-removed-]``, instead of colours.
    """
    found = waiting.changes
    heading = text(
        language,
        "sources.diff_heading",
        source=waiting.record.source,
        added=len(found.added),
        removed=len(found.removed),
        changed=len(found.changed),
    )
    console.print(heading, style="bold")
    if waiting.before is None:
        console.print(text(language, "sources.diff_first"))
        return
    if not found:
        console.print(text(language, "sources.diff_same"))
    for key, style, provisions in (
        ("added", "green", found.added),
        ("removed", "red", found.removed),
    ):
        for provision in provisions:
            console.print(text(language, f"sources.diff_{key}", locator=provision.locator))
            console.print(Text(plain(provision.text), style), soft_wrap=True)
    for change in found.changed:
        console.print(text(language, "sources.diff_changed", locator=change.locator))
        old, new = (text(language, f"status.{status.value}") for status in change.status)
        if old != new:
            console.print(text(language, "sources.diff_status", old=old, new=new))
        stretches = ((s.turn, s.words) for s in change.words)
        console.print(changed_words(stretches, coloured=console.is_terminal), soft_wrap=True)


def _result(outcome: Outcome, language: str) -> str:
    reason = reason_of(outcome.error, language) if outcome.error else ""
    said = [text(language, f"sources.result_{outcome.result.value}", reason=reason)]
    if outcome.publisher_version:
        day = written_date(language, outcome.publisher_version)
        said.append(text(language, "sources.publisher_dates", date=day))
    if outcome.doubt:
        said.append(text(language, "sources.doubt", reason=reason_of(outcome.doubt, language)))
    return joined(language, said)


def reason_of(error: RuleBridgeError, language: str) -> str:
    """Why something failed, in the reader's language."""
    return str(error) if language == "en" else failure(error, language)
