"""Where a request comes from: the reader's own address, also behind a reverse proxy.

What a proxy says about the reader (``X-Forwarded-…``, its user header) is believed only if the
connection comes from an address that the settings name. From anyone else such headers are taken
off, so that nothing further in, Gradio included, can be misled by them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

ADDRESS = "rulebridge.address"
"""Key in the ASGI scope: the reader's address, empty where there is none (a Unix socket)."""

PROXY = "rulebridge.from_proxy"
"""Key in the ASGI scope: whether a trusted proxy handed the request on."""

FORWARDED = "rulebridge.forwarded"
"""Key in the ASGI scope: whether an untrusted peer sent headers of a proxy."""

_TOLD_BY_PROXIES = (
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "x-forwarded-proto",
    "x-forwarded-server",
    "x-real-ip",
)
# Gradio builds the addresses in its page from this one.
_TOLD_BY_GRADIO = ("x-gradio-server",)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def parsed(words: str) -> Address | None:
    """An IP address, or nothing; an IPv4 address in IPv6's clothes is an IPv4 address.

    >>> parsed("::ffff:10.0.0.1")
    IPv4Address('10.0.0.1')
    """
    try:
        address = ipaddress.ip_address(words.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def counted_as(words: str) -> str:
    """The address as limits count it: a home has a whole IPv6 network (/64) to itself.

    >>> counted_as("2001:db8::1"), counted_as("192.0.2.7")
    ('2001:db8::', '192.0.2.7')
    """
    address = parsed(words)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address) if address else words


def networks(given: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks from the settings."""
    return tuple(ipaddress.ip_network(words, strict=False) for words in given)


def within(words: str, trusted: Sequence[Network]) -> bool:
    """Whether an address lies in one of the networks."""
    address = parsed(words)
    return address is not None and any(
        address.version == network.version and address in network for network in trusted
    )


def reader_address(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """The right-most address that is not one of our proxies.

    Whatever stands further left was sent by the reader and may be invented.

    >>> reader_address("10.0.0.2", "6.6.6.6, 192.0.2.7", networks(["10.0.0.0/8"]))
    '192.0.2.7'
    """
    found = peer
    for hop in reversed([part.strip() for part in forwarded_for.split(",")]):
        if not within(found, trusted) or parsed(hop) is None:
            break
        found = hop
    return str(parsed(found) or found)


class Peers:
    """Middleware that settles who is at the other end and takes forged headers off.

    Args:
        app: What comes next.
        proxies: Networks of the proxies that are believed.
        user_header: The header in which they name the reader, if any.
    """

    def __init__(
        self, app: ASGIApp, proxies: Iterable[str] = (), user_header: str | None = None
    ) -> None:
        self.app = app
        self._trusted = networks(proxies)
        self._user_header = user_header.lower() if user_header else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the reader's address on the scope and pass the request on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        client = scope.get("client")
        peer = client[0] if client else ""
        trusted = within(peer, self._trusted)
        dropped = set(_TOLD_BY_GRADIO)
        changed: dict[str, object] = {PROXY: trusted, ADDRESS: str(parsed(peer) or peer)}
        replaced: list[tuple[bytes, bytes]] = []
        if trusted:
            hops = ", ".join(headers.getlist("x-forwarded-for"))
            changed[ADDRESS] = reader_address(peer, hops, self._trusted)
            if headers.get("x-forwarded-proto", "").strip().lower() in ("http", "https"):
                changed["scheme"] = headers["x-forwarded-proto"].strip().lower()
            if headers.get("x-forwarded-host", "").strip():
                # The name that the browser used; its Origin is compared with it.
                host = headers["x-forwarded-host"].split(",")[-1].strip()
                replaced = [(b"host", host.encode("latin-1"))]
                dropped.add("host")
        else:
            changed[FORWARDED] = any(name in headers for name in _TOLD_BY_PROXIES)
            dropped.update(_TOLD_BY_PROXIES)
            if self._user_header:
                dropped.add(self._user_header)
        kept = [pair for pair in scope["headers"] if pair[0].decode("latin-1") not in dropped]
        await self.app({**scope, **changed, "headers": replaced + kept}, receive, send)
