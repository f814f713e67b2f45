"""What is found in texts without a digest: judged by themselves, and set beside described ones."""

from __future__ import annotations

import pytest
from clauses import understanding

from assistant import undescribed
from assistant.abstention import THRESHOLD, answers, confidence, judge
from assistant.answer import Candidate
from assistant.retrieval.features import FEATURES
from assistant.retrieval.found import Group, Retrieval
from assistant.retrieval.searching import _side_by_side
from corpus.scope import Comparison

LAW, OTHER = "kr-ai-basic-act", "cn-genai"
LINES = Comparison(
    scope=0.2,
    background=0.3,
    elsewhere=-1.0,
    scope_line="",
    background_line="kettles",
    provisions={},
)


def figures(**given):
    return dict.fromkeys(FEATURES, 0.0) | given


def found(*near, described=(), undescribed_only=True):
    places = {f"{LAW}/sec_{n}": figures(same=value) for n, value in enumerate(near, start=1)}
    own = {f"{OTHER}/art_{n}": figures(digest=v, asked=v) for n, v in enumerate(described, 1)}
    instruments = (LAW,) if undescribed_only else (OTHER, LAW)
    candidates = [
        Candidate(
            locator=place, instrument=place.split("/")[0], language="en", version="1", score=0
        )
        for place in (*own, *places)
    ]
    group = Group("", instruments, candidates, {}, own | places, undescribed=(LAW,))
    return Retrieval([group], 0.2, LINES)


def asked(**fields):
    return understanding("kettles?", instruments=(LAW,), **fields)


def test_near_words_answer_and_far_ones_do_not():
    near, far = found(0.5, 0.4, 0.3), found(0.1, 0.05)
    assert [judge(one, asked())[0].likelihood > undescribed.THRESHOLD for one in (near, far)] == [
        True,
        False,
    ]
    assert answers(near, near.groups[0])
    assert not answers(far, far.groups[0])


def test_a_provision_that_is_named_is_an_answer():
    far = found(0.1)
    judge(far, asked(references=(f"{LAW}/sec_1",)))
    assert far.groups[0].answered == 1.0


def test_nothing_found_is_no_answer():
    nothing = found()
    judge(nothing, asked())
    assert not answers(nothing, nothing.groups[0])


def test_the_likelihood_is_that_of_its_own_signs():
    one = found(0.5, 0.4)
    sure = confidence(asked(), one, one.groups[0])
    assert set(sure.signs) == {"nearest_official", "five_nearest", "background"}
    assert sure.signs["five_nearest"] == pytest.approx(0.45)
    assert sure.nearest_background == "kettles"


@pytest.mark.parametrize(
    ("near", "described", "kept"),
    [
        ((0.6, 0.5), (0.9, 0.8), {LAW, OTHER}),
        ((0.05,), (0.9, 0.8), {OTHER}),
        ((0.6, 0.5), (0.0,), {LAW}),
    ],
)
def test_beside_a_described_text_each_is_judged_by_itself(near, described, kept, monkeypatch):
    both = found(*near, described=described, undescribed_only=False)
    sure = 0.9 if described[0] else 0.0
    monkeypatch.setattr(
        "assistant.abstention.confidence",
        lambda *_: type("Sure", (), {"likelihood": sure, "signs": {}})(),
    )
    judge(both, asked())
    group = both.groups[0]
    assert {c.instrument for c in group.candidates} == kept
    assert group.answered >= THRESHOLD


def test_without_a_digest_the_best_stands_with_the_best_of_the_other():
    scores = {"a/1": 9.0, "a/2": 5.0, "b/1": -3.0, "b/2": -1.0, "b/3": -9.0}
    _side_by_side(scores, ["b"])
    assert sorted(scores, key=lambda place: -scores[place]) == ["a/1", "b/2", "a/2", "b/1", "b/3"]


def test_alone_its_places_keep_their_scores():
    scores = {"b/1": 2.0, "b/2": 1.0}
    _side_by_side(scores, ["b"])
    assert scores == {"b/1": 2.0, "b/2": 1.0}
