"""Times as the tables show them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def milliseconds(run: Callable[[T], object], items: Sequence[T]) -> list[float]:
    """How long a call took for each item, in milliseconds."""
    times = []
    for item in items:
        started = time.perf_counter()
        run(item)
        times.append((time.perf_counter() - started) * 1000)
    return times


def summary(times: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile and the longest, to a tenth.

    >>> summary([1.0, 2.0, 3.0])["p50"]
    2.0
    """
    if not times:
        return {}
    p50, p95, p99, most = np.percentile(times, [50, 95, 99, 100])
    return {
        "p50": round(float(p50), 1),
        "p95": round(float(p95), 1),
        "p99": round(float(p99), 1),
        "max": round(float(most), 1),
    }


def ratio(theirs: float, ours: float) -> float:
    """How many times as large theirs is, to a hundredth.

    >>> ratio(100.0, 8.0)
    12.5
    """
    return round(theirs / max(ours, 1e-9), 2)
