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

import unicodedata

from assistant.answer import Check
from assistant.verification.statement import Context, Statement

OMISSION = "…"
"""Marks words left out of a quotation."""


def find_quote(quote: str, text: str) -> tuple[tuple[int, int], ...] | None:
    """Where the pieces of a quotation stand in a text.

    Args:
        quote: The quotation; pieces separated by :data:`OMISSION`.
        text: The provision's stored words.

    Returns:
        Start and end of each piece in ``text``, in characters; None where a piece does not
        stand there after the one before it.
    """
    stored, places = folded(text)
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
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            continue
        half = character
        if unicodedata.east_asian_width(character) == "F":
            half = unicodedata.normalize("NFKC", character)
        for part in half:
            characters.append(part)
            places.append(place)
    return "".join(characters), places


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
