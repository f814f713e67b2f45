r"""The parts of a statement and of a quotation that belong together.

A statement's force has to be that of the words it rests on, not of any words quoted beside them. So
the clause of a statement that holds a “must” is compared with the sentences and points of the
quotation, and the nearest is what counts, together with the words that announce its list.

Example:
    >>> [part.words for part in parts("A keeper shall:\n(a) feed it;\n(b) wash it.", "")]
    ['A keeper shall:', '(a) feed it;', '(b) wash it.']
    >>> parts("A keeper shall:\n(a) feed it;", "")[1].governed
    'A keeper shall: (a) feed it;'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"(?<=[。；;!?！？])|(?<=\w\w\.)\s")
_ANNOUNCES = re.compile(r"[:：—－–]\s*$")
_POINT = re.compile(r"\s*(?:[(（—–-]|\d)")
_ONLY_LABEL = re.compile(r"[(（]\w{1,4}[)）]|\d{1,3}[A-Za-z]?\.?|[a-z]\.|[–—-]")
_COMMA = re.compile(r"[,;:，；：]")
_LEAST = {True: 20, False: 6}
"""Characters of a clause that can be compared by itself; Latin script, Chinese."""


@dataclass(frozen=True)
class PartOfQuotation:
    """A sentence or point.

    Attributes:
        words: Its own.
        governed: The same behind the words that announce the list it stands in.
    """

    words: str
    governed: str


def parts(quotation: str, announced: str) -> list[PartOfQuotation]:
    """The sentences and points of a quotation.

    Args:
        quotation: With its lines; ``…`` parts as a line does.
        announced: What governs the whole quotation from before it; may be empty.
    """
    found: list[PartOfQuotation] = []
    opening = announced.rstrip() if _ANNOUNCES.search(announced) else ""
    outer = bool(opening)
    for line in quotation.replace("…", "\n").split("\n"):
        pieces = [piece.strip() for piece in _END.split(line) if piece and piece.strip()]
        pieces = [piece for piece in pieces if not _ONLY_LABEL.fullmatch(piece)]
        for piece in pieces:
            governed = bool(opening) and (outer or _POINT.match(line) is not None)
            found.append(PartOfQuotation(piece, f"{opening} {piece}" if governed else piece))
        if pieces and _ANNOUNCES.search(pieces[-1]):
            opening, outer = pieces[-1], False
    return found or [PartOfQuotation(quotation, quotation)]


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause lies that holds a stretch of a statement: between two commas.

    A clause too short to be compared by itself gives way to the whole statement.
    """
    before = [m.end() for m in _COMMA.finditer(text) if m.end() <= start]
    after = _COMMA.search(text, end)
    left, right = (before[-1] if before else 0), (after.start() if after else len(text))
    return (left, right) if right - left >= _LEAST[text.isascii()] else (0, len(text))
