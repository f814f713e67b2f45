"""Which provisions limit one: invented laws in three languages, and official ones by locator."""

from __future__ import annotations

import pytest

from assistant.neighbours import Limit, Neighbours
from corpus.provision import BindingForce
from ingest.sources import find_sources
from tests.assistant.neighbours.laws import law

KETTLES = law(
    "cap-486",
    "en",
    (
        "s_1",
        "Boiling",
        [
            ("ss_1", "Subject to subsection (2) and section 4, a keeper must boil water—",
             ("par_a", "daily; or"), ("par_b", "on request.")),
            ("ss_2", "Subsection (1)(a) does not apply to a keeper who is asleep."),
            ("ss_3", "This section does not apply to teapots."),
        ],
    ),
    ("s_2", "Camping", ["Notwithstanding section 1, a camper may drink cold water."]),
    ("s_3", "Works", ["A kettle subject to section 1 is red. Section 4 is read with section 1."]),
    ("s_4", "Fees", ["No fee is due."]),
    ("s_5", "Museum", [("ss_1", "A kettle in a museum is exempt from—",
                        ("par_i", "section 1(1)(b); and"), ("par_ii", "sections 3 and 4."))]),
    ("s_6", "Division", ["This Part does not apply on Sundays."]),
    ("s_7", "Elsewhere", ["Despite section 1 of the Teapot Ordinance (Cap. 9), section 4 counts."]),
    ("s_8", "Term", [("def_keeper", "keeper means a person.")]),
)  # fmt: skip


def found(neighbours: Neighbours, locator: str, **options: object) -> list[tuple[str, str, str]]:
    limits = neighbours.limits_of(locator, most=20, **options)
    return [(one.kind, one.locator.split("/", 1)[1], one.of.split("/", 1)[1]) for one in limits]


@pytest.fixture(scope="module")
def kettles() -> Neighbours:
    return Neighbours(KETTLES)


def test_same_section_comes_first_then_what_is_named_then_what_exempts(kettles):
    assert found(kettles, "cap-486/s_1/ss_1") == [
        ("condition", "s_1/ss_2", "s_1/ss_1"),
        ("exception", "s_1/ss_3", "s_1"),
        ("condition", "s_4", "s_1/ss_1"),
        ("exception", "s_2", "s_1"),
        ("exception", "s_6", "s_1"),
        ("exception", "s_5/ss_1", "s_1/ss_1/par_b"),
    ]


def test_a_limit_of_one_point_is_none_of_its_neighbour(kettles):
    of_a = {limiter for _, limiter, _ in found(kettles, "cap-486/s_1/ss_1/par_a")}
    of_b = {limiter for _, limiter, _ in found(kettles, "cap-486/s_1/ss_1/par_b")}
    assert "s_5/ss_1" in of_b - of_a
    assert "s_1/ss_2" in of_a & of_b


def test_the_exception_itself_is_not_limited_by_itself(kettles):
    assert "s_1/ss_3" not in {limiter for _, limiter, _ in found(kettles, "cap-486/s_1/ss_3")}
    assert not any(at.startswith("s_1/") for _, at, _ in found(kettles, "cap-486/s_1"))


def test_words_that_only_describe_make_no_limit(kettles):
    assert "s_1" not in {limiter for _, limiter, _ in found(kettles, "cap-486/s_3")}


def test_another_law_is_not_followed(kettles):
    assert "s_7" not in {limiter for _, limiter, _ in found(kettles, "cap-486/s_1")}


def test_a_definition_keeps_clear_of_limits_of_its_section(kettles):
    assert found(kettles, "cap-486/s_8/def_keeper") == []
    assert ("exception", "s_6", "s_8") in found(kettles, "cap-486/s_8")


def test_the_words_are_verbatim_and_stand_where_said(kettles):
    limit = kettles.limits_of("cap-486/s_1/ss_1")[0]
    assert limit == Limit(
        "cap-486/s_1/ss_2",
        "cap-486/s_1/ss_1",
        "condition",
        "Subject to subsection (2) and section 4",
        "cap-486/s_1/ss_1",
        "en",
    )
    texts = {p.locator: p.text for p in KETTLES}
    for place in texts:
        for one in kettles.limits_of(place, most=20):
            assert one.words in texts[one.said_in]


def test_the_number_is_capped_and_what_the_question_is_about_comes_first(kettles):
    assert len(kettles.limits_of("cap-486/s_1/ss_1", most=2)) == 2
    near = kettles.limits_of("cap-486/s_1/ss_1", among=["cap-486/s_5"], most=20)
    elsewhere = [
        one.locator for one in near if one.locator.startswith(("cap-486/s_2", "cap-486/s_5"))
    ]
    assert elsewhere == ["cap-486/s_5/ss_1", "cap-486/s_2"]


