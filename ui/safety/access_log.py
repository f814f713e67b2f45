"""One line a request, for whoever runs the server, without a word of what was asked."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.safety.reader import reader_of
from ui.safety.secret import pseudonym

_log = logging.getLogger("rulebridge.access")

_KNOWN = frozenset(
    (
        "about", "api", "assets", "browse", "compare", "favicon.ico", "gradio_api", "health",
        "learn", "login", "logout", "mcp", "metrics", "p", "static", "theme.css", "timeline", "v1",
    )
)  # fmt: skip
"""First parts of our addresses; whatever else stands there was typed by somebody."""


class AccessLog:
    """Logs method, kind of page, status, time and a pseudonym of the reader, at level INFO.

    Args:
        app: What comes next.
        secret: Makes the pseudonyms.
        each: Called after each request.
    """

    def __init__(
        self, app: ASGIApp, secret: bytes, each: Callable[[], object] | None = None
    ) -> None:
        self.app = app
        self._secret = secret
        self._each = each

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log it when it is over."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            reader = reader_of(scope)
            record = {
                "method": scope["method"],
                "path": template_of(scope),
                "status": status or 500,
                "ms": round((time.perf_counter() - started) * 1000, 1),
                "user": pseudonym(self._secret, reader.id if reader and reader.name else ""),
            }
            _log.info("%s", json.dumps(record), extra={"http": record})
            if self._each:
                self._each()


def template_of(scope: Scope) -> str:
    """The route that answered (``/p/{locator}``), or just the first part of the path.

    >>> template_of({"path": "/p/what-somebody/typed"})
    '/p/…'
    """
    route = getattr(scope.get("route"), "path", None)
    if isinstance(route, str) and route:
        return route
    first, slash, _ = scope["path"].lstrip("/").partition("/")
    shown = first if first in _KNOWN else "…" if first else ""
    return f"/{shown}" + ("/…" if slash else "")
