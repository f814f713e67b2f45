from __future__ import annotations

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ui.wrapping import Words, breaks


def lines(words, width):
    ends = [0, *breaks(words, width), len(words)]
    return [words[a:b].rstrip() for a, b in pairwise(ends)]


@pytest.mark.parametrize(
    ("words", "width", "expected"),
    [
        ("short", 10, ["short"]),
        ("", 10, [""]),
        ("two words", 5, ["two", "words"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("(3) 如文學作品", 10, ["(3) 如文學", "作品"]),
        ("水壺不得，評判", 8, ["水壺不", "得，評判"]),
        ("水壺《辦法》", 6, ["水壺", "《辦", "法》"]),
        ("依 NIST 框架", 8, ["依 NIST", "框架"]),
    ],
)
def test_lines_end_where_readers_expect(words, width, expected):
    assert lines(words, width) == expected


@given(st.text(alphabet="ab 水壺。，「」()“”\t…é", max_size=80), st.integers(4, 30))
def test_no_line_is_too_wide_and_no_word_is_lost(words, width):
    broken = lines(words, width)
    assert "".join("".join(broken).split()) == "".join(words.split())
    assert all(cell_len(line) <= width for line in broken if "\t" not in line)


def test_indent_styles_and_paragraphs_are_kept():
    console = Console(file=io.StringIO(), width=14, force_terminal=True, color_system="standard")
    console.print(Words(Text.assemble(("[1] ", "bold"), "水壺不得評判\n\nend"), 4))
    printed = console.file.getvalue()
    assert "\x1b[1m" in printed
    plain = Text.from_ansi(printed).plain.splitlines()
    assert plain == ["    [1] 水壺不", "    得評判", "", "    end"]
