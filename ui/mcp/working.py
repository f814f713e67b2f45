"""Where tools work: behind the queue that all faces share, until nobody waits for the result."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel
from starlette.types import Message, Receive

from assistant.answer import Answer
from ui.api.metrics import Stopwatch
from ui.mcp.tools import Tool
from ui.safety.turnstile import Busy, Turnstile
from ui.service.service import Service

WORKERS = 2
"""Calls worked on at the same time where there is no queue; further ones wait."""

GONE = "rulebridge.gone"
"""Key in the ASGI scope: an event that is set when the client hangs up."""

_MORE_THREADS = 8
"""Threads beyond those that work or wait, so that there is always one to be refused in."""


class Counts(Protocol):
    """What is counted of questions, see `ui.api.metrics.Metrics`."""

    def answered(self, answer: Answer, seconds: float, face: str = "api") -> None:
        """Count a reply."""
        ...

    def refused(self) -> None:
        """Count a question that the queue had no room for."""
        ...


@dataclass(frozen=True)
class Working:
    """Runs tools.

    Attributes:
        service: What is asked.
        turnstile: The queue, shared with other faces; none where a single client asks.
        metrics: Where to count.
        kept: Called with each question and who asked it, where questions are kept.
        workers: Calls worked on at the same time where there is no queue.
    """

    service: Service
    turnstile: Turnstile | None = None
    metrics: Counts | None = None
    kept: Callable[[str, str], None] | None = None
    workers: int = WORKERS

    @property
    def threads(self) -> int:
        """Most calls that have a thread at once."""
        line = self.turnstile
        return line.workers + line.most_waiting + _MORE_THREADS if line else self.workers

    def done(self, tool: Tool, request: Any, gone: threading.Event, user: str) -> BaseModel:
        """What a tool gives, when it is its turn.

        Args:
            tool: The tool.
            request: What it is asked.
            gone: Set when the client hangs up.
            user: Who asks.

        Raises:
            Busy: Too many are asking.
            Gone: The client has hung up.
            RuleBridgeError: It cannot be done as asked.
        """
        if self.kept and tool.name == "ask":
            self.kept(request.question, user)
        line = self.turnstile if tool.works else None
        try:
            with line.turn(gone.is_set) if line else nullcontext():
                watch = Stopwatch()
                with self.service.one_index():
                    result = tool.run(self.service, request, gone)
        except Busy:
            if self.metrics:
                self.metrics.refused()
            raise
        if self.metrics and isinstance(result, Answer):
            self.metrics.answered(result, watch.seconds, "mcp")
        return result


class Listening:
    """A request's messages, and whether its client is still there once the body has come.

    Args:
        receive: Of the request.
        gone: Set when the client hangs up.
    """

    def __init__(self, receive: Receive, gone: threading.Event) -> None:
        self._receive = receive
        self._gone = gone
        self._whole = asyncio.Event()
        self._left = asyncio.Event()

    async def receive(self) -> Message:
        """The next piece of the body; after the last one, that the client has gone."""
        if self._whole.is_set():
            await self._left.wait()
            return {"type": "http.disconnect"}
        message = await self._receive()
        if message["type"] != "http.request":
            self._hung_up()
        elif not message.get("more_body", False):
            self._whole.set()
        return message

    async def watch(self) -> None:
        """Wait until the client hangs up."""
        await self._whole.wait()
        while not self._gone.is_set() and (await self._receive())["type"] != "http.disconnect":
            pass
        self._hung_up()

    def _hung_up(self) -> None:
        self._gone.set()
        self._whole.set()
        self._left.set()
