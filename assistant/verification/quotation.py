r"""Checking a quotation against the stored words, at answer time.

A quotation is verbatim when its characters stand in the provision in the same order, white
space and full- or half-width forms aside. ``…`` between two pieces marks an omission: the
pieces have to follow one another. What fails is not shown as a quotation.

Example:
    >>> find_quote("personal data … erased", "All personal\n data that is old shall be erased.")
    ((4, 18), (40, 46))
    >>> find_quote("personal data shall", "All personal data that is old shall be erased.") is None
    True
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import lru_cache

from assistant.answer import Check
from assistant.verification.statement import Context, Statement

OMISSION = "…"
"""Marks words left out of a quotation."""

_RUN = re.compile(r"\S+")
_HALF = {
    place: unicodedata.normalize("NFKC", chr(place))
    for place in (*range(0xFF01, 0xFF61), *range(0xFFE0, 0xFFE7))
}
"""All full-width forms that are not white space (East Asian Width F) in their half-width form."""


def find_quote(quote: str, text: str) -> tuple[tuple[int, int], ...] | None:
    """Where the pieces of a quotation stand in a text.

    Args:
        quote: The quotation; pieces separated by :data:`OMISSION`.
        text: The provision's stored words.

    Returns:
        Start and end of each piece in ``text``, in characters; None where a piece does not
        stand there after the one before it.
    """
    stored, places = _stored(text)
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in quote.split(OMISSION):
        wanted, _ = folded(piece)
        if not wanted:
            continue
        found = stored.find(wanted, at)
        if found < 0:
            return None
        at = found + len(wanted)
        spans.append((places[found], places[at - 1] + 1))
    return tuple(spans) or None


def folded(text: str) -> tuple[str, list[int]]:
    """The text without white space and in half-width forms, with where each character stood."""
    half = text.translate(_HALF)
    if len(half) != len(text):
        return _folded_one_by_one(text)
    words: list[str] = []
    places: list[int] = []
    for run in _RUN.finditer(text):
        words.append(half[run.start() : run.end()])
        places.extend(range(run.start(), run.end()))
    return "".join(words), places


def _folded_one_by_one(text: str) -> tuple[str, list[int]]:
    """As `folded`, where a character has two in its half-width form."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            continue
        for part in _HALF.get(ord(character), character):
            characters.append(part)
            places.append(place)
    return "".join(characters), places


@lru_cache(maxsize=1024)
def _stored(text: str) -> tuple[str, array[int]]:
    """A provision's words as `folded`, kept: the same provisions are quoted again and again."""
    words, places = folded(text)
    return words, array("i", places)


def check(statement: Statement, context: Context) -> Check:  # noqa: ARG001 - all checks take both
    """Every quotation stands verbatim in the provision it is taken from."""
    altered = [
        b.quotation for b in statement.backings if find_quote(b.quotation, b.provision.text) is None
    ]
    return Check(
        statement=statement.text,
        test="quotation",
        passed=bool(statement.backings) and not altered,
        detail=" / ".join(altered),
    )
