"""Fitting the weights to invented searches, without index or model."""

import tomllib
from types import SimpleNamespace

import numpy as np
import pytest

import evals.fitting
from assistant.abstention import SIGNS
from assistant.answer import Understanding
from assistant.retrieval import Group, Retrieval
from assistant.retrieval.features import FEATURES
from assistant.retrieval.ranking import Line, Ranking
from assistant.selection import LOOKED_AT, VIEWS
from corpus.scope import Comparison
from evals.fitting import (
    FOLDS,
    TUNING,
    Seen,
    fit,
    fit_answered,
    fit_line,
    fit_order,
    fit_right,
    folds,
    seen,
    views_of,
    write,
)
from evals.questions import AS_AT, load
from evals.split import select
from tests.evals.answers import question

PLACES = [f"cap-486/s_{n}" for n in range(1, 11)]
ALONE = dict.fromkeys(FEATURES, 0.0) | {"same": 1.0}
UNDECIDED = Line(offset=0.0, weights=dict.fromkeys(SIGNS, 0.0))


def row(number=1, *, decides="same", by=0.6, right=0, holds=True, **changes):
    """A search in which everything is chance, but for one feature of the right place."""
    chance = np.random.default_rng(number)
    features = chance.uniform(0, 1, (len(PLACES), len(FEATURES)))
    features[right, FEATURES.index(decides)] += by
    wanted = np.arange(len(PLACES)) == right
    asked = question(number) if holds else question(number, expect="abstain", required=[])
    signs = {name: float(chance.uniform()) for name in SIGNS}
    kind = {
        "question": asked,
        "places": PLACES,
        "features": features,
        "right": wanted if holds else wanted & False,
        "near": np.zeros(len(PLACES), bool),
        "fits": wanted,
        "signs": signs | {"digest": signs["digest"] + 0.6 * holds},
        "silent": not holds,
    }
    return Seen(**kind | changes)


# --- the order


@pytest.mark.parametrize("decides", ["same", "words_unit", "role_asked"])
def test_the_feature_that_decides_gets_the_largest_weight(decides):
    weights = fit_order([row(n, decides=decides) for n in range(60)])
    assert tuple(weights) == FEATURES
    assert max(weights, key=lambda name: abs(weights[name])) == decides
    assert weights[decides] > 0


def test_a_feature_that_speaks_against_a_place_gets_a_negative_weight():
    weights = fit_order([row(n, decides="recital", by=-0.8) for n in range(60)])
    assert min(weights, key=weights.get) == "recital"
    assert weights["recital"] < 0


def test_a_weight_is_on_its_feature_s_own_scale():
    rows = [row(n) for n in range(40)]
    column = FEATURES.index("same")
    larger = [row(n) for n in range(40)]
    for one in larger:
        one.features[:, column] *= 100
    assert fit_order(larger)["same"] == pytest.approx(fit_order(rows)["same"] / 100, rel=0.05)


def test_what_is_neither_right_nor_wrong_is_left_aside():
    rows, spoilt = ([row(n) for n in range(20)] for _ in range(2))
    for one, other in zip(rows, spoilt, strict=True):
        one.near[3] = other.near[3] = True
        other.features[3] = 9.0
    assert fit_order(rows) == fit_order(spoilt)


def test_a_search_that_found_nothing_right_teaches_no_order():
    rows = [row(n) for n in range(20)]
    lost = [row(100 + n, holds=False) for n in range(20)]
    assert fit_order(rows) == fit_order([*rows, *lost])


# --- likelihoods


def test_a_line_separates_what_holds_from_what_does_not():
    values = np.array([[n, n % 3] for n in range(40)], float)
    line = fit_line(("size", "rest"), values, values[:, 0] >= 20)
    assert tuple(line.weights) == ("size", "rest")
    assert line.at({"size": 35, "rest": 1}) > 0 > line.at({"size": 5, "rest": 1})


def test_each_side_weighs_as_much_as_the_other():
    many, few = [[0.0]] * 90 + [[0.4]] * 5, [[0.6]] * 5
    values, yes = np.array(many + few), np.array([False] * 95 + [True] * 5)
    assert fit_line(("size",), values, yes).at({"size": 0.6}) > 0


