"""The printable page: inert, complete by itself, every word in its language."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from forms import PUBLISHER, exported, page, varied
from hostile import HOSTILE, infested, tame
from kettles import answer_first, compared, refusal

from corpus.catalogue import LANGUAGES
from ui.export.format import Format
from ui.interface_language import html_lang

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "main", "footer", "h1", "h2", "h3", "p", "ul",
    "li", "dl", "div", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "blockquote", "span", "strong", "a", "br",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "class", "id", "href", "rel", "aria-label", "scope", "role", "tabindex", "charset",
    "http-equiv", "content", "name",
}  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_becomes_an_element_or_an_address(words):
    root = page(exported(infested(words), Format.HTML, base_url=f"https://evil.example/{words}"))
    other = page(exported(tame(words), Format.HTML, base_url="https://evil.example/tame"))
    assert {e.tag for e in root.iter()} <= ELEMENTS
    assert {name for e in root.iter() for name in e.attrib} <= ATTRIBUTES
    assert {e.get("href")[:8] for e in root.iter("a")} == {"#source-"}
    assert [e.tag for e in root.iter() if e.tag != "br"] == [
        e.tag for e in other.iter() if e.tag != "br"
    ]


def test_publishers_addresses_are_the_only_ones_that_lead_away():
    root = page(exported(varied("en"), Format.HTML))
    away = [a for a in root.iter("a") if not a.get("href").startswith("#")]
    assert [(a.get("href"), a.get("rel")) for a in away] == [(PUBLISHER, "noopener noreferrer")]


@pytest.mark.parametrize("of", [varied("en"), compared("q"), refusal("q"), answer_first()])
def test_every_mark_leads_to_a_source(of):
    root = page(exported(of, Format.HTML))
    names = {e.get("id") for e in root.iter("h3")}
    assert {a.get("href")[1:] for a in root.find_class("mark")} <= names


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_its_own_style_is_applied(language):
    content = exported(varied(language), Format.HTML).decode()
    style = re.search("<style>(.*)</style>", content, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page(content.encode()).xpath("//meta[@http-equiv]/@content")
    assert policy == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    assert "@media print" in style
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_in_its_language(language):
    root = page(exported(varied(language), Format.HTML))
    assert root.get("lang") == html_lang(language)
    tongues = [quote.get("lang") for quote in root.iter("blockquote")]
    assert tongues == ["en"] * 4 + ["zh-Hans-CN"]
    path = next(e for e in root.iter() if "On kettles" in (e.text or ""))
    spoken = next(e for e in (path, *path.iterancestors()) if e.get("lang")).get("lang")
    assert spoken == "en"


def test_tables_and_titles_are_marked_as_such():
    root = page(exported(compared("May kettles?"), Format.HTML))
    assert root.findtext(".//title") == root.findtext(".//h1") == "May kettles?"
    assert len(root.xpath("//thead//th[@scope='col']")) == 3
    rows = root.xpath("//tbody/tr")
    assert all(len(row.xpath("th[@scope='row']")) == 1 for row in rows)
    assert all(len(row.xpath("td")) == 3 for row in rows)
    assert all(cell.text_content().strip() for cell in root.xpath("//tbody//td"))


def test_limits_are_nested_and_all_lists_are_closed():
    content = exported(answer_first(), Format.HTML)
    assert page(content).xpath("//li/ul/li/strong")[0].text == "Limits this: "
    for tag in (b"ul", b"li"):
        opened = content.count(b"<" + tag + b">")
        assert opened == content.count(b"</" + tag + b">")
