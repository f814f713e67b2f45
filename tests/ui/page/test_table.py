"""A comparison as HTML."""

from __future__ import annotations

import pytest
from kettles import compared
from lxml import html

from corpus.catalogue import LANGUAGES
from ui.matrix import matrix
from ui.page.table import matrix_html, synthesis_html


def table(language="en"):
    return html.fromstring(matrix_html(matrix(compared("q", language)), language, 2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_has_its_place_and_role(language):
    found = table(language)
    rows = found.xpath("//tbody/tr")
    assert len(rows) == 6
    for row in rows:
        assert row.xpath("th/@scope") == ["row"]
        assert row.xpath("td/@role") == ["cell"] * 3
        names = row.xpath("td/span[@class='rb-place']/text()")
        assert names == found.xpath("//thead//th/text()")
    assert (found.get("role"), found.get("tabindex")) == ("region", "0")


def test_silence_is_said_once_and_empty_cells_are_told():
    found = table()
    silent = found.xpath("//td[3]")
    assert silent[0].xpath("p/text()") == [
        "Hong Kong: no provision found. Searched: PDPO (Cap. 486)."
    ]
    assert [cell.get("class") for cell in silent] == [None, *["rb-blank"] * 5]
    assert silent[1].xpath("p[@class='rb-sr']/text()") == ["none recorded"]


def test_words_keep_their_language_and_marks_lead_to_the_clause():
    says = table("zh-Hant").xpath("//tbody/tr[1]/td")
    assert [cell.xpath("p/span/@lang") for cell in says[:2]] == [["zh-Hant-HK"], ["zh-Hans-CN"]]
    assert says[1].xpath("p/a/@href") == ["#t2s2"]


def test_sentences_are_grouped_by_kind():
    found = html.fromstring(synthesis_html(compared("q")))
    assert [(e.tag, e.text) for e in found] == [
        ("dt", "Common"),
        ("dd", "Both know kettles."),
        ("dt", "Missing"),
        ("dd", "Hong Kong: nothing."),
    ]
    assert synthesis_html(compared("q", synthesis=())) == ""