def test_the_sign_that_tells_answers_from_likenesses_gets_the_largest_weight():
    rows = [row(n, holds=n % 2 == 0) for n in range(120)]
    line = fit_answered(rows, ALONE)
    assert set(line.weights) == set(SIGNS)
    among = {name: weight for name, weight in line.weights.items() if name != "best"}
    assert max(among, key=among.get) == "digest"


def test_a_jurisdiction_that_is_silent_on_the_point_holds_no_answer():
    rows = [row(n, silent=n % 2 == 1) for n in range(60)]
    for one in rows:
        one.signs["scope"] = float(one.silent)
    assert fit_answered(rows, ALONE).weights["scope"] < 0


def test_a_clause_further_behind_is_less_likely_right():
    rows = [row(n, right=0, by=2.0) for n in range(40)]
    line = fit_right(rows, ALONE, UNDECIDED)
    assert tuple(line.weights) == VIEWS
    first = dict.fromkeys(VIEWS, 0.0)
    behind = first | {"behind": 1.5, "step": 1.5, "rank": 1.0}
    assert line.at(first) > 0 > line.at(behind)


def test_candidates_are_seen_as_they_are_chosen_from():
    places = ["cap-486/s_26/ss_1", "cap-486/s_26", "cap-486/s_26/ss_2", "cap-486/s_3"]
    features = np.zeros((4, len(FEATURES)))
    features[:, FEATURES.index("same")] = [9.0, 8.0, 6.0, 7.0]
    table, kept = views_of(row(places=places, features=features), ALONE, UNDECIDED)
    assert [places[n] for n in kept] == [places[0], places[3], places[2]]
    assert table[:, VIEWS.index("behind")].tolist() == [0.0, 2.0, 3.0]
    assert table[:, VIEWS.index("same_unit")].tolist() == [0.0, 0.0, 1.0]


def test_as_many_are_seen_as_may_be_chosen_from():
    places = [f"cap-486/s_{n}" for n in range(1, 31)]
    features = np.zeros((30, len(FEATURES)))
    table, kept = views_of(row(places=places, features=features), ALONE, UNDECIDED)
    assert len(table) == len(kept) == LOOKED_AT


# --- the whole


@pytest.fixture(scope="module")
def fitted():
    return fit([row(n, holds=n % 3 > 0) for n in range(60)])


def test_everything_measured_gets_a_weight(fitted):
    assert set(fitted.order) == set(FEATURES)
    assert set(fitted.right.weights) == set(VIEWS)
    assert set(fitted.answered.weights) == set(SIGNS)


def test_the_same_searches_give_the_same_weights(fitted):
    assert fit([row(n, holds=n % 3 > 0) for n in range(60)]) == fitted


def test_the_file_reads_back_as_it_was_fitted(fitted, tmp_path):
    path = tmp_path / "ranking.toml"
    write(fitted, path)
    assert Ranking.model_validate(tomllib.loads(path.read_text("utf-8"))) == fitted
    assert path.read_text("utf-8").startswith("# Fitted by `python -m evals.fitting`")


@pytest.mark.parametrize("weight", [0.0, -1e-4, 123456.7891, 1e-07, 1e22])
def test_every_weight_reads_back(weight, tmp_path):
    line = Line(offset=weight, weights=dict.fromkeys(VIEWS, weight))
    order = dict.fromkeys(FEATURES, weight)
    answered = Line(offset=weight, weights=dict.fromkeys(SIGNS, weight))
    made = Ranking(order=order, right=line, answered=answered)
    write(made, tmp_path / "ranking.toml")
    read = tomllib.loads((tmp_path / "ranking.toml").read_text("utf-8"))
    assert Ranking.model_validate(read) == made


# --- folds


def wordings(number):
    return [row(question=question(number, variant=variant)) for variant in ("en", "yue", "zh-Hans")]


@pytest.mark.parametrize("groups", [1, FOLDS, 40])
def test_every_group_is_held_out_once_and_whole(groups):
    rows = [one for number in range(groups) for one in wordings(number)]
    parts = folds(rows)
    assert len(parts) == FOLDS
    assert sorted(group for part in parts for group in part) == sorted(
        {one.question.group for one in rows}
    )
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


