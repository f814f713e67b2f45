from types import SimpleNamespace

import numpy as np
import pytest
from clauses import comparison, passage, understanding
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval import LEG_LIMIT, Group, Retrieval, editions_on, retrieve
from corpus.passage import Hit
from corpus.provision import Authority

OWN = {"authority": Authority.OWN_DIGEST}
ART = "eu-ai-act/art_50"
PAR = f"{ART}/par_2"
LAW = ("eu-ai-act",)


class Store:
    """Gives each leg what it is told to; legs of several groups are told by jurisdiction."""

    def __init__(self, meaning=(), across=(), words=(), held=(), nearest=(0.5,)):
        self.found = {"dense": meaning, "centred": across, "sparse": words}
        self.held, self.nearest, self.legs = held, nearest, []

    def search(self, legs):
        self.legs = legs
        *searched, _ = legs
        hits = [self._hits(self.found[leg.kind], leg) for leg in searched]
        any_passage = passage("cap-486/s_1")
        return [*hits, [Hit(passage=any_passage, score=score) for score in self.nearest]]

    def passages(self, which):
        return iter(p for p in self.held if p.locator in which.locators)

    @staticmethod
    def _hits(passages, leg):
        inside = [p for p in passages if p.edition in leg.filter.editions]
        return [Hit(passage=p, score=1 / n) for n, p in enumerate(inside, start=1)]


def retrieved(store, instruments=LAW, asked=None, question="kettles", language="en", **fields):
    """What is found with hand-made legs; ``asked`` gives locators near by their phrasings."""
    lines = comparison(provisions=asked or {})
    vector = np.array([1, 0, 0], np.float32)
    texts = [passage(f"{i}/x_1") for i in instruments]
    index = SimpleNamespace(
        store=store,
        manifest=SimpleNamespace(texts=texts),
        means=SimpleNamespace(centred_question=lambda given, language: given),
        scope=SimpleNamespace(compare=lambda *given: lines),
    )
    embedder = SimpleNamespace(embed_queries=lambda questions: vector[None, :])
    understood = understanding(question, language, instruments=instruments, **fields)
    return retrieve(understood, index, embedder)


def order(retrieval):
    return [c.locator for c in retrieval.candidates]


def several(*locators, **fields):
    return [passage(locator, **fields) for locator in locators]


# --- the order


def test_what_several_legs_find_comes_before_what_one_finds():
    both, first, second = several("eu-ai-act/art_1", "eu-ai-act/art_2", "eu-ai-act/art_3")
    found = retrieved(Store(meaning=[first, both], words=[second, both]))
    assert order(found)[0] == both.locator
    assert set(order(found)) == {p.locator for p in (both, first, second)}


def test_each_candidate_knows_its_rank_in_each_leg():
    one, two = several("eu-ai-act/art_1", "eu-ai-act/art_2")
    found = retrieved(Store(meaning=[one, two], across=[two], words=[two, one]))
    assert {c.locator: c.legs for c in found.candidates} == {
        one.locator: {"meaning": 1, "words": 2},
        two.locator: {"meaning": 2, "across": 1, "words": 1},
    }


def test_an_article_found_by_many_of_its_parts_counts_once_a_leg():
    parts = several(*[f"eu-ai-act/art_1/par_{n}" for n in range(1, 9)])
    (other,) = several("eu-ai-act/art_2")
    found = retrieved(Store(meaning=[other, *parts], words=[other]))
    assert order(found)[0] == other.locator


def test_a_long_article_does_not_fill_the_list():
    parts = several(*[f"eu-ai-act/art_1/par_{n}" for n in range(1, 9)])
    rest = several(*[f"eu-ai-act/art_{n}" for n in range(2, 6)])
    found = order(retrieved(Store(meaning=[*parts, *rest])))
    assert found[0] == "eu-ai-act/art_1/par_1"
    assert len([p for p in found if p.startswith("eu-ai-act/art_1/")]) < len(parts)
    assert set(found) >= {p.locator for p in rest}


