"""Every form says the same: question, statements, sources with their badges, and what it is not."""

from __future__ import annotations

import json

import pytest
from forms import (
    DAY,
    DOCUMENTS,
    PUBLISHER,
    QUESTION,
    exported,
    sources_of,
    squeezed,
    varied,
    words_of,
)
from kettles import answer, answer_first, compared, refusal, understanding

from assistant.answer import Answer, Claim, Support
from assistant.bibliography.style import UnknownStyle
from corpus.catalogue import LANGUAGES
from corpus.errors import NotExportable, UsageError
from corpus.provision import Authority
from corpus.texts import text, written_date
from ui.export.exporting import export_answer
from ui.export.format import Format
from ui.export.setting import publisher_link, software_version

CITED = [kind for kind in Authority if kind is not Authority.OWN_DOCUMENT]
"""Own documents carry no claim, so none of them is cited."""


def said(form: Format, of: Answer, **options: object) -> str:
    return squeezed(words_of(form, exported(of, form, **options)))


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_question_statements_and_sources(form, language):
    of = varied(language, withheld=3, written_by="kettle-9b", fallback="The model sleeps.")
    found = said(form, of)
    expected = [of.question, of.lead, *(claim.text for claim in of.claims)]
    expected += [c.quote for c in of.citations] + [c.pinpoint for c in of.citations]
    expected += [c.locator for c in of.citations] + [c.url for c in of.citations]
    expected += [" › ".join(c.heading_path) for c in of.citations] + [c.gist for c in of.citations]
    expected.append("Kettles may be warm.[2]")
    expected += [text(language, f"authority.{kind.value}") for kind in CITED]
    for key in ("regulation", "statute", "voluntary-framework"):
        expected.append(text(language, f"binding_force.{key}"))
    expected += [text(language, f"status.{key}") for key in ("operative", "not-in-operation")]
    day = written_date(language, of.citations[0].applies_from)
    expected.append(text(language, "answer.applies_from", date=day))
    expected += [
        "45",
        "The model sleeps.",
        text(language, "ui.withheld", count=3),
        text(language, "ui.written_by", model="kettle-9b"),
        text(language, "compare.gist"),
        text(language, "notices.not_advice"),
        written_date(language, DAY),
        f"RuleBridge {software_version()}",
    ]
    assert [words for words in expected if squeezed(words) not in found] == []


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_forms_hold_the_same_sources(form, language):
    of = varied(language)
    expected = [(c.number, c.pinpoint, squeezed(c.quote)) for c in of.citations]
    assert sources_of(form, exported(of, form)) == expected


@pytest.mark.parametrize("form", DOCUMENTS)
def test_sources_stand_in_the_order_of_their_numbers(form):
    of = varied("en")
    turned = of.model_copy(update={"citations": of.citations[::-1]})
    assert [n for n, _, _ in sources_of(form, exported(turned, form))] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("form", DOCUMENTS)
def test_marks_are_those_of_the_screen(form):
    found = said(form, answer_first())
    assert squeezed("Kettles must not judge (EU AI Act Article 5(1))[1]. They do not.") in found
    limit = squeezed(f"{text('en', 'answer.part_exception')}: Teapots are spared.[3]")
    assert limit in found
    defined = squeezed(f"{text('en', 'answer.part_definition')}: “水壶不得评判邻居”[2]")
    assert defined in found
    # What the lead has said is not said again; its place stands for it.
    assert found.count("Kettlesmustnotjudge.") == 1
    assert squeezed("Article 5(1)[1]") in found


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_has_its_table_and_its_sum(form, language):
    of = compared(QUESTION[language], language)
    found = said(form, of)
    for words in (
        "Both know kettles.",
        "Hong Kong: nothing.",
        "3 cups (a pot)",
        f"{of.claims[0].text}[1]",
        f"{of.claims[1].text}[2]",
        text(language, "compare.in_sum"),
        text(language, "compare.force"),
    ):
        assert squeezed(words) in found
    silent = {"en": "no provision found", "zh-Hant": "找不到", "zh-Hans": "没有找到"}[language]
    assert squeezed(silent) in found


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_silence_leaves_too(form, language):
    of = refusal(QUESTION[language], language)
    found = said(form, of)
    assert squeezed(of.reason) in found
    assert squeezed(text(language, "notices.not_advice")) in found
    names = {"en": "EU AI Act", "zh-Hant": "歐盟《人工智能法》", "zh-Hans": "欧盟《人工智能法》"}
    assert squeezed(names[language]) in found
    assert sources_of(form, exported(of, form)) == []


