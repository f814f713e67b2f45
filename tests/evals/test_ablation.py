from __future__ import annotations

from dataclasses import fields
from types import SimpleNamespace

import numpy as np
import pytest

from assistant.retrieval import RECIPE, Group, Retrieval
from assistant.retrieval.recipe import LEGS
from corpus.errors import UsageError
from corpus.passage import PassageFilter
from corpus.provision import Authority
from corpus.scope import Comparison
from corpus.store import Leg
from evals import ablation, variants
from evals.ablation import Asked, measured, understood
from evals.ablation_table import grids
from evals.case import Score
from evals.grid import Grid, replaced, write_between
from evals.handing import counts, handed, rightness
from evals.variants import EVERYTHING, VARIANTS, Variant, remembering, searched
from tests.evals.answers import candidates, question, understanding

HK, CN, BESIDE = "cap-486/s_26/ss_1", "cn-genai/art_12", "cap-486/s_5"
LINES = Comparison(
    scope=0, background=0, elsewhere=0, scope_line="", background_line="", provisions={}
)


def group(*places, jurisdiction="", answered=1.0):
    return Group(jurisdiction, (), list(candidates(*places)), answered=answered)


def retrieval(*groups):
    return Retrieval(list(groups), 0.5, LINES)


class Limiting:
    """Knows exceptions by the provision that they limit."""

    def __init__(self, limits):
        self.limits, self.asked = limits, []

    def limits_of(self, locator, language, version, *, among):
        self.asked.append((locator, language, version, tuple(among)))
        return [SimpleNamespace(locator=place) for place in self.limits.get(locator, ())]


# What is handed over


def test_each_jurisdiction_hands_over_its_own_number():
    found = retrieval(group(HK, BESIDE, jurisdiction="hk"), group(CN, jurisdiction="cn"))
    assert handed(found, {"hk": 1, "cn": 1}, "en") == [HK, CN]
    assert handed(found, {"hk": 2, "cn": 0}, "en") == [HK, BESIDE]


def test_one_list_hands_over_as_many_as_all_jurisdictions_together():
    found = retrieval(group(HK, BESIDE, CN))
    assert handed(found, {"hk": 1, "cn": 1}, "en") == [HK, BESIDE]


def test_exceptions_come_after_the_clauses_and_only_once():
    limits = Limiting({HK: ["a/s_1", BESIDE, "a/s_2", "a/s_3"], BESIDE: ["a/s_2", "a/s_4"]})
    found = retrieval(group(HK, BESIDE, CN))
    places = handed(found, {"": 2}, "zh-Hans", limits)
    assert places == [HK, BESIDE, "a/s_1", "a/s_2", "a/s_4"]
    assert limits.asked[0] == (HK, "zh-Hans", "v", (HK, BESIDE, CN))


def test_a_silent_search_hands_over_nothing():
    understood_so = understanding(question())
    sure, unsure = group(HK, jurisdiction="hk"), group(CN, jurisdiction="cn", answered=0.1)
    both = retrieval(sure, unsure)
    assert counts(understood_so, both, silent=False) == {"hk": 1, "cn": 0}
    assert counts(understood_so, both, silent=True) == {"hk": 0, "cn": 0}


def test_rightness_is_that_of_citing():
    got = rightness(question(required=[["cap-486/s_26/ss_1"]]), ["cap-486/s_26", BESIDE])
    assert got == {
        "citation_recall": (1, 1),
        "pinpoint_recall": (0, 1),
        "citation_precision": (0.5, 1),
    }
    compared = question(kind="comparison", required=[[HK], [CN]], jurisdictions=["hk", "cn"])
    assert rightness(compared, [CN])["comparison_coverage"] == (1, 2)


# The variants


SWITCHES = [field.name for field in fields(RECIPE) if getattr(RECIPE, field.name) is True]


def test_every_variant_leaves_out_one_thing():
    names = [variant.name for variant in VARIANTS]
    assert VARIANTS[0] == EVERYTHING == Variant("everything on")
    assert len(set(names)) == len(names)
    for variant in VARIANTS[1:]:
        switched = [name for name in SWITCHES if not getattr(variant.recipe, name)]
        legs = [leg for leg in LEGS if not variant.recipe.weights[leg]]
        if not variant.digest:
            assert (legs, switched, variant.following) == (["digest", "asked"], [], True)
        else:
            assert len(legs) + len(switched) + (not variant.following) == 1


def test_every_leg_and_switch_is_left_out_once():
    recipes = [variant.recipe for variant in VARIANTS if variant.digest]
    assert {leg for r in recipes for leg in LEGS if not r.weights[leg]} == set(LEGS)
    assert {name for r in recipes for name in SWITCHES if not getattr(r, name)} == set(SWITCHES)


def test_a_question_is_embedded_once():
    asked = []

    def embed(texts):
        asked.extend(texts)
        return np.array([[len(text), 0.0] for text in texts], np.float32)

    held = remembering(SimpleNamespace(embed_queries=embed))
    first = held.embed_queries(["a", "bbb"])
    assert held.embed_queries(["bbb", "a", "cc"]).tolist() == [[3, 0], [1, 0], [2, 0]]
    assert first.tolist() == [[1, 0], [3, 0]]
    assert asked == ["a", "bbb", "cc"]


