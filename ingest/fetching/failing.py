"""The sentences for connections that fail: who could not be reached, and what to check."""

from __future__ import annotations

from corpus.errors import FetchFailed, PublisherUnreachable, UnsafeDownload
from ingest.fetching.proxies import Proxy


def unconnected(host: str, error: Exception, proxy: Proxy | None = None) -> FetchFailed:
    """There is no connection, or nobody there who can prove to be the publisher."""
    if "certificate" in str(error).lower():
        return UnsafeDownload(
            f"{host} cannot prove that it is {host}; nothing was fetched. Where the "
            "network inspects connections, name its certificates in SSL_CERT_FILE.",
            host=host,
        )
    if proxy:
        return PublisherUnreachable(
            f"{host} cannot be connected to through the proxy {proxy.shown} "
            f"({type(error).__name__}); check RULEBRIDGE_PROXY or HTTPS_PROXY.",
            host=host,
        )
    return PublisherUnreachable(
        f"{host} cannot be connected to ({type(error).__name__}); check the network.", host=host
    )


def refused_by(proxy: Proxy | None, host: str, error: Exception) -> PublisherUnreachable:
    """A proxy does not lead to the host. Of its words only the status is repeated."""
    said = str(error)[:3] if str(error)[:3].isdigit() else ""
    remedy = "check RULEBRIDGE_PROXY or HTTPS_PROXY, or ask for this host to be let through"
    if said == "407":
        remedy = "it asks for name and password: http://name:password@host:port"
    return PublisherUnreachable(
        f"The proxy {proxy.shown if proxy else '?'} does not lead to {host}"
        f"{f' ({said})' if said else ''}; {remedy}.",
        host=host,
    )


def broke_off(host: str, error: Exception) -> PublisherUnreachable:
    """The connection ended, or nothing came for too long."""
    return PublisherUnreachable(
        f"{host} broke off or fell silent ({type(error).__name__}); try again later.", host=host
    )


def too_slow(host: str, seconds: float) -> PublisherUnreachable:
    """Something comes, but would not end in time."""
    return PublisherUnreachable(
        f"{host} is too slow: the file did not come within {seconds:.0f} s; try again later.",
        host=host,
    )
