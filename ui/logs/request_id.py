"""One name for everything that is logged about one request, and for the reader to quote."""

from __future__ import annotations

import logging
import secrets
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Every command starts the log; only the server needs the web framework.
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"

_current: ContextVar[str] = ContextVar("rulebridge_request", default="-")


def request_id() -> str:
    """The name of the request that is worked on; ``-`` outside of one.

    >>> request_id()
    '-'
    """
    return _current.get()


class RequestId:
    """Middleware that names each request and sends the name back in ``X-Request-ID``.

    A name that comes with a request is not taken over: whoever sends it could make the log say
    things.

    Args:
        app: What comes next.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its name."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        from starlette.datastructures import MutableHeaders

        name = secrets.token_hex(8)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        token = _current.set(name)
        try:
            await self.app(scope, receive, sent)
        finally:
            _current.reset(token)


class Naming(logging.Filter):
    """Gives every record the name of the request that it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Name the record; every record passes."""
        if not hasattr(record, "request"):
            record.request = request_id()
        return True
