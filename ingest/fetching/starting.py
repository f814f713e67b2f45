"""Fetching at the start of a run: only what is missing, and never long.

Example:
    The texts that this machine lacks, if their publishers can be reached::

        report = fetch_for_run(settings(), lambda of, done, total: None)
        report.unreachable  # the hosts that could not be, each once
"""

from __future__ import annotations

from collections.abc import Collection

from corpus.errors import FetchFailed, RuleBridgeError, UsageError
from corpus.settings import Settings
from ingest.fetching.asking import Progress, host_of, silent
from ingest.fetching.fetcher import Fetcher
from ingest.fetching.patience import QUICK
from ingest.fetching.proxies import proxies_of
from ingest.fetching.publishers import Kind, Source, sources_of
from ingest.fetching.reach import Connects, connects, unreachable
from ingest.fetching.report import FetchReport, Outcome, Result
from ingest.fetching.round import Round
from ingest.fetching.shelf import Shelf
from ingest.sources import find_sources

BUDGET = 180.0
"""Seconds after which no further text is begun."""


def missing(settings: Settings, instruments: Collection[str] = ()) -> list[Source]:
    """The downloads whose text is neither fetched, nor waiting, nor in the folder of sources."""
    shelf = Shelf(settings.home)
    here = {record.source for _, record in (*shelf.accepted(), *shelf.pending())}
    try:
        local = find_sources(settings.sources) if settings.sources else []
    except UsageError:
        local = []  # the ingestion that follows says so
    here |= {f"{s.instrument.id}/{s.version.id}/{s.text.language}" for s in local}
    return [s for s in sources_of(instruments) if s.kind is not Kind.BY_HAND and s.of not in here]


def fetch_for_run(
    settings: Settings,
    progress: Progress = silent,
    instruments: Collection[str] = (),
    *,
    fetcher: Fetcher | None = None,
    connect: Connects = connects,
    budget: float = BUDGET,
) -> FetchReport:
    """Fetch what is missing, with short time-outs; large archives are read in parts.

    Args:
        settings: Where files are kept, and the folder of sources already on this machine.
        progress: Told which text is being fetched and how much of it has come.
        instruments: Only the texts of these; of all where empty.
        fetcher: Asks the publishers.
        connect: Tries whether a publisher can be reached.
        budget: Seconds after which no further text is begun.

    Returns:
        What became of every missing text; empty where nothing was missing. Nothing is raised.
    """
    try:
        fetcher = fetcher or Fetcher(QUICK, proxy_for=proxies_of(settings))
        wanted = missing(settings, instruments)
    except RuleBridgeError as error:
        return FetchReport(tuple(Outcome(s, Result.FAILED, error=error) for s in sources_of()))
    away = unreachable(wanted, fetcher.rules, connect, fetcher.proxy_for)
    outcomes = []
    round_ = Round(Shelf(settings.home), fetcher, whole=False, progress=progress, away=away)
    until = fetcher.now() + budget
    for source in wanted:
        if fetcher.now() > until:
            late = FetchFailed(
                f"There was no time left for {source.of}; “rulebridge sources fetch” takes more."
            )
            outcomes.append(Outcome(source, Result.FAILED, error=late))
            continue
        if any(host_of(url) not in away for url in source.urls):
            progress(source.of, 0, None)
        outcomes += round_.fetch([source]).outcomes
    return FetchReport(tuple(outcomes))
