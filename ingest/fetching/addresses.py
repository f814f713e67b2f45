"""Where a download may lead: https, the publisher's hosts, public addresses.

A name is resolved here, every address it has is checked, and the connection is made to a checked
address, so that a name that changes its mind between check and connection leads nowhere.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass

import httpx

from corpus.errors import PublisherUnreachable, UnsafeDownload

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host name and port, in the order in which to try them."""

_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_HTTPS = 443
_TRIED = 3


def system_addresses(host: str, port: int) -> list[str]:
    """The addresses that the system finds for a name.

    Raises:
        OSError: The name cannot be resolved.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, IPv4 inside IPv6 looked through.

    >>> [is_public(a) for a in ("10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1")]
    [False, False, False, False]
    >>> is_public("1.1.1.1")
    True
    """
    try:
        given = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner: list[ipaddress.IPv4Address | ipaddress.IPv6Address] = [given]
    if isinstance(given, ipaddress.IPv6Address):
        inner += [a for a in (given.ipv4_mapped, given.sixtofour) if a is not None]
        inner += given.teredo or ()
        if given in _NAT64:
            inner.append(ipaddress.IPv4Address(int(given) & 0xFFFFFFFF))
    if len(inner) > 1:
        # The wrapping itself is never “global”; what is inside counts.
        inner = inner[1:]
    return all(
        a.is_global and not a.is_multicast and (a.version == 4 or a in _UNICAST) for a in inner
    )


@dataclass(frozen=True)
class AddressRules:
    """What may be connected to.

    Attributes:
        resolve: Finds the addresses of a name.
        permits: Whether an address may be used; tests let this machine's own pass.
        plain: Whether http:// and any port may be used; for tests, which have no certificates.
    """

    resolve: Resolve = system_addresses
    permits: Callable[[str], bool] = is_public
    plain: bool = False

    def checked(self, url: httpx.URL, hosts: Collection[str]) -> httpx.URL:
        """The address if it may be asked, http turned to https.

        Raises:
            UnsafeDownload: Another scheme, host or port, or a user name in it.
        """
        if url.scheme == "http" and not self.plain and url.port in (None, 80):
            # Cellar redirects to http:// on its own host; the same address is served over https.
            url = url.copy_with(scheme="https", port=None)
        reason = ""
        if url.scheme != "https" and not (self.plain and url.scheme == "http"):
            reason = "it is not https"
        elif url.userinfo:
            reason = "it carries a user name"
        elif url.host.lower() not in hosts:
            reason = f"{url.host or 'it'} is not a host of this publisher"
        elif not self.plain and url.port not in (None, _HTTPS):
            reason = "it names another port"
        if reason:
            raise UnsafeDownload(
                f"The address {shown(url)} is refused: {reason}.", host=url.host or "?"
            )
        return url

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """The checked addresses of a host, at most three.

        Args:
            host: The name, or an address.
            port: The port that will be connected to.
            seconds: How long finding them may take.

        Raises:
            PublisherUnreachable: The name cannot be resolved in time.
            UnsafeDownload: One of the addresses is not public.
        """
        found = _within(seconds, lambda: self.resolve(host, port))
        if not found:
            raise PublisherUnreachable(
                f"{host} cannot be found; check the network and name resolution.", host=host
            )
        unsafe = [address for address in found if not self.permits(address)]
        if unsafe:
            raise UnsafeDownload(
                f"{host} leads to {unsafe[0]}, which is not a public address; nothing is fetched "
                "from there.",
                host=host,
            )
        return found[:_TRIED]


def shown(url: httpx.URL | str) -> str:
    """An address without query or user name, for messages."""
    plain = httpx.URL(url)
    return f"{plain.scheme}://{plain.netloc.decode('ascii', 'replace')}{plain.path}"[:200]


def _within(seconds: float, resolve: Callable[[], list[str]]) -> list[str]:
    """What ``resolve`` finds in time; the system's own patience can be half a minute."""
    answers: queue.Queue[list[str]] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(resolve())
        except (OSError, UnicodeError):
            answers.put([])

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=seconds)
    except queue.Empty:
        return []
