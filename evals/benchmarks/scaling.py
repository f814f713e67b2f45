"""Ten thousand to a million passages: from when on is a graph worth it, and when a server?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import exp, log
from pathlib import Path
from typing import Any

from corpus.settings import settings
from corpus.store.edge_layout import EXACT_UP_TO
from evals.benchmarks import machine
from evals.benchmarks.fresh import fresh
from evals.benchmarks.load import Say
from evals.benchmarks.questions import plain, standing_alone
from evals.benchmarks.scaling_run import LAYOUTS

SIZES = (10_000, 100_000, 1_000_000)
TARGET_MS = 60.0
TARGET_RECALL = 0.97
_HERE = "evals.benchmarks.scaling_run"


def measure(
    say: Say,
    sizes: Sequence[int] = SIZES,
    layouts: Sequence[str] = tuple(LAYOUTS),
    threads: int = 0,
    place: Path | None = None,
) -> dict[str, Any]:
    """Make, build and search a store for each size and layout.

    Args:
        say: Told what is being done.
        sizes: Passages.
        layouts: Which of `LAYOUTS`; the exact one is always measured first.
        threads: Threads that build a graph; 0 takes all.
        place: Folder for the stores, the system's temporary one if not given: a million passages
            take 5 GB, twice while a graph is built.
    """
    about = machine.described()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(dir=place) as given:
        folder, kept = Path(given), Path(given) / "kept"
        say("scaling: reading the real index")
        questions = [asked["question"] for asked in plain(standing_alone())]
        real = fresh(
            f"{_HERE}:prepared", home=str(settings().home), folder=given, questions=questions
        )
        for size in sizes:
            say(f"scaling: {size} passages, writing")
            fill = fresh(f"{_HERE}:filled", folder=given, count=size)
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(folder / "store", kept)
            for name in ("exact", *(n for n in layouts if n != "exact")):
                build: Mapping[str, Any] = {}
                if name != "exact":
                    shutil.rmtree(folder / "store")
                    shutil.copytree(kept, folder / "store")
                    say(f"scaling: {size} passages, {name}, building")
                    build = fresh(f"{_HERE}:settled", folder=given, name=name, threads=threads)
                say(f"scaling: {size} passages, {name}, searching")
                found = fresh(f"{_HERE}:searched", folder=given, name=name)
                rows.append(
                    {
                        "size": size,
                        "layout": name,
                        "written_s": fill["seconds"],
                        "built_s": build.get("seconds", 0.0),
                        "build_peak_mb": build.get("peak_mb", fill["peak_mb"]),
                        **found,
                    }
                )
            shutil.rmtree(folder / "store")
    return {"machine": about, "real": real, "exact_up_to": EXACT_UP_TO, "rows": rows}


def server_from(rows: Sequence[Mapping[str, Any]], layout: str, limit: float) -> float | None:
    """Passages at which the 95th percentile of a search passes a limit, between two measured sizes.

    The times of two neighbouring sizes are joined by a straight line on logarithmic scales.

    Args:
        rows: The study.
        layout: Which of its layouts.
        limit: Milliseconds.

    Returns:
        The number of passages, to two figures; None where the limit is not reached.

    >>> small = {"layout": "exact", "size": 10_000, "search_ms": {"p95": 10.0}}
    >>> large = {"layout": "exact", "size": 1_000_000, "search_ms": {"p95": 1000.0}}
    >>> server_from([small, large], "exact", 100.0)
    100000.0
    """
    own = sorted((r["size"], r["search_ms"]["p95"]) for r in rows if r["layout"] == layout)
    for (size, ms), (larger, longer) in pairwise(own):
        if ms <= limit < longer:
            share = (log(limit) - log(ms)) / (log(longer) - log(ms))
            return float(f"{exp(log(size) + share * (log(larger) - log(size))):.2g}")
    return None
