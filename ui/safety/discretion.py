"""Failures that nobody expected: told to nobody, and logged without what they may quote.

The message of an exception often repeats the words that caused it, and those may be a reader's
question; the web server would print it with the whole traceback.
"""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.logs.whereabouts import whereabouts
from ui.safety.refusal import refusal

__all__ = ["Discreet", "hush", "whereabouts"]

_log = logging.getLogger(__name__)

_TALKATIVE = ("gradio", "httpcore", "httpx", "llama_index", "mcp", "openai", "sse_starlette")
"""Libraries that log what passes through them, piece by piece, at level DEBUG."""


def hush() -> None:
    """Keep libraries from logging readers' words, whatever level the program logs at."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.INFO))


class Discreet:
    """Ends what went wrong inside: a general sentence to the reader, kind and place to the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for it where it fails."""
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except Exception as error:
            if scope["type"] != "http":
                raise
            _log.error("unexpected %s", whereabouts(error))
            if not started:
                await refusal(scope, 500, "failed")(scope, receive, send)