@pytest.mark.parametrize("form", DOCUMENTS)
def test_how_it_was_understood_is_told(form):
    told = understanding("May kettles judge their neighbours?", as_at_named=True)
    found = said(form, answer("May they?", understanding=told))
    for words in ("May they?", "May kettles judge their neighbours?", "law as at 22 November 2026"):
        assert squeezed(words) in found


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_long_question_is_no_title(form):
    question = "May kettles judge " + "very " * 60 + "sternly?"
    found = said(form, answer(question))
    assert found.startswith(squeezed(text("en", "export.answer_title")))
    assert squeezed(question) in found


@pytest.mark.parametrize("form", DOCUMENTS)
def test_an_account_of_the_search_keeps_its_lines_and_marks(form):
    told = understanding("Why?", operation="why")
    of = answer("Why?", understanding=told, lead="By words: [1]\nBy meaning: [2] [9]")
    words = words_of(form, exported(of, form))
    assert "By words: [1]" in words.replace("\u2060", "")
    assert squeezed("By meaning: [2] [9]") in squeezed(words)
    assert "[1]By" not in words.replace("\u2060", "")


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_claim_said_by_the_lead_keeps_its_further_marks(form):
    gist = Claim(text="Kettles may.", language="en", support=Support.DIGEST, citations=(1, 2))
    of = answer("q", lead="Kettles may.", lead_citations=(1,), claims=(gist,))
    assert squeezed("Article 5(1), 第四条第（一）项[1][2]") in said(form, of)


def test_json_is_the_answer_and_says_how_it_left():
    of = varied("zh-Hant")
    record = json.loads(exported(of, Format.JSON))
    assert Answer.model_validate(record) == of
    assert record["export"]["exported_on"] == "2026-11-22"
    assert record["export"]["notice"] == text("zh-Hant", "notices.not_advice")


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_style_and_an_address_are_added_on_request(form):
    of = answer("q", citations=varied("en").citations[:1], claims=varied("en").claims[:1])
    plain = said(form, of)
    assert "OSCOLA" not in plain
    found = said(form, of, style="oscola", base_url="https://rules.example/")
    assert squeezed("Citation (OSCOLA)") in found
    assert "https://rules.example/p/eu-ai-act/art_5/par_1?lang=en" in found


@pytest.mark.parametrize(
    ("style", "error", "message"),
    [
        ("kettle", UnknownStyle, "no citation style “kettle”"),
        ("ris", UsageError, "“ris” is for programs: export it on its own"),
    ],
)
def test_styles_that_no_document_can_have_are_refused(style, error, message):
    with pytest.raises(error, match=message):
        export_answer(answer("q"), Format.TEXT, exported_on=DAY, style=style)


@pytest.mark.parametrize("of", [answer("q"), refusal("q")])
def test_there_is_no_table_of_what_compares_nothing(of):
    with pytest.raises(NotExportable, match="choose from: text, markdown, docx, html, json"):
        export_answer(of, Format.CSV, exported_on=DAY)


@pytest.mark.parametrize(
    "url",
    [
        "http://eur-lex.europa.eu/",
        "https://evil.example/",
        "https://eur-lex.europa.eu.evil.example/",
        "https://eur-lex.europa.eu@evil.example/",
        "https://eur-lex.europa.eu:444/",
        'https://eur-lex.europa.eu/"><script>',
        "https://eur-lex.europa.eu/a b",
        "https://eur-lex.europa.eu\\@evil.example/",
        "https://[::1/",
        "https://eur-lex.europa.eu:x/",
        "javascript:alert(1)",
        "//eur-lex.europa.eu/",
        "",
    ],
)
def test_only_publishers_addresses_become_links(url):
    assert publisher_link(url) == ""
    assert publisher_link(PUBLISHER) == PUBLISHER