# --- what is looked at


class Searches:
    """Finds the same for every question: a right place, one around it, one that is wrong."""

    def __init__(self, *groups):
        self.groups = groups or (self.group("cap-486/s_26/ss_1", "cap-486/s_26", "cap-486/s_3"),)
        self.asked = []

    @staticmethod
    def group(*places, instruments=("cap-486",)):
        features = {place: dict.fromkeys(FEATURES, 0.5) for place in places}
        return Group("", instruments, features=features)

    def search(self, asked, as_at):
        self.asked.append((asked, as_at))
        understood = Understanding(
            question=asked, subject=asked, language="en", reply_language="en", as_at=as_at
        )
        lines = Comparison(
            scope=0.5,
            background=0.1,
            elsewhere=-1.0,
            scope_line="kettles",
            background_line="teapots",
            provisions={},
        )
        return understood, Retrieval(list(self.groups), 0.5, lines), False


def test_places_found_are_labelled_by_what_the_question_needs():
    (one,) = seen(Searches(), [question(acceptable=["cap-486/s_3/ss_1"])])
    assert one.places == ["cap-486/s_26/ss_1", "cap-486/s_26", "cap-486/s_3"]
    assert one.right.tolist() == [True, False, False]
    assert one.near.tolist() == [False, True, True]
    assert one.fits.tolist() == [True, True, True]
    assert one.features.shape == (3, len(FEATURES))
    assert one.silent is False
    assert set(one.signs) == set(SIGNS)


def test_a_place_inside_a_wanted_one_is_right_and_a_whole_schedule_is_not_near():
    places = ("cap-486/sch_1/dpp_3/ss_1", "cap-486/sch_1", "cap-486/sch_1/dpp_2")
    asked = question(required=[["cap-486/sch_1/dpp_3"]])
    (one,) = seen(Searches(Searches.group(*places)), [asked])
    assert one.right.tolist() == [True, False, False]
    assert one.near.tolist() == [False] * 3


def test_each_jurisdiction_is_a_search_of_its_own_and_may_be_silent():
    hk = Searches.group("cap-486/s_26/ss_1")
    eu = Searches.group("eu-ai-act/art_5", instruments=("eu-ai-act",))
    empty = Group("us", ("nist-ai-rmf",))
    rows = seen(Searches(hk, eu, empty), [question(jurisdictions=["hk", "eu"], silent=["eu"])])
    assert [one.places for one in rows] == [["cap-486/s_26/ss_1"], ["eu-ai-act/art_5"]]
    assert [one.silent for one in rows] == [False, True]


def test_a_question_within_a_conversation_does_not_stand_alone():
    searches = Searches()
    asked = [question(1), question(2, history=["What of kettles?"])]
    assert [one.question.id for one in seen(searches, asked)] == [asked[0].id]
    assert searches.asked == [(asked[0].question, AS_AT)]


def test_the_test_half_is_never_looked_at(monkeypatch, tmp_path, fitted):
    looked_at = []

    def looking(assistant, questions):
        looked_at.extend(questions)
        return []

    class Opened(SimpleNamespace):
        def __enter__(self):
            return self

        def __exit__(self, *raised):
            return None

    monkeypatch.setattr("sys.argv", ["fitting"])
    monkeypatch.setattr(evals.fitting.Assistant, "open", lambda configuration: Opened())
    monkeypatch.setattr(evals.fitting, "seen", looking)
    monkeypatch.setattr(evals.fitting, "fit", lambda rows: fitted)
    monkeypatch.setattr(evals.fitting, "files", lambda package: tmp_path)
    evals.fitting.main()
    held_back = {one.group for one in select(load(), "test")}
    assert held_back
    assert held_back.isdisjoint(one.group for one in looked_at)
    words = {one.question for one in select(load(), "test")}
    assert words.isdisjoint(one.question for one in looked_at)
    dev, tuning = select(load(), "dev"), load(TUNING)
    assert [one.id for one in looked_at] == [one.id for one in (*tuning, *dev)]
    read = tomllib.loads((tmp_path / "ranking.toml").read_text("utf-8"))
    assert Ranking.model_validate(read) == fitted
