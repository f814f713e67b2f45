"""Middleware against requests that foreign pages make in the reader's name (CSRF and the like).

Browsers say where a request comes from: ``Sec-Fetch-Site`` (Fetch Metadata) over HTTPS and on this
machine, ``Origin`` (RFC 6454) with everything but plain reading. What another site causes is let
through only as a link that somebody followed. There are no CORS headers anywhere.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.safety.reader import By, reader_of
from ui.safety.refusal import refusal

_READING = frozenset(("GET", "HEAD"))
_OURS = frozenset(("same-origin", "none"))
_IN_FRAMES = frozenset(("object", "embed", "iframe", "frame"))


class SameOrigin:
    """Refuses what foreign pages ask for; requests with an API key are nobody's browser."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is not another site's."""
        if scope["type"] == "http" and not _is_ours(scope):
            await refusal(scope, 403, "foreign_page")(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_ours(scope: Scope) -> bool:
    reader = reader_of(scope)
    if reader and reader.by is By.KEY:
        return True
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if scope["method"] in _READING:
        return site is None or site in _OURS or _follows_link(headers)
    if site is not None and site not in _OURS:
        return False
    origins = headers.getlist("origin")
    if origins:
        return len(origins) == 1 and _same(origins[0], headers.get("host", ""), scope["scheme"])
    # Neither: no browser of this decade. A cookie, though, only a browser has.
    return site is not None or not (reader and reader.by is By.SESSION)


def _follows_link(headers: Headers) -> bool:
    return (
        headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") not in _IN_FRAMES
    )


def _same(origin: str, host: str, scheme: str) -> bool:
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return False
    # Behind a proxy that says nothing of it, the page is https and the request here is http.
    if parts.scheme not in (scheme, "https") or not parts.hostname:
        return False
    usual = {"http": 80, "https": 443}
    ours = urlsplit(f"//{host}")
    try:
        our_port = ours.port or usual[parts.scheme]
    except ValueError:
        return False
    return parts.hostname == ours.hostname and (port or usual[parts.scheme]) == our_port
