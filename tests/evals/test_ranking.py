from __future__ import annotations

import math

import pytest

from evals.ranking import NAMES, name_of, ranking_scores
from tests.evals.answers import question

TWO = question(required=[["cap-486/s_26/ss_1"], ["cap-486/s_18/ss_1", "cap-486/s_19/ss_1"]])


def scores(asked, places, level="finest"):
    return ranking_scores([(asked, places)], level)[asked.id]


def test_one_need_at_rank_three():
    got = scores(question(), ["cap-486/s_1", "cap-486/s_2", "cap-486/s_26/ss_1"])
    assert got["recall@1"] == 0
    assert got["recall@3"] == got["recall@5"] == got["recall@10"] == 1
    assert got["mrr"] == pytest.approx(1 / 3)
    assert got["ndcg@10"] == pytest.approx(1 / math.log2(4))


def test_two_needs_at_ranks_one_and_three():
    got = scores(TWO, ["cap-486/s_19/ss_1", "cap-486/s_2", "cap-486/s_26/ss_1/par_a"])
    assert (got["recall@1"], got["recall@2"], got["recall@5"]) == (0.5, 0.5, 1)
    assert got["mrr"] == 1
    ideal = 1 + 1 / math.log2(3)
    assert got["ndcg@10"] == pytest.approx((1 + 1 / math.log2(4)) / ideal)


def test_a_need_met_twice_counts_once_and_takes_two_ranks():
    got = scores(TWO, ["cap-486/s_18/ss_1", "cap-486/s_19/ss_1", "cap-486/s_26/ss_1"])
    assert got["recall@2"] == 0.5
    assert got["recall@3"] == 1


def test_one_place_may_meet_two_needs():
    both = question(required=[["cap-486/s_26/ss_1"], ["cap-486/s_26"]])
    assert scores(both, ["cap-486/s_26/ss_1"])["recall@5"] == 1


def test_the_article_around_counts_at_article_level_only():
    places = ["cap-486/s_26"]
    assert scores(question(), places)["recall@10"] == 0
    assert scores(question(), places, "article")["recall@1"] == 1


def test_places_of_one_article_count_once_at_article_level():
    places = ["cap-486/s_1/ss_1", "cap-486/s_1/ss_2", "cap-486/s_1/ss_3", "cap-486/s_26"]
    assert scores(question(), places, "article")["mrr"] == 0.5


def test_needs_in_one_article_are_one_need_at_article_level():
    both = question(required=[["cap-486/s_26/ss_1"], ["cap-486/s_26/ss_2"]])
    assert scores(both, ["cap-486/s_26/ss_9"], "article")["recall@1"] == 1
    assert scores(both, ["cap-486/s_26/ss_1"])["recall@1"] == 0.5


def test_nothing_found_scores_nothing():
    other = question(2)
    got = ranking_scores([(question(), []), (other, ["cap-486/s_26/ss_1"])], "finest")
    assert set(got[question().id].values()) == {0.0}
    assert got[other.id]["recall@1"] == 1
    assert set(got[other.id]) == set(NAMES)


def test_questions_to_be_declined_have_no_ranking():
    far = question(expect="abstain", required=[])
    assert ranking_scores([(far, ["cap-486/s_26/ss_1"])], "article") == {}


def test_the_names_tell_the_levels_apart():
    names = {name_of(name, level) for name in NAMES for level in ("article", "finest")}
    assert len(names) == 2 * len(NAMES)
