import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_weights import weights

from assistant.answer import Candidate, Need
from assistant.retrieval.fusion import unit_of
from assistant.selection import (
    LIKELY,
    LOOKED_AT,
    MOST,
    MOST_COMPARED,
    MOST_DUTIES,
    VIEWS,
    choose,
    views,
)
from corpus.provision import instrument_of

MANY = [f"eu-ai-act/art_{n}" for n in range(1, 30)]


@pytest.fixture
def weighed(monkeypatch):
    """Sets the weights of what a choice sees, and the log odds without any."""

    def use(likely=0.0, **right):
        made = weights(right=right, likely=likely)
        monkeypatch.setattr("assistant.selection.ranking", lambda: made)

    return use


def candidates(*locators, scores=()):
    falling = [*scores, *[0.0] * (len(locators) - len(scores))]
    return [
        Candidate(
            locator=place, instrument=instrument_of(place), language="en", version="v", score=score
        )
        for place, score in zip(locators, falling, strict=True)
    ]


def chosen(*locators, scores=(), answered=0.5, **fields):
    return [c.locator for c in choose(candidates(*locators, scores=scores), answered, **fields)]


# --- what is seen of a clause


def test_a_clause_is_seen_by_its_distance_its_rank_and_its_article():
    seen = views([("eu-ai-act/art_5/par_1", 7.0), (MANY[5], 6.0), ("eu-ai-act/art_5", 3.5)], 1.5)
    assert [tuple(view) for view in seen] == [VIEWS] * 3
    told = {name: [view[name] for view in seen] for name in VIEWS}
    assert told == {
        "behind": [0.0, 1.0, 3.5],
        "step": [0.0, 1.0, 2.5],
        "rank": [0.0, math.log(2), math.log(3)],
        "same_unit": [0.0, 0.0, 1.0],
        "answered": [1.5] * 3,
    }


def test_nothing_is_seen_of_nothing():
    assert views([], 0.0) == []


places = st.lists(st.sampled_from(MANY), unique=True, max_size=20)
scores = st.lists(st.floats(-20, 20), max_size=20)


@given(places, scores)
def test_the_steps_add_up_to_the_distance_from_the_first(found, falling):
    ranked = list(zip(found, sorted(falling, reverse=True), strict=False))
    seen = views(ranked, 0.0)
    for number, view in enumerate(seen):
        assert view["behind"] == pytest.approx(sum(v["step"] for v in seen[: number + 1]))
        assert min(view["behind"], view["step"], view["rank"]) >= 0


# --- which are cited


def test_the_first_is_cited_however_unlikely_and_the_others_only_where_likely(weighed):
    weighed(likely=-9.0)
    assert chosen(*MANY[:4]) == MANY[:1]
    weighed(likely=9.0)
    assert chosen(*MANY[:4]) == MANY[:4]


def test_a_clause_far_behind_the_first_is_left_out(weighed):
    weighed(likely=2.0, behind=-1.0)
    assert chosen(*MANY[:4], scores=(9.0, 8.0, 6.0, 1.0)) == MANY[:2]


def test_a_likely_clause_behind_an_unlikely_one_is_cited(weighed):
    weighed(likely=-1.0, same_unit=2.0)
    parts = ["eu-ai-act/art_5/par_1", "eu-ai-act/art_6", "eu-ai-act/art_5/par_2"]
    assert chosen(*parts) == [parts[0], parts[2]]


@pytest.mark.parametrize(("answered", "count"), [(0.9, 3), (0.1, 1)])
def test_less_is_cited_where_an_answer_is_less_sure(weighed, answered, count):
    weighed(answered=1.0)
    assert len(chosen(*MANY[:3], answered=answered)) == count


@pytest.mark.parametrize("answered", [0.0, 1.0])
def test_an_answer_may_be_quite_sure_or_not_at_all(weighed, answered):
    weighed(answered=1.0)
    assert len(chosen(*MANY[:3], answered=answered)) == (3 if answered else 1)


