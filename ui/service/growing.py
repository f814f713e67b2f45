"""Work in a thread whose results a coroutine takes as they come, until nobody wants them.

A coroutine that waits holds no thread. The thread of work that nobody waits for any longer is told
so by an event, and gives back what it holds when it has ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Generic, TypeVar

import anyio.to_thread
from anyio.lowlevel import RunVar

Part = TypeVar("Part")
Result = TypeVar("Result")

_THREADS = 64
"""Most threads at work at once; the turnstile lets far fewer work."""

_limiter: RunVar[anyio.CapacityLimiter] = RunVar("rulebridge_threads")


async def in_thread(task: Callable[[], Result]) -> Result:
    """Do something that keeps a processor busy, in a thread that is not among the framework's.

    Those are for reading pages, which goes on while questions are worked on.

    Args:
        task: What to do; it sees the context of whoever waits for it.
    """
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(_THREADS)
        _limiter.set(limiter)
    return await anyio.to_thread.run_sync(task, limiter=limiter)


class Growing(Generic[Part]):
    """One piece of work: its parts so far, as they come.

    Args:
        stop: Set, tells the work to end; one of its own where not given.

    Attributes:
        stop: Set by whoever does not want the rest.
    """

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()
        self._loop = asyncio.get_running_loop()
        self._come: asyncio.Queue[Part | None] = asyncio.Queue()
        self._news = asyncio.Event()
        self._error: Exception | None = None
        self._task: asyncio.Task[None] | None = None

    def put(self, part: Part) -> None:
        """Hand a part over, from the thread."""
        with contextlib.suppress(RuntimeError):  # The server is being shut down.
            self._loop.call_soon_threadsafe(self._arrived, part)

    def run(self, work: Awaitable[None]) -> None:
        """Wait for the work in the background."""
        self._task = asyncio.create_task(self._finished(work))

    async def begun(self, seconds: float) -> None:
        """Wait until something is there, at most so long.

        Raises:
            Exception: What the work failed of meanwhile.
        """
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)
        if self._error is not None and self._come.qsize() == 1:
            raise self._error

    async def __aiter__(self) -> AsyncIterator[Part]:
        """The parts so far, to the last.

        Raises:
            Exception: What the work failed of.
        """
        while (part := await self._come.get()) is not None:
            yield part
        if self._error is not None:
            raise self._error

    async def with_pulse(self, seconds: float) -> AsyncIterator[Part | None]:
        """The parts so far, and None whenever none has come for so long.

        Raises:
            Exception: What the work failed of.
        """
        while True:
            try:
                part = await asyncio.wait_for(self._come.get(), seconds)
            except TimeoutError:
                yield None
                continue
            if part is None:
                break
            yield part
        if self._error is not None:
            raise self._error

    def _arrived(self, part: Part | None) -> None:
        self._come.put_nowait(part)
        self._news.set()

    async def _finished(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:
            self._error = error
        finally:
            self._arrived(None)
