from __future__ import annotations

import re

import pytest
from teapots import ARTICLE, HOSTILE, LANGUAGES, SPOUT, page

from corpus.texts import text, texts
from ui.interface_language import html_lang

WHITE = re.compile(r"\s+")


def squeezed(words: str) -> str:
    return WHITE.sub("", words)


def words_of(element) -> str:
    """The official words on a page: the numbers of notes and what folds open left out."""
    for extra in element.xpath(".//sup | .//summary"):
        extra.drop_tree()
    return squeezed(element.text_content())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_provision_is_marked_in_the_article_around_it(library, language):
    answer = library.get(f"/p/eu-ai-act/art_5/par_1/pnt_a?lang={language}")
    assert answer.status_code == 200
    made = page(answer.text)
    assert made.get("lang") == html_lang(language)
    words = made.xpath("//div[@class='rb-words']")[0]
    assert words.get("lang") == "en"
    assert words_of(made.get_element_by_id("here")) == squeezed(SPOUT)
    assert words_of(words) == squeezed(ARTICLE)


def test_a_root_is_whole_and_unfolded(library):
    made = page(library.get("/p/eu-ai-act/art_5").text)
    assert not made.xpath("//details[@class='rb-fold']")
    assert words_of(made.get_element_by_id("here")) == squeezed(ARTICLE)


def test_long_neighbours_are_folded_and_still_there(library):
    made = page(library.get("/p/eu-ai-act/art_5/par_1/pnt_a").text)
    folded = made.xpath("//details[@class='rb-fold']")
    assert [words.xpath("string(summary)") for words in folded] == ["Show what follows (4)"]
    assert not folded[0].xpath(".//*[@id='here']")


def test_words_may_be_marked(library):
    made = page(library.get("/p/eu-ai-act/art_5/par_1/pnt_a?mark=4-8").text)
    assert made.xpath("//mark/text()") == ["pour"]


@pytest.mark.parametrize("mark", ["x", "9-2", "-1-5", "999999-1000000", "4-8,<script>"])
def test_marks_that_fit_nothing_do_no_harm(library, mark):
    answer = library.get("/p/eu-ai-act/art_5/par_1/pnt_a", params={"mark": mark})
    assert answer.status_code == 200
    assert "<script>" not in re.sub(r"<script src=[^>]*>", "", answer.text)


def test_a_definition_in_a_subsection_is_marked_there(library):
    made = page(library.get("/p/cap-486/s_2/def_kettle?language=en").text)
    here = made.get_element_by_id("here")
    assert words_of(here) == squeezed("kettle (水壺) means a pot—\n(a) of tin; or\n(b) of clay.")
    assert here.xpath("ancestor::div[contains(@class, 'rb-block')]")


@pytest.mark.parametrize(
    ("language", "name"), [("en", "definition of “kettle”"), ("zh-Hant", "「水壺」的定義")]
)
def test_a_definition_is_named_by_its_term_in_the_readers_language(library, language, name):
    made = page(library.get(f"/p/cap-486/s_2/def_kettle?lang={language}").text)
    assert name in made.xpath("string(//h1)")
    assert name in made.xpath("string(//title)")


def test_the_heading_path_leads_back(library):
    made = page(library.get("/p/eu-ai-act/art_5/par_1").text)
    crumbs = made.xpath("//nav[@class='rb-crumbs']//a")
    assert [a.text for a in crumbs] == [
        "Browse", "EU AI Act", "CHAPTER I ON KETTLES", "Article 5",
    ]  # fmt: skip
    contents = crumbs[2].get("href")
    anchor = contents.partition("#")[2]
    assert page(library.get(contents).text).get_element_by_id(anchor).text == "CHAPTER I ON KETTLES"


def test_neighbours_parent_and_children_are_linked(library):
    made = page(library.get("/p/eu-ai-act/art_5/par_1").text)
    assert made.xpath("//a[@rel='next']/@href") == ["/p/eu-ai-act/art_5/par_2"]
    assert made.xpath("//a[@rel='up']/@href") == ["/p/eu-ai-act/art_5"]
    inside = made.xpath("//section[@aria-labelledby='inside']//a/@href")
    assert inside == ["/p/eu-ai-act/art_5/par_1/pnt_a", "/p/eu-ai-act/art_5/par_1/pnt_b"]
    for address in (*inside, "/p/eu-ai-act/art_5/par_2"):
        assert library.get(address).status_code == 200


