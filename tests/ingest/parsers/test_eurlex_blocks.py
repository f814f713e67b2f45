"""Marks come out of a block's words wherever they stand, and the words stay as they print."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.parsers.eurlex_blocks import without_marks
from ingest.parsers.wording import tidy

words = st.text(alphabet="ab \n\u3000\u00a0漢字", max_size=12)


@given(st.lists(words, min_size=1, max_size=8))
def test_words_and_places_are_those_of_the_whole_text_tidied(stretches):
    first, *others = stretches
    pieces = [(first, False)]
    for words in others:
        pieces += [("(1)", True), (words, False)]
    text, marks = without_marks(pieces)
    assert text == tidy("".join(stretches))
    # A stretch of nothing between two marks makes them one.
    places = [len(tidy("".join(stretches[:n]))) for n in range(1, len(stretches))]
    assert {offset for offset, _ in marks} == set(places)
    assert [offset for offset, _ in marks] == sorted(offset for offset, _ in marks)


def test_brackets_printed_around_a_mark_belong_to_it():
    pieces = [("the Council (", False), ("1", True), ("), acting", False)]
    assert without_marks(pieces) == ("the Council, acting", ((11, "(1)"),))
