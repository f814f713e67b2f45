"""The small numbers that lead from a statement to its clause."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from corpus.texts import text
from ui.page.escaping import escaped
from ui.reading import Marked

_JOINER = "&#8288;"
_CLOSING = tuple("，。；：、？！）」』》.,;:?!)")


def marks_html(numbers: Iterable[int], turn: int, language: str) -> str:
    """Marks for citations.

    Args:
        numbers: Of the citations.
        turn: Number of the question in the conversation.
        language: Language of their names.
    """
    return "".join(_mark(number, turn, language) for number in numbers)


def with_marks(pieces: Marked, turn: int, language: str) -> str:
    """Words with their marks; no line begins with the punctuation behind a mark."""
    made = []
    for (words, numbers), (following, _) in zip_longest(pieces, pieces[1:], fillvalue=("", ())):
        joined = _JOINER if numbers and following[:1] in _CLOSING else ""
        made.append(f"{escaped(words)}{marks_html(numbers, turn, language)}{joined}")
    return "".join(made)


def _mark(number: int, turn: int, language: str) -> str:
    label = escaped(text(language, "ui.cited", number=number))
    # The word joiner keeps a mark on the line of the words it belongs to.
    return (
        f'{_JOINER}<a class="rb-mark" href="#t{turn}s{number}" data-cite="t{turn}s{number}"'
        f' aria-label="{label}">{number}</a>'
    )
