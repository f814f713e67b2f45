"""How well a likelihood tells questions with an answer from those without.

For every threshold there is a share of the answerable questions that would be answered and a share
of the others that would be declined. The area under that curve is the chance that a question with
an answer gets a higher likelihood than one without (Hanley and McNeil 1982); 0.5 is chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

from evals.intervals import CONFIDENCE, RESAMPLES, Array, Estimate

_SEED = 20261122


class Sides(NamedTuple):
    """Likelihoods of the questions of one group, apart by whether there is an answer."""

    yes: Sequence[float]
    no: Sequence[float]


def curve(yes: Sequence[float], no: Sequence[float]) -> list[tuple[float, float]]:
    """Share declined of those without an answer, and answered of those with one.

    Returns:
        One point for each threshold that makes a difference, from answering everything to nothing.

    Example:
        >>> curve([0.9, 0.4], [0.5])
        [(0.0, 1.0), (0.0, 0.5), (1.0, 0.5), (1.0, 0.0)]
    """
    high, low = np.sort(yes), np.sort(no)
    # A likelihood equal to the threshold answers.
    thresholds = [*np.unique(np.concatenate([high, low])), np.inf]
    declined = np.searchsorted(low, thresholds, "left") / len(low)
    answered = 1 - np.searchsorted(high, thresholds, "left") / len(high)
    points = [(0.0, 1.0), *zip(declined.tolist(), answered.tolist(), strict=True)]
    return list(dict.fromkeys(points))


def area(groups: Mapping[str, Sides]) -> Estimate | None:
    """The area under the curve with its interval: groups are drawn, not questions.

    Args:
        groups: Likelihoods by group of questions that ask for the same thing.

    Returns:
        None where all or none of the questions have an answer.
    """
    sides = list(groups.values())
    yes = np.array([x for side in sides for x in side.yes])
    no = np.array([x for side in sides for x in side.no])
    if not len(yes) or not len(no):
        return None
    of_yes = _membership([len(side.yes) for side in sides])
    of_no = _membership([len(side.no) for side in sides])
    wins = (yes[:, None] > no) + 0.5 * (yes[:, None] == no)
    between = of_yes @ wins @ of_no.T
    value = float(wins.mean())
    low, high = _interval(between, of_yes.sum(axis=1), of_no.sum(axis=1))
    if value in (0.0, 1.0):
        # No drawing of groups shows a spread then, which proves nothing.
        trials = min(sum(bool(side.yes) for side in sides), sum(bool(side.no) for side in sides))
        test = stats.binomtest(round(value * trials), trials)
        low, high = test.proportion_ci(confidence_level=CONFIDENCE, method="wilson")
    return Estimate(value, float(low), float(high), len(yes) + len(no), len(sides))


def _membership(sizes: Sequence[int]) -> Array:
    """Which group each question is of, shape (groups, questions)."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    members: Array = (np.arange(len(sizes))[:, None] == owner).astype(float)
    return members


def _interval(between: Array, yes: Array, no: Array) -> tuple[float, float]:
    count = len(between)
    drawn = np.random.default_rng(_SEED).multinomial(count, [1 / count] * count, size=RESAMPLES)
    pairs = (drawn @ yes) * (drawn @ no)
    won = np.einsum("bg,gh,bh->b", drawn, between, drawn, optimize=True)
    areas = won[pairs > 0] / pairs[pairs > 0]
    outside = (1 - CONFIDENCE) / 2
    low, high = np.quantile(areas, [outside, 1 - outside])
    return float(low), float(high)
