"""Asks a source's addresses in turn, and a host that is silent only once in a round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO
from urllib.parse import urlsplit

from corpus.errors import FetchFailed, PublisherUnreachable
from ingest.fetching.fetcher import Fetcher
from ingest.fetching.messages import Answer, Request
from ingest.fetching.patience import Patience
from ingest.fetching.publishers import Source, hosts_of

Progress = Callable[[str, int, int | None], None]
"""Called with which text, the bytes that have come, and those expected, if known."""


def silent(of: str, done: int, total: int | None) -> None:
    """No progress shown."""


def host_of(url: str) -> str:
    """The host in an address, for messages."""
    try:
        return urlsplit(url).hostname or "?"
    except ValueError:
        return "?"


class Asker:
    """Asks for a source's files.

    Args:
        fetcher: Asks one address.
        progress: Told how much has come.
        away: Hosts that are known not to answer, and why.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        progress: Progress = silent,
        away: Mapping[str, FetchFailed] | None = None,
    ) -> None:
        self.fetcher = fetcher
        self._progress = progress
        self._silent = dict(away or {})

    def first_of(
        self,
        source: Source,
        sink: IO[bytes],
        limit: int | None,
        conditions: Mapping[str, Mapping[str, str]],
    ) -> tuple[Answer, str]:
        """The answer of the first address that gives one, and that address.

        Args:
            source: Whose addresses.
            sink: Where the body goes.
            limit: Most bytes of it; None to read none.
            conditions: Headers for single addresses.

        Raises:
            FetchFailed: None does; the first one's failure.
        """
        first: FetchFailed | None = None
        for url in source.urls:
            headers = source.headers | dict(conditions.get(url, {}))
            try:
                return self.ask(source, url, sink, limit, headers=headers), url
            except FetchFailed as error:
                first = first or error
        raise first or FetchFailed(f"There is no address for {source.of}.")

    def ask(
        self,
        source: Source,
        url: str,
        sink: IO[bytes],
        limit: int | None,
        *,
        headers: Mapping[str, str] | None = None,
        patience: Patience | None = None,
    ) -> Answer:
        """The answer of one address, which may be any within the source's hosts.

        Raises:
            FetchFailed: It gives none.
        """
        host = host_of(url)
        if host in self._silent:
            raise self._silent[host]
        fetcher = self.fetcher.patient(patience) if patience else self.fetcher
        request = Request(
            url,
            hosts_of(source),
            limit,
            headers=headers or {},
            sink=sink,
            progress=lambda done, total: self._progress(source.of, done, total),
        )
        try:
            return fetcher.get(request)
        except PublisherUnreachable as error:
            self._silent[host] = error
            raise
