"""The Interim Measures: invented miniatures, and the real texts where they stand."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest

from corpus.errors import UnreadableSource
from corpus.provision import Authority, BindingForce, Edition, ParsedText
from ingest.parsers import measures


def edition(language: str) -> Edition:
    return Edition(
        instrument="cn-genai",
        jurisdiction="cn",
        version="1",
        language=language,
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.DEPARTMENTAL_RULES,
        source_url="https://example.org",
    )


def read(data: bytes, language: str = "zh-Hans") -> ParsedText:
    return measures.parse(data, edition(language))


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>茶壶办法</title>
<script>var x = 1;</script></head><body><h1>茶壶办法</h1>
<p><strong>第一章　总则</strong></p><p>　　第一条　为了泡茶，制定本办法。</p>
<p>第二条　茶壶应当：</p><p>（一）有盖；</p><p>（二）有嘴。</p><p><b>第二章　附则</b></p>
<p>第三条　茶叶由使用者自备。</p><p>第一条规定的茶壶，<br>不受限制。</p></body></html>"""
TEXT = """Source: an invented translator

Article 1
These measures are made for tea.

Article 2
Teapots shall:

(1) have a lid;

(2) have a spout.

Article 3
Users bring tea.

Article 1 teapots are
not limited.
"""
LOCATORS = [
    "cn-genai/art_1",
    "cn-genai/art_2",
    "cn-genai/art_2/itm_1",
    "cn-genai/art_2/itm_2",
    "cn-genai/art_3",
    "cn-genai/art_3/par_1",
    "cn-genai/art_3/par_2",
]


def test_articles_items_and_paragraphs_of_the_page() -> None:
    parsed = read(PAGE.encode())
    assert [p.locator for p in parsed.provisions][:6] == LOCATORS[:6]
    found = {p.locator: p for p in parsed.provisions}
    assert found["cn-genai/art_1"].text == "第一条 为了泡茶，制定本办法。"
    assert found["cn-genai/art_2/itm_1"].body == "有盖；"
    assert found["cn-genai/art_2/itm_1"].label == "（一）"
    assert found["cn-genai/art_3"].heading_path == ("第二章　附则",)
    assert found["cn-genai/art_3/par_2"].text == "第一条规定的茶壶，"


def test_the_translation_has_the_same_locators() -> None:
    parsed = read(TEXT.encode().replace(b"are\nnot", b"are not"), "en")
    assert [p.locator for p in parsed.provisions] == LOCATORS
    assert parsed.furniture[0].text == "Source: an invented translator"
    assert parsed.provisions[2].text == "(1) have a lid;"


def test_items_belong_to_their_paragraph_where_there_are_several() -> None:
    page = "<p>第一条　应当：</p><p>（一）有盖。</p><p>禁止：</p><p>（一）漏水。</p>"
    assert [p.locator for p in read(page.encode()).provisions] == [
        "cn-genai/art_1",
        "cn-genai/art_1/par_1",
        "cn-genai/art_1/par_1/itm_1",
        "cn-genai/art_1/par_2",
        "cn-genai/art_1/par_2/itm_1",
    ]


@pytest.mark.parametrize("stated", ["gb2312", "GBK", "gb18030"])
def test_a_page_in_a_chinese_encoding_is_decoded(stated: str) -> None:
    page = PAGE.replace("utf-8", stated).replace("茶叶", "茶葉")
    parsed = read(page.encode("gb18030"))
    assert parsed.furniture[0].text == "茶壶办法"
    assert "茶葉" in parsed.reassembled()


def test_nothing_is_lost_or_moved() -> None:
    body = lxml.html.document_fromstring(PAGE).body
    assert bare(read(PAGE.encode()).reassembled()) == bare("".join(body.itertext()))
    assert bare(read(TEXT.encode(), "en").reassembled()) == bare(TEXT)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "has no articles"),
        (b"\x00\x01\xff\xfe" * 100, "not text"),
        (b"%PDF-1.7\n\xff\xfe\x81", "not text"),
        (b"Once upon a time", "has no articles"),
        (b"<html></html>", "has no articles"),
        (PAGE.encode()[:90], "has no articles"),
        (b"<div>" * 5000 + "第一条　茶。".encode() + b"</div>" * 5000, "nested too deep"),
    ],
)
def test_other_files_are_refused_in_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        read(data)


def test_entities_of_a_page_are_not_expanded() -> None:
    laughs = '<!DOCTYPE html [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;">]><p>第一条　&b;茶。</p>'
    assert "哈哈哈哈" not in read(laughs.encode()).reassembled()


@pytest.fixture(scope="module")
def chinese(official: Path) -> ParsedText:
    return read((official / "cn-interim-measures_zh-Hans.html").read_bytes())


@pytest.fixture(scope="module")
def english(official: Path) -> ParsedText:
    return read((official / "cn-interim-measures_en_casi.txt").read_bytes(), "en")


@pytest.mark.official
def test_every_word_is_kept_in_order(
    official: Path, chinese: ParsedText, english: ParsedText
) -> None:
    page = (official / "cn-interim-measures_zh-Hans.html").read_text("utf-8")
    body = lxml.html.document_fromstring(page).body
    assert bare(chinese.reassembled()) == bare("".join(body.itertext()))
    text = (official / "cn-interim-measures_en_casi.txt").read_text("utf-8")
    assert bare(english.reassembled()) == bare(text)


@pytest.mark.official
def test_both_languages_have_the_same_24_articles(chinese: ParsedText, english: ParsedText) -> None:
    locators = [p.locator for p in chinese.provisions]
    assert locators == [p.locator for p in english.provisions]
    roots = [p.locator for p in chinese.provisions if p.is_root]
    assert roots == [f"cn-genai/art_{number}" for number in range(1, 25)]
    items = [p.locator for p in chinese.provisions if p.kind == "item"]
    assert items == [
        f"cn-genai/art_{article}/itm_{item}"
        for article, count in ((4, 5), (7, 5), (22, 3))
        for item in range(1, count + 1)
    ]


@pytest.mark.official
def test_well_known_provisions(chinese: ParsedText, english: ParsedText) -> None:
    found = {p.locator: p for p in chinese.provisions}
    assert found["cn-genai/art_4/itm_1"].label == "（一）"
    assert "核心价值观" in found["cn-genai/art_4/itm_1"].text
    assert found["cn-genai/art_12"].heading_path == ("第三章　服务规范",)

    translated = {p.locator: p for p in english.provisions}
    assert "socialist core values" in translated["cn-genai/art_4/itm_1"].text
