"""Fetching official texts that are missing, before an index is made: ``ingest --fetch``.

Example:
    What ``make run`` shows where there is no network is one sentence, within a few seconds::

        fetch_missing(console, settings(), "en")
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from corpus.errors import RuleBridgeError
from corpus.settings import Settings
from corpus.texts import joined, text

if TYPE_CHECKING:
    from rich.console import Console

    from ingest.fetching.fetcher import Fetcher
    from ingest.fetching.report import FetchReport


def fetch_missing(
    console: Console,
    configuration: Settings,
    language: str,
    instruments: Collection[str] = (),
    fetcher: Fetcher | None = None,
) -> None:
    """Fetch what is missing, and say what is done and why. Whatever fails, the run goes on.

    Args:
        console: Where to say it.
        configuration: Whether publishers may be asked, and where files are kept.
        language: Of what is said.
        instruments: Only the texts of these; of all where empty.
        fetcher: Asks the publishers.
    """
    from ingest.fetching.asking import host_of
    from ingest.fetching.starting import fetch_for_run, missing
    from ui.commands.sources_shown import downloading

    if not configuration.fetch:
        return
    try:
        wanted = missing(configuration, instruments)
    except RuleBridgeError as error:
        console.print(str(error), style="yellow", soft_wrap=True)
        return
    if not wanted:
        return
    hosts = dict.fromkeys(host_of(url) for source in wanted for url in source.urls[:1])
    said = text(language, "sources.start_why", count=len(wanted), hosts=joined(language, hosts))
    console.print(said, soft_wrap=True)
    with downloading(console, language) as progress:
        report = fetch_for_run(configuration, progress, instruments, fetcher=fetcher)
    _show(console, report, language)


def _show(console: Console, report: FetchReport, language: str) -> None:
    from corpus.errors import PublisherUnreachable
    from ingest.fetching.report import Result
    from ui.commands.sources_shown import reason_of, show_waiting

    def say(key: str, style: str = "yellow", **values: object) -> None:
        console.print(text(language, f"sources.{key}", **values), style=style, soft_wrap=True)

    came = [outcome.source.of for outcome in report.of(Result.ACCEPTED)]
    if came:
        say("start_done", "green", texts=joined(language, came))
    if (
        report.unreachable
        and len(report.failed) == len(report.outcomes)
        and all(isinstance(o.error, PublisherUnreachable) for o in report.failed)
    ):
        say("start_offline")
        return
    if report.unreachable:
        say("unreachable", hosts=joined(language, report.unreachable))
    for outcome in report.failed:
        if outcome.error and not isinstance(outcome.error, PublisherUnreachable):
            reason = reason_of(outcome.error, language)
            say("start_failed", source=outcome.source.of, reason=reason)
    show_waiting(console, report, language)