def test_the_edition_chosen_is_kept_on_the_way(library):
    made = page(library.get("/p/eu-ai-act/art_5/par_1?version=2024-07-12").text)
    assert made.xpath("//a[@rel='next']/@href") == ["/p/eu-ai-act/art_5/par_2?version=2024-07-12"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_gist_is_marked_as_ours_in_the_readers_language(library, language):
    made = page(library.get(f"/p/eu-ai-act/art_5/par_1?lang={language}").text)
    gist = made.xpath("//section[@class='rb-gist']")[0]
    assert text(language, "browse.gist_ours") in gist.text_content()
    assert not gist.xpath(".//i")


def test_a_place_without_its_own_gist_has_that_of_what_encloses_it(library):
    made = page(library.get("/p/eu-ai-act/art_5/par_1/pnt_a").text)
    assert "This summarises Article 5(1)" in made.xpath("string(//section[@class='rb-gist'])")


def test_an_earlier_version_with_the_same_words_has_the_gist_and_says_it_has_ended(library):
    made = page(library.get("/p/eu-ai-act/art_5/par_1?version=2024-07-12").text)
    assert made.xpath("//section[@class='rb-gist']")
    assert "as first published" in made.xpath("string(//section[@class='rb-notes'])")


def test_the_day_chooses_the_version(library):
    made = page(library.get("/p/eu-ai-act/art_5?as_at=2025-01-01").text)
    assert "as first published, 12 July 2024" in made.xpath("string(//ul[@class='rb-badges'])")


def test_a_day_that_is_none_is_said_to_be_none(library):
    made = page(library.get("/p/eu-ai-act/art_5?as_at=<b>soon").text)
    assert "“<b>soon” is not a date" in made.xpath("string(//section[@class='rb-notes'])")


@pytest.mark.parametrize(
    ("address", "notice"),
    [
        ("eu-ai-act/art_5/par_1/pnt_a", "applies from 2 December 2026"),
        ("eu-ai-act/art_6", "does not apply yet"),
        ("cap-486/s_33", "not in operation"),
        ("eu-ai-act/rct_1", "it is not itself a rule"),
    ],
)
def test_what_a_reader_has_to_know_is_said(library, address, notice):
    made = page(library.get(f"/p/{address}?as_at=2026-11-22").text)
    assert notice in made.xpath("string(//article)")


def test_languages_stand_side_by_side_paragraph_by_paragraph(library):
    made = page(library.get("/p/cap-486/s_2/def_kettle?lang=en").text)
    rows = [
        [squeezed(cell.text_content()) for cell in row.xpath("td/div")]
        for row in made.xpath("//div[@class='rb-beside']//tbody/tr")
    ]
    assert rows == [
        ["kettle(水壺)meansapot—", "水壺(kettle)指一個壺──"],
        ["(a)oftin;or", "(a)錫製的；或"],
        ["(b)ofclay.", "(b)陶製的。"],
    ]
    tags = made.xpath("//div[@class='rb-beside']//tbody/tr[1]/td/div/@lang")
    assert tags == ["en", "zh-Hant-HK"]


def test_a_language_without_a_text_has_our_words_marked_as_ours(library):
    made = page(library.get("/p/cap-486/s_2/def_kettle?lang=en").text)
    others = made.xpath("//section[@aria-labelledby='others']")[0]
    assert text("en", "browse.others_ours") in others.text_content()
    assert others.xpath(".//div[@class='rb-gist']/@lang") == ["zh-Hans-CN"]


def test_terms_lead_to_their_definitions(library):
    made = page(library.get("/p/cap-486/s_33?language=zh-Hant").text)
    terms = made.xpath("//section[@aria-labelledby='terms']//a")
    assert [(a.text, a.get("href")) for a in terms] == [
        ("水壺", "/p/cap-486/s_2/def_kettle?language=zh-Hant")
    ]


def test_notes_stand_at_their_places_and_lead_back(library):
    made = page(library.get("/p/eu-ai-act/art_5").text)
    assert made.xpath("//sup/a/@href") == ["#note-1"]
    note = made.get_element_by_id("note-1")
    assert "Amended <b>once</b>." in note.text_content()
    assert note.xpath("a/@href") == ["#ref-1"]


def test_it_can_be_cited_asked_about_and_compared(library):
    made = page(library.get("/p/eu-ai-act/art_5/par_1").text)
    cite = made.xpath("//ul[@aria-labelledby='cite']//a/@href")
    assert len(cite) == 7
    assert cite[0] == "/p/eu-ai-act/art_5/par_1?cite=oscola#cite"
    assert not made.xpath("//*[@id='cited']")
    assert made.xpath("//a[@href='/compare?topic=kettles']")
    assert made.xpath("//a[starts-with(@href, '/?q=What+does+Article')]")


CITED = {
    "eu-ai-act/art_5/par_1": "art 5(1)",
    "cap-486/s_2": "s 2",
    "nist-ai-rmf/GOVERN-1.1": "GOVERN 1.1",
}


@pytest.mark.parametrize("locator", CITED)
def test_the_citation_chosen_stands_on_the_page_itself(library, locator):
    made = page(library.get(f"/p/{locator}?cite=oscola&mark=0-2").text)
    [shown] = made.xpath("//p[@id='cited']")
    assert CITED[locator] in shown.text_content()
    [current] = made.xpath("//ul[@aria-labelledby='cite']//a[@aria-current]")
    assert current.get("href").endswith("?mark=0-2&cite=oscola#cite")
    [file] = made.xpath("//a[@download]/@href")
    assert file.startswith("/api/v1/cite?locator=")


def test_it_is_the_edition_on_the_page_that_is_cited(library):
    made = page(library.get("/p/eu-ai-act/art_5?version=2024-07-12&cite=csl-json").text)
    [shown] = made.xpath("//pre[@id='cited']")
    assert "2024-07-12" in shown.text_content()
    assert "version=2024-07-12&language=en" in made.xpath("//a[@download]/@href")[0]


def test_an_unknown_style_changes_nothing(library):
    made = page(library.get("/p/eu-ai-act/art_5?cite=<b>").text)
    assert not made.xpath("//*[@id='cited']")


def test_the_publisher_is_linked_at_the_provision(library):
    made = page(library.get("/p/cap-486/s_2").text)
    link = made.xpath("//a[contains(@rel, 'noreferrer')]")[0]
    assert link.get("href").startswith("https://www.elegislation.gov.hk/hk/cap486")
    assert link.get("href").endswith("/s2")


def test_nothing_in_a_text_becomes_markup(library):
    answer = library.get("/p/eu-ai-act/art_5/par_2").text
    assert "<script>alert" not in answer
    assert words_of(page(answer).get_element_by_id("here")) == squeezed(HOSTILE)


@pytest.mark.parametrize(
    "locator",
    [
        "eu-ai-act/art_99",
        "eu-ai-act/art_5/par_99",
        "nowhere/art_1",
        "x",
        "",
        "%00",
        "..%2f..%2fetc%2fpasswd",
        "eu-ai-act/..%2f..",
        "<script>alert(1)</script>",
        "eu-ai-act/art_5'%20OR%201=1--",
        "a" * 5000,
        "/".join(["a"] * 400),
        "eu-ai-act//art_5",
        "歐盟/第五條",
        "own:kettle/p_1",
        "http://evil.example/",
        "{{7*7}}",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leads_nowhere_is_not_found_and_says_what_to_do(library, locator, language):
    answer = library.get(f"/p/{locator}?lang={language}")
    assert answer.status_code == 404
    made = page(answer.text)
    assert made.xpath("string(//h1)") == text(language, "browse.not_found")
    assert "<script>alert" not in answer.text
    assert made.xpath("//main//a[@href='/browse']")


@pytest.mark.parametrize("query", ["version=9999", "language=fr", "language=" + "x" * 99])
def test_an_edition_that_is_not_here_is_not_found(library, query):
    answer = library.get(f"/p/eu-ai-act/art_5?{query}")
    assert answer.status_code == 404
    assert "/p/eu-ai-act/art_5" in page(answer.text).xpath("//main//li/a/@href")


@pytest.mark.parametrize(
    ("locator", "offered"),
    [
        ("eu-ai-act/art_5/par_99", "/p/eu-ai-act/art_5"),
        ("EU-AI-Act/ART_5/PAR_1", "/p/eu-ai-act/art_5/par_1"),
        ("eu-ai-act/art_5/par_1/pnt_z", "/p/eu-ai-act/art_5/par_1"),
        ("cap-486/s_3", "/p/cap-486/s_33"),
    ],
)
def test_near_places_are_offered(library, locator, offered):
    links = page(library.get(f"/p/{locator}").text).xpath("//main//li/a/@href")
    assert offered in links
    assert library.get(offered).status_code == 200


def test_an_instrument_alone_leads_to_its_contents(library):
    answer = library.get("/p/eu-ai-act/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "/browse/eu-ai-act")


def test_the_head_alone_can_be_asked_for(library):
    answer = library.head("/p/eu-ai-act/art_5")
    assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digest_alone_answers_for_what_is_not_installed(bare_library, language):
    answer = bare_library.get(f"/p/cn-genai/art_7?lang={language}")
    assert answer.status_code == 200
    made = page(answer.text)
    assert text(language, "ui.own_words") in made.xpath("string(//article)")
    assert text(language, "authority.own-digest") in made.xpath("string(//ul[@class='rb-badges'])")
    assert made.xpath("//a[@rel='prev']/@href") == ["/p/cn-genai/art_4"]
    assert made.xpath("//aside//a[contains(@rel, 'noreferrer')]/@href")[0].startswith(
        "https://www."
    )


def test_a_voluntary_framework_is_said_to_be_one(bare_library):
    made = page(bare_library.get("/p/nist-ai-rmf/GOVERN-1.1").text)
    assert "voluntary framework" in made.xpath("string(//section[@class='rb-notes'])")
    assert "in force" not in made.xpath("string(//ul[@class='rb-badges'])")


@pytest.mark.parametrize("section", ["site", "browse", "timeline", "about"])
def test_chinese_words_are_not_english(section):
    for language in ("zh-Hant", "zh-Hans"):
        for key, words in texts(language)[section].items():
            own = re.sub(r"\{\w+\}|RuleBridge|[^\w]", "", words)
            assert not own or re.search(r"[\u4e00-\u9fff]", own), key
