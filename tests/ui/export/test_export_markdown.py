"""Markdown: read by another parser, it holds nothing that we did not write."""

from __future__ import annotations

import re

import pytest
from forms import DOCUMENTS, PUBLISHER, exported, sources_of, squeezed, tokens, varied, words_of
from hostile import HOSTILE, infested, tame
from hypothesis import given
from hypothesis import strategies as st
from kettles import answer, compared, refusal
from markdown_it import MarkdownIt

from ui.export.format import Format
from ui.export.markdown import escaped, line_start
from ui.export.outline import clean

OURS = {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "html_inline"}
LINKS = {"link_open", "link_close"}
BLOCKS = {
    f"{name}_{end}"
    for name in ("heading", "paragraph", "blockquote", "bullet_list", "list_item", "table", "thead",
                 "tbody", "tr", "th", "td")
    for end in ("open", "close")
} | {"inline"}  # fmt: skip


def inline(content: bytes) -> list:
    return [c for t in tokens(content) if t.type == "inline" for c in t.children]


def shape(content: bytes) -> list[tuple[str, str]]:
    return [(t.type, t.tag) for t in tokens(content)]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("make", [infested, refusal])
def test_nothing_becomes_a_link_an_image_or_html(words, make):
    content = exported(make(words), Format.MARKDOWN, base_url=f"https://evil.example/{words}")
    found = inline(content)
    assert {t.type for t in found} <= OURS
    assert {t.content for t in found if t.type == "html_inline"} <= {"<br>"}
    assert {t.type for t in tokens(content)} <= BLOCKS


@pytest.mark.parametrize("words", HOSTILE)
def test_the_document_keeps_its_shape(words):
    expected = shape(exported(tame(words), Format.MARKDOWN))
    assert shape(exported(infested(words), Format.MARKDOWN)) == expected


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("form", DOCUMENTS)
def test_the_words_are_all_there(words, form):
    found = squeezed(words_of(form, exported(infested(words), form)))
    expected = squeezed(clean(words))
    # Question, reading, lead, claims, gists, quotations, paths, notice, synthesis, model, excuse.
    assert found.count(expected) >= 15


def test_publishers_addresses_are_the_only_links():
    found = inline(exported(varied("en"), Format.MARKDOWN))
    assert [t.attrs["href"] for t in found if t.type == "link_open"] == [PUBLISHER]
    assert {t.type for t in found} <= OURS | LINKS


def test_addresses_are_broken_for_renderers_that_link_by_themselves():
    written = exported(infested("https://evil.example HTTP://evil.example www.evil.example"),
                       Format.MARKDOWN).decode()  # fmt: skip
    assert not re.search(r"https?://evil|www\.", written, re.IGNORECASE)


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_what_stands_out_does_so_also_without_spaces(language):
    content = exported(compared("q", language), Format.MARKDOWN)
    found = inline(content)
    assert not [t.content for t in found if t.type == "text" and "*" in t.content]
    assert sum(t.type == "strong_open" for t in found) >= 6


def test_a_line_of_a_quotation_stays_a_line():
    of = varied("en")
    content = exported(of, Format.MARKDOWN)
    lines = [t for t in tokens(content) if t.type == "inline" and "水壶" in t.content]
    assert [c.type for c in lines[-1].children] == ["text", "hardbreak", "text"]
    assert sources_of(Format.MARKDOWN, content)[-1][2] == "（一）水壶不得评判邻居；"


@given(st.text(max_size=80))
def test_any_line_is_one_paragraph_of_plain_words(words):
    line = " ".join(clean(words).split())
    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(
        line_start(escaped(line))
    )  # fmt: skip
    if line:
        assert [t.type for t in parsed] == ["paragraph_open", "inline", "paragraph_close"]
        assert "".join(t.content for t in parsed[1].children) == line


def test_limits_are_nested():
    from kettles import answer_first

    stream = [t.type for t in tokens(exported(answer_first(), Format.MARKDOWN))]
    start = stream.index("bullet_list_open")
    assert "bullet_list_open" in stream[start + 1 : stream.index("bullet_list_close")]
    assert shape(exported(answer("q"), Format.MARKDOWN)) != []
