import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verification import Backing, Statement, find_quote
from assistant.verification.quotation import check, folded
from tests.assistant.verification.kettles import SECTION, asked

TEXT = (
    "(1) A keeper of kettles shall not sell a kettle\nunless it whistles;\n第（１）款　水煲須鳴笛。"
)


@pytest.mark.parametrize(
    "quote",
    [
        "A keeper of kettles shall not sell a kettle unless it whistles",
        "A keeper  of\nkettles",
        "A keeper of kettles … unless it whistles",
        "第(1)款 水煲須鳴笛",
    ],
)
def test_white_space_and_width_are_folded(quote):
    spans = find_quote(quote, TEXT)
    assert spans
    assert all(TEXT[start:end].strip() == TEXT[start:end] for start, end in spans)


@pytest.mark.parametrize(
    "quote",
    [
        "A keeper of kettles shall sell a kettle",
        "A keeper of kettles shall not sell a kettIe",
        "unless it whistles … A keeper of kettles",
        "(2) A keeper",
        "水煲应鸣笛",
        "a keeper of kettles",
        "",
        " … ",
    ],
)
def test_a_changed_word_number_order_script_or_case_is_not_verbatim(quote):
    assert find_quote(quote, TEXT) is None


@given(st.data())
def test_every_stretch_is_found_where_it_stands(data):
    start = data.draw(st.integers(0, len(TEXT) - 2))
    end = data.draw(st.integers(start + 1, len(TEXT)))
    quote = TEXT[start:end]
    spans = find_quote(quote, TEXT)
    if quote.strip():
        assert spans is not None
        assert find_quote(TEXT[spans[0][0] : spans[0][1]], quote) is not None


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("qxz7鳴"))
def test_one_altered_character_fails(place, other):
    if TEXT[place].isspace() or TEXT[place] == other:
        return
    assert find_quote(TEXT[:place] + other + TEXT[place + 1 :], TEXT) is None


@pytest.mark.parametrize(
    ("quoted", "passed"),
    [("A data user may lend it", True), ("A data user may sell it", False), ("", False)],
)
def test_every_quotation_is_looked_for_in_its_own_provision(quoted, passed):
    statement = Statement("Lending.", (Backing(SECTION, "A data user"), Backing(SECTION, quoted)))
    assert check(statement, asked()).passed is passed


def test_a_statement_without_any_backing_fails():
    assert not check(Statement("It is so.", ()), asked()).passed


def folded_by_the_book(text):
    """White space out, full-width forms (East Asian Width F) compatible: one by one."""
    found = [
        (part, place)
        for place, character in enumerate(text)
        if not character.isspace()
        for part in (
            unicodedata.normalize("NFKC", character)
            if unicodedata.east_asian_width(character) == "F"
            else character
        )
    ]
    return "".join(part for part, _ in found), [place for _, place in found]


def test_every_character_there_is_folds_by_the_book():
    every = "".join(map(chr, range(0x110000)))
    assert folded(every) == folded_by_the_book(every)
    most = every.replace("\uffe3", "")
    assert folded(most) == folded_by_the_book(most)
