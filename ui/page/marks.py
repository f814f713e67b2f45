"""The small numbers that lead from a statement to its clause."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.texts import text
from ui.page.escaping import escaped
from ui.reading import Marked


def marks_html(numbers: Iterable[int], turn: int, language: str) -> str:
    """Marks for citations.

    Args:
        numbers: Of the citations.
        turn: Number of the question in the conversation.
        language: Language of their names.
    """
    return "".join(_mark(number, turn, language) for number in numbers)


def with_marks(pieces: Marked, turn: int, language: str) -> str:
    """Words with their marks."""
    return "".join(
        f"{escaped(words)}{marks_html(numbers, turn, language)}" for words, numbers in pieces
    )


def _mark(number: int, turn: int, language: str) -> str:
    label = escaped(text(language, "ui.cited", number=number))
    # The word joiner keeps a mark on the line of the words it belongs to.
    return (
        f'&#8288;<a class="rb-mark" href="#t{turn}s{number}" data-cite="t{turn}s{number}"'
        f' aria-label="{label}">{number}</a>'
    )
