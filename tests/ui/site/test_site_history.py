"""``/history/<locator>``."""

from __future__ import annotations

import pytest
import teapots
from kettle_versions import versions

from corpus.settings import Settings
from corpus.texts import text


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("versions")
    with teapots.client(versions(folder), Settings(home=folder)) as client:
        yield client


@pytest.fixture
def read(library):
    def run(address, status=200):
        library.cookies.clear()
        answer = library.get(address)
        assert answer.status_code == status
        return teapots.page(answer.text)

    return run


def test_the_versions_stand_oldest_first_with_what_changed(read):
    made = read("/history/eu-ai-act/art_5")
    headings = [h.text_content() for h in made.xpath("//ol[contains(@class,'rb-steps')]/li/h2")]
    assert headings == [
        "as first published, 12 July 2024",
        "consolidated, as amended to 27 July 2026",
    ]
    (change,) = made.xpath("//section[@class='rb-change']")
    assert change.xpath("string(h3)") == "Article 5(1) amended"
    assert change.xpath("string(.//del)") == "removed: sing"
    assert change.xpath("string(.//ins)") == "added: <b>whistle</b> softly"


def test_nothing_in_a_text_becomes_markup(read):
    assert not read("/history/eu-ai-act/art_5").xpath("//main//b")


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_each_piece_says_its_language(read, language):
    made = read(f"/history/eu-ai-act/art_5?lang={language}")
    assert made.xpath("//p[contains(@class,'rb-diff')]/@lang") == ["en"]
    tag = {"en": "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans-CN"}[language]
    assert set(made.xpath("//del/span/@lang")) == {tag}
    assert text(language, "history.step_amended") in made.xpath("string(//main)")


def test_each_version_can_be_read(read):
    links = read("/history/eu-ai-act/art_5").xpath(
        "//ol[contains(@class,'rb-steps')]//a[starts-with(@href,'/p/')]/@href"
    )
    assert links == [
        f"/p/eu-ai-act/art_5?version={v}&language=en" for v in ("2024-07-12", "2026-07-27")
    ]
    for link in links:
        read(link)


def test_the_page_of_the_provision_leads_there_and_back(read):
    (link,) = read("/p/eu-ai-act/art_5").xpath("//a[starts-with(@href,'/history/')]/@href")
    back = read(link).xpath("//a[@href='/p/eu-ai-act/art_5']")
    assert len(back) >= 1


def test_what_did_not_change_says_so_and_shows_no_words(read):
    made = read("/history/eu-ai-act/art_6")
    assert "Words unchanged" in made.xpath("string(//main)")
    assert not made.xpath("//ins|//del")[2:]


@pytest.mark.parametrize(
    "address",
    ["eu-ai-act/art_99", "eu-ai-act", "eu-ai-act/art_5?language=zh-Hant", "a b", "own:x/p"],
)
def test_what_has_no_history_is_not_found(read, address):
    assert read(f"/history/{address}", 404).xpath("//h1")


def test_nothing_is_inline(library):
    words = library.get("/history/eu-ai-act/art_5").text
    assert "<style" not in words
    assert " style=" not in words
