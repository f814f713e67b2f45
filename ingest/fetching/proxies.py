"""Whether a publisher is asked through a proxy, and through which.

Many offices reach the web only through one. The proxy then looks up the publisher's name, so that
its address cannot be checked here: what is left is that only publishers' names are asked for, over
https, with the certificate checked for the name. The proxy sees which publisher is asked and how
much is sent, and nothing more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import httpx

from corpus.errors import UsageError
from corpus.settings import Settings

NONE = "none"
"""The setting by which nothing goes through a proxy, whatever the environment says."""


@dataclass(frozen=True)
class Proxy:
    """A proxy.

    Attributes:
        url: Its address, name and password included.
    """

    url: httpx.URL

    @property
    def host(self) -> str:
        """Its name or address."""
        return self.url.host

    @property
    def port(self) -> int:
        """Its port."""
        return self.url.port or (443 if self.url.scheme == "https" else 80)

    @property
    def shown(self) -> str:
        """Name and port, for messages; never a password."""
        return f"{self.host}:{self.port}"


ProxyFor = Callable[[str], Proxy | None]
"""The proxy through which a host is asked; None where it is asked directly."""


def direct(host: str) -> None:  # noqa: ARG001 - as ProxyFor
    """No host is asked through a proxy."""
    return


def proxies_of(settings: Settings, environment: Mapping[str, str] = os.environ) -> ProxyFor:
    """The proxies of this installation.

    The setting ``proxy`` comes before ``HTTPS_PROXY`` and ``ALL_PROXY`` of the environment, in
    capitals or not; ``NO_PROXY`` names hosts that are asked directly all the same.

    Args:
        settings: Of this installation.
        environment: Variables of this process.

    Raises:
        UsageError: What is set is no address of a proxy.
    """
    named = settings.proxy.get_secret_value().strip() if settings.proxy else ""
    if named.casefold() == NONE:
        return direct
    given = named or _first(environment, "https_proxy", "all_proxy")
    if not given:
        return direct
    proxy = _proxy(given, "RULEBRIDGE_PROXY" if named else "HTTPS_PROXY")
    spared = _first(environment, "no_proxy").casefold().replace(",", " ").split()

    def proxy_for(host: str) -> Proxy | None:
        return None if _is_spared(host.casefold(), spared) else proxy

    return proxy_for


def _first(environment: Mapping[str, str], *names: str) -> str:
    """The first that is set, the small letters before the capitals, as other programs read them."""
    found = (environment.get(n) or environment.get(n.upper()) or "" for n in names)
    return next((value.strip() for value in found if value.strip()), "")


def _is_spared(host: str, spared: Collection[str]) -> bool:
    """Whether a host, or a domain that it is in, is among those that need no proxy."""
    domains = (name.rpartition(":")[0] or name for name in spared)
    return any(d == "*" or f".{host}".endswith(f".{d.lstrip('*').lstrip('.')}") for d in domains)


def _proxy(given: str, where: str) -> Proxy:
    try:
        url = httpx.URL(given if "://" in given else f"http://{given}")
    except (httpx.InvalidURL, ValueError):
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        # What is set may hold a password and is not repeated.
        raise UsageError(
            f"{where} is no address of a proxy; give http://host:port, with name:password@ before "
            "the host where the proxy asks for them."
        )
    return Proxy(url)
