"""Middleware that answers only under names that are ours.

A foreign page can make its own name resolve to this machine (DNS rebinding) and would then be of
the same origin as the server here; the ``Host`` header still says the foreign name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.safety.addresses import FORWARDED
from ui.safety.exposure import is_loopback
from ui.safety.refusal import refusal

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")


def host_name(header: str) -> str | None:
    """The name in a ``Host`` header, without port; nothing if the header is malformed.

    >>> host_name("[::1]:7860"), host_name("LOCALHOST"), host_name("a b")
    ('[::1]', 'localhost', None)
    """
    matched = _HOST.fullmatch(header)
    return matched["name"].lower() if matched else None


class Hosts:
    """Refuses requests under names that are not ours.

    Args:
        app: What comes next.
        allowed: Names besides this machine's own.
        exposed: Whether readers sign in. If they do and no name is given, every name will do:
            a foreign name has none of our cookies.
    """

    def __init__(self, app: ASGIApp, allowed: Iterable[str], *, exposed: bool) -> None:
        self.app = app
        self._allowed = frozenset(allowed)
        self._any = exposed and not self._allowed
        self._exposed = exposed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is meant for us."""
        if scope["type"] == "http":
            if scope["path"].startswith("/health/"):
                # Monitors ask for them by address; they say next to nothing.
                await self.app(scope, receive, send)
                return
            name = host_name(Headers(scope=scope).get("host", ""))
            if not name or not (self._any or name in self._allowed or is_loopback(name)):
                await refusal(scope, 421, "unknown_host")(scope, receive, send)
                return
            if not self._exposed and scope.get(FORWARDED):
                # Somebody put a proxy before a server that lets everybody in.
                await refusal(scope, 403, "proxy_without_login")(scope, receive, send)
                return
        await self.app(scope, receive, send)
