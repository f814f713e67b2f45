"""Marks and the words around them."""

from __future__ import annotations

import pytest

from ui.page.marks import with_marks

JOINER = "&#8288;"


@pytest.mark.parametrize(
    ("following", "kept"), [("；其次", True), (". Then", True), (" then", False)]
)
def test_no_line_begins_with_the_punctuation_behind_a_mark(following, kept):
    made = with_marks([("首先", (1,)), (following, ())], 1, "zh-Hant")
    before, after = made.split("</a>")
    assert before.startswith(f"首先{JOINER}<a")
    assert after == (JOINER if kept else "") + following


def test_nothing_is_joined_where_there_is_no_mark():
    assert with_marks([("首先", ()), ("。", ())], 1, "zh-Hant") == "首先。"