def test_one_language_speaks_for_all_and_words_come_in_the_one_asked_for():
    english = law(
        "cap-486", "en", ("s_1", "A", ["Boil."]), ("s_2", "B", ["Despite section 1, cool."])
    )
    chinese = law("cap-486", "zh-Hant", ("s_1", "甲", ["煲水。"]), ("s_2", "乙", ["涼水。"]))
    both = Neighbours([*english, *chinese])
    assert both.limits_of("cap-486/s_1", "zh-Hant")[0].language == "en"
    spoken = law(
        "cap-486",
        "zh-Hant",
        ("s_1", "甲", ["煲水。"]),
        ("s_2", "乙", ["儘管有第1條的規定，可飲涼水。"]),
    )
    limit = Neighbours([*english, *spoken]).limits_of("cap-486/s_1", "zh-Hant")[0]
    assert (limit.language, limit.words) == ("zh-Hant", "儘管有第1條的規定，可飲涼水。")


def test_versions_are_kept_apart_and_the_latest_is_the_default():
    old = law(
        "eu-ai-act",
        "en",
        ("art_1", "A", ["Boil."]),
        ("art_2a", "B", ["By derogation from Article 1, cool."]),
        version="1",
    )
    new = law("eu-ai-act", "en", ("art_1", "A", ["Boil."]), version="2")
    both = Neighbours([*old, *new])
    assert both.limits_of("eu-ai-act/art_1") == ()
    assert len(both.limits_of("eu-ai-act/art_1", version="1")) == 1


def test_what_binds_nobody_has_no_limits():
    texts = law(
        "eu-ai-act",
        "en",
        ("art_1", "A", ["Boil."]),
        ("art_3", "B", ["By derogation from Article 1, cool."]),
        force=BindingForce.VOLUNTARY_FRAMEWORK,
    )
    assert Neighbours(texts).limits_of("eu-ai-act/art_1") == ()


def test_the_scope_of_a_law_is_asked_for_apart():
    scope = law(
        "cn-genai",
        "zh-Hans",
        ("art_2", "", [("par_1", "适用本办法。"), ("par_2", "自用水壶的，不适用本办法的规定。")]),
        ("art_3", "", ["应当烧水。"]),
    )
    neighbours = Neighbours(scope)
    assert neighbours.limits_of("cn-genai/art_3") == ()
    assert [one.locator for one in neighbours.scope_of("cn-genai")] == ["cn-genai/art_2/par_2"]


OFFICIAL = [
    ("cap-486/s_19/ss_1", "cap-486/s_20", "condition"),
    ("cap-486/s_19/ss_1", "cap-486/s_28/ss_5", "condition"),
    ("cap-486/s_64/ss_3A", "cap-486/s_64/ss_4", "exception"),
    ("cap-486/sch_1/dpp_3", "cap-486/s_62", "exception"),
    ("cap-486/sch_1/dpp_6", "cap-486/s_58/ss_1", "exception"),
    ("cap-486/s_38/par_b", "cap-486/s_61/ss_1", "exception"),
    ("cap-486/s_18/ss_1/par_b", "cap-486/s_59/ss_1", "exception"),
    ("cap-486/s_35J", "cap-486/s_35I/ss_2", "exception"),
    ("cap-486/s_33/ss_2", "cap-486/s_33/ss_1", "exception"),
    ("cap-486/s_35C/ss_1", "cap-486/s_35D/ss_2", "exception"),
]


@pytest.fixture(scope="module")
def ordinance(official) -> Neighbours:
    sources = find_sources(official, ["cap-486"])
    return Neighbours([p for one in sources for p in one.parse(one.read()).provisions])


@pytest.mark.official
@pytest.mark.parametrize(("place", "limiter", "kind"), OFFICIAL)
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_official_limits(ordinance, place, limiter, kind, language):
    limits = ordinance.limits_of(place, language, most=20)
    assert (limiter, kind) in {(one.locator, one.kind) for one in limits}


@pytest.mark.official
@pytest.mark.parametrize("place", ["cap-486/s_64/ss_1", "cap-486/s_66/ss_1", "cap-486/s_26/ss_2"])
def test_official_offences_are_no_limits_of_what_exempts_from_access(ordinance, place):
    limits = ordinance.limits_of(place, most=20)
    assert not any(one.locator.startswith("cap-486/s_5") for one in limits)


@pytest.mark.official
def test_official_exemption_that_relies_on_another_is_not_read_as_one(ordinance):
    relied_on = {one.locator for one in ordinance.limits_of("cap-486/s_18/ss_1/par_b", most=40)}
    exempted = {one.locator for one in ordinance.limits_of("cap-486/s_18/ss_1/par_a", most=40)}
    assert "cap-486/s_63" in exempted - relied_on
