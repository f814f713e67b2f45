"""How far an ingestion is: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from corpus.texts import text

Report = Callable[[str, int, int], None]
"""Called with the stage, how much is done, and how much there is."""

_STEPS = 4
"""Lines for each stage where there is no terminal."""


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
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        tasks = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(text(language, f"cli.stage_{stage}"), total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield report


def _lines(console: Console, language: str) -> Report:
    reached: dict[str, int] = {}

    def report(stage: str, done: int, total: int) -> None:
        step = _STEPS * done // total if total else _STEPS
        if step > reached.get(stage, -1):
            reached[stage] = step
            console.print(f"{text(language, f'cli.stage_{stage}')} {done}/{total}")

    return report
