"""Many users at once: throughput, waiting, errors and what those are told who cannot be served."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.settings import settings
from evals.benchmarks import machine
from evals.benchmarks.fresh import fresh
from evals.benchmarks.questions import plain
from evals.benchmarks.serving import PLENTY, Running, serving
from evals.benchmarks.timing import summary
from evals.benchmarks.users import PATIENCE, Asked, Crowd
from evals.questions import load

USERS = (1, 10, 50, 100)
SECONDS = 120.0
THINK = 10.0

Say = Callable[[str], None]


def measure(
    say: Say, users: Sequence[int] = USERS, seconds: float = SECONDS, think: float = THINK
) -> dict[str, Any]:
    """Load the server with so many users, with and without time to think.

    Args:
        say: Told what is being done.
        users: How many at once, one run after the other against the same server.
        seconds: Length of each run.
        think: Mean seconds between an answer and the user's next question in the realistic runs.
    """
    questions = [asked["question"] for asked in plain(q for q in load() if not q.history)]
    about = machine.described()
    say("load: the same questions without a server, one after the other")
    alone = fresh(
        "evals.benchmarks.load:in_process", questions=questions, home=str(settings().home)
    )
    runs = []
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), max(users)) as server:
        for pause in (think, 0.0):
            for count in users:
                say(f"load: {count} users, thinking {pause:g} s, {seconds:g} s")
                runs.append(_run(server, questions, count, seconds, pause))
    return {
        "machine": about,
        "settings": {
            "seconds": seconds,
            "think_mean_s": think,
            "questions": len(questions),
            "patience_s": PATIENCE,
            "rate_limits_per_minute": int(PLENTY),
            "workers": settings().workers,
            "waiting": settings().waiting,
        },
        "alone": alone,
        "runs": runs,
    }


def in_process(questions: list[str], home: str) -> dict[str, Any]:
    """The baseline: every question asked of the assistant in this process, one at a time."""
    from assistant.assistant import Assistant
    from corpus.settings import Settings
    from evals.benchmarks.timing import milliseconds

    with Assistant.open(Settings(home=Path(home))) as assistant:
        milliseconds(assistant.ask, questions[:10])
        started = time.perf_counter()
        times = milliseconds(assistant.ask, questions)
        seconds = time.perf_counter() - started
    return {"ms": summary(times), "per_second": round(len(questions) / seconds, 1)}


def _run(
    server: Running, questions: Sequence[str], users: int, seconds: float, think: float
) -> dict[str, Any]:
    before = server.memory_mb()
    crowd = Crowd(server, questions, think, numbered=True, seed=users)
    started = time.perf_counter()
    asked = asyncio.run(crowd.ask(users, seconds=seconds))
    took = time.perf_counter() - started
    return {
        "users": users,
        "think_s": think,
        **told(asked, took),
        "memory_mb": {"start": round(before), "end": round(server.memory_mb())},
    }


def told(asked: Sequence[Asked], seconds: float) -> dict[str, Any]:
    """What came of the questions of a run."""
    by: Mapping[str, list[float]] = {
        outcome: [a.ms for a in asked if a.outcome == outcome]
        for outcome in ("answered", "busy", "error")
    }
    return {
        "asked": len(asked),
        "answered": len(by["answered"]),
        "busy": len(by["busy"]),
        "errors": len(by["error"]),
        "error_kinds": dict(Counter(a.said for a in asked if a.outcome == "error")),
        "per_second": round(len(by["answered"]) / seconds, 1),
        "answer_ms": summary(by["answered"]),
        "busy_ms": summary(by["busy"]),
    }
