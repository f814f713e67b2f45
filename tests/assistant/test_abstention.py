from dataclasses import replace

import pytest
from clauses import comparison
from hypothesis import given
from hypothesis import strategies as st

from assistant.abstention import THRESHOLD, confidence
from assistant.retrieval import Group, Retrieval

cosines = st.floats(-1, 1)


def measured(closeness, scope, background, groups=1, **lines):
    found = comparison(scope=scope, background=background, **lines)
    return confidence(Retrieval([Group("", ())] * groups, closeness, found))


def test_a_question_close_to_the_corpus_is_answered():
    assert measured(0.9, 0.9, 0.0).enough


@pytest.mark.parametrize(
    ("closeness", "scope", "background"),
    [(-1.0, 0.0, 0.0), (0.0, 0.0, 0.9), (0.1, 0.5, 0.9)],
    ids=["nothing is close", "about something else", "nearer to something else"],
)
def test_a_question_that_is_not_close_is_not(closeness, scope, background):
    assert not measured(closeness, scope, background).enough


@given(cosines, cosines, cosines, st.floats(0, 0.5))
def test_closeness_speaks_for_an_answer_and_the_background_against(near, scope, other, more):
    before = measured(near, scope, other).score
    assert measured(near + more, scope, other).score >= before
    assert measured(near, scope + more, other).score >= before
    assert measured(near, scope, other + more).score <= before


def test_the_threshold_itself_is_enough():
    found = measured(0, 0, 0)
    assert replace(found, score=THRESHOLD).enough
    assert not replace(found, score=THRESHOLD - 0.001).enough


def test_a_phrasing_of_another_law_speaks_against_an_answer_unless_laws_are_compared():
    alone = measured(0.5, 0.5, 0.1).score
    assert measured(0.5, 0.5, 0.1, elsewhere=0.9).score < alone
    assert measured(0.5, 0.5, 0.1, elsewhere=0.4).score == alone
    assert measured(0.5, 0.5, 0.1, groups=2, elsewhere=0.9).score == alone


def test_what_speaks_against_an_answer_is_named():
    found = measured(0.123456, 0.2, 0.3)
    assert found.nearest_background == "teapots"
    assert (found.closeness, found.scope, found.background) == (0.1235, 0.2, 0.3)
