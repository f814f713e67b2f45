"""Where questions are worked on: in threads of their own, a few at a time, until nobody listens.

A coroutine waits in the line without holding a thread; only the work itself has one. When the
client hangs up, the question leaves the line, or the model stops writing.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol, TypeVar

from fastapi import Request

from assistant.answer import Answer
from ui.api.metrics import Metrics, Stopwatch
from ui.safety.reader import identity
from ui.safety.turnstile import Busy, Gone
from ui.service.growing import Growing, in_thread
from ui.service.requests import AskRequest
from ui.service.service import Service

Result = TypeVar("Result")
Asking = Growing[Answer]
"""One question being worked on: the answers so far, as they come."""


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

    def turn_async(
        self, gone: Callable[[], bool] | None = None
    ) -> AbstractAsyncContextManager[None]:
        """A turn to work; `gone` says whether who asked has hung up."""
        ...


class Desk:
    """Works on what is asked.

    Args:
        service: Answers.
        turns: The queue.
        metrics: Counts.
        kept: Called with each question and who asked it, where questions are kept.
    """

    def __init__(
        self,
        service: Service,
        turns: Turns,
        metrics: Metrics,
        kept: Callable[[str, str], None] | None = None,
    ) -> None:
        self.service = service
        self.metrics = metrics
        self._turns = turns
        self._kept = kept

    async def work(self, task: Callable[[], Result], stop: threading.Event | None = None) -> Result:
        """Do something that keeps a processor busy, when it is its turn.

        Raises:
            Busy: Too many are asking.
        """

        def done() -> Result:
            # The work may outlive the request, and the request's hold on the index.
            with self.service.one_index():
                return task()

        try:
            async with self._turns.turn_async(stop.is_set if stop else None):
                return await in_thread(done)
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
        asking: Asking = Growing()

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


async def _until_hung_up(request: Request, stop: threading.Event) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    stop.set()
