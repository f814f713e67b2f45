"""People who ask a server: each thinks, asks, waits for the answer, and thinks again."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import httpx

from evals.benchmarks.serving import Running

Outcome = Literal["answered", "busy", "error"]

PATIENCE = 90.0
"""Seconds after which a user counts a question as never answered: an error."""

_BUSY = 503
_LONGEST_PAUSE = 10.0
"""Who is told to come back later does so, at the latest after so many seconds."""


@dataclass(frozen=True)
class Asked:
    """One question that was sent.

    Attributes:
        at: Seconds after the beginning at which it was sent.
        ms: Milliseconds until the answer, or the refusal, was complete.
        outcome: What came of it.
        said: What went wrong, if something did.
    """

    at: float
    ms: float
    outcome: Outcome
    said: str = ""


@dataclass
class Crowd:
    """Users of a server at the same time.

    Args:
        server: Where they ask; it has a key for each of them.
        questions: What they ask, each in an order of its own.
        think: Mean seconds between an answer and the next question, exponentially distributed;
            0 asks again at once.
        numbered: Whether each question gets a number of its own behind it, so that no two are the
            same words.
        seed: The same seed asks the same in the same order.
    """

    server: Running
    questions: Sequence[str]
    think: float = 10.0
    numbered: bool = False
    seed: int = 0
    asked: list[Asked] = field(default_factory=list)
    _sent: int = 0

    async def ask(
        self, users: int, *, seconds: float, most: int | None = None, settle: float = 0.0
    ) -> list[Asked]:
        """Let so many users ask.

        Args:
            users: How many.
            seconds: How long they go on; the last answers are waited for.
            most: How many questions at most, all users together.
            settle: Seconds over which they arrive.

        Returns:
            What was asked, in the order of the answers.
        """
        started = time.perf_counter()
        limits = httpx.Limits(max_connections=users, max_keepalive_connections=users)
        async with httpx.AsyncClient(
            base_url=self.server.url, timeout=PATIENCE, limits=limits
        ) as client:

            def over() -> bool:
                late = time.perf_counter() - started >= seconds
                return late or (most is not None and self._sent >= most)

            await asyncio.gather(
                *(self._user(client, n, started, settle * n / users, over) for n in range(users))
            )
        return self.asked

    async def _user(
        self,
        client: httpx.AsyncClient,
        number: int,
        started: float,
        delay: float,
        over: Callable[[], bool],
    ) -> None:
        rng = random.Random(f"{self.seed} {number}")  # noqa: S311 - nothing is kept secret here
        order = rng.sample(self.questions, len(self.questions))
        headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        if self.server.keys:
            headers["Authorization"] = f"Bearer {self.server.keys[number]}"
        # Nobody begins with the others.
        await asyncio.sleep(delay + (rng.expovariate(1 / self.think) if self.think else 0.0))
        turn = 0
        while not over():
            self._sent += 1
            question = order[turn % len(order)]
            if self.numbered:
                question += f" ({self._sent})"
            turn += 1
            pause = await self._question(client, headers, question, started)
            if self.think:
                pause = max(pause, rng.expovariate(1 / self.think))
            await asyncio.sleep(pause)

    async def _question(
        self, client: httpx.AsyncClient, headers: dict[str, str], question: str, started: float
    ) -> float:
        """Ask and write down what came of it; how long to wait before the next."""
        begun = time.perf_counter()
        outcome: Outcome = "error"
        said, pause = "", 0.0
        try:
            response = await client.post(
                "/api/v1/ask", json={"question": question}, headers=headers
            )
            if response.status_code == _BUSY:
                outcome = "busy"
                pause = min(float(response.headers.get("Retry-After", "1")), _LONGEST_PAUSE)
            elif response.is_success and "abstained" in response.json():
                outcome = "answered"
            else:
                said = f"status {response.status_code}"
        except (httpx.HTTPError, ValueError) as error:
            said = type(error).__name__
        ms = (time.perf_counter() - begun) * 1000
        self.asked.append(Asked(begun - started, ms, outcome, said))
        return pause if outcome != "error" else 1.0
