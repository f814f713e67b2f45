import numpy as np
import pytest
from clauses import comparison, passage

from assistant.retrieval.found import Group
from assistant.retrieval.legs import Sought, named, run_legs
from assistant.retrieval.recipe import LEGS, Recipe
from corpus.passage import Hit
from corpus.provision import Authority
from corpus.sparse import encode_query
from tests.assistant.retrieval.hand_made import LAW, OWN, Store, index_of, name_of, several

ART = "eu-ai-act/art_50"
PAR = f"{ART}/par_2"
EU, CN, HK = "eu-ai-act@2026-07-27", "cn-genai@2023-08-15", "cap-486@2022-10-01"
TURNED, PLAIN = [1.0, 0.0], [0.0, 1.0]
OFFICIAL = set(Authority) - {Authority.OWN_DIGEST, Authority.OWN_DOCUMENT}


def sought(language="en", asked=None, parts=()):
    return Sought(
        vector=np.array(TURNED, np.float32),
        plain=np.array(PLAIN, np.float32),
        parts=tuple(np.array(part, np.float32) for part in parts),
        words="whistling kettles",
        language=language,
        lines=comparison(provisions=asked or {}),
    )


def run(store, groups=None, editions=(EU,), language="en", asked=None, parts=(), **recipe):
    groups = groups or [Group("", LAW)]
    made = Recipe(**{"limit": 9} | recipe)
    return run_legs(sought(language, asked, parts), groups, editions, index_of(store), made)


def asked_for(**recipe):
    """The searches of one group, by name, and the one for what is nearest."""
    store = Store()
    language = recipe.pop("language", "en")
    run(store, language=language, **recipe)
    *legs, nearest = store.legs
    return legs, nearest


# --- what is asked for


@pytest.mark.parametrize(
    ("language", "family", "others"),
    [
        ("en", {"en"}, {"zh-Hant", "zh-Hans"}),
        ("zh-Hant", {"zh-Hant", "zh-Hans"}, {"en"}),
        ("zh-Hans", {"zh-Hans", "zh-Hant"}, {"en"}),
    ],
)
def test_words_are_searched_where_the_script_matches_and_meaning_everywhere(
    language, family, others
):
    (own, same, across, words), nearest = asked_for(language=language)
    assert own.filter.languages == nearest.filter.languages == ()
    assert set(same.filter.languages) == set(words.filter.languages) == family
    assert set(across.filter.languages) == others


def test_our_gists_and_official_words_are_searched_apart():
    (own, same, across, words), nearest = asked_for()
    assert own.filter.authorities == (Authority.OWN_DIGEST,)
    assert set(same.filter.authorities) == set(across.filter.authorities) == OFFICIAL
    assert words.filter.authorities == nearest.filter.authorities == ()


def test_meaning_is_searched_with_the_turned_vector_and_closeness_with_the_plain_one():
    (*meaning, words), nearest = asked_for()
    assert [leg.query for leg in meaning] == [TURNED] * 3
    assert words.query == encode_query("whistling kettles")
    assert nearest.query == PLAIN


def test_each_leg_takes_as_many_passages_as_the_recipe_says_and_closeness_five():
    legs, nearest = asked_for(limit=7)
    assert [leg.limit for leg in legs] == [7] * 4
    assert nearest.limit == 5


@pytest.mark.parametrize(("centred", "kind"), [(True, "centred"), (False, "dense")])
def test_means_are_removed_or_left(centred, kind):
    (*meaning, words), nearest = asked_for(centred=centred)
    assert [leg.kind for leg in (*meaning, words, nearest)] == [kind] * 3 + ["sparse", "centred"]


@pytest.mark.parametrize("left_out", LEGS)
def test_a_leg_without_weight_is_not_run(left_out):
    store = Store(held=several(PAR, **OWN))
    (found,), _ = run(store, asked={PAR: 0.9}, weights=Recipe().without(left_out))
    assert set(found) == set(LEGS) - {left_out}
    assert left_out not in {name_of(leg) for leg in store.legs[:-1]}


def test_a_leg_searches_the_editions_of_its_own_group_only():
    groups = [Group("cn", ("cn-genai",)), Group("eu", LAW)]
    store = Store()
    run(store, groups, (EU, CN, HK))
    *legs, nearest = store.legs
    assert [leg.filter.editions for leg in legs] == [(CN,)] * 4 + [(EU,)] * 4
    assert set(nearest.filter.editions) == {EU, CN, HK}


def test_a_group_of_which_nothing_is_installed_is_not_searched():
    groups = [Group("us", ("nist-ai-rmf",)), Group("eu", LAW)]
    store = Store(same=several(PAR))
    (none, some), _ = run(store, groups)
    assert len(store.legs) == 5
    assert not any(none.values())
    assert [hit.passage.locator for hit in some["same"]] == [PAR]


def test_each_leg_s_hits_go_to_its_group():
    both = several("cn-genai/art_7", PAR)
    groups = [Group("cn", ("cn-genai",)), Group("eu", LAW)]
    found, nearest = run(Store(digest=both, words=both, nearest=(0.9, 0.2)), groups, (EU, CN))
    told = [{n: [h.passage.locator for h in leg] for n, leg in one.items()} for one in found]
    empty = {"same": [], "across": [], "asked": []}
    assert told == [
        {"digest": ["cn-genai/art_7"], "words": ["cn-genai/art_7"]} | empty,
        {"digest": [PAR], "words": [PAR]} | empty,
    ]
    assert [hit.score for hit in nearest] == [0.9, 0.2]


# --- the parts of a question

PARTS = [[0.6, 0.8], [0.8, 0.6]]


