"""Which publishers can be reached at all: asked at once, so that being offline costs seconds."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from corpus.errors import FetchFailed, PublisherUnreachable, UnsafeDownload
from ingest.fetching.addresses import AddressRules
from ingest.fetching.asking import host_of
from ingest.fetching.patience import QUICK
from ingest.fetching.publishers import Source

_HTTPS = 443

Connects = Callable[[str, int, float], None]
"""Connects to an address and port within some seconds, or raises OSError."""


def connects(address: str, port: int, seconds: float) -> None:
    """Connect, and hang up.

    Raises:
        OSError: There is no connection.
    """
    socket.create_connection((address, port), timeout=seconds).close()


def unreachable(
    sources: Iterable[Source], rules: AddressRules, connect: Connects = connects
) -> dict[str, FetchFailed]:
    """The sources' hosts that cannot be connected to, with the reason; all are tried at once."""
    hosts = {host_of(url) for source in sources for url in source.urls}

    def tried(host: str) -> FetchFailed | None:
        try:
            addresses = rules.addresses(host, _HTTPS, QUICK.connect)
        except (PublisherUnreachable, UnsafeDownload) as error:
            return error
        for address in addresses:
            with suppress(OSError):
                connect(address, _HTTPS, QUICK.connect)
                return None
        return PublisherUnreachable(f"{host} cannot be connected to.", host=host)

    if not hosts:
        return {}
    ordered = sorted(hosts)
    with ThreadPoolExecutor(len(ordered)) as pool:
        return {h: e for h, e in zip(ordered, pool.map(tried, ordered), strict=True) if e}
