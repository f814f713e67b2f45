"""One store of the scaling study, each function for a process of its own."""

from __future__ import annotations

import pickle
import random
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus.store import Leg
from corpus.store.edge import EdgeStore
from corpus.store.edge_layout import EdgeLayout
from evals.benchmarks import machine
from evals.benchmarks.material import Real, nearest, read_real, synthetic
from evals.benchmarks.recording import Search, recorded
from evals.benchmarks.timing import milliseconds, summary

_EXACT = EdgeLayout(exact_up_to=10**12)
LAYOUTS = {
    "exact": _EXACT,
    "graph": EdgeLayout(exact_up_to=0, quantisation="none"),
    "graph, 8 bits": EdgeLayout(exact_up_to=0, quantisation="int8"),
    "graph, 1 bit": EdgeLayout(exact_up_to=0, quantisation="binary", candidates=4.0),
}
"""What is compared; the last three with what `EdgeLayout` chooses for large stores."""

_WARM = 10
"""Searches that do not count: the engine loads what it needs with the first."""
_MOST = 80
"""Searches that are replayed: comparing a million vectors for each of nine legs takes a second."""
_MATERIAL = "material.pickle"
_TRUTH = "truth.pickle"


def prepared(home: str, folder: str, questions: list[str]) -> dict[str, Any]:
    """Read the real index, and write down what the product asks of it for each question."""
    from assistant.assistant import Assistant
    from corpus.settings import Settings

    with Assistant.open(Settings(home=Path(home))) as assistant:
        real = read_real(assistant.index.store.points())
        searches = recorded(assistant, questions)
    with (Path(folder) / _MATERIAL).open("wb") as file:
        pickle.dump((real, searches), file)
    near = nearest(real.vectors)
    return {
        "passages": len(real),
        "questions": len(searches),
        "legs": summary([float(len(search.legs)) for search in searches]),
        "nearest_cosine": [round(float(x), 2) for x in np.percentile(near, [5, 50, 95])],
    }


def filled(folder: str, count: int) -> dict[str, Any]:
    """Write a store of so many synthetic passages, to be measured as it is and to be copied."""
    real, _ = _material(folder)
    started = time.perf_counter()
    with EdgeStore(_store(folder), real.vectors.shape[1], create=True, layout=_EXACT) as store:
        store.write_points(synthetic(real, count))
        store.flush()
    return {"seconds": round(time.perf_counter() - started, 1)}


def settled(folder: str, name: str, threads: int = 0) -> dict[str, Any]:
    """Build the graph of a layout in the store that is there."""
    real, _ = _material(folder)
    layout = replace(LAYOUTS[name], threads=threads)
    started = time.perf_counter()
    with EdgeStore(_store(folder), real.vectors.shape[1], layout=layout) as store:
        store.settle()
    return {"seconds": round(time.perf_counter() - started, 1)}


def searched(folder: str, name: str) -> dict[str, Any]:
    """Search the store that is there: times, memory, and how much of the truth is found.

    The exact layout is the truth, and has to come first.
    """
    real, searches = _material(folder)
    started = time.perf_counter()
    with EdgeStore(_store(folder), real.vectors.shape[1], layout=LAYOUTS[name]) as store:
        opened = time.perf_counter() - started
        random.Random(0).shuffle(searches)  # noqa: S311
        searches = searches[:_MOST]
        run: Callable[[Search], None] = lambda search: search.run(store)  # noqa: E731
        # The first time, hardly a passage has been read yet; the second time, all have.
        first, again = milliseconds(run, searches), milliseconds(run, searches)
        found = [
            [hit.passage.locator for hit in hits]
            for search in searches
            for hits in store.search(search.legs)
        ]
        one = [leg for s in searches for leg in s.legs if leg.kind == "centred" and leg.limit > 5]
        words = [leg for s in searches for leg in s.legs if leg.kind == "sparse"]
        result = {
            "opened_s": round(opened, 2),
            "search_ms": summary(first[_WARM:]),
            "again_ms": summary(again),
            "vectors_ms": summary(milliseconds(lambda leg: store.search([leg]), one)),
            "words_ms": summary(milliseconds(lambda leg: store.search([leg]), words)),
            "memory_mb": machine.memory(),
            "disk_mb": machine.folder_mb(_store(folder)),
            "passages": store.count(),
        }
    truth = Path(folder) / _TRUTH
    if name == "exact":
        truth.write_bytes(pickle.dumps(found))
    legs = [leg for search in searches for leg in search.legs]
    return result | _recall(legs, pickle.loads(truth.read_bytes()), found)  # noqa: S301


def removed(folder: str) -> None:
    """Remove the store, so that another can be made."""
    shutil.rmtree(_store(folder), ignore_errors=True)


def _recall(
    legs: Sequence[Leg], truth: Sequence[list[str]], found: Sequence[list[str]]
) -> dict[str, float]:
    """Share of the nearest ten, and of all that a leg takes, over legs that compare vectors."""
    rows = [
        (want, got)
        for leg, want, got in zip(legs, truth, found, strict=True)
        if leg.kind != "sparse" and want
    ]
    shares = {}
    for name, most in (("recall_10", 10), ("recall_all", None)):
        each = [len({*want[:most]} & {*got[:most]}) / len(want[:most]) for want, got in rows]
        shares[name] = round(float(np.mean(each)), 4)
    return shares


def _material(folder: str) -> tuple[Real, list[Search]]:
    real, searches = pickle.loads((Path(folder) / _MATERIAL).read_bytes())  # noqa: S301
    return real, searches


def _store(folder: str) -> Path:
    return Path(folder) / "store"
