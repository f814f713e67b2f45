"""What an ingestion did, in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from corpus.manifest import IndexedText, Manifest
from corpus.provision import Authority
from corpus.texts import joined, text
from ui.render import say, styled
from ui.wording import installed_texts, instrument_name, language_name

if TYPE_CHECKING:
    from ingest.report import IngestReport, TextChange

_STYLES = {"new": "green", "changed": "yellow", "removed": "red"}


def show_report(
    console: Console, report: IngestReport, seconds: float | None, language: str
) -> None:
    """Print what an ingestion did.

    Args:
        console: Where to.
        report: What it did.
        seconds: How long it took; None where nothing had to be done.
        language: Language of the labels.
    """
    console.print(_table(report, language))
    for file, reason in report.skipped.items():
        say(console, styled(text(language, "cli.skipped", file=file, reason=reason), "yellow"))
    if not report.manifest.official:
        for sentence in installed_texts(report.manifest.texts, language):
            say(console, styled(sentence, "yellow"))
    if report.unchanged or seconds is None:
        say(console, styled(text(language, "cli.unchanged"), "bold green"))
        return
    say(console, styled(text(language, "indexes.embedded", count=f"{report.embedded:,}"), "dim"))
    if report.previous:
        say(console, styled(text(language, "indexes.kept"), "dim"))
    done = text(language, "cli.indexed", seconds=f"{seconds:.1f}")
    say(console, styled(done, "bold green"))


def _table(report: IngestReport, language: str) -> Table:
    manifest = report.manifest
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_footer=True)
    for key, footer in _columns(manifest, language).items():
        right = key in ("provisions", "passages")
        table.add_column(
            text(language, f"cli.column_{key}"),
            footer,
            justify="right" if right else "left",
            overflow="fold",
        )
    # In the first index everything is new, which says nothing.
    changes = {change.text.key: change for change in report.changes} if report.previous else {}
    if changes:
        table.add_column(text(language, "indexes.column_change"), overflow="fold")
    gone = [c.text for c in changes.values() if c.fate == "removed"]
    for item in (*manifest.texts, *gone):
        change = changes.get(item.key)
        fate = [_fate(change, language)] if change else []
        style = _STYLES.get(change.fate.value, "") if change else ""
        table.add_row(*_cells(item, language), *fate, style=style)
    return table


def _columns(manifest: Manifest, language: str) -> Mapping[str, str]:
    provisions = sum(t.provisions for t in manifest.official)
    return {
        "instrument": text(language, "cli.total"),
        "version": "",
        "language": "",
        "authority": "",
        "provisions": f"{provisions:,}",
        "passages": f"{manifest.passages:,}",
    }


def _cells(item: IndexedText, language: str) -> list[str]:
    own = item.authority is Authority.OWN_DIGEST
    return [
        instrument_name(item.instrument, language),
        item.version,
        language_name(item.language, language),
        text(language, f"authority.{item.authority.value}"),
        "" if own else f"{item.provisions:,}",
        f"{item.passages:,}",
    ]


def _fate(change: TextChange, language: str) -> str:
    counts = {"changed": change.changed, "added": change.added, "removed": change.removed}
    said = [
        text(language, f"indexes.provisions_{key}", count=f"{count:,}")
        for key, count in counts.items()
        if count
    ]
    return joined(language, said) or text(language, f"indexes.fate_{change.fate.value}")
