import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_weights import line, weights
from pydantic import ValidationError

from assistant.abstention import SIGNS
from assistant.retrieval.features import FEATURES
from assistant.retrieval.ranking import Line, Ranking, ranking
from assistant.selection import VIEWS

figures = st.fixed_dictionaries(dict.fromkeys(FEATURES, st.floats(-1, 1)))


def test_the_weights_that_are_shipped_are_of_everything_measured():
    shipped = ranking()
    assert set(shipped.order) == set(FEATURES)
    assert set(shipped.right.weights) == set(VIEWS)
    assert set(shipped.answered.weights) == set(SIGNS)
    lines = (shipped.right, shipped.answered)
    numbers = [*shipped.order.values(), *(n for one in lines for n in one.weights.values())]
    assert all(math.isfinite(n) for n in [*numbers, *(one.offset for one in lines)])
    assert any(shipped.order.values())


def test_no_feature_stands_twice():
    assert len(set(FEATURES)) == len(FEATURES)


def test_a_line_is_its_offset_and_each_value_weighed():
    assert Line(offset=-1.0, weights={"a": 2.0, "b": -0.5}).at({"a": 3, "b": 4, "c": 9}) == 3.0


def test_a_score_is_each_feature_weighed():
    values = dict.fromkeys(FEATURES, 1.0) | {"same": 0.5}
    assert weights({"same": 4.0, "topic": 3.0}).score(values) == 5.0


@given(figures, figures)
def test_a_better_feature_of_positive_weight_never_lowers_a_score(one, other):
    better = {name: max(one[name], other[name]) for name in FEATURES}
    upward = weights(dict.fromkeys(FEATURES, 1.0))
    assert upward.score(better) >= max(upward.score(one), upward.score(other)) - 1e-9


@pytest.mark.parametrize(
    "order",
    [
        {},
        dict.fromkeys(FEATURES[1:], 1.0),
        dict.fromkeys([*FEATURES, "kettles"], 1.0),
    ],
    ids=["none", "one too few", "one too many"],
)
def test_weights_of_other_features_are_refused(order):
    with pytest.raises(ValidationError, match="the weights are not those of the features"):
        Ranking(order=order, right=line(VIEWS, {}), answered=line(SIGNS, {}))


def test_a_part_with_another_name_is_refused():
    whole = weights().model_dump()
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Ranking.model_validate(whole | {"kettles": {}})
