"""What opens on request."""

from __future__ import annotations

from kettles import answer, answer_first, refusal, understanding
from lxml import html

from ui.page.disclosures import understood_html, why_html


def test_understanding_is_one_line_that_opens():
    found = html.fromstring(understood_html(answer("q"), 3))
    assert (found.tag, found.get("id"), found.get("open")) == ("details", "t3u", None)
    line = found.xpath("summary")[0].text_content()
    assert line == "Understood as: which provision says it"
    assert found.xpath("dl/dt/text()")[0] == "Language"
    assert len(found.xpath("dl/dt")) == len(found.xpath("dl/dd"))


def test_a_completed_question_stands_in_the_line_in_its_language():
    meant = understanding("水煲呢？", "zh-Hant")
    of = answer("咁水煲呢", "zh-Hant", understanding=meant)
    line = html.fromstring(understood_html(of, 1)).xpath("summary/q")[0]
    assert (line.text, line.get("lang")) == ("水煲呢？", "zh-Hant-HK")


def test_an_unknown_language_gets_no_tag_of_ours():
    meant = understanding("Que faire ?", "fr").model_copy(update={"reply_language": "en"})
    found = html.fromstring(understood_html(answer("x", understanding=meant), 1))
    assert found.xpath("summary/q/@lang") == []
    assert "fr, answered in English" in found.text_content()


def test_why_leads_to_the_clauses_and_names_what_was_passed_over():
    found = html.fromstring(why_html(answer_first(), 3))
    assert found.xpath("summary/text()") == ["Why this answer"]
    assert found.xpath("ul[1]/li/a[1]/@href") == ["#t3s1", "#t3s2", "#t3s3"]
    assert found.xpath("dl/dd/text()") == ["Article 50(2)", "Article 12"]
    assert found.xpath("ul[last()]/li/text()") == ["negation: 1"]


def test_statements_that_failed_are_not_shown():
    assert "Kettles may." not in why_html(answer_first(), 1)


def test_nothing_to_tell_shows_nothing():
    assert why_html(refusal("nothing"), 1) == ""
