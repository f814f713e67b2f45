from __future__ import annotations

import pytest

from ingest.parsers.pdf import Line, Run
from ingest.parsers.prose import MARK_CLOSE, MARK_OPEN, Vocabulary, marked, paragraphs

BREAKING = ["the management of a socio-technical kettle", "man-", "agement, water-cooled"]
PLAIN = ["a state-of-the-art kettle", "state-of-", "the-art", "cooled"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["manage-", "ment of"], "management of"),
        (["Socio-", "technical"], "Socio-technical"),
        (["kettle-", "cooled"], "kettle-cooled"),
        (["flab-", "bergast"], "flabbergast"),
        (["high-", "or low-water"], "high- or low-water"),
        (["see https://example.org/manage-", "ment"], "see https://example.org/manage-ment"),
        (["off-", "piste"], "off-piste"),
        (["one", "two"], "one two"),
    ],
)
def test_line_end_hyphens_in_a_document_that_breaks_words(lines: list[str], text: str) -> None:
    assert Vocabulary(BREAKING).join(lines) == text


def test_a_document_that_breaks_no_words_keeps_every_hyphen() -> None:
    assert Vocabulary(PLAIN).join(["tamper-", "proof"]) == "tamper-proof"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("pre- heated", "pre-heated"),
        ("pre- and post-heated", "pre- and post-heated"),
        ("of wa ter,", "of water,"),
        ("a kettle i n use", "a kettle in use"),
        ("life cycle", "life cycle"),
    ],
)
def test_spaces_that_extraction_put_inside_words(text: str, joined: str) -> None:
    words = Vocabulary(["water in a kettle, water in a lifecycle", text])
    assert words.join([text]) == joined


def line(text: str, y: float, x: float = 72, page: int = 1) -> Line:
    return Line(page, (Run(text, x, y, 10, False),))


def test_paragraphs_by_distance_bullet_and_number() -> None:
    lines = [
        line("First line", 700),
        line("second line:", 688),
        line("• one", 676),
        line("1. Item", 650, x=90),
        line("goes on", 638, x=105),
        line("2. Next", 626, x=90),
        line("3. Last", 614, x=90),
    ]
    assert paragraphs(lines, Vocabulary([])) == [
        "First line second line:",
        "• one",
        "1. Item goes on",
        "2. Next",
        "3. Last",
    ]


@pytest.mark.parametrize(("last", "blocks"), [("a sentence that", 1), ("a sentence.", 2)])
def test_a_sentence_crosses_a_page(last: str, blocks: int) -> None:
    assert len(paragraphs([line(last, 80), line("goes on", 700, page=2)], Vocabulary([]))) == blocks


def test_a_raised_figure_becomes_a_mark() -> None:
    runs = (Run("word", 72, 700, 10, False), Run("9,10 ", 90, 703, 6, False))
    nine, ten = f"{MARK_OPEN}9{MARK_CLOSE}", f"{MARK_OPEN}10{MARK_CLOSE}"
    assert marked(Line(1, (*runs, Run("then", 99, 700, 10, False)))) == f"word{nine}{ten} then"
