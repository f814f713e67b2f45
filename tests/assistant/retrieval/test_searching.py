from types import SimpleNamespace

import pytest
from clauses import passage, understanding
from hypothesis import given
from hypothesis import strategies as st
from plain_weights import weights

from assistant.retrieval import RECIPE, Group, Recipe, Retrieval, editions_on
from corpus.digest import Digest
from corpus.provision import Authority
from corpus.sparse import encode_query
from tests.assistant.retrieval.hand_made import (
    LAW,
    OWN,
    Scope,
    Store,
    name_of,
    order,
    retrieved,
    several,
)

ART = "eu-ai-act/art_50"
PAR = f"{ART}/par_2"
BOTH = {"comparison": True, "jurisdictions": ("cn", "eu")}
AS_FUSED = Recipe(ranked=False)


@pytest.fixture(autouse=True, scope="module")
def by_fusion():
    """Nothing here rests on the weights that were fitted."""
    with pytest.MonkeyPatch.context() as patch:
        by_hand = weights({"fused": 1.0, "fused_unit": 1.0})
        patch.setattr("assistant.retrieval.searching.ranking", lambda: by_hand)
        yield


# --- the order


def test_what_several_legs_find_comes_before_what_one_finds():
    both, first, second = several("eu-ai-act/art_1", "eu-ai-act/art_2", "eu-ai-act/art_3")
    found = retrieved(Store(digest=[first, both], words=[second, both]))
    assert order(found)[0] == both.locator
    assert set(order(found)) == {p.locator for p in (both, first, second)}


def test_each_candidate_knows_its_rank_in_each_leg():
    one, two = several("eu-ai-act/art_1", "eu-ai-act/art_2")
    found = retrieved(Store(same=[one, two], across=[two], words=[two, one]))
    assert {c.locator: c.legs for c in found.candidates} == {
        one.locator: {"same": 1, "words": 2},
        two.locator: {"same": 2, "across": 1, "words": 1},
    }


def test_the_weights_decide_the_order_and_the_score(monkeypatch):
    by_words = weights({"words": 3.0, "recital": -5.0})
    monkeypatch.setattr("assistant.retrieval.searching.ranking", lambda: by_words)
    first, second, recital = several("eu-ai-act/art_1", "eu-ai-act/art_2", "eu-ai-act/rct_1")
    found = retrieved(Store(same=[recital, second, first], words=[recital, first]))
    assert [(c.locator, c.score) for c in found.candidates] == [
        (first.locator, 1.5),
        (second.locator, 0.0),
        (recital.locator, -2.0),
    ]
    assert found.groups[0].features[first.locator]["words"] == 0.5


def test_places_of_equal_score_are_in_the_order_of_their_names(monkeypatch):
    alike = weights({"recital": 1.0})
    monkeypatch.setattr("assistant.retrieval.searching.ranking", lambda: alike)
    places = [f"eu-ai-act/art_{n}" for n in (3, 1, 2)]
    assert order(retrieved(Store(same=several(*places)))) == sorted(places)


def test_without_weights_units_are_in_order_of_their_fusion_and_places_inside_them():
    parts = several(*[f"eu-ai-act/art_1/par_{n}" for n in range(1, 4)])
    (other,) = several("eu-ai-act/art_2")
    found = retrieved(Store(digest=[*parts, other], words=[other]), recipe=AS_FUSED)
    assert order(found) == [other.locator, *[p.locator for p in parts]]


def test_a_provision_found_by_its_phrasings_alone_is_a_candidate():
    entry = passage(PAR, **OWN)
    found = retrieved(Store(held=[entry]), asked={PAR: 0.9, "cap-486/s_26": 0.95})
    assert order(found) == [PAR]
    assert found.candidates[0].legs == {"asked": 1}


