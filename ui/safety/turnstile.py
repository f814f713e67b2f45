"""How many questions are worked on at once, how many may wait, and what the others are told.

Example:
    >>> turnstile = Turnstile(workers=1, waiting=0)
    >>> with turnstile.turn():
    ...     turnstile.active
    1
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager

from corpus.errors import RuleBridgeError

_LOOK = 0.25
"""Seconds between looks whether somebody in the line has gone."""

_REMEMBERED = 20
_GUESS = 3.0
"""Seconds that a question is thought to take before any was answered."""


class Busy(RuleBridgeError):
    """Too many are asking.

    Attributes:
        seconds: When to try again.
    """

    code = "busy"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"RuleBridge is busy with other questions; try again in {seconds} s.", seconds=seconds
        )
        self.seconds = seconds


class Gone(RuleBridgeError):
    """Who asked has hung up while waiting in the line."""

    code = "gone"


class Turnstile:
    """Lets some work, lets some wait, and turns the rest away at once.

    The first in the line is the next to work, whether it waits in a thread or in a coroutine.

    Args:
        workers: Most who work at once.
        waiting: Most in the line.
        patience: Longest wait in the line, in seconds.
    """

    def __init__(self, workers: int = 2, waiting: int = 40, patience: float = 60.0) -> None:
        self.workers, self.most_waiting, self.patience = workers, waiting, patience
        self._lock = threading.Lock()
        self._line: deque[Future[None]] = deque()
        self._durations: deque[float] = deque(maxlen=_REMEMBERED)
        self.active = 0
        """How many work now."""
        self.refused = 0
        """How many were turned away since the start."""

    @property
    def waiting(self) -> int:
        """How many are in the line now."""
        return len(self._line)

    @contextmanager
    def turn(self, gone: Callable[[], bool] | None = None) -> Iterator[None]:
        """A turn, for threads.

        Args:
            gone: Says whether who asked has hung up; asked now and then in the line.

        Raises:
            Busy: The line is full, or the wait was too long.
            Gone: Who asked has hung up.
        """
        ticket = self._enter()
        until = time.monotonic() + self.patience
        while True:
            left = until - time.monotonic()
            try:
                ticket.result(max(0.0, min(left, _LOOK) if gone else left))
                break
            except TimeoutError:
                hung_up = gone is not None and gone()
                if not hung_up and time.monotonic() < until:
                    continue
                if self._leave(ticket):
                    raise (
                        Gone("The question was withdrawn.") if hung_up else self._busy()
                    ) from None
                break
            except BaseException:
                self._give_up(ticket)
                raise
        with self._working():
            yield

    @asynccontextmanager
    async def turn_async(self) -> AsyncIterator[None]:
        """A turn, for coroutines; one that is cancelled leaves the line.

        Raises:
            Busy: The line is full, or the wait was too long.
        """
        ticket = self._enter()
        try:
            async with asyncio.timeout(self.patience):
                await asyncio.shield(asyncio.wrap_future(ticket))
        except TimeoutError:
            if self._leave(ticket):
                raise self._busy() from None
        except BaseException:
            self._give_up(ticket)
            raise
        with self._working():
            yield

    def _enter(self) -> Future[None]:
        ticket: Future[None] = Future()
        with self._lock:
            if self.active < self.workers and not self._line:
                self.active += 1
                ticket.set_result(None)
                return ticket
            if len(self._line) < self.most_waiting:
                self._line.append(ticket)
                return ticket
        raise self._busy()

    def _leave(self, ticket: Future[None]) -> bool:
        """Leave the line; false where the turn has come meanwhile."""
        with self._lock:
            if ticket.done():
                return False
            self._line.remove(ticket)
            return True

    def _give_up(self, ticket: Future[None]) -> None:
        if not self._leave(ticket):
            self._next()

    @contextmanager
    def _working(self) -> Iterator[None]:
        started = time.monotonic()
        try:
            yield
        finally:
            self._durations.append(time.monotonic() - started)
            self._next()

    def _next(self) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().set_result(None)
            else:
                self.active -= 1

    def _busy(self) -> Busy:
        with self._lock:
            self.refused += 1
            known = list(self._durations)
            usual = sum(known) / len(known) if known else _GUESS
            ahead = len(self._line) + 1
        return Busy(max(1, math.ceil(usual * ahead / self.workers)))
