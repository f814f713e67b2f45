"""How far an ingestion is and how long it will take: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from corpus.texts import text

Report = Callable[[str, int, int], None]
"""Called with the stage, how much is done, and how much there is."""

_STEPS = 4
"""Lines for each stage where there is no terminal."""

_PERIOD = 300.0
"""Seconds of the past by which the time left is estimated: a batch may take some ten of them."""

_WORTH_SAYING = 5.0
"""Seconds left from which a line says so."""


@contextmanager
def progress(console: Console, language: str) -> Iterator[Report]:
    """Show progress while the block runs.

    Args:
        console: Where to; it decides between bar and lines.
        language: Language of the stages' names.
    """
    if not console.is_terminal:
        yield _lines(console, language)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    shown = Progress(*columns, console=console, transient=True, speed_estimate_period=_PERIOD)
    with shown as bar:
        tasks = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(text(language, f"cli.stage_{stage}"), total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield report


def _lines(console: Console, language: str) -> Report:
    reached: dict[str, int] = {}
    begun: dict[str, float] = {}

    def report(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        started = begun.setdefault(stage, now)
        step = _STEPS * done // total if total else _STEPS
        if step > reached.get(stage, -1):
            reached[stage] = step
            line = f"{text(language, f'cli.stage_{stage}')} {done}/{total}"
            left = (now - started) * (total - done) / done if done else 0.0
            if left >= _WORTH_SAYING:
                line = text(language, "indexes.left", line=line, time=clock(left))
            console.print(line)

    return report


def clock(seconds: float) -> str:
    """A duration as a clock shows it.

    >>> clock(75), clock(3700)
    ('1:15', '1:01:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
