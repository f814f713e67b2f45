from __future__ import annotations

import pytest
from teapots import LANGUAGES, page

from corpus.catalogue import catalogue
from corpus.texts import text
from ui.interface_language import html_lang


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_instrument_is_on_the_shelf(library, language):
    made = page(library.get(f"/browse?lang={language}").text)
    assert made.get("lang") == html_lang(language)
    for instrument in catalogue().instruments:
        link = made.xpath(f"//h3/a[@href='/browse/{instrument.id}']")
        assert [a.text for a in link] == [instrument.title.get(language)]


def test_what_is_installed_leads_to_its_contents(library):
    made = page(library.get("/browse").text)
    rows = made.xpath("//section[@aria-labelledby='i-cap-486']//tbody/tr")
    assert [row.xpath("string(td[4])") for row in rows] == [
        "5 provisions",
        "5 provisions",
        "1 summaries",
    ]
    for address in made.xpath("//td/a/@href"):
        assert library.get(address).status_code == 200
    rest = made.xpath("//section[@aria-labelledby='i-nist-ai-rmf']//tbody/tr[1]")[0]
    assert "not installed" in rest.text_content()


def test_contents_have_the_printed_chapters_and_lead_to_every_root(library):
    made = page(library.get("/browse/eu-ai-act").text)
    headings = made.xpath("//div[@class='rb-contents']/*[self::h2 or self::h3]")
    assert [(h.text, h.get("lang")) for h in headings] == [
        ("Recitals", None),
        ("CHAPTER I ON KETTLES", "en"),
    ]
    links = made.xpath("//ul[contains(@class, 'rb-entries')]//a/@href")
    assert links == [f"/p/eu-ai-act/{step}" for step in ("rct_1", "art_5", "art_6")]
    assert "applies from 2 December 2999" in made.text_content()


def test_status_is_said_in_the_contents(library):
    assert "not in operation" in page(library.get("/browse/cap-486").text).text_content()


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "en"), ("zh-Hant", "zh-Hant"), ("zh-Hans", "zh-Hant")]
)
def test_the_text_in_the_readers_language_is_shown_first(library, language, shown):
    made = page(library.get(f"/browse/cap-486?lang={language}").text)
    tags = made.xpath("//ul[contains(@class, 'rb-entries')]//a/@lang")
    assert set(tags) == {html_lang(shown)}


def test_headings_in_the_readers_language_are_marked_as_ours(library):
    made = page(library.get("/browse/eu-ai-act?lang=zh-Hant").text)
    assert text("zh-Hant", "browse.headings_ours") in made.text_content()
    assert made.xpath(
        "//li[a/@href='/p/eu-ai-act/art_5']/span[contains(@class, 'rb-own')]/text()"
    ) == ["水壺要旨"]


@pytest.mark.parametrize("query", ["version=1999", "language=fr"])
def test_an_edition_that_is_not_here_is_not_found(library, query):
    assert library.get(f"/browse/eu-ai-act?{query}").status_code == 404


@pytest.mark.parametrize("name", ["nothing", "..%2f", "%00", "<script>"])
def test_an_unknown_instrument_is_not_found(library, name):
    assert library.get(f"/browse/{name}").status_code == 404


def found(library, query: str, instrument: str = "eu-ai-act", **more: str):
    answer = library.get(f"/browse/{instrument}", params={"q": query} | more)
    assert answer.status_code == 200
    return page(answer.text)


def test_words_are_found_at_the_finest_place_and_marked(library):
    made = found(library, "WHISTLE")
    assert made.xpath("//p[@class='rb-excerpt']//mark/text()") == ["whistle"]
    link = made.xpath("//p[@class='rb-excerpt']/a/@href")[0]
    assert link.startswith("/p/eu-ai-act/art_5/par_1/pnt_b?")
    there = page(library.get(link).text)
    assert there.xpath("//mark/text()") == ["whistle"]


def test_a_phrase_may_run_over_lines(library):
    assert found(library, "shall not— (a) pour").xpath("//mark/text()") == ["shall not—\n(a) pour"]


def test_words_apart_are_found_where_no_phrase_is(library):
    marks = found(library, "whistle pour").xpath("//p[@class='rb-excerpt']//mark/text()")
    assert set(marks) == {"whistle", "pour"}


def test_the_other_script_and_the_other_language_are_found(library):
    made = found(library, "锡制", "cap-486", lang="zh-Hans")
    assert made.xpath("//mark/text()") == ["錫製"]
    made = found(library, "clay", "cap-486", lang="zh-Hant")
    assert made.xpath("//mark/text()") == ["clay"]


@pytest.mark.parametrize("name", ["Article 6", "article6", "第6條"])
def test_a_provision_is_found_by_its_name(library, name):
    assert found(library, name).xpath("//p[@class='rb-hit']/a/text()")[0] == "Article 6 Lids"


def test_our_summaries_are_searched_apart(library):
    made = found(library, "水壶", lang="zh-Hans")
    ours = made.xpath("//section[@class='rb-ours']")[0]
    assert text("zh-Hans", "browse.gist_ours") in ours.text_content()


def test_nothing_found_says_what_to_do(library):
    made = found(library, "<b>teabag</b> & co")
    assert "“<b>teabag</b> & co” does not occur" in made.text_content()
    assert made.xpath("//a[starts-with(@href, '/?q=%3Cb%3Eteabag')]")


def test_results_come_in_pages(library, monkeypatch):
    monkeypatch.setattr("ui.site.browse.PAGE", 1)
    first = found(library, "kettle")
    assert len(first.xpath("//ol[contains(@class, 'rb-hits')]/li")) == 1
    onward = first.xpath("//a[@rel='next']/@href")[0]
    second = page(library.get(onward).text)
    assert second.xpath("//a[@rel='prev']")
    assert first.xpath("//p[@class='rb-hit']/a/@href") != second.xpath(
        "//p[@class='rb-hit']/a/@href"
    )


@pytest.mark.parametrize("number", ["0", "-1", "999", "x", "٣", "9" * 400])
def test_pages_that_there_are_not_do_no_harm(library, number):
    assert found(library, "kettle", page=number).xpath("//p[@class='rb-hit']")


@pytest.mark.parametrize("query", ["(", ".*", "\\", "%", "'", "a" * 5000, "\x00", "((a+)+)+$"])
def test_hostile_queries_are_only_words(library, query):
    assert library.get("/browse/eu-ai-act", params={"q": query}).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digest_has_contents_of_its_own(bare_library, language):
    made = page(bare_library.get(f"/browse/cn-genai?lang={language}").text)
    links = made.xpath("//ul[contains(@class, 'rb-entries')]//a/@href")
    assert links == ["/p/cn-genai/art_4", "/p/cn-genai/art_7"]
    assert text(language, "notices.own_digest", instrument="\0").split("\0")[-1] in (
        made.xpath("string(//p[@class='rb-notes'])")
    )
