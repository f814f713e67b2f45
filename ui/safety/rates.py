"""Middleware that limits how much one reader or one address may ask for in a minute."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.safety.addresses import ADDRESS, counted_as
from ui.safety.places import Kind, asks, is_event, is_file, kind_of
from ui.safety.reader import reader_of
from ui.safety.refusal import refusal

_OFFICE = 10
"""Readers who may well share one address: theirs is allowed so many times what one reader is."""

_EVENTS = 3
"""Things done on the chat page for each question: opening it, switching the language."""


class Rates:
    """Counts what makes the assistant work apart from what is merely read; files not at all.

    Args:
        app: What comes next.
        asks: Questions a minute for one reader.
        requests: Other requests a minute for one reader.
    """

    def __init__(self, app: ASGIApp, asks: int, requests: int) -> None:
        self.app = app
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._most = {"ask": asks, "event": asks * _EVENTS, "read": requests}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless it is one too many."""
        seconds = self._wait(scope) if scope["type"] == "http" else 0
        if seconds:
            after = {"Retry-After": str(seconds)}
            await refusal(scope, 429, "too_many", after, seconds=seconds)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _wait(self, scope: Scope) -> int:
        method, path = scope["method"], scope["path"]
        if is_file(path) or kind_of(method, path) is Kind.OPEN:
            return 0
        what = (
            "ask"
            if asks(method, path, scope["query_string"])
            else "event"
            if is_event(path)
            else "read"
        )
        most = self._most[what]
        reader = reader_of(scope)
        address = counted_as(scope.get(ADDRESS, ""))
        if reader is None:
            return self._hit(RateLimitItemPerMinute(most), what, "address", address)
        return self._hit(RateLimitItemPerMinute(most), what, "reader", reader.id) or self._hit(
            RateLimitItemPerMinute(most * _OFFICE), what, "office", address
        )

    def _hit(self, limit: RateLimitItem, *who: str) -> int:
        if self._limiter.hit(limit, *who):
            return 0
        return seconds_until(self._limiter.get_window_stats(limit, *who).reset_time)


def seconds_until(moment: float) -> int:
    """Whole seconds from now to a Unix time, at least one."""
    return max(1, math.ceil(moment - time.time()))
