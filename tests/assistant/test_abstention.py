import math

import pytest
from clauses import comparison, understanding
from hypothesis import given
from hypothesis import strategies as st
from plain_weights import weights

from assistant.abstention import (
    SIGNS,
    THRESHOLD,
    THRESHOLD_COMPARED,
    answers,
    confidence,
    judge,
    signs,
)
from assistant.retrieval import Group, Retrieval
from assistant.retrieval.features import FEATURES

EU, HK = ("eu-ai-act",), ("cap-486",)
cosines = st.floats(-1, 1)


@pytest.fixture
def weighed(monkeypatch):
    """Sets the weights of the signs, and the log odds without any."""

    def use(sure=0.0, **answered):
        made = weights(answered=answered, sure=sure)
        monkeypatch.setattr("assistant.abstention.ranking", lambda: made)

    return use


def place(**values):
    return dict.fromkeys(FEATURES, 0.0) | values


def found(*groups, closeness=0.5, **lines):
    return Retrieval(list(groups), closeness, comparison(**lines))


def group(*places, instruments=EU, jurisdiction=""):
    features = {f"{instruments[0]}/art_{n}": values for n, values in enumerate(places, start=1)}
    return Group(jurisdiction, instruments, features=features)


def signs_of(retrieval, one, best=0.0, **fields):
    return signs(understanding("?", instruments=EU, **fields), retrieval, one, best)


def sure_of(retrieval, one):
    return confidence(understanding("?", instruments=EU), retrieval, one)


# --- the signs


def test_the_signs_are_those_that_have_weights():
    one = group(place(digest=0.4))
    assert sorted(signs_of(found(one), one)) == sorted(SIGNS)


def test_a_group_gives_the_best_of_what_it_holds():
    one = group(place(digest=0.2, same=0.7, asked=-0.1), place(digest=0.4, same=0.6, asked=0.3))
    measured = signs_of(found(one, closeness=0.6, scope=0.8, background=0.2), one)
    kept = {n: measured[n] for n in ("digest", "asked")}
    assert kept == {"digest": 0.4, "asked": 0.3}
    given_for_all = {n: measured[n] for n in ("closeness", "scope", "background")}
    assert given_for_all == {"closeness": 0.6, "scope": 0.8, "background": 0.2}


@pytest.mark.parametrize(
    ("gists", "fifth"),
    [([], 0.0), ([0.3], 0.3), ([0.1, 0.3, 0.2], 0.1), ([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3], 0.5)],
)
def test_the_fifth_best_gist_says_whether_the_best_stands_out(gists, fifth):
    one = group(*[place(digest=value) for value in gists])
    assert signs_of(found(one), one)["fifth"] == fifth


@pytest.mark.parametrize(
    ("scope", "elsewhere", "by"), [(0.5, 0.9, 0.4), (0.5, 0.4, 0.0), (0.5, -1.0, 0.0)]
)
def test_a_phrasing_of_another_law_counts_by_how_much_nearer_it_is(scope, elsewhere, by):
    one = group(place())
    lines = {"scope": scope, "elsewhere": elsewhere}
    assert signs_of(found(one, **lines), one)["elsewhere"] == pytest.approx(by)
    compared = signs_of(found(one, group(instruments=HK), **lines), one)
    assert (compared["elsewhere"], compared["compared"]) == (0.0, 1.0)


def test_a_jurisdiction_counts_by_how_far_it_stands_behind_the_best():
    eu = group(place(digest=0.9), place(digest=0.1))
    hk = group(place(digest=0.3), instruments=HK)
    empty = group(instruments=("cn-genai",))
    retrieval = found(eu, hk, empty)
    behind = [signs_of(retrieval, one)["behind"] for one in (eu, hk, empty)]
    assert behind == pytest.approx([0.0, 0.6, 0.9])
    assert signs_of(found(), empty)["behind"] == 0.0


@pytest.mark.parametrize(
    ("instruments", "jurisdictions", "law_named"),
    [
        (("cap-486",), ("hk",), True),
        (("cap-486", "cap-528"), ("hk",), False),
        (("eu-ai-act", "cap-486"), ("eu", "hk"), True),
        (("eu-ai-act", "cap-486"), (), False),
    ],
)
def test_whether_one_law_among_those_of_a_place_is_named(instruments, jurisdictions, law_named):
    asked = understanding("?", instruments=instruments, jurisdictions=jurisdictions)
    measured = signs(asked, found(group()), group(), 0.0)
    assert measured["law_named"] == float(law_named)


