"""One answer as HTML."""

from __future__ import annotations

from kettles import answer, answer_first, compared, refusal, understanding
from lxml import html

from ui.page.reply import answer_html


def page(of, claims=None):
    return html.fromstring(answer_html(of, 4, claims))


def words(element):
    return " ".join(element.text_content().replace("\u2060", "").split())


def test_the_lead_comes_first_and_its_first_sentence_is_strong():
    found = page(answer_first())
    lead = found[0]
    assert (lead.get("class"), words(lead)) == (
        "rb-lead",
        "Kettles must not judge (EU AI Act Article 5(1))1. They do not.",
    )
    assert words(lead.xpath("strong")[0]) == "Kettles must not judge (EU AI Act Article 5(1))1."
    assert lead.xpath(".//a/@href") == ["#t4s1"]


def test_of_a_long_first_sentence_only_what_announces_it_is_strong():
    lead = f"Banned: {'whistling, ' * 20}and steam. Even here."
    strong = page(answer("q", lead=lead)).xpath("//strong")[0]
    assert words(strong) == "Banned:"


def test_what_the_lead_has_said_is_quoted_and_not_repeated():
    first = page(answer_first()).xpath("//ul[@class='rb-claims']/li")[0]
    assert not first.xpath("p[@class='rb-gist']")
    assert first.xpath("blockquote/text()") == ["Nobody shall teach a kettle"]
    assert first.xpath("p[@class='rb-where']/a/@href") == ["#t4s1"]


def test_limits_stand_inside_what_they_limit_and_are_called_so():
    found = page(answer_first())
    limit = found.xpath("//ul[@class='rb-claims']/li[1]/ul[@class='rb-limits']/li")[0]
    assert limit.xpath("p[@class='rb-label']/text()") == ["Limits this"]
    assert words(limit.xpath("p[@class='rb-gist']")[0]) == "Teapots are spared.3"
    labels = found.xpath("//h3[2]/following-sibling::ul[1]//p[@class='rb-label']/text()")
    assert labels == ["Defined term"]


def test_claims_come_in_reading_order():
    shown = [len(page(answer_first(), n).xpath("//blockquote")) for n in range(4)]
    assert shown == [0, 1, 2, 3]
    assert not page(answer_first(), 2).xpath("//details | //aside")


def test_a_comparison_has_sentences_then_table_then_quotations():
    found = page(compared("q"))
    parts = [child.get("class") for child in found if child.tag != "h4"]
    assert parts[:5] == ["rb-lead", "rb-synthesis", "rb-matrix", "rb-sub", "rb-claims"]
    assert not found.xpath("//ul[@class='rb-claims']//p[@class='rb-gist']")
    assert len(found.xpath("//ul[@class='rb-claims']//blockquote")) == 2


def test_who_wrote_it_what_was_withheld_and_why_no_model():
    found = page(answer("q", withheld=2, written_by="<tiny>", fallback="The model slept."))
    assert [words(item) for item in found.xpath("//aside//li")] == [
        "Kettles may be warm.1",
        "Statements withheld because the sources do not carry them: 2.",
        "The model slept.",
    ]
    assert "Written by the language model <tiny>;" in words(found)


def test_an_account_of_the_search_keeps_its_lines():
    told = understanding("q", operation="why")
    lead = page(answer("q", lead="[1] Found.\nSo.", understanding=told))[0]
    assert lead.get("class") == "rb-lead rb-told"
    assert lead.xpath("a/@href") == ["#t4s1"]
    assert "Found.\nSo." in lead.text_content()


def test_a_refusal_is_its_reason():
    found = page(refusal("nothing"))
    assert [child.tag for child in found] == ["p"]
    assert words(found[0]) == "Nothing here answers this."