def test_a_provision_found_by_its_phrasings_alone_is_a_candidate():
    entry = passage(PAR, **OWN)
    found = retrieved(Store(held=[entry]), asked={PAR: 0.9, "cap-486/s_26": 0.95})
    assert order(found) == [PAR]
    assert found.candidates[0].legs == {"asked": 1}


@given(st.data())
def test_every_root_found_has_a_place_and_scores_fall(data):
    pool = several(
        *[f"eu-ai-act/art_{a}/par_{p}" for a in range(1, 5) for p in range(1, 4)],
        *[f"eu-ai-act/art_{a}" for a in range(1, 5)],
    )
    pool += [p.model_copy(update={"authority": Authority.OWN_DIGEST}) for p in pool[-4:]]
    legs = {
        name: data.draw(st.lists(st.sampled_from(pool), unique=True), label=name)
        for name in ("meaning", "across", "words")
    }
    found = retrieved(Store(**legs))
    scores = [c.score for c in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len(set(order(found))) == len(order(found))
    roots = {p.root for hits in legs.values() for p in hits}
    assert {"/".join(place.split("/")[:2]) for place in order(found)} == roots
    assert all(c.locator in found.groups[0].passages for c in found.candidates)


# --- the pinpoint


def test_a_digest_entry_of_an_article_gives_way_to_the_paragraph_found():
    entry, paragraph = passage(ART, **OWN), passage(PAR)
    found = retrieved(Store(meaning=[entry, paragraph], words=[paragraph]))
    assert order(found) == [PAR]


def test_a_digest_entry_stays_where_nothing_finer_was_found_in_official_words():
    entry, inner = passage(ART, **OWN), passage(PAR, **OWN)
    assert set(order(retrieved(Store(meaning=[entry, inner])))) == {ART, PAR}


def test_a_digest_entry_does_not_give_way_to_another_article():
    entry, other = passage("eu-ai-act/art_5", **OWN), passage(PAR)
    assert set(order(retrieved(Store(meaning=[entry, other])))) == {entry.locator, PAR}


def test_the_paragraph_is_the_pinpoint_where_many_of_its_points_are_found():
    points = several(*[f"{PAR}/pnt_{letter}" for letter in "abcdefgh"])
    paragraph = passage(PAR)
    legs = [*points[:2], paragraph, *points[2:]]
    assert order(retrieved(Store(meaning=legs, words=legs)))[0] == PAR


def test_the_point_is_the_pinpoint_where_it_alone_is_found_first():
    point, paragraph, other = several(f"{PAR}/pnt_a", PAR, "eu-ai-act/art_6")
    found = retrieved(Store(meaning=[point, other, paragraph], words=[point]))
    assert order(found)[0] == point.locator


@pytest.mark.parametrize("entry_first", [True, False])
def test_official_words_speak_for_a_place_before_our_own(entry_first):
    entry, official = passage(PAR, "Our gist.", **OWN), passage(PAR, "The law.")
    first, second = (entry, official) if entry_first else (official, entry)
    found = retrieved(Store(meaning=[first], words=[second]))
    assert found.groups[0].passages[PAR].text == "The law."


# --- comparisons

BOTH = {"comparison": True, "jurisdictions": ("cn", "eu")}


def test_the_groups_of_a_comparison_are_kept_apart_and_taken_in_turn():
    eu = several("eu-ai-act/art_1", "eu-ai-act/art_2", "eu-ai-act/art_3")
    cn = several("cn-genai/art_7", language="zh-Hans")
    store = Store(meaning=[*eu, *cn], across=[*eu, *cn], words=[*eu, *cn])
    found = retrieved(store, ("eu-ai-act", "cn-genai"), **BOTH)
    assert [(g.jurisdiction, g.instruments) for g in found.groups] == [
        ("cn", ("cn-genai",)),
        ("eu", ("eu-ai-act",)),
    ]
    assert [{p.jurisdiction for p in g.passages.values()} for g in found.groups] == [{"cn"}, {"eu"}]
    assert order(found) == [cn[0].locator, *[p.locator for p in eu]]


def test_a_jurisdiction_without_texts_has_an_empty_group():
    store = Store(meaning=several(PAR))
    found = retrieved(store, LAW, comparison=True, jurisdictions=("eu", "us"))
    assert [len(g.candidates) for g in found.groups] == [1, 0]


def test_phrasings_reach_the_group_of_their_instrument_only():
    entries = several(PAR, "cn-genai/art_7", **OWN)
    asked = {"cn-genai/art_7": 0.9, PAR: 0.8}
    found = retrieved(Store(held=entries), ("eu-ai-act", "cn-genai"), asked, **BOTH)
    assert [[c.locator for c in g.candidates] for g in found.groups] == [["cn-genai/art_7"], [PAR]]


def test_nothing_found_is_no_candidate_and_no_confidence():
    found = retrieved(Store(nearest=()))
    assert found.candidates == []
    assert found.closeness == -1.0


def test_closeness_is_the_mean_of_the_nearest_passages():
    assert retrieved(Store(nearest=(0.9, 0.5, 0.1))).closeness == pytest.approx(0.5)


def test_candidates_of_uneven_groups_are_merged_by_rank():
    groups = [Group("eu", LAW), Group("hk", ("cap-486",))]
    found = retrieved(Store(meaning=several("eu-ai-act/art_1", "eu-ai-act/art_2")))
    groups[1].candidates = found.candidates
    assert Retrieval(groups, 0, found.lines).candidates == found.candidates


# --- where it looks


@pytest.mark.parametrize(
    ("language", "within", "across"),
    [
        ("en", ("en",), {"zh-Hant", "zh-Hans"}),
        ("zh-Hant", ("zh-Hant", "zh-Hans"), {"en"}),
        ("zh-Hans", ("zh-Hans", "zh-Hant"), {"en"}),
    ],
)
def test_words_are_searched_in_the_script_of_the_question_and_meaning_in_all(
    language, within, across
):
    store = Store()
    retrieved(store, language=language)
    *legs, nearest = store.legs
    where = {leg.kind: leg.filter.languages for leg in legs}
    assert where["dense"] == where["sparse"] == within
    assert set(where["centred"]) == across
    assert nearest.filter.languages == ()
    assert all(leg.limit == LEG_LIMIT for leg in legs)


def test_a_leg_searches_the_editions_of_its_own_group_only():
    store = Store()
    retrieved(store, ("eu-ai-act", "cn-genai"), **BOTH)
    *legs, nearest = store.legs
    assert {leg.filter.editions for leg in legs} == {
        ("cn-genai@2023-08-15",),
        ("eu-ai-act@2026-07-27",),
    }
    assert set(nearest.filter.editions) == {"cn-genai@2023-08-15", "eu-ai-act@2026-07-27"}


def installed(*versions):
    texts = [passage("eu-ai-act/art_1", version=version) for version in versions]
    return SimpleNamespace(manifest=SimpleNamespace(texts=texts))


@pytest.mark.parametrize(
    ("day", "versions", "chosen"),
    [
        ("2025-06-01", ("2024-07-12", "2026-07-27"), "2024-07-12"),
        ("2026-11-22", ("2024-07-12", "2026-07-27"), "2026-07-27"),
        ("2025-06-01", ("2026-07-27",), "2026-07-27"),
        ("2020-01-01", ("2024-07-12", "2026-07-27"), "2026-07-27"),
    ],
)
def test_the_version_of_the_day_is_searched_else_the_latest_installed(day, versions, chosen):
    understood = understanding("?", instruments=("eu-ai-act", "cap-486"), as_at=day)
    assert editions_on(understood, installed(*versions)) == (f"eu-ai-act@{chosen}",)
