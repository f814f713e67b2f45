"""The confusion table of verification, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evals.corruption.changes import HARDER, KINDS
from evals.corruption.measure import CORRECT, Outcome, by_check, share
from evals.intervals import Estimate

if TYPE_CHECKING:
    from rich.console import Console

LANGUAGES = {"en": "English", "zh-Hant": "Traditional", "zh-Hans": "Simplified"}


def show(console: Console, outcomes: Sequence[Outcome], half: str) -> None:
    """Print what was withheld by kind and language, and which checks withheld it."""
    from rich import box
    from rich.table import Table

    corrupted = [o for o in outcomes if o.kind != CORRECT]
    usual = [o for o in corrupted if o.kind not in HARDER]
    table = Table(
        title=f"Withheld, {half} half: {len(corrupted)} corrupted and "
        f"{len(outcomes) - len(corrupted)} correct claims",
        title_justify="left",
        box=box.SIMPLE,
        padding=(0, 1, 0, 0),
    )
    table.add_column("Claims", no_wrap=True)
    for name in (*LANGUAGES.values(), "All", "n"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("By which checks")
    checks = by_check(outcomes)
    for kind in (CORRECT, *KINDS):
        own = [o for o in outcomes if o.kind == kind]
        if own:
            table.add_row(kind, *_cells(own), _named(checks[kind]))
    for name, own in (("all corrupted", corrupted), ("without the harder two", usual)):
        table.add_row(name, *_cells(own), "")
    console.print(table)
    passed = share([o for o in outcomes if o.kind == CORRECT], withheld=False)
    console.print(f"Correct claims that pass: {_short(passed)}", soft_wrap=True)
    console.print(
        f"Corruptions withheld: {_short(share(corrupted, withheld=True))}", soft_wrap=True
    )


def _cells(outcomes: Sequence[Outcome]) -> list[str]:
    columns = [[o for o in outcomes if o.language == tag] for tag in LANGUAGES]
    shares = [share(column, withheld=True) for column in columns]
    whole = share(outcomes, withheld=True)
    return [
        *("–" if s is None else f"{s.value:.3f}" for s in shares),
        _short(whole),
        str(len(outcomes)),
    ]


def _short(found: Estimate | None) -> str:
    return "–" if found is None else f"{found.value:.3f} [{found.low:.3f}–{found.high:.3f}]"


def _named(counts: dict[str, int]) -> str:
    most = sorted(counts.items(), key=lambda item: -item[1])
    return ", ".join(f"{check} {count}" for check, count in most[:4])
