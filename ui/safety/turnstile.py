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
from functools import partial

from corpus.errors import RuleBridgeError

_LOOK = 0.25
"""Seconds between looks whether somebody in the line has gone."""

_REMEMBERED = 20
_GUESS = 3.0
"""Seconds that a question is thought to take before any was answered, where nobody says so."""


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


class Place:
    """Where somebody stands in the line; made by who waits, and handed to `Turnstile.turn_async`.

    >>> Place().seconds
    0
    """

    def __init__(self) -> None:
        self._left: Callable[[], float] | None = None

    @property
    def seconds(self) -> int:
        """Seconds until it is probably their turn, at least one; 0 for who does not wait."""
        left = self._left
        return max(1, math.ceil(left())) if left else 0


class Turnstile:
    """Lets some work, lets some wait, and turns the rest away at once.

    The first in the line is the next to work, whether it waits in a thread or in a coroutine.
    Nobody is let into the line who would probably wait longer than anybody should; how long that
    is follows from how long the last ones took. One for each that works may always wait: who is
    next is not sent away, however long it takes.

    Args:
        workers: Most who work at once.
        waiting: Most in the line.
        patience: Longest wait in the line, in seconds, if it was estimated wrongly.
        longest: Longest wait that is begun, in seconds, as far as it can be known; any if None.
        usual: Seconds that one is thought to take before any did.
    """

    def __init__(
        self,
        workers: int = 2,
        waiting: int = 40,
        patience: float = 60.0,
        *,
        longest: float | None = None,
        usual: float = _GUESS,
    ) -> None:
        self.workers, self.most_waiting, self.patience = workers, waiting, patience
        self._longest = longest
        self._first_guess = usual
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
                if self._waits_on(ticket, until, gone):
                    continue
                break
            except BaseException:
                self._give_up(ticket)
                raise
        with self._working():
            yield

    @asynccontextmanager
    async def turn_async(
        self, gone: Callable[[], bool] | None = None, place: Place | None = None
    ) -> AsyncIterator[None]:
        """A turn, for coroutines; one that is cancelled leaves the line.

        Args:
            gone: Says whether who asked has hung up; asked now and then in the line.
            place: Says, meanwhile, how long the wait will be.

        Raises:
            Busy: The line is full, or the wait was too long.
            Gone: Who asked has hung up.
        """
        ticket = self._enter()
        until = time.monotonic() + self.patience
        try:
            if not ticket.done():
                await self._called(ticket, until, gone, place)
        except (Busy, Gone):
            raise
        except BaseException:
            self._give_up(ticket)
            raise
        with self._working():
            yield

    async def _called(
        self,
        ticket: Future[None],
        until: float,
        gone: Callable[[], bool] | None,
        place: Place | None,
    ) -> None:
        """Wait in the line until it is one's turn."""
        called = asyncio.wrap_future(ticket)
        if place is not None:
            place._left = partial(self._left, ticket)
        try:
            while True:
                left = max(0.0, until - time.monotonic())
                await asyncio.wait((called,), timeout=min(left, _LOOK) if gone else left)
                if called.done() or not self._waits_on(ticket, until, gone):
                    return
        finally:
            if place is not None:
                place._left = None

    def _waits_on(
        self, ticket: Future[None], until: float, gone: Callable[[], bool] | None
    ) -> bool:
        """Whether to go on waiting; leaves the line where not. False where the turn has come."""
        hung_up = gone is not None and gone()
        if not hung_up and time.monotonic() < until:
            return True
        if self._leave(ticket):
            raise (Gone("The question was withdrawn.") if hung_up else self._busy()) from None
        return False

    def _enter(self) -> Future[None]:
        ticket: Future[None] = Future()
        with self._lock:
            if self.active < self.workers and not self._line:
                self.active += 1
                ticket.set_result(None)
                return ticket
            if self._has_room():
                self._line.append(ticket)
                return ticket
        raise self._busy()

    def _has_room(self) -> bool:
        standing = len(self._line)
        if standing >= self.most_waiting:
            return False
        if self._longest is None or standing < self.workers:
            return True
        return self._after(standing + 1) <= self._longest

    def _after(self, ended: int) -> float:
        """Seconds until so many have ended."""
        known = list(self._durations)
        usual = sum(known) / len(known) if known else self._first_guess
        return usual * ended / self.workers

    def _left(self, ticket: Future[None]) -> float:
        with self._lock:
            try:
                return self._after(self._line.index(ticket) + 1)
            except ValueError:
                return 0.0

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
            seconds = self._after(len(self._line) + 1)
        return Busy(max(1, math.ceil(seconds)))
