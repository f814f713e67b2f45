"""Whether passages that were carried to another store are all there and are found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from corpus.errors import IndexDamaged
from corpus.sparse import SparseVector
from corpus.store import Leg, LegKind, PassageStore
from corpus.store.base import Point

_SAMPLES = 25
_EXACT_UP_TO = 20_000
"""Passages up to which no engine of ours follows a graph, which may miss a few."""

_MISSED = 0.05
"""Share of the searches that a graph may miss."""

_SAME = 1e-3
"""By how much a passage's likeness to itself may fall short of 1: vectors are kept in 32 bits."""


def check_passages(store: PassageStore, expected: int) -> int:
    """Count the passages, and search for some of them by their own vectors and words.

    Args:
        store: Open.
        expected: How many passages there have to be.

    Returns:
        How many searches were made.

    Raises:
        IndexDamaged: Passages are missing, or one is not found by its own vector or words.
    """
    found = store.count()
    if found != expected:
        raise IndexDamaged(
            f"{store.place} holds {found} passages instead of {expected}; nothing was switched "
            "over. Try again.",
            place=store.place,
        )
    step = max(1, expected // _SAMPLES)
    results = [
        (kind, point.id, found)
        for point in islice(store.points(), 0, None, step)
        for kind, found in _searched(store, point)
    ]
    lost = [(kind, id) for kind, id, found in results if not found]
    allowed = 0 if expected <= _EXACT_UP_TO else int(len(results) * _MISSED)
    if len(lost) > allowed:
        kind, id = lost[0]
        raise IndexDamaged(
            f"{store.place} does not find a passage by its own {kind} vector ({id}); nothing was "
            "switched over. Try again.",
            place=store.place,
        )
    return len(results)


def _searched(store: PassageStore, point: Point) -> Iterator[tuple[LegKind, bool]]:
    """By which of its vectors a passage was looked for, and whether that found it."""
    kinds: tuple[LegKind, ...] = ("dense", "centred", "sparse")
    for kind in kinds:
        vector = point.vectors.get(kind)
        if isinstance(vector, SparseVector):
            yield kind, bool(store.search([Leg("sparse", vector, limit=1)])[0])
        elif vector is not None and any(vector):
            hits = store.search([Leg(kind, np.asarray(vector, dtype=np.float32), limit=1)])[0]
            # Another passage may have the very same vector.
            yield kind, bool(hits) and hits[0].score >= 1 - _SAME
