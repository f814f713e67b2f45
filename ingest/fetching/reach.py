"""Which publishers can be reached at all: asked at once, so that being offline costs seconds."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from corpus.errors import FetchFailed, PublisherUnreachable, UnsafeDownload
from ingest.fetching.addresses import AddressRules
from ingest.fetching.asking import host_of
from ingest.fetching.patience import QUICK
from ingest.fetching.proxies import Proxy, ProxyFor, direct
from ingest.fetching.publishers import Source

REACH = 4.0
"""Seconds in which a publisher has to be found and connected to, all of them together."""

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
    sources: Iterable[Source],
    rules: AddressRules,
    connect: Connects = connects,
    proxy_for: ProxyFor = direct,
    seconds: float = REACH,
) -> dict[str, FetchFailed]:
    """The sources' hosts that cannot be connected to, with the reason; all are tried at once.

    Of a host behind a proxy the proxy alone is tried.

    Args:
        sources: What will be fetched.
        rules: What may be connected to.
        connect: Tries a connection.
        proxy_for: Which hosts are asked through a proxy.
        seconds: How long all of it may take.
    """
    hosts = sorted({host_of(url) for source in sources for url in source.urls})
    answers: queue.Queue[tuple[str, FetchFailed | None]] = queue.Queue()

    def try_(host: str) -> None:
        proxy = proxy_for(host)
        tried = _through(proxy, connect) if proxy else _directly(host, rules, connect)
        answers.put((host, tried))

    for host in hosts:
        # Not a pool: a name server that is silent would keep the program from ending.
        threading.Thread(target=try_, args=(host,), daemon=True).start()
    found: dict[str, FetchFailed | None] = {}
    until = time.monotonic() + seconds
    with suppress(queue.Empty):
        while len(found) < len(hosts):
            host, error = answers.get(timeout=max(0.0, until - time.monotonic()))
            found[host] = error
    silent = {h: _unreachable(h) for h in hosts if h not in found}
    return {host: error for host, error in found.items() if error} | silent


def _directly(host: str, rules: AddressRules, connect: Connects) -> FetchFailed | None:
    try:
        addresses = rules.addresses(host, _HTTPS, QUICK.connect)
    except (PublisherUnreachable, UnsafeDownload) as error:
        return error
    for address in addresses:
        with suppress(OSError):
            connect(address, _HTTPS, QUICK.connect)
            return None
    return _unreachable(host)


def _through(proxy: Proxy, connect: Connects) -> FetchFailed | None:
    try:
        connect(proxy.host, proxy.port, QUICK.connect)
    except OSError:
        return PublisherUnreachable(
            f"The proxy {proxy.shown} cannot be connected to; check RULEBRIDGE_PROXY or "
            "HTTPS_PROXY.",
            host=proxy.shown,
        )
    return None


def _unreachable(host: str) -> PublisherUnreachable:
    return PublisherUnreachable(f"{host} cannot be connected to.", host=host)
