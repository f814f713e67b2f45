"""Middleware that keeps each request at one index, whatever is switched to meanwhile."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.service.living import Living

_EVENTS = "/gradio_api/"
"""Connections below it last as long as a page is open; what is done on it keeps to one index by
itself."""


class OneIndex:
    """Holds the index in use for every request until it is answered.

    Args:
        app: What comes next.
        living: Holds the assistant in use.
    """

    def __init__(self, app: ASGIApp, living: Living) -> None:
        self.app = app
        self._living = living

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http" or scope["path"].startswith(_EVENTS):
            await self.app(scope, receive, send)
            return
        with self._living.one_index():
            await self.app(scope, receive, send)