def test_a_group_in_which_nothing_was_found_has_signs_too():
    empty = group(instruments=HK, jurisdiction="hk")
    measured = signs_of(found(group(place(digest=0.9)), empty), empty)
    own = ("digest", "fifth", "asked")
    assert [measured[n] for n in own] == [0.0] * 3


# --- the likelihood


@given(st.floats(-40, 40))
def test_a_likelihood_is_between_nothing_and_one(sure):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.abstention.ranking", lambda: weights(sure=sure))
        likelihood = sure_of(found(group(place())), group(place())).likelihood
    assert 0 <= likelihood <= 1
    # It is told to three places: about the middle the two may differ.
    assert abs(sure) < 0.01 or (likelihood >= 0.5) == (sure > 0)


@given(cosines, st.floats(0, 0.5))
def test_what_weighs_for_an_answer_raises_the_likelihood(near, more):
    with pytest.MonkeyPatch.context() as patch:
        by_hand = weights(answered={"digest": 5.0, "background": -5.0})
        patch.setattr("assistant.abstention.ranking", lambda: by_hand)

        def at(digest, background):
            one = group(place(digest=digest))
            return sure_of(found(one, background=background), one).likelihood

        assert at(near + more, 0.2) >= at(near, 0.2) >= at(near, 0.2 + more)
        assert at(near + 0.5, 0.2) > at(near, 0.2) > at(near, 0.7)


def test_scores_are_those_of_the_weights_in_use(monkeypatch):
    by_hand = weights({"same": 2.0}, answered={"digest": 1.0, "fifth": -1.0})
    monkeypatch.setattr("assistant.abstention.ranking", lambda: by_hand)
    one = group(place(digest=0.1), place(digest=0.4), place(digest=0.3))
    sure = sure_of(found(one), one)
    assert sure.likelihood == pytest.approx(1 / (1 + math.exp(-0.3)), abs=1e-4)


def test_the_best_score_counts_as_far_as_every_index_has_it(monkeypatch):
    by_hand = weights({"digest": 2.0, "same": 5.0}, answered={"best": 1.0})
    monkeypatch.setattr("assistant.abstention.ranking", lambda: by_hand)
    one = group(place(digest=0.1, same=0.9), place(digest=0.4))
    assert sure_of(found(one), one).signs["best"] == pytest.approx(0.8)


def test_words_of_the_law_behind_colloquial_ones_are_a_sign():
    terms = tuple(f"term {n}" for n in range(7))
    measured = signs_of(found(group()), group(), cantonese=True, expansion=terms[:2])
    assert (measured["cantonese"], measured["terms"]) == (1.0, 0.4)
    assert signs_of(found(group()), group(), expansion=terms)["terms"] == 1.0


def test_what_the_likelihood_was_made_of_can_be_read(weighed):
    weighed(closeness=1.0)
    one = group(place(digest=0.123456))
    sure = sure_of(found(one, closeness=0.0), one)
    assert sure.likelihood == 0.5
    assert sure.signs["digest"] == 0.1235
    assert sure.nearest_background == "teapots"


# --- judging


def test_each_jurisdiction_of_a_comparison_is_judged_by_what_it_holds(weighed):
    weighed(sure=-2.0, digest=5.0)
    eu = group(place(digest=0.9), jurisdiction="eu")
    hk = group(place(digest=0.1), instruments=HK, jurisdiction="hk")
    retrieval = found(eu, hk)
    measured = judge(retrieval, understanding("?", comparison=True))
    assert [one.likelihood for one in measured] == [eu.answered, hk.answered]
    assert eu.answered > 0.9
    assert hk.answered < 0.2
    assert [answers(retrieval, one) for one in (eu, hk)] == [True, False]


def test_a_provision_that_is_named_is_an_answer_of_its_own_law_only(weighed):
    weighed(sure=-9.0)
    eu, hk = group(place()), group(place(), instruments=HK)
    measured = judge(found(eu, hk), understanding("?", references=("eu-ai-act/art_5/par_1",)))
    assert eu.answered == 1.0
    assert hk.answered == measured[0].likelihood < 0.01


@pytest.mark.parametrize(
    ("least", "groups"), [(THRESHOLD, 1), (THRESHOLD_COMPARED, 2)], ids=["alone", "compared"]
)
def test_the_threshold_itself_is_enough(least, groups):
    retrieval = found(*[group(place()) for _ in range(groups)])
    one = retrieval.groups[0]
    one.answered = least
    assert answers(retrieval, one)
    one.answered = least - 0.001
    assert not answers(retrieval, one)


def test_what_was_not_judged_is_answered():
    one = Group("", EU)
    assert answers(found(one), one)
