"""``rulebridge sources``: the publishers' files, fetched, compared and accepted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.settings import settings
from corpus.texts import text
from ui.command import FAILURE
from ui.interface_language import from_environment

if TYPE_CHECKING:
    from rich.console import Console

    from ingest.fetching.fetcher import Fetcher
    from ingest.fetching.report import FetchReport

_LANGUAGE = from_environment(os.environ)

_PATIENT = 10.0
"""Seconds in which publishers have to be reached where somebody asked for them."""


def _say(key: str, **values: object) -> str:
    return text(_LANGUAGE, f"sources.{key}", **values)


sources = typer.Typer(help=_say("app"), no_args_is_help=True)
"""The commands for official files."""

Instruments = Annotated[
    list[str] | None,
    typer.Argument(metavar="INSTRUMENT…", help=_say("arg_instruments"), show_default=False),
]
Instrument = Annotated[str, typer.Argument(help=_say("arg_instrument"), show_default=False)]
Json = Annotated[bool, typer.Option("--json", help=_say("opt_json"))]


@sources.command("check", help=_say("check"))
def check(instruments: Instruments = None, as_json: Json = False) -> None:
    """Ask for something newer; status 1 if a publisher could not be asked."""
    from ingest.fetching.publishers import sources_of
    from ingest.fetching.reach import unreachable
    from ingest.fetching.round import Round
    from ingest.fetching.shelf import Shelf

    wanted = sources_of(instruments or ())
    fetcher = _fetcher()
    with _console(stderr=True).status(_say("asking")):
        away = unreachable(wanted, fetcher.rules, proxy_for=fetcher.proxy_for, seconds=_PATIENT)
        report = Round(Shelf(settings().home), fetcher, away=away).check(wanted)
    _finish(report, as_json=as_json)


@sources.command("fetch", help=_say("fetch"))
def fetch(
    instruments: Instruments = None,
    parts: Annotated[bool, typer.Option("--parts", help=_say("opt_parts"))] = False,
    as_json: Json = False,
) -> None:
    """Fetch; status 1 if something could not be fetched."""
    from ingest.fetching.publishers import sources_of
    from ingest.fetching.reach import unreachable
    from ingest.fetching.round import Round
    from ingest.fetching.shelf import Shelf
    from ui.commands.sources_shown import downloading

    wanted = sources_of(instruments or ())
    fetcher = _fetcher()
    with downloading(_console(stderr=True), _LANGUAGE) as progress:
        away = unreachable(wanted, fetcher.rules, proxy_for=fetcher.proxy_for, seconds=_PATIENT)
        round_ = Round(
            Shelf(settings().home), fetcher, whole=not parts, progress=progress, away=away
        )
        report = round_.fetch(wanted)
    _finish(report, as_json=as_json)


@sources.command("status", help=_say("status"))
def status(as_json: Json = False) -> None:
    """List the files that are here, accepted, waiting, or in the folder of sources."""
    from ui.commands.sources_held import held_files
    from ui.commands.sources_shown import show_held
    from ui.contract import line

    held = held_files(settings())
    if as_json:
        typer.echo(line([h.record() for h in held]))
    else:
        show_held(_console(), held, _LANGUAGE)


@sources.command("diff", help=_say("diff"))
def diff(instrument: Instrument) -> None:
    """Print what changed, provision by provision."""
    from ingest.fetching.accepting import waiting_texts
    from ingest.fetching.shelf import Shelf
    from ui.commands.sources_shown import show_changes

    for waiting in waiting_texts(Shelf(settings().home), instrument):
        show_changes(_console(), waiting, _LANGUAGE)


@sources.command("accept", help=_say("accept"))
def accept(
    instrument: Instrument,
    version: Annotated[
        str | None, typer.Option("--version", metavar="V", help=_say("opt_version"))
    ] = None,
    in_force_from: Annotated[
        datetime | None,
        typer.Option("--in-force-from", formats=["%Y-%m-%d"], help=_say("opt_in_force_from")),
    ] = None,
) -> None:
    """Accept the changed texts of an instrument."""
    from ingest.fetching.accepting import accept as run
    from ingest.fetching.shelf import Shelf

    day = in_force_from.date() if in_force_from else None
    for record in run(Shelf(settings().home), instrument, version=version, in_force_from=day):
        typer.echo(_say("accepted", source=record.source, version=record.version))


def _finish(report: FetchReport, *, as_json: bool) -> None:
    from ui.commands.sources_shown import outcome_record, show_report
    from ui.contract import line

    if as_json:
        typer.echo(line([outcome_record(outcome) for outcome in report.outcomes]))
    else:
        show_report(_console(), report, _LANGUAGE)
    if report.failed:
        raise typer.Exit(FAILURE)


def _fetcher() -> Fetcher:
    from ingest.fetching.fetcher import Fetcher
    from ingest.fetching.proxies import proxies_of

    return Fetcher(proxy_for=proxies_of(settings()))


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


__all__: Sequence[str] = ("sources",)
