"""Where questions are worked on: in threads of their own, a few at a time, until nobody listens.

A coroutine waits for a question without holding anything up; the work itself is in a thread, behind
the turnstile. When the client hangs up, the question leaves the queue, or the model stops writing.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Protocol, TypeVar

import anyio.to_thread
from fastapi import Request

from assistant.answer import Answer
from ui.api.metrics import Metrics, Stopwatch
from ui.safety.reader import identity
from ui.safety.turnstile import Busy, Gone
from ui.service.requests import AskRequest
from ui.service.service import Service

Result = TypeVar("Result")

_MORE_THREADS = 8
"""Threads beyond those that work or wait, so that there is always one to be refused in."""


class Turns(Protocol):
    """The queue: lets some work, lets some wait, and raises `Busy` for the rest."""

    @property
    def active(self) -> int:
        """How many work now."""
        ...

    @property
    def waiting(self) -> int:
        """How many wait now."""
        ...

    def turn(self, gone: Callable[[], bool] | None = None) -> AbstractContextManager[None]:
        """A turn to work; `gone` says whether who asked has hung up."""
        ...


class Desk:
    """Works on what is asked.

    Args:
        service: Answers.
        turns: The queue.
        metrics: Counts.
        places: How many may work or wait at once.
        kept: Called with each question and who asked it, where questions are kept.
    """

    def __init__(
        self,
        service: Service,
        turns: Turns,
        metrics: Metrics,
        places: int,
        kept: Callable[[str, str], None] | None = None,
    ) -> None:
        self.service = service
        self.metrics = metrics
        self._turns = turns
        self._places = places
        self._kept = kept
        self._limiters: dict[int, anyio.CapacityLimiter] = {}

    async def work(self, task: Callable[[], Result], stop: threading.Event | None = None) -> Result:
        """Do something that keeps a processor busy, when it is its turn.

        Raises:
            Busy: Too many are asking.
        """
        gone = stop.is_set if stop else None

        def in_turn() -> Result:
            with self._turns.turn(gone):
                return task()

        try:
            return await anyio.to_thread.run_sync(in_turn, limiter=self._limiter())
        except Busy:
            self.metrics.refused()
            raise

    async def ask(self, asked: AskRequest, request: Request, face: str = "api") -> Answer:
        """The whole answer.

        Raises:
            Busy: Too many are asking.
            Gone: Who asked has hung up.
            RuleBridgeError: The question cannot be answered as asked.
        """
        async with self.asking(asked, request, face) as asking:
            last = None
            async for answer in asking:
                last = answer
            if asking.stop.is_set() or last is None:
                raise Gone("Who asked has hung up.")
        return last

    @asynccontextmanager
    async def asking(
        self, asked: AskRequest, request: Request, face: str = "api"
    ) -> AsyncIterator[Asking]:
        """A question being worked on, which is given up when the client hangs up."""
        asking = self.start(asked, request, face)
        watch = asyncio.create_task(_until_hung_up(request, asking.stop))
        try:
            yield asking
        finally:
            watch.cancel()
            asking.stop.set()

    def start(self, asked: AskRequest, request: Request, face: str = "api") -> Asking:
        """Begin to work on a question; whoever starts it has to set `Asking.stop` in the end."""
        if self._kept:
            self._kept(asked.question, identity(request.scope))
        asking = Asking()

        def produce() -> None:
            watch, last = Stopwatch(), None
            for answer in self.service.stream(asked, stop=asking.stop):
                if asking.stop.is_set():
                    return
                asking.put(answer)
                last = answer
            if last is not None and not asking.stop.is_set():
                self.metrics.answered(last, watch.seconds, face)

        asking.run(self.work(produce, asking.stop))
        return asking

    def _limiter(self) -> anyio.CapacityLimiter:
        # A limiter belongs to an event loop, and tests have more than one.
        loop = id(asyncio.get_running_loop())
        if loop not in self._limiters:
            self._limiters = {loop: anyio.CapacityLimiter(self._places + _MORE_THREADS)}
        return self._limiters[loop]


class Asking:
    """One question being worked on: the answers so far, as they come.

    Attributes:
        stop: Set, ends the work.
    """

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._loop = asyncio.get_running_loop()
        self._come: asyncio.Queue[Answer | None] = asyncio.Queue()
        self._news = asyncio.Event()
        self._error: Exception | None = None
        self._task: asyncio.Task[None] | None = None

    def put(self, answer: Answer) -> None:
        """Hand an answer over, from the thread."""
        with contextlib.suppress(RuntimeError):  # The server is being shut down.
            self._loop.call_soon_threadsafe(self._arrived, answer)

    def run(self, work: Awaitable[None]) -> None:
        """Wait for the work in the background."""
        self._task = asyncio.create_task(self._finished(work))

    async def begun(self, seconds: float) -> None:
        """Wait until something is there, at most so long.

        Raises:
            RuleBridgeError: It failed meanwhile.
        """
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)
        if self._error is not None and self._come.qsize() == 1:
            raise self._error

    async def __aiter__(self) -> AsyncIterator[Answer]:
        """The answers so far; the last one is the whole."""
        while (answer := await self._come.get()) is not None:
            yield answer
        if self._error is not None:
            raise self._error

    def _arrived(self, answer: Answer | None) -> None:
        self._come.put_nowait(answer)
        self._news.set()

    async def _finished(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:
            self._error = error
        finally:
            self._arrived(None)


async def _until_hung_up(request: Request, stop: threading.Event) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    stop.set()
