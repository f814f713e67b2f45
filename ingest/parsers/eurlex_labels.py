"""Printed labels of EU law, ``1.``, ``3.1.``, ``(a)``, ``(ii)``, ``—``, and how they follow.

Where a file's mark-up does not say that (i) stands inside (c), the labels themselves do: (i)
cannot follow (c) in one list, and (d) takes the list of (c) up again.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

_BRACKETED = re.compile(r"\(?([0-9]{1,3}[a-z]{0,3}|[a-z]{1,3}|[ivx]{2,7}|[A-Z]{1,3})\)")
_DOTTED = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})+)\.?|([0-9]{1,3}[a-z]{0,3})\.|([a-z])\.")
_DASHES = "—–-•·"
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")


@dataclass(frozen=True)
class Label:
    """A printed label.

    Attributes:
        printed: As printed, ``(a)``.
        key: Its number or letters alone, ``a``; empty for a dash.
        form: ``bracketed`` (a), ``dotted`` 1. or ``dash``.
    """

    printed: str
    key: str
    form: str

    @property
    def styles(self) -> tuple[str, ...]:
        """The ways to count that it can belong to; ``(i)`` is a letter or a Roman number."""
        if self.form == "dash":
            return ("dash",)
        if self.key[0].isdigit():
            return (f"{self.form}-number" + "." * self.key.count("."),)
        if self.key[0].isupper():
            return ("capital",)
        if len(self.key) > 1 and roman(self.key):
            return ("roman",)
        return ("letter", "roman") if _inserted_roman(self.key) else ("letter",)


def whole_label(text: str) -> Label | None:
    """The label that a block consists of, if it is nothing but a label.

    >>> whole_label("(ba)").key, whole_label("3.1.").key, whole_label("see (a)")
    ('ba', '3.1', None)
    """
    if len(text) == 1 and text in _DASHES:
        return Label(text, "", "dash")
    if found := _BRACKETED.fullmatch(text):
        return Label(text, found.group(1), "bracketed")
    if found := _DOTTED.fullmatch(text):
        return Label(text, next(part for part in found.groups() if part), "dotted")
    return None


def leading_label(text: str, *, paragraphs_only: bool = False) -> Label | None:
    """The dotted label that a block begins with, words following.

    Args:
        text: The block's words.
        paragraphs_only: Take ``2.`` and ``2a.``, the numbers of paragraphs, and not ``2.1.``
            or ``a.``.

    >>> leading_label("2. Overview").printed, leading_label("Overview")
    ('2.', None)
    """
    first, _, rest = text.partition(" ")
    found = _DOTTED.fullmatch(first) if rest else None
    if not found or (paragraphs_only and not found.group(2)):
        return None
    return whole_label(first)


def run_on_points(text: str) -> list[tuple[int, Label]]:
    """Points (a), (b) … printed inside one block: where each begins, and its label.

    Only a list that a colon announces, that begins with (a) and has a (b) is one; everything
    else in brackets is a reference.

    >>> [start for start, _ in run_on_points("Keep: (a) the date; (b) the place.")]
    [6, 20]
    >>> run_on_points("Keep what points (a) and (b) say.")
    []
    """
    points: list[tuple[int, Label]] = []
    at = 0
    for letter in string.ascii_lowercase:
        before = ":" if letter == "a" else r"(?:[;.,]|[;,] (?:and|or))"
        found = re.compile(rf"{before} (\({letter}\)) ").search(text, at)
        if not found:
            break
        points.append((found.start(1), Label(found.group(1), letter, "bracketed")))
        at = found.end(1)
    return points if len(points) > 1 else []


def roman(text: str) -> int:
    """The value of a small Roman number up to 39; 0 if it is none.

    >>> roman("iv"), roman("xii"), roman("d")
    (4, 12, 0)
    """
    found = _ROMAN.fullmatch(text)
    if not found or not text:
        return 0
    units = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
    return 10 * len(found.group(1)) + units.get(found.group(2), 9)


def continues(previous: Label, style: str, label: Label) -> bool:
    """Whether ``label`` goes on the list, counted in ``style``, in which ``previous`` stands.

    Insertions (``ba`` after ``b``) and repealed numbers (5 after 3) are allowed for.

    >>> continues(whole_label("(c)"), "letter", whole_label("(d)"))
    True
    >>> continues(whole_label("(c)"), "letter", whole_label("(i)"))
    False
    """
    if style not in label.styles:
        return False
    if style == "dash":
        return True
    old, new = previous.key, label.key
    if new.startswith(old) and new[len(old) :].isalpha():
        return True
    if style == "roman":
        step = _inserted_roman(new) - _inserted_roman(old)
        return step > 0 if len(new) > 1 else step == 1
    if style in {"letter", "capital"}:
        return ord(new[0]) == ord(old[0]) + 1 or (new[0] == old[0] and new > old)
    return _numbers(new) > _numbers(old)


def _inserted_roman(key: str) -> int:
    """The Roman number of a label that may be an insertion: 2 for ``iia``."""
    return roman(key) or roman(key.rstrip("abcdefgh"))


def _numbers(key: str) -> tuple[tuple[int, str], ...]:
    parts = (re.fullmatch(r"([0-9]+)([a-z]*)", part) for part in key.split("."))
    return tuple((int(part.group(1)), part.group(2)) for part in parts if part)