def test_just_likely_is_enough(weighed):
    least = math.log(LIKELY / (1 - LIKELY))
    weighed(likely=least + 1e-9)
    assert len(chosen(*MANY[:3])) == 3
    weighed(likely=least - 1e-9)
    assert len(chosen(*MANY[:3])) == 1


@pytest.mark.parametrize(
    ("fields", "most"),
    [
        ({}, MOST),
        ({"need": Need.FIGURE}, MOST),
        ({"need": Need.DUTIES}, MOST_DUTIES),
        ({"compared": True}, MOST_COMPARED),
        ({"compared": True, "need": Need.DUTIES}, MOST_COMPARED),
    ],
)
def test_how_many_are_cited_at_most(weighed, fields, most):
    weighed(likely=9.0)
    assert chosen(*MANY, **fields) == MANY[:most]


# --- what is named


def test_what_is_named_is_cited_first_and_little_beside_it(weighed):
    weighed(likely=-9.0)
    assert chosen(*MANY[:4], references=(MANY[2], "cap-486/s_26")) == [MANY[2]]


def test_beside_what_is_named_the_others_are_measured_among_themselves(weighed):
    weighed(likely=1.0, behind=-1.0)
    named = ("eu-ai-act/art_99",)
    found = (*named, *MANY[:3])
    assert chosen(*found, scores=(1000, 5.0, 4.5, 1.0), references=named) == [*named, *MANY[:2]]


def test_everything_that_is_named_is_cited(weighed):
    weighed(likely=-9.0)
    assert chosen(*MANY[:8], references=tuple(MANY[:8]), compared=True) == MANY[:8]


# --- whatever is found and however it is weighed

figures = st.fixed_dictionaries(dict.fromkeys(VIEWS, st.floats(-5, 5)))


@given(
    places,
    scores,
    st.sets(st.sampled_from(MANY), max_size=12),
    st.floats(0, 1),
    st.sampled_from(list(Need)),
    st.booleans(),
    figures,
)
def test_a_choice_is_never_empty_never_long_and_what_is_named_stands_first(
    found, falling, references, answered, need, compared, right
):
    given_scores = sorted(falling[: len(found)], reverse=True)
    least = given_scores[-1] if given_scores else 0.0
    ranked = candidates(*found, scores=[*given_scores, *[least] * (len(found) - len(given_scores))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.selection.ranking", lambda: weights(right=right))
        kept = choose(ranked, answered, need=need, compared=compared, references=tuple(references))
    named = [c for c in ranked if c.locator in references]
    assert bool(kept) == bool(ranked)
    most = MOST_COMPARED if compared else MOST_DUTIES if need is Need.DUTIES else MOST
    assert len(kept) <= max(most, len(named))
    assert kept[: len(named)] == named
    rest = kept[len(named) :]
    unnamed = [c for c in ranked if c not in named]
    assert [c for c in unnamed[:LOOKED_AT] if c in rest] == rest
    assert named or kept[:1] == ranked[:1]
    assert all(unit_of(c.locator) for c in kept)


@pytest.mark.parametrize(
    ("asked", "behind", "expected"),
    [
        (1, 4.0, ["cap-528/s_17/ss_6"]),
        (2, 4.0, ["cap-528/s_17/ss_6", "cap-528/s_11/ss_3"]),
        (3, 4.0, ["cap-528/s_17/ss_6", "cap-528/s_11/ss_3"]),
        (2, 9.0, ["cap-528/s_17/ss_6"]),
    ],
)
def test_a_second_thing_asked_has_an_article_of_its_own_if_it_is_near(asked, behind, expected):
    places = {
        "cap-528/s_17/ss_6": 40.0,
        "cap-528/s_17/ss_2": 31.0,
        "cap-528/s_11/ss_3": 40 - behind,
    }
    found = [
        Candidate(locator=place, instrument="cap-528", language="en", version="1", score=score)
        for place, score in sorted(places.items(), key=lambda item: -item[1])
    ]
    assert [c.locator for c in choose(found, 0.6, asked=asked)] == expected
