"""How sure a figure is: bootstrap intervals and paired significance over groups, with SciPy.

Questions of one group ask for the same thing in other words, so they rise and fall together:
groups are drawn, not questions. Drawing questions would make every interval look too narrow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from evals.case import Score

Array = NDArray[np.float64]

CONFIDENCE = 0.95
RESAMPLES = 2000
PERMUTATIONS = 4999
_SEED = 20261122
"""The same figures come out of the same answers."""


class Estimate(NamedTuple):
    """A figure with its 95 % interval.

    ``n`` counts the questions, ``groups`` the information needs they belong to.
    """

    value: float
    low: float
    high: float
    n: int
    groups: int


class Difference(NamedTuple):
    """What changed from one run to another, on the questions that both asked.

    ``p`` is the probability of a difference this large, in either direction, if it made no
    difference which run an answer came from.
    """

    before: float
    after: float
    low: float
    high: float
    p: float
    n: int


def ratio(scores: Mapping[str, Sequence[Score]]) -> Estimate | None:
    """A metric over questions, with its interval.

    Args:
        scores: The questions' parts, by group.

    Returns:
        None where no question has anything to say.
    """
    groups = [group for group in scores.values() if group]
    if not groups:
        return None
    parts, wholes = _sums(groups)
    value = float(parts.sum() / wholes.sum())
    n = sum(map(len, groups))
    if len(set((parts / wholes).tolist())) == 1:
        low, high = _without_spread(value, len(groups))
    else:
        low, high = _bootstrap((parts, wholes), _ratio_of_sums)
    return Estimate(value, low, high, n, len(groups))


def quantile(values: Mapping[str, Sequence[float]], q: float) -> Estimate | None:
    """A quantile of a measured quantity (such as milliseconds), with its interval."""
    flat = np.array([value for group in values.values() for value in group], dtype=float)
    if not flat.size:
        return None
    point = float(np.quantile(flat, q))
    low = high = point
    if flat.size > 1:
        low, high = _bootstrap((flat,), lambda x, axis: np.quantile(x, q, axis=axis))
    return Estimate(point, low, high, flat.size, len(values))


def paired(
    before: Mapping[str, Sequence[Score]], after: Mapping[str, Sequence[Score]]
) -> Difference | None:
    """Compare two runs of the same questions: a permutation test, and an interval of the change.

    Args:
        before: The earlier run's parts, by group.
        after: The later run's.

    Returns:
        None where one of the runs has nothing to say.
    """
    # A group that one run has nothing to say about still counts in the other.
    names = list(dict.fromkeys((*before, *after)))
    sums = [_sums([run.get(name, ()) for name in names]) for run in (before, after)]
    parts, wholes = np.concatenate(sums, axis=1)
    count = len(names)
    if not wholes[:count].sum() or not wholes[count:].sum():
        return None

    def change(first: Any, second: Any, axis: int) -> Any:
        first, second = first.astype(int), second.astype(int)
        later = _ratio_of_sums(parts[second], wholes[second], axis)
        return later - _ratio_of_sums(parts[first], wholes[first], axis)

    rows = np.arange(count)
    was = float(parts[:count].sum() / wholes[:count].sum())
    now = float(parts[count:].sum() / wholes[count:].sum())
    n = sum(map(len, after.values()))
    same = np.array_equal(parts[:count], parts[count:])
    if same and np.array_equal(wholes[:count], wholes[count:]):
        return Difference(was, now, 0.0, 0.0, 1.0, n)
    low, high = now - was, now - was
    p = 1.0
    if count > 1:
        low, high = _bootstrap((rows, rows + count), change)
        p = float(
            stats.permutation_test(
                (rows, rows + count),
                change,
                permutation_type="samples",
                vectorized=True,
                n_resamples=PERMUTATIONS,
                rng=np.random.default_rng(_SEED),
            ).pvalue
        )
    return Difference(was, now, low, high, p, n)


def _sums(groups: Sequence[Sequence[Score]]) -> tuple[Array, Array]:
    parts = np.array([sum(score.part for score in group) for group in groups], dtype=float)
    wholes = np.array([sum(score.whole for score in group) for group in groups], dtype=float)
    return parts, wholes


def _ratio_of_sums(parts: Any, wholes: Any, axis: int) -> Any:
    total = wholes.sum(axis=axis)
    return np.divide(parts.sum(axis=axis), total, out=np.zeros_like(total), where=total > 0)


def _bootstrap(data: tuple[NDArray[Any], ...], statistic: Any) -> tuple[float, float]:
    result = stats.bootstrap(
        data,
        statistic,
        paired=True,
        vectorized=True,
        method="percentile",
        n_resamples=RESAMPLES,
        confidence_level=CONFIDENCE,
        rng=np.random.default_rng(_SEED),
    )
    return float(result.confidence_interval.low), float(result.confidence_interval.high)


def _without_spread(value: float, groups: int) -> tuple[float, float]:
    """The interval where all groups agree: resampling finds no spread, which proves nothing.

    Wilson's score interval for as many trials as there are groups, where all succeeded or all
    failed; elsewhere, nothing better than from 0 to 1 can be said.
    """
    if value not in (0.0, 1.0):
        return 0.0, 1.0
    test = stats.binomtest(round(value * groups), groups)
    interval = test.proportion_ci(confidence_level=CONFIDENCE, method="wilson")
    return float(interval.low), float(interval.high)
