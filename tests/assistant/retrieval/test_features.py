import math
from types import SimpleNamespace

import pytest
from clauses import comparison, understanding
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Need
from assistant.retrieval.features import FEATURES, SPREAD, features_of
from assistant.retrieval.fusion import fuse, unit_of
from assistant.retrieval.recipe import LEGS, RECIPE
from corpus.catalogue import Trilingual
from corpus.digest import Asked, Digest, DigestEntry, Figure
from corpus.passage import Hit
from corpus.provision import Status
from tests.assistant.retrieval.hand_made import hits, several

ART, OTHER = "eu-ai-act/art_50", "eu-ai-act/art_6"
PAR = f"{ART}/par_2"
KETTLES = Trilingual.model_validate({"en": "Kettles", "zh-Hant": "水煲", "zh-Hans": "水壶"})
NO_DIGEST = Digest([], [])


def entry(locator=ART, topics=("kettles",), **fields):
    own = {"locator": locator, "heading": KETTLES, "gist": KETTLES, "topics": topics}
    return DigestEntry.model_validate(own | fields)


def digest_of(*entries):
    topics = dict.fromkeys(topic for one in entries for topic in one.topics)
    return Digest([SimpleNamespace(id=topic) for topic in topics], entries)


def figure(kind):
    unit = "date" if kind == "date" else "count"
    return Figure(kind=kind, value=3, unit=unit, printed=("3",), what=KETTLES)


def features(legs, words=NO_DIGEST, lines=None, **fields):
    """The features of what legs found; a leg is passages or, for chosen scores, hits."""
    run = {n: [p if isinstance(p, Hit) else hits(p)[0] for p in leg] for n, leg in legs.items()}
    return features_of(
        fuse(run, RECIPE), lines or comparison(), understanding("?", **fields), words
    )


def scored(**scores):
    """Hits at places of article 50 and elsewhere, best first, by the last step of each."""
    places = {"art": ART, "par": PAR, "point": f"{PAR}/pnt_a", "other": OTHER}
    best_first = sorted(scores.items(), key=lambda item: -item[1])
    return [Hit(passage=several(places[name])[0], score=score) for name, score in best_first]


# --- what the legs say


@pytest.mark.parametrize("leg", ["same", "across"])
def test_a_place_that_a_leg_did_not_find_gets_its_lowest_score(leg):
    found = features({leg: scored(par=0.9, art=0.4), "words": scored(other=8.0)})
    assert [found[p][leg] for p in (PAR, ART, OTHER)] == [0.9, 0.4, 0.4]


@pytest.mark.parametrize("name", [*SPREAD[:-1], *(f"{leg}_unit" for leg in SPREAD[:-1])])
def test_a_leg_that_found_nothing_says_nothing(name):
    other = "words" if name.startswith("same") else "same"
    assert features({other: scored(par=-0.5)})[PAR][name] == 0.0


@pytest.mark.parametrize("leg", ["digest", "asked"])
def test_what_is_said_of_an_entry_holds_inside_it_and_not_elsewhere(leg):
    legs = {leg: scored(art=0.9, other=0.3), "same": scored(point=0.8)}
    found = features(legs, digest_of(entry(ART), entry(OTHER)))
    assert found[f"{PAR}/pnt_a"][leg] == found[ART][leg] == 0.9
    assert found[OTHER][leg] == 0.3
    alone = features(legs, digest_of(entry(OTHER)))
    assert alone[f"{PAR}/pnt_a"][leg] == 0.3


def test_the_nearest_entry_speaks_for_a_place():
    legs = {"digest": scored(art=0.9, par=0.5), "same": scored(point=0.8)}
    found = features(legs, digest_of(entry(ART), entry(PAR)))
    assert found[f"{PAR}/pnt_a"]["digest"] == 0.5


def test_words_and_fusion_are_shares_of_the_best():
    found = features({"words": scored(art=8.0, other=2.0)})
    assert [found[p]["words"] for p in (ART, OTHER)] == [1.0, 0.25]
    assert found[ART]["fused"] == 1.0
    assert found[OTHER]["fused"] == pytest.approx(11 / 12)


def test_a_unit_is_as_good_as_its_best_place():
    found = features({"same": scored(par=0.9, art=0.4, other=0.6)})
    assert [found[p]["same_unit"] for p in (PAR, ART, OTHER)] == [0.9, 0.9, 0.6]


def test_a_unit_is_fused_as_one_however_many_of_its_places_are_found():
    found = features({"same": [*several(ART, PAR, f"{PAR}/pnt_a", OTHER)]})
    assert {found[p]["fused_unit"] for p in (ART, PAR, f"{PAR}/pnt_a")} == {1.0}
    assert found[OTHER]["fused_unit"] == pytest.approx(11 / 12)


# --- what the place is


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("cap-486/s_2/def_kettle", "definition"),
        ("eu-ai-act/rct_12", "recital"),
        ("eu-ai-act/art_3", None),
    ],
)
def test_definitions_and_recitals_are_told_by_their_place(place, kind):
    found = features({"same": several(place)})[place]
    assert {n for n in ("definition", "recital") if found[n]} == ({kind} if kind else set())