@given(st.data(), st.sampled_from([RECIPE, AS_FUSED]))
def test_every_root_found_has_a_place_and_scores_fall(data, recipe):
    pool = several(
        *[f"eu-ai-act/art_{a}/par_{p}" for a in range(1, 5) for p in range(1, 4)],
        *[f"eu-ai-act/art_{a}" for a in range(1, 5)],
    )
    pool += [p.model_copy(update={"authority": Authority.OWN_DIGEST}) for p in pool[-4:]]
    legs = {
        name: data.draw(st.lists(st.sampled_from(pool), unique=True), label=name)
        for name in ("digest", "same", "across", "words")
    }
    found = retrieved(Store(**legs), recipe=recipe, words=Digest([], []))
    scores = [c.score for c in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len(set(order(found))) == len(order(found))
    roots = {p.root for hits in legs.values() for p in hits}
    assert {"/".join(place.split("/")[:2]) for place in order(found)} == roots
    (group,) = found.groups
    assert set(order(found)) <= set(group.passages) == set(group.features)


# --- the pinpoint


def test_what_only_encloses_a_place_before_it_is_left_out():
    article, paragraph = several(ART, PAR)
    assert order(retrieved(Store(same=[paragraph, article], words=[paragraph]))) == [PAR]


def test_a_part_stays_behind_what_encloses_it():
    article, paragraph = several(ART, PAR)
    assert order(retrieved(Store(same=[article, paragraph], words=[article]))) == [ART, PAR]


def test_an_article_does_not_give_way_to_another():
    found = retrieved(Store(same=several("eu-ai-act/art_5", PAR)))
    assert set(order(found)) == {"eu-ai-act/art_5", PAR}


# --- what is named


def test_provisions_that_are_named_come_first_in_the_question_s_order():
    found_best = several("eu-ai-act/art_1", PAR)
    store = Store(held=several(PAR, "eu-ai-act/art_5"), same=found_best, words=found_best)
    found = retrieved(store, references=("eu-ai-act/art_5", PAR))
    assert order(found) == ["eu-ai-act/art_5", PAR, "eu-ai-act/art_1"]
    assert found.candidates[0].legs == {"named": 1}
    assert found.candidates[1].legs["named"] == 2
    assert "eu-ai-act/art_5" in found.groups[0].features


def test_a_provision_named_beside_a_part_of_it_is_not_left_out():
    store = Store(held=several(PAR, ART))
    assert order(retrieved(store, references=(PAR, ART))) == [PAR, ART]


def test_a_provision_that_is_named_and_not_there_is_no_candidate():
    found = retrieved(Store(same=several(PAR)), references=("eu-ai-act/art_999",))
    assert order(found) == [PAR]


# --- comparisons


def test_the_groups_of_a_comparison_are_kept_apart_and_taken_in_turn():
    eu = several("eu-ai-act/art_1", "eu-ai-act/art_2", "eu-ai-act/art_3")
    cn = several("cn-genai/art_7", language="zh-Hans")
    store = Store(digest=[*eu, *cn], across=[*eu, *cn], words=[*eu, *cn])
    found = retrieved(store, ("eu-ai-act", "cn-genai"), **BOTH)
    assert [(g.jurisdiction, g.instruments) for g in found.groups] == [
        ("cn", ("cn-genai",)),
        ("eu", ("eu-ai-act",)),
    ]
    assert [{p.jurisdiction for p in g.passages.values()} for g in found.groups] == [{"cn"}, {"eu"}]
    assert order(found) == [cn[0].locator, *[p.locator for p in eu]]


def test_without_quotas_a_comparison_is_searched_as_one():
    found = retrieved(Store(), ("eu-ai-act", "cn-genai"), recipe=Recipe(quotas=False), **BOTH)
    assert [(g.jurisdiction, g.instruments) for g in found.groups] == [
        ("", ("eu-ai-act", "cn-genai"))
    ]


def test_two_places_named_are_no_comparison_unless_one_is_asked_for():
    found = retrieved(Store(), ("eu-ai-act", "cn-genai"), jurisdictions=("cn", "eu"))
    assert len(found.groups) == 1


def test_a_jurisdiction_without_texts_has_an_empty_group():
    store = Store(same=several(PAR))
    found = retrieved(store, LAW, comparison=True, jurisdictions=("eu", "us"))
    assert [len(g.candidates) for g in found.groups] == [1, 0]


def test_candidates_of_uneven_groups_are_merged_by_rank():
    long, short = Group("eu", LAW), Group("hk", ("cap-486",))
    found = retrieved(Store(same=several("eu-ai-act/art_1", "eu-ai-act/art_2")))
    long.candidates, short.candidates = found.candidates, found.candidates[:1]
    one, two = found.candidates
    assert Retrieval([short, long], 0, found.lines).candidates == [one, one, two]


# --- how close it comes


def test_nothing_found_is_no_candidate_and_no_closeness():
    found = retrieved(Store(nearest=()))
    assert found.candidates == []
    assert found.closeness == -1.0


def test_closeness_is_the_mean_of_the_nearest_passages():
    assert retrieved(Store(nearest=(0.9, 0.5, 0.1))).closeness == pytest.approx(0.5)


def test_each_stage_is_timed():
    stages = retrieved(Store()).ms
    assert list(stages) == ["embedding", "searching", "ranking"]
    assert all(ms >= 0 for ms in stages.values())


# --- what is searched for


def searched(language="en", **fields):
    """The vector of the official words, the words themselves, and the scope's questions."""
    store, scope = Store(), Scope()
    retrieved(store, scope=scope, language=language, **fields)
    *legs, nearest = store.legs
    return legs[1].query, legs[3].query, nearest.query, scope.asked


@pytest.mark.parametrize(
    ("switched", "vector"),
    [
        ({}, [1, 0, 1]),
        ({"adapted": False}, [1, 0, -1]),
        ({"centred": False}, [1, 0, 0]),
        ({"names_removed": False}, [0, 1, 1]),
    ],
)
def test_the_question_is_centred_and_turned_unless_switched_off(switched, vector):
    assert searched(recipe=Recipe(**switched))[0] == vector


def test_the_question_is_compared_with_lines_and_the_nearest_passages_as_it_is():
    _, _, plain, compared = searched()
    assert plain == [1, 0, -1]
    assert compared == [([1, 0, -1], ())]


@pytest.mark.parametrize(("jurisdictions", "within"), [((), ()), (("eu",), LAW)])
def test_lines_of_other_laws_count_only_where_a_place_was_named(jurisdictions, within):
    assert searched(jurisdictions=jurisdictions)[3][0][1] == within


@pytest.mark.parametrize(
    ("switched", "words"),
    [
        ({}, "Are kettles covered? boiling vessel"),
        ({"glossary": False}, "Are kettles covered?"),
        ({"names_removed": False}, "Are kettles covered in the EU? boiling vessel"),
    ],
)
def test_words_are_the_subject_and_what_the_law_calls_it(switched, words):
    recipe = Recipe(**switched)
    assert searched(recipe=recipe, expansion=("boiling vessel",))[1] == encode_query(words)


TWO_NEEDS = "Who shall clean the whistling kettle, and how often is it to be emptied?"


def searched_in_parts(**recipe):
    store = Store()
    retrieved(store, subject=TWO_NEEDS, recipe=Recipe(**recipe))
    *legs, nearest = store.legs
    return [leg.query for leg in legs if name_of(leg) == "same"], nearest.query


@pytest.mark.parametrize(
    ("switched", "third"), [({}, 1.0), ({"adapted": False}, -1.0), ({"centred": False}, 0.0)]
)
def test_a_question_with_two_needs_is_searched_in_parts_drawn_towards_the_whole(switched, third):
    (whole, *drawn), nearest = searched_in_parts(**switched)
    assert whole == [1, 0, third]
    assert drawn == [pytest.approx([0.2**0.5, 0, 0.8**0.5 + third])] * 2
    assert nearest == [1, 0, -1]


def test_parts_are_not_searched_for_where_they_are_switched_off():
    assert len(searched_in_parts(parts=False)[0]) == 1


def test_a_question_with_one_need_has_no_parts():
    store = Store()
    retrieved(store)
    assert len([leg for leg in store.legs[:-1] if name_of(leg) == "same"]) == 1


def test_a_language_that_is_not_answered_in_is_searched_as_english():
    store = Store()
    retrieved(store, language="fr")
    assert store.legs[1].filter.languages == ("en",)


# --- which edition


def installed(*versions):
    texts = [passage("eu-ai-act/art_1", version=version) for version in versions]
    return SimpleNamespace(manifest=SimpleNamespace(texts=texts))


@pytest.mark.parametrize(
    ("day", "versions", "chosen"),
    [
        ("2025-06-01", ("2024-07-12", "2026-07-27"), "2024-07-12"),
        ("2026-11-22", ("2024-07-12", "2026-07-27"), "2026-07-27"),
        ("2025-06-01", ("2026-07-27",), "2026-07-27"),
        ("2026-07-26", ("2024-07-12", "2026-07-27"), "2024-07-12"),
        ("2026-07-27", ("2024-07-12", "2026-07-27"), "2026-07-27"),
        ("2026-07-27", ("2024-07-12",), "2024-07-12"),
        ("2020-01-01", ("2024-07-12", "2026-07-27"), "2024-07-12"),
    ],
)
def test_the_version_of_the_day_is_searched_else_the_nearest_installed(day, versions, chosen):
    understood = understanding("?", instruments=("eu-ai-act", "cap-486"), as_at=day)
    assert editions_on(understood, installed(*versions)) == (f"eu-ai-act@{chosen}",)
