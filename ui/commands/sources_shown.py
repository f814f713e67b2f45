"""How ``rulebridge sources`` shows files, results and changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table
from rich.text import Text

from corpus.errors import RuleBridgeError, UsageError
from corpus.settings import Settings
from corpus.texts import joined, text, written_date
from ingest.fetching.accepting import Waiting
from ingest.fetching.asking import Progress as Report
from ingest.fetching.asking import host_of
from ingest.fetching.changes import Turn
from ingest.fetching.provenance import Provenance
from ingest.fetching.reading import intact
from ingest.fetching.report import FetchReport, Outcome, Result
from ingest.fetching.shelf import Shelf
from ingest.sources import find_sources
from ui.render import plain
from ui.wording import failure

_COLOURS = {
    Result.ACCEPTED: "green",
    Result.CHANGED: "yellow",
    Result.WAITING: "yellow",
    Result.NEWER: "yellow",
    Result.FAILED: "red",
}
_TURNS = {Turn.SAME: "", Turn.ADDED: "green underline", Turn.REMOVED: "red strike"}
_MARKS = {Turn.SAME: ("", ""), Turn.ADDED: ("[+", "+]"), Turn.REMOVED: ("[-", "-]")}
_CONTEXT = 120


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
        "provenance": record.model_dump(mode="json") if record else None,
    }


@dataclass(frozen=True)
class Held:
    """A file that is here.

    Attributes:
        text: Which text: instrument/version/language.
        path: Where.
        state: ``accepted``, ``pending``, ``damaged`` or ``local``.
        provenance: Its record; a file in the folder of sources has none.
    """

    text: str
    path: Path
    state: str
    provenance: Provenance | None

    def record(self) -> dict[str, Any]:
        """The file for other programs."""
        record = self.provenance.model_dump(mode="json") if self.provenance else None
        return {
            "text": self.text,
            "path": str(self.path),
            "state": self.state,
            "provenance": record,
        }


def held_files(settings: Settings) -> list[Held]:
    """The official files that are here: fetched ones, and those in the folder of sources."""
    shelf = Shelf(settings.home)
    held = []
    for state, entries in (("accepted", shelf.accepted()), ("pending", shelf.pending())):
        for path, record in entries:
            version = record.version or record.source.split("/")[1]
            name = f"{record.instrument}/{version}/{record.language}"
            whole = intact(path, record)
            held.append(Held(name, path, state if whole else "damaged", record))
    try:
        local = find_sources(settings.sources) if settings.sources else []
    except UsageError:
        local = []
    held += [
        Held(f"{s.instrument.id}/{s.version.id}/{s.text.language}", s.path, "local", None)
        for s in local
    ]
    return sorted(held, key=lambda h: (h.text, h.state))


def show_held(console: Console, held: list[Held], language: str) -> None:
    """Print the files that are here: state, date, hash, origin, licence."""
    if not held:
        console.print(text(language, "sources.nothing_here"))
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for key in ("text", "state", "fetched", "hash", "origin", "checked", "licence"):
        table.add_column(text(language, f"sources.column_{key}"), overflow="fold")
    for item in held:
        record = item.provenance
        state = text(language, f"sources.state_{item.state}")
        if record is None:
            table.add_row(item.text, state, "", "", item.path.name, "", "")
            continue
        table.add_row(
            item.text,
            Text(state, {"accepted": "green"}.get(item.state, "yellow")),
            f"{record.fetched:%Y-%m-%d}",
            record.sha256[:12],
            host_of(record.final_url),
            text(language, f"sources.checked_{record.checked.value}"),
            record.licence,
        )
    console.print(table)


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
        words = Text()
        for stretch in change.words:
            before, after = ("", "") if console.is_terminal else _MARKS[stretch.turn]
            words_of = plain(stretch.words)
            said = _shortened(words_of) if stretch.turn is Turn.SAME else words_of
            words.append(f"{before}{said}{after}", _TURNS[stretch.turn])
        console.print(words, soft_wrap=True)


def _shortened(words: str) -> str:
    """The ends of a long stretch that stayed, which is only there to show the place."""
    if len(words) <= 2 * _CONTEXT:
        return words
    return f"{words[:_CONTEXT]} … {words[-_CONTEXT:]}"


def _result(outcome: Outcome, language: str) -> str:
    reason = _reason(outcome.error, language) if outcome.error else ""
    said = text(language, f"sources.result_{outcome.result.value}", reason=reason)
    if outcome.publisher_version is None:
        return said
    day = written_date(language, outcome.publisher_version)
    return joined(language, (said, text(language, "sources.publisher_dates", date=day)))


def _reason(error: RuleBridgeError, language: str) -> str:
    return str(error) if language == "en" else failure(error, language)