def test_without_the_digest_neither_its_words_nor_its_entries_are_there(monkeypatch):
    seen = {}

    def retrieved(asked, index, embedder, words, recipe):
        sparse = Leg("centred", np.zeros(2, np.float32), PassageFilter(languages=("en",)))
        own = PassageFilter(authorities=(Authority.OWN_DIGEST,))
        index.store.search([sparse])
        index.store.passages(own)
        index.store.passages(PassageFilter(roots=("cap-486/s_26",)), 3)
        seen.update(words=words, recipe=recipe)
        return retrieval()

    calls = []
    store = SimpleNamespace(
        search=lambda legs: calls.append(legs[0].filter),
        passages=lambda wanted, limit=None: calls.append(wanted),
    )
    index = SimpleNamespace(store=store)
    monkeypatch.setattr(variants, "retrieve", retrieved)
    (bare,) = (variant for variant in VARIANTS if not variant.digest)
    words = SimpleNamespace(entries={"cap-486/s_26": "ours"})
    searched(bare, understanding(question()), index, None, words)
    assert not seen["words"].entries
    search, own, named = calls
    assert Authority.OWN_DIGEST not in search.authorities
    assert Authority.AUTHENTIC in search.authorities
    assert search.languages == ("en",)
    assert own.authorities == (Authority.OWN_DIGEST,)
    assert Authority.OWN_DIGEST not in named.authorities
    assert index.store is store
    calls.clear()
    searched(EVERYTHING, understanding(question()), index, None, words)
    assert seen == {"words": words, "recipe": RECIPE}
    assert calls[0].authorities == ()


# Measuring


def test_only_questions_that_stand_alone_and_have_an_answer_are_asked():
    asked = [
        question(1),
        question(2, kind="follow-up", history=["First?"]),
        question(3, kind="far", expect="abstain", required=[]),
    ]
    found = retrieval(group(HK, jurisdiction="hk"))
    assistant = SimpleNamespace(
        search=lambda words, as_at: (understanding(asked[0]), found, words.endswith("9?"))
    )
    (one,) = understood(assistant, asked)
    assert (one.question, one.many) == (asked[0], {"hk": 1})


def test_a_variant_is_measured_in_what_is_found_and_what_is_handed_over():
    one = Asked(question(required=[[HK], [BESIDE]]), understanding(question()), {"": 1})
    limits = Limiting({HK: [BESIDE]})
    places = {"everything on": (HK, CN), "worse": (CN, HK)}

    def search(variant, understood_so):
        return retrieval(group(*places[variant.name]))

    scores = measured(EVERYTHING, [one], search, limits)[one.question.id]
    assert scores["mrr"] == (1, 1)
    assert scores["recall@5"] == scores["recall@5_finest"] == (0.5, 1)
    assert scores["citation_recall"] == (1, 1)
    alone = measured(Variant("everything on", following=False), [one], search, limits)
    assert alone[one.question.id]["citation_recall"] == (0.5, 1)
    worse = measured(Variant("worse"), [one], search, limits)[one.question.id]
    assert worse["mrr"] == (0.5, 1)
    assert worse["citation_recall"] == (0, 1)


# The tables

SET = [
    question(n, variant=variant, reply_language="en" if variant == "en" else "zh-Hant")
    for n in range(30)
    for variant in ("en", "yue")
]


def scored(value):
    return {q.id: {"mrr": Score(value(q))} for q in SET}


def test_the_tables_show_the_level_and_the_changes():
    first, by_language = grids(
        SET,
        {
            "all of it": scored(lambda q: 0.5 + 0.25 * (q.group < "g015")),
            "less": scored(lambda q: 0.25 if q.language == "en" else 0.5),
            "the same": scored(lambda q: 0.5 + 0.25 * (q.group < "g015")),
        },
        "all of it",
    )
    assert first.columns == ["", "MRR, article"]
    assert [row[0] for row in first.rows] == ["all of it", "less", "the same"]
    assert first.rows[0][1].startswith(".62 [.5")
    assert first.rows[1][1].startswith("−.250 * [−.")
    assert first.rows[2][1] == "±0"
    assert by_language.title == "MRR, article"
    assert by_language.columns == ["", "English", "粵語", "all"]
    assert [cell.split(" ")[0] for cell in by_language.rows[1][1:]] == ["−.375", "−.125", "−.250"]
    assert "*" not in "".join(by_language.rows[1])


def test_a_change_that_may_be_noise_is_not_marked():
    first, _ = grids(
        SET,
        {
            "all of it": scored(lambda q: 0.5),
            "noise": scored(lambda q: 0.4 if int(q.group[1:]) % 2 else 0.6),
        },
        "all of it",
    )
    assert first.rows[1][1].startswith("±.000 [−")


def test_what_no_question_is_about_has_no_table():
    assert len(grids(SET, {"all of it": scored(lambda q: 1.0)}, "all of it")) == 2


PAGE = "before\n<!-- cups: made -->\nold\n<!-- /cups -->\nafter\n"


def test_only_what_stands_between_the_markers_is_replaced(tmp_path):
    made = Grid("Cups", ("", "n"), [("all", "3 [1–5]")]).markdown()
    path = tmp_path / "page.md"
    path.write_text(PAGE, "utf-8")
    write_between(path, "cups", made)
    page = path.read_text("utf-8")
    assert page == PAGE.replace("old", made)
    assert "| all | 3 [1–5] |" in page
    with pytest.raises(UsageError, match="no markers “kettles”"):
        replaced(PAGE, "kettles", made)


def test_the_committed_page_has_its_markers():
    page = ablation.PAGE.read_text("utf-8")
    for name in ("ablation", "calibration"):
        assert "new words" in replaced(page, name, "new words")


def test_the_test_half_is_refused():
    with pytest.raises(UsageError, match="no ablation on “test”"):
        ablation.main("test")
