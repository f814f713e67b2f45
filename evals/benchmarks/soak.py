"""A working day in minutes: does the server hold more and more memory?"""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from evals.benchmarks import machine
from evals.benchmarks.load import Say, told
from evals.benchmarks.questions import plain
from evals.benchmarks.serving import serving
from evals.benchmarks.users import Crowd
from evals.questions import load

HOURS = 8
A_MINUTE = 30
"""Questions a minute that the day stands for: thirty people who each ask one a minute."""

REQUESTS = HOURS * 60 * A_MINUTE
USERS = 8
"""So many ask without a pause: enough to keep the workers busy, too few to be turned away."""

WARM_UP = 0.2
"""Share of the questions after which caches are full and memory should stand still."""

_STRETCHES = 24
_EVERY = 1.0


def measure(say: Say, requests: int = REQUESTS) -> dict[str, Any]:
    """Ask so many questions, no two alike, and see what the server's memory does.

    Args:
        say: Told what is being done.
        requests: Questions asked in all.
    """
    questions = [asked["question"] for asked in plain(q for q in load() if not q.history)]
    about = machine.described()
    samples: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), USERS) as server:
        say(f"soak: {requests} questions")
        crowd = Crowd(server, questions, think=0.0, numbered=True)
        done = threading.Event()

        def watch() -> None:
            while not done.wait(_EVERY):
                samples.append((len(crowd.asked), server.memory_mb()))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        started = time.perf_counter()
        asked = asyncio.run(crowd.ask(USERS, seconds=float("inf"), most=requests))
        took = time.perf_counter() - started
        done.set()
        watcher.join()
        samples.append((len(crowd.asked), server.memory_mb()))
    return {
        "machine": about,
        "stands_for": {"hours": HOURS, "questions_a_minute": A_MINUTE, "requests": REQUESTS},
        "users": USERS,
        "minutes": round(took / 60, 1),
        **told(asked, took),
        "growth": growth(samples, requests),
        "memory_mb": [round(mb, 1) for _, mb in _thinned(samples)],
        "memory_at": [count for count, _ in _thinned(samples)],
    }


def growth(samples: Sequence[tuple[int, float]], requests: int) -> dict[str, Any]:
    """Slope of memory over questions after warming up, with its 95 % interval.

    Neighbouring samples are alike, so a line through all of them would look surer than it is: the
    run is cut into stretches, and the line goes through their means.

    >>> steady = [(n, 900.0 + n % 2) for n in range(1000)]
    >>> growth(steady, 1000)["grows"]
    False
    """
    kept = np.array([(n, mb) for n, mb in samples if n >= WARM_UP * requests])
    stretches = np.array_split(kept, min(_STRETCHES, max(3, len(kept) // 3)))
    means = np.array([stretch.mean(axis=0) for stretch in stretches if len(stretch)])
    if len(means) < 3:
        return {"grows": None}
    line = stats.linregress(means[:, 0] / 1000, means[:, 1])
    reach = float(stats.t.ppf(0.975, len(means) - 2) * line.stderr)
    return {
        "mb_per_1000": round(float(line.slope), 3),
        "low": round(float(line.slope) - reach, 3),
        "high": round(float(line.slope) + reach, 3),
        "stretches": len(means),
        "start_mb": round(float(means[0, 1]), 1),
        "end_mb": round(float(means[-1, 1]), 1),
        "grows": bool(line.slope - reach > 0),
    }


def _thinned(samples: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    step = max(1, len(samples) // 200)
    return [*samples[::step]]