def test_parts_are_searched_for_beside_the_whole_by_our_gists_and_official_words():
    store = Store()
    run(store, parts=PARTS)
    *legs, nearest = store.legs
    asked_by = {}
    for leg in legs:
        asked_by.setdefault(name_of(leg), []).append(leg.query)
    whole_and_parts = [pytest.approx(vector) for vector in (TURNED, *PARTS)]
    assert asked_by == {
        "digest": whole_and_parts,
        "same": whole_and_parts,
        "across": [TURNED],
        "words": [encode_query("whistling kettles")],
    }
    assert nearest.query == PLAIN


class InTurn(Store):
    """Finds something else each time that a leg is searched."""

    def __init__(self, *runs):
        super().__init__()
        self.runs = list(runs)

    def _hits(self, leg):
        return self.runs.pop(0) if name_of(leg) == "same" else []


def test_what_the_parts_find_is_joined_each_passage_at_its_best_score_best_first():
    one, two, three = several("eu-ai-act/art_1", "eu-ai-act/art_2", "eu-ai-act/art_3")
    whole = [Hit(passage=one, score=0.5), Hit(passage=two, score=0.4)]
    part = [Hit(passage=two, score=0.9), Hit(passage=three, score=0.3)]
    other = [Hit(passage=one, score=0.2), Hit(passage=three, score=0.6)]
    (found,), _ = run(InTurn(whole, part, other), parts=PARTS)
    told = [(hit.passage.locator, hit.score) for hit in found["same"]]
    assert told == [(two.locator, 0.9), (three.locator, 0.6), (one.locator, 0.5)]


def test_parts_of_a_comparison_stay_in_their_group():
    groups = [Group("cn", ("cn-genai",)), Group("eu", LAW)]
    both = several("cn-genai/art_7", PAR)
    found, _ = run(Store(digest=both), groups, (EU, CN), parts=PARTS)
    assert [[h.passage.locator for h in one["digest"]] for one in found] == [
        ["cn-genai/art_7"],
        [PAR],
    ]


# --- how people ask


def asked(near, held, groups=None, editions=(EU, CN), **fields):
    found, _ = run(Store(held=held), groups, editions, asked=near, **fields)
    return [[(h.passage.locator, h.score) for h in one["asked"]] for one in found]


def test_provisions_are_found_by_their_phrasings_nearest_first():
    held = several(ART, PAR, "cn-genai/art_7", **OWN)
    near = {PAR: 0.9, "cn-genai/art_7": 0.8, ART: 0.7}
    assert asked(near, held) == [[(PAR, 0.9), (ART, 0.7)]]


def test_phrasings_reach_the_group_of_their_instrument_only():
    groups = [Group("cn", ("cn-genai",)), Group("eu", LAW)]
    near = {"cn-genai/art_7": 0.8, PAR: 0.9}
    held = several(PAR, "cn-genai/art_7", **OWN)
    assert asked(near, held, groups) == [[("cn-genai/art_7", 0.8)], [(PAR, 0.9)]]


def test_of_phrasings_too_only_as_many_are_taken_as_the_recipe_says():
    places = [f"eu-ai-act/art_{n}" for n in range(1, 9)]
    near = {place: 1 / n for n, place in enumerate(places, start=1)}
    (found,) = asked(near, several(*places, **OWN), limit=3)
    assert [place for place, _ in found] == places[:3]


def test_a_phrasing_of_what_is_not_installed_in_that_edition_finds_nothing():
    old = passage(PAR, version="2024-07-12", **OWN)
    assert asked({PAR: 0.9}, [old]) == [[]]
    assert asked({PAR: 0.9}, [passage(PAR)]) == [[]]


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_our_own_words_are_found_in_the_question_s_language(language):
    held = [passage(PAR, language=one, **OWN) for one in ("zh-Hans", "en", "zh-Hant")]
    (found,), _ = run(Store(held=held), language=language, asked={PAR: 0.9})
    assert [hit.passage.language for hit in found["asked"]] == [language]


# --- what is named


def looked_up(reference, *held, instruments=LAW):
    found = named([reference], Group("", instruments), (EU, HK), index_of(Store(held=held)))
    return found.get(reference)


def test_a_provision_that_is_named_is_looked_up_with_its_own_words():
    point = passage(f"{PAR}/pnt_a", "Around it.")
    assert looked_up(PAR, point, passage(PAR, "Itself."), passage(ART, "All.")).text == "Itself."


@pytest.mark.parametrize("held", [ART, f"{PAR}/pnt_a"], ids=["around", "inside"])
def test_else_what_stands_nearest_to_it_speaks_under_its_name(held):
    found = looked_up(PAR, passage(held, "Near."))
    assert (found.locator, found.text) == (PAR, "Near.")


def test_official_words_come_before_our_own():
    own, official = passage(PAR, "Gist.", **OWN), passage(PAR, "The law.")
    assert looked_up(PAR, own, official).text == "The law."


def test_a_provision_that_stands_beside_it_is_not_it():
    assert looked_up(PAR, passage(f"{ART}/par_3")) is None


def test_another_edition_or_an_instrument_that_is_not_searched_is_not_looked_up():
    assert looked_up(PAR, passage(PAR, version="2024-07-12")) is None
    assert looked_up("cap-486/s_26", passage("cap-486/s_26")) is None
    assert looked_up("cap-486/s_26", passage("cap-486/s_26"), instruments=("cap-486",))


def test_what_is_named_is_in_the_question_s_order():
    store = Store(held=several(PAR, "eu-ai-act/art_5"))
    found = named(["eu-ai-act/art_5", PAR], Group("", LAW), (EU,), index_of(store))
    assert list(found) == ["eu-ai-act/art_5", PAR]
