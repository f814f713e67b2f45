"""Indexes, and what a verification found, in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from corpus.indexes import HeldIndex
from corpus.texts import text
from ui.index_contract import state_of
from ui.render import say, styled

if TYPE_CHECKING:
    from ingest.verification.findings import Verification


def show_held(console: Console, held: Sequence[HeldIndex], language: str) -> None:
    """Print the indexes, one a line."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for key in ("index", "made", "texts", "passages", "size", "state"):
        right = key in ("texts", "passages", "size")
        table.add_column(
            text(language, f"indexes.column_{key}"),
            justify="right" if right else "left",
            overflow="fold",
        )
    for each in held:
        manifest = each.manifest
        state = text(language, f"indexes.state_{state_of(each)}")
        table.add_row(
            styled(each.id, "bold" if each.in_use else ""),
            f"{manifest.created.astimezone():%Y-%m-%d %H:%M}" if manifest else "–",
            f"{len(manifest.official)}" if manifest else "–",
            f"{manifest.passages:,}" if manifest else "–",
            f"{each.size / 2**20:,.0f} MB",
            styled(state, "green" if each.in_use else ""),
        )
    console.print(table)


def show_verification(console: Console, found: Verification, language: str) -> None:
    """Print what was looked at, what is wrong, and the verdict."""
    for check in found.checks.values():
        name = text(language, f"indexes.check_{check.name.value}")
        count = text(language, "indexes.looked_at", count=f"{check.looked_at:,}")
        mark, style = ("✗", "red") if check.failed else ("✓", "green")
        if not check.looked_at:
            mark, style = "–", "dim"
        words = text(language, "ui.labelled", label=f"{mark} {name}", words=count)
        say(console, styled(words, style))
        for problem in check.problems:
            say(console, styled(problem.sentence(language), "red"), 4)
        if check.failed > len(check.problems):
            failed = text(language, "indexes.failed", count=f"{check.failed:,}")
            say(console, styled(f"… {failed}", "red"), 4)
    verdict = text(
        language,
        "indexes.sound" if found.ok else "indexes.unsound",
        index=found.index,
        seconds=f"{found.seconds:.1f}",
    )
    say(console, styled(verdict, "bold green" if found.ok else "bold red"))
