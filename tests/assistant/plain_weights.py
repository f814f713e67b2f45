"""Weights made by hand, so that no test rests on those that were fitted."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.abstention import SIGNS
from assistant.retrieval.features import FEATURES
from assistant.retrieval.ranking import Line, Ranking
from assistant.selection import VIEWS


def line(names: tuple[str, ...], weights: Mapping[str, float], offset: float = 0.0) -> Line:
    """A line with a weight of 0 for everything that is not given."""
    return Line(offset=offset, weights=dict.fromkeys(names, 0.0) | weights)


def weights(
    order: Mapping[str, float] | None = None,
    right: Mapping[str, float] | None = None,
    answered: Mapping[str, float] | None = None,
    *,
    likely: float = 0.0,
    sure: float = 0.0,
) -> Ranking:
    """A ranking: by the fused score, where nothing else is said.

    Args:
        order: Weights of features; the others weigh nothing.
        right: Weights of what a choice sees.
        answered: Weights of the signs for an answer.
        likely: Log odds that a clause is right, whatever is seen of it.
        sure: Log odds that there is an answer, whatever the signs.
    """
    by_fusion = {"fused": 1.0} if order is None else order
    return Ranking(
        order=dict.fromkeys(FEATURES, 0.0) | by_fusion,
        right=line(VIEWS, right or {}, likely),
        answered=line(SIGNS, answered or {}, sure),
    )
