"""The ``ingest`` command: make the index."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from corpus.settings import settings
from corpus.texts import text
from ui.commands.fetching import fetch_missing
from ui.commands.options import LANGUAGE, Instruments, Json, console, known_instruments, words


def ingest(
    sources: Annotated[
        Path | None, typer.Option("--sources", metavar="DIR", help=words("opt_sources"))
    ] = None,
    instrument: Instruments = None,
    fetch: Annotated[
        bool, typer.Option("--fetch/--no-fetch", help=text(LANGUAGE, "sources.opt_fetch"))
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=words("opt_quiet"))] = False,
    as_json: Json = False,
) -> None:
    """Make the index."""
    from ui.contract import line
    from ui.index_contract import report_record
    from ui.progress import progress
    from ui.render_report import show_report

    chosen = known_instruments(instrument)
    folder = sources or settings().sources
    terminal = console(stderr=True, quiet=quiet)
    if fetch:
        fetch_missing(terminal, settings().model_copy(update={"sources": folder}), LANGUAGE, chosen)
    started = time.perf_counter()
    with terminal.status(words("preparing")):
        from corpus.embedding import embedder_for
        from ingest.pipeline import ingest as run

        embedder = embedder_for(settings())
    with progress(terminal, LANGUAGE) as report:
        done = run(settings(), embedder, sources=folder, instruments=chosen, progress=report)
    seconds = None if done.unchanged else time.perf_counter() - started
    if as_json:
        typer.echo(line(report_record(done)))
    else:
        show_report(console(quiet=quiet), done, seconds, LANGUAGE)
