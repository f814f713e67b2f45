from __future__ import annotations

import pytest

from evals.case import Score
from evals.intervals import paired, quantile, ratio

YES, NO = Score(1), Score(0)


def test_a_ratio_is_the_sum_of_parts_over_the_sum_of_wholes():
    got = ratio({"a": [Score(1, 4)], "b": [Score(3, 4), NO]})
    assert got.value == pytest.approx(4 / 9)
    assert (got.n, got.groups) == (3, 2)


def test_the_interval_holds_the_value_and_narrows_with_more_groups():
    few = ratio({str(n): [YES if n % 2 else NO] for n in range(10)})
    many = ratio({str(n): [YES if n % 2 else NO] for n in range(200)})
    assert few.low < 0.5 < few.high
    assert many.high - many.low < few.high - few.low
    assert 0.42 < many.low < many.high < 0.58


def test_groups_are_drawn_not_questions():
    apart = ratio({str(n): [YES if n % 2 else NO] for n in range(40)})
    together = ratio({str(n): [YES if n % 2 else NO] * 5 for n in range(8)})
    assert apart.n == together.n == 40
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_all_right_is_not_certain():
    # Wilson's interval for 10 of 10: 10 / (10 + 1.96²) = 0.722.
    got = ratio({str(n): [YES] for n in range(10)})
    assert got.value == got.high == 1
    assert got.low == pytest.approx(0.722, abs=0.001)
    assert ratio({"a": [NO]}).high == pytest.approx(0.793, abs=0.001)


def test_one_group_in_between_says_nothing():
    assert ratio({"a": [YES, NO]})[:3] == (0.5, 0, 1)


def test_nothing_measured_is_no_figure():
    assert ratio({}) is None
    assert ratio({"a": []}) is None
    assert quantile({}, 0.5) is None


def test_the_same_scores_give_the_same_interval():
    scores = {str(n): [YES if n % 3 else NO] for n in range(30)}
    assert ratio(scores) == ratio(scores)


def test_quantiles():
    got = quantile({"a": [10.0, 20.0, 30.0], "b": [40.0, 50.0]}, 0.5)
    assert got.value == 30
    assert got.low <= 30 <= got.high
    assert quantile({"a": [7.0]}, 0.95)[:3] == (7, 7, 7)


def test_equal_runs_differ_by_nothing():
    scores = {str(n): [YES if n % 2 else NO] for n in range(12)}
    assert paired(scores, scores)[2:5] == (0, 0, 1)


def test_a_large_change_is_beyond_noise_and_a_small_one_is_not():
    before = {str(n): [YES] for n in range(20)}
    large = paired(before, {str(n): [YES if n >= 8 else NO] for n in range(20)})
    assert (large.before, large.after) == (1, 0.6)
    # All eight changes point one way: 2 of 2⁸ sign patterns are as extreme.
    assert large.p == pytest.approx(2 / 2**8, abs=0.004)
    assert large.high < 0
    small = paired(before, {str(n): [YES if n >= 1 else NO] for n in range(20)})
    assert small.p == 1


def test_wholes_may_change_too():
    # Two of four declined rightly; then one of one: the questions no longer declined drop out.
    before = {"a": [YES], "b": [YES], "c": [NO], "d": [NO]}
    got = paired(before, {"a": [YES]})
    assert (got.before, got.after, got.n) == (0.5, 1, 1)


def test_a_run_with_nothing_to_say_cannot_be_compared():
    assert paired({"a": [YES]}, {}) is None
    assert paired({}, {}) is None


def test_one_group_is_never_beyond_noise():
    assert paired({"a": [YES]}, {"a": [NO]}).p == 1