@pytest.mark.parametrize("status", list(Status))
def test_what_is_no_rule_is_told_by_its_status(status):
    found = features({"same": several(ART, status=status)})
    assert found[ART]["explanatory"] == float(status is Status.EXPLANATORY)


# --- what the digest says of it


@pytest.mark.parametrize(("count", "share"), [(0, 0.0), (2, 0.8), (3, 1.0), (9, 1.0)])
def test_a_provision_people_often_ask_for_counts_more_up_to_a_point(count, share):
    lines = [f"Kettles {n}?" for n in range(count)]
    asked = Asked.model_validate({"en": lines, "yue": ["煲？"] * 3, "zh-Hans": lines})
    words = digest_of(entry(asked=asked))
    found = features({"same": several(PAR, OTHER)}, words)
    assert (found[PAR]["phrasings"], found[OTHER]["phrasings"]) == (share, 0.0)


@pytest.mark.parametrize(
    ("need", "kind", "said"),
    [
        (Need.FIGURE, "fine", {"figure", "figure_asked"}),
        (Need.FIGURE, "date", {"figure"}),
        (Need.DATE, "date", {"figure", "date_asked"}),
        (Need.DATE, "fine", {"figure"}),
        (Need.LOOKUP, "fine", {"figure"}),
        (Need.FIGURE, None, set()),
    ],
)
def test_a_figure_of_the_kind_asked_for_counts(need, kind, said):
    words = digest_of(entry(figures=[figure(kind)] if kind else []))
    found = features({"same": several(PAR)}, words, need=need)[PAR]
    assert {n for n in ("figure", "figure_asked", "date_asked") if found[n]} == said


@pytest.mark.parametrize(
    ("wanted", "share"),
    [((), 0.0), (("provider",), 1.0), (("provider", "importer"), 0.5), (("court",), 0.0)],
)
def test_the_share_of_the_roles_asked_about(wanted, share):
    words = digest_of(entry(roles=("provider", "deployer")))
    assert features({"same": several(PAR)}, words, roles=wanted)[PAR]["role_asked"] == share


def test_the_closer_of_an_entry_s_first_two_topics_counts():
    words = digest_of(entry(topics=("tea", "kettles", "cups")))
    lines = comparison(topics={"tea": 0.1, "kettles": 0.3, "cups": 0.9})
    found = features({"same": several(PAR, OTHER)}, words, lines)
    assert (found[PAR]["topic"], found[OTHER]["topic"]) == (0.3, 0.0)


# --- whatever is found

PLACES = [
    *[f"eu-ai-act/art_{a}/par_{p}" for a in range(1, 4) for p in (1, 2)],
    *[f"eu-ai-act/art_{a}" for a in range(1, 4)],
    "eu-ai-act/rct_1",
    "cap-486/s_2/def_kettle",
    "cap-486/sch_1/dpp_1",
]
WORDS = digest_of(
    *[
        entry(place, figures=[figure("fine")], roles=("provider",), asked=Asked(en=("Kettles?",)))
        for place in PLACES[::2]
    ]
)


@st.composite
def runs(draw, leg):
    places = draw(st.lists(st.sampled_from(PLACES), unique=True, max_size=8))
    score = st.floats(0.1, 20) if leg == "words" else st.floats(-1, 1)
    scores = draw(st.lists(score, min_size=len(places), max_size=len(places)))
    best_first = zip(several(*places), sorted(scores, reverse=True), strict=True)
    return [Hit(passage=p, score=s) for p, s in best_first]


legs = st.fixed_dictionaries({leg: runs(leg) for leg in LEGS})
needs = st.sampled_from(list(Need))


@given(legs, needs, st.floats(-1, 1))
def test_every_place_has_every_feature_within_its_bounds(found, need, topic):
    lines = comparison(topics={"kettles": topic})
    values = features(found, WORDS, lines, need=need, roles=("provider", "court"))
    assert set(values) == {hit.passage.locator for run in found.values() for hit in run}
    flags = ("definition", "recital", "explanatory", "figure", "figure_asked", "date_asked")
    for one in values.values():
        assert tuple(one) == FEATURES
        assert all(math.isfinite(value) and -1 <= value <= 1 for value in one.values())
        assert all(one[name] in (0.0, 1.0) for name in flags)
        shares = ("words", "words_unit", "fused", "fused_unit", "phrasings", "role_asked")
        assert all(0 <= one[name] <= 1 for name in shares)


@given(legs)
def test_nothing_is_below_the_floor_of_its_leg_and_no_unit_below_its_places(found):
    values = features(found, WORDS)
    for leg in ("digest", "same", "across", "asked"):
        scores = [hit.score for hit in found[leg]] or [0.0]
        assert all(min(scores) <= one[leg] <= max(scores) for one in values.values())
    for place, one in values.items():
        for leg in ("digest", "same", "across", "asked", "words"):
            beside = [v[leg] for p, v in values.items() if unit_of(p) == unit_of(place)]
            assert one[f"{leg}_unit"] == max(beside)
    assert not values or max(one["fused"] for one in values.values()) == 1.0
