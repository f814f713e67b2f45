import pytest
from clauses import passage
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import fuse, unit_of
from assistant.retrieval.recipe import LEGS, RECIPE, Recipe
from corpus.provision import Authority, encloses
from tests.assistant.retrieval.hand_made import OWN, hits, several

ART = "eu-ai-act/art_50"
PAR = f"{ART}/par_2"
EQUAL = Recipe(weights=dict.fromkeys(LEGS, 1.0))


@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ("eu-ai-act/art_5/par_1/pnt_a", "eu-ai-act/art_5"),
        ("eu-ai-act/art_5", "eu-ai-act/art_5"),
        ("eu-ai-act/anx_III/pnt_1/pnt_a", "eu-ai-act/anx_III/pnt_1"),
        ("eu-ai-act/anx_III", "eu-ai-act/anx_III"),
        ("cap-486/sch_1/dpp_3/ss_1", "cap-486/sch_1/dpp_3"),
        ("nist-ai-rmf/app_A/par_2/par_1", "nist-ai-rmf/app_A/par_2"),
        ("eu-ai-act", "eu-ai-act"),
    ],
)
def test_a_schedule_is_no_unit_of_meaning(place, unit):
    assert unit_of(place) == unit


# --- by rank


def test_a_place_gets_from_each_leg_its_weight_over_constant_and_rank():
    one, two = several("eu-ai-act/art_1", "eu-ai-act/art_2")
    recipe = Recipe(weights={"digest": 2.0, "words": 1.0}, rank_constant=10)
    fused = fuse({"digest": hits(one, two), "words": hits(two)}, recipe)
    assert fused.places == {
        one.locator: pytest.approx(2 / 11),
        two.locator: pytest.approx(2 / 12 + 1 / 11),
    }
    assert fused.ranks == {one.locator: {"digest": 1}, two.locator: {"digest": 2, "words": 1}}


def test_what_several_legs_find_comes_before_what_one_finds():
    both, first, second = several("eu-ai-act/art_1", "eu-ai-act/art_2", "eu-ai-act/art_3")
    fused = fuse({"digest": hits(first, both), "words": hits(second, both)}, EQUAL)
    assert max(fused.places, key=fused.places.get) == both.locator


def test_a_place_found_by_several_passages_counts_once_at_its_best():
    start, end, other = passage(PAR, "First."), passage(PAR, "Last."), passage("eu-ai-act/art_6")
    fused = fuse({"same": hits(start, end, other)}, EQUAL)
    assert fused.ranks == {PAR: {"same": 1}, other.locator: {"same": 2}}
    assert fused.scores["same"] == {PAR: 1.0, other.locator: 0.25}


def test_an_article_found_by_many_of_its_parts_counts_once_a_leg():
    parts = several(*[f"eu-ai-act/art_1/par_{n}" for n in range(1, 9)])
    (other,) = several("eu-ai-act/art_2")
    fused = fuse({"digest": hits(*parts, other)}, Recipe(rank_constant=10))
    assert fused.units == {
        "eu-ai-act/art_1": pytest.approx(1 / 11),
        "eu-ai-act/art_2": pytest.approx(1 / 12),
    }


def test_a_unit_found_by_two_legs_beats_one_of_which_one_leg_found_every_part():
    parts = several(*[f"eu-ai-act/art_1/par_{n}" for n in range(1, 9)])
    (other,) = several("eu-ai-act/art_2")
    fused = fuse({"digest": hits(*parts, other), "words": hits(other)}, EQUAL)
    assert fused.units[other.locator] > fused.units["eu-ai-act/art_1"]


# --- which passage speaks for a place


@pytest.mark.parametrize("entry_first", [True, False])
def test_official_words_speak_for_a_place_before_our_own(entry_first):
    entry, official = passage(PAR, "Our gist.", **OWN), passage(PAR, "The law.")
    first, second = (entry, official) if entry_first else (official, entry)
    fused = fuse({"digest": hits(first), "words": hits(second)}, RECIPE)
    assert fused.passages[PAR].text == "The law."


def test_of_official_words_those_found_first_speak():
    one, two = passage(PAR, "Of the first leg."), passage(PAR, "Of the second.")
    fused = fuse({"same": hits(one), "words": hits(two)}, RECIPE)
    assert fused.passages[PAR].text == "Of the first leg."


# --- whatever is found

POOL = several(
    *[f"eu-ai-act/art_{a}/par_{p}" for a in range(1, 5) for p in range(1, 4)],
    *[f"eu-ai-act/art_{a}" for a in range(1, 5)],
    *[f"cap-486/sch_1/dpp_{n}" for n in range(1, 4)],
)
POOL += [p.model_copy(update={"authority": Authority.OWN_DIGEST}) for p in POOL[::3]]
runs = st.lists(st.sampled_from(POOL), unique_by=lambda p: p.id, max_size=8).map(lambda p: hits(*p))
found = st.dictionaries(st.sampled_from(LEGS), runs, min_size=1)
recipes = st.builds(
    Recipe,
    weights=st.fixed_dictionaries(dict.fromkeys(LEGS, st.floats(0.1, 3))),
    rank_constant=st.integers(0, 60),
)


@given(found, recipes, st.randoms())
def test_the_order_in_which_legs_are_named_changes_no_score(legs, recipe, chance):
    shuffled = list(legs.items())
    chance.shuffle(shuffled)
    one, other = fuse(legs, recipe), fuse(dict(shuffled), recipe)
    assert one.places == pytest.approx(other.places)
    assert one.units == pytest.approx(other.units)
    assert one.ranks == other.ranks
    assert one.scores == other.scores
    ours = {place: p.authority is Authority.OWN_DIGEST for place, p in one.passages.items()}
    assert ours == {p: m.authority is Authority.OWN_DIGEST for p, m in other.passages.items()}


@given(found, recipes)
def test_a_unit_scores_as_much_as_its_best_place_and_no_more_than_first_everywhere(legs, recipe):
    fused = fuse(legs, recipe)
    assert {unit_of(place) for place in fused.places} == set(fused.units)
    for place, score in fused.places.items():
        assert encloses(unit_of(place), place)
        assert fused.units[unit_of(place)] >= score - 1e-9
    most = sum(recipe.weights[name] for name in legs) / (recipe.rank_constant + 1)
    assert all(0 < score <= most + 1e-9 for score in fused.units.values())


@given(found, recipes, st.sampled_from(LEGS))
def test_a_leg_of_weight_nothing_changes_nothing(legs, recipe, name):
    silent = Recipe(weights=recipe.without(name), rank_constant=recipe.rank_constant)
    others = {leg: run for leg, run in legs.items() if leg != name}
    fused, without = fuse(legs, silent), fuse(others, silent)
    assert {p: s for p, s in fused.places.items() if s} == pytest.approx(without.places)
    assert {u: s for u, s in fused.units.items() if s} == pytest.approx(without.units)


@given(found, recipes)
def test_every_place_found_has_a_rank_a_score_and_a_passage(legs, recipe):
    fused = fuse(legs, recipe)
    places = {hit.passage.locator for run in legs.values() for hit in run}
    assert set(fused.places) == set(fused.ranks) == set(fused.passages) == places
    assert set(fused.scores) == set(legs)
    for name, run in legs.items():
        ranks = sorted(r[name] for r in fused.ranks.values() if name in r)
        assert ranks == list(range(1, len({hit.passage.locator for hit in run}) + 1))
