"""The ``ingest`` command: make the index."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from corpus.settings import settings
from ui.commands.options import LANGUAGE, Instruments, console, known_instruments, words


def ingest(
    sources: Annotated[
        Path | None, typer.Option("--sources", metavar="DIR", help=words("opt_sources"))
    ] = None,
    instrument: Instruments = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=words("opt_quiet"))] = False,
) -> None:
    """Make the index."""
    from ui.progress import progress
    from ui.render import show_report

    chosen = known_instruments(instrument)
    folder = sources or settings().sources
    terminal = console(stderr=True, quiet=quiet)
    started = time.perf_counter()
    with terminal.status(words("preparing")):
        from corpus.embedding import embedder_for
        from ingest.pipeline import ingest as run

        embedder = embedder_for(settings())
    with progress(terminal, LANGUAGE) as report:
        done = run(settings(), embedder, sources=folder, instruments=chosen, progress=report)
    seconds = None if done.unchanged else time.perf_counter() - started
    show_report(console(quiet=quiet), done.manifest, done.skipped, seconds, LANGUAGE)
