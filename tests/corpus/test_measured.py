from __future__ import annotations

import pytest
from pydantic import ValidationError

from corpus.measured import COLUMNS, METRICS, Value, measured


def test_every_metric_has_a_figure_in_every_language():
    found = {f.metric: f for f in measured().figures}
    assert tuple(found) == METRICS
    for figure in found.values():
        assert set(figure.by_language) == set(COLUMNS)
        for value in (figure.overall, *figure.by_language.values()):
            assert value.low <= value.value <= value.high


def test_a_share_is_at_most_one():
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Value(value=1.2, low=0, high=1, n=3)
