"""The order in which an answer is read, and what is not said twice."""

from __future__ import annotations

import pytest
from kettles import KETTLES, answer, answer_first, cite, compared, understanding

from assistant.answer import Claim, ComparisonCell, Notice, Part, Support
from corpus.catalogue import LANGUAGES
from corpus.texts import text
from ui.reading import Group, Said, groups, marks_of, numbered, opening, remarks, unsaid


def gist(words, citations=(1,), language="en", part=Part.MAIN):
    return Claim(
        text=words, language=language, support=Support.DIGEST, citations=citations, part=part
    )


def test_claims_are_read_by_instrument_with_limits_behind_what_they_limit():
    assert groups(answer_first()) == [
        Group("EU AI Act", (Said(0, (1,)),)),
        Group("China's Interim Measures", (Said(2),)),
    ]
    one = answer("q", claims=answer("q").claims[:1])
    assert groups(one) == [Group("", (Said(0),))]
    assert groups(answer("q", claims=())) == []


def test_a_limit_without_anything_before_it_stands_alone():
    alone = answer("q", claims=(gist("Teapots.", part=Part.EXCEPTION), gist("Kettles.")))
    assert groups(alone)[0].claims == (Said(0), Said(1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_is_read_by_place_and_loses_no_claim(language):
    given = compared("q", language)
    found = groups(given)
    assert [group.positions for group in found] == [(0,), (1,), ()]
    defined = gist("Kettle: a pot.", (2,), part=Part.DEFINITION)
    more = given.model_copy(update={"claims": (*given.claims, defined)})
    last = groups(more)[-1]
    assert (last.name, last.positions) == (text(language, "answer.part_definition"), (2,))


@pytest.mark.parametrize(
    ("lead", "pinpoints", "expected"),
    [
        ("It (Article 5(1)). So.", ["Article 5(1)"], [("It (Article 5(1))", (1,)), (". So.", ())]),
        ("Nothing is named.", ["Article 5(1)"], [("Nothing is named.", (1,))]),
        (
            "A (Article 5(1)(a)); B (Article 5(1)).",
            ["Article 5(1)", "Article 5(1)(a)"],
            [("A (Article 5(1)(a))", (2,)), ("; B (Article 5(1))", (1,)), (".", ())],
        ),
        (
            "依第四條第（一）項。",
            ["第四條", "第四條第（一）項"],
            [("依第四條第（一）項", (2,)), ("。", (1,))],
        ),
    ],
)  # fmt: skip
def test_marks_stand_where_the_lead_names_the_place(lead, pinpoints, expected):
    cited = tuple(cite(n, KETTLES, "Nobody", pinpoint=p) for n, p in enumerate(pinpoints, 1))
    numbers = tuple(range(1, len(cited) + 1))
    given = answer("q", lead=lead, lead_citations=numbers, citations=cited, claims=())
    assert opening(given) == expected


def test_the_words_that_only_announce_a_comparison_have_no_marks():
    lead = text("en", "lead.comparison")
    assert opening(compared("q", lead=lead, lead_citations=(1, 2))) == [(lead, ())]


def test_an_account_of_the_search_has_its_own_marks():
    told = understanding("q", operation="why")
    given = answer("q", lead="[1] Found.\n[9] Not.", understanding=told, lead_citations=(1, 2))
    assert opening(given) == [("", (1,)), (" Found.\n[9] Not.", ())]
    assert numbered("no mark", given) == [("no mark", ())]


@pytest.mark.parametrize(
    ("lead", "words", "left"),
    [
        ("Kettles must not judge (EU AI Act Article 5(1)).", "Kettles must not judge.", ""),
        ("Yes. Kettles may, if cold (Article 5(1)).", "Kettles may, if cold.", ""),
        ("Kettles may (Article 5(1)).", "Kettles may. Teapots may not.", "Teapots may not."),
        ("European Union: Kettles may (Article 5(1)).", "Kettles may.", ""),
        ("Kettles may not.", "Kettles may.", "Kettles may."),
        ("Hot kettles may.", "Kettles may.", "Kettles may."),
    ],
)
def test_a_claim_does_not_repeat_the_lead(lead, words, left):
    given = answer("q", lead=lead, lead_citations=(1,))
    assert unsaid(given, gist(words)) == left
    elsewhere = given.model_copy(update={"lead_citations": (2,)})
    assert unsaid(elsewhere, gist(words)) == words


def test_chinese_sentences_are_not_repeated_either():
    given = answer(
        "問",
        "zh-Hant",
        lead="水煲不得評判（歐盟《人工智能法》Article 5(1)）。",
        lead_citations=(1,),
    )
    assert unsaid(given, gist("水煲不得評判。茶壺除外。", language="zh-Hant")) == "茶壺除外。"


def test_a_quotation_is_never_taken_away():
    given = answer("q", lead="水壶不得评判邻居", lead_citations=(2,))
    assert unsaid(given, given.claims[1]) == "水壶不得评判邻居"


def test_what_a_silent_cell_says_is_no_notice_as_well():
    silent = Notice(code="no_provision", text="None in: PDPO.")
    given = compared("q", notices=(silent, *answer("q").notices))
    assert [notice.code for notice in remarks(given)] == ["edition"]
    cell = ComparisonCell(jurisdiction="eu", claims=(0, 1))
    told = given.model_copy(update={"comparison": (cell,)})
    assert [notice.code for notice in remarks(told)] == ["no_provision", "edition"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Not applicable before 2 February 2025: EU AI Act Article 5(1), Article 5(2)."),
        (
            "zh-Hans",
            "以下条文目前尚未适用，自2025年2月2日起适用："
            "欧盟《人工智能法》Article 5(1)、Article 5(2)。",
        ),
    ],
)
def test_what_holds_for_several_places_is_said_once(language, expected):
    of = answer_first()
    later = [Notice(code="not_yet_applicable", text=f"{n} waits.", citations=(n,)) for n in (1, 3)]
    given = of.model_copy(update={"language": language, "notices": (*later, *of.notices)})
    found = remarks(given)
    assert (found[0].text, found[0].citations) == (expected, (1, 3))
    assert [notice.code for notice in found] == ["not_yet_applicable", "edition"]
    alone = given.model_copy(update={"notices": later[:1]})
    assert remarks(alone) == later[:1]


def test_a_notice_on_everything_needs_no_marks():
    given = answer("q")
    assert marks_of(Notice(code="edition", text="x", citations=(2,)), given) == (2,)
    assert marks_of(Notice(code="edition", text="x", citations=(1, 2)), given) == ()
