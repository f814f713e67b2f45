"""Numbers in references: brackets, lists and ranges, Arabic and Chinese.

“26(1) or (2)” is two places and “64(3A) to (3D)” four; what an item leaves out, it takes from
the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

HAN_NUMBER = r"[〇零○一二兩两三四五六七八九十百廿卅]{1,6}"
ELEMENT = r"(?:\d{1,3}(?:\.\d{1,2})*[A-Za-z]{0,2}|[ivxIVX]{1,5}|[A-Za-z]{1,3})"
BRACKETS = rf"(?:\s?\(\s*(?:{ELEMENT}|{HAN_NUMBER})\s*\))"
_FIGURE = r"\d{1,3}(?:\.\d{1,2})*[A-Za-z]{0,2}(?![A-Za-z0-9%])"
NUMBER = rf"(?:(?:{_FIGURE}|{HAN_NUMBER}){BRACKETS}{{0,6}})"
RANGE = r"(?:\s*(?:-|–|—|~|～|至|到)\s*|\s+(?:to|through)\s+)"
JOIN = (
    rf"(?:{RANGE}|\s*(?:,|、)\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+"
    r"|\s*(?:&|和|與|与|及|或|同埋|同)\s*)"
)
_COUNTED = (
    r"(?!\s*(?:(?:month|day|year|week|hour)s?|million|billion|per|other|more|[個个年月日])\b)"
)
_ITEM = rf"(?:{NUMBER}|{BRACKETS}{{1,6}})"
MANY = rf"{_ITEM}(?:{JOIN}第?\s*{_ITEM})*"
"""One number or a list of numbers, ranges included."""
ONE = rf"{_ITEM}(?:{JOIN}{BRACKETS}+|(?:{RANGE}|\s+(?:and|or)\s+|\s*&\s*){NUMBER}{_COUNTED})*"
"""The same behind a word in the singular: a comma does not lead on to another number."""

_LONGEST = 60
"""Most places that a range is spelled out to."""
_TOKEN = re.compile(
    rf"(?P<range>{RANGE})|(?P<item>{_ITEM}|(?!and|or)[A-Za-z]{{1,4}}{BRACKETS}*)|(?P<other>and|or|.)",
    re.DOTALL,
)
_VALUE = re.compile(rf"{HAN_NUMBER}|{ELEMENT}")
_NUMBERED = re.compile(r"(\d+)([A-Za-z]*)")
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()


@dataclass(frozen=True)
class Step:
    """One number of a reference, with the word that says what it counts.

    Attributes:
        unit: ``article``, ``paragraph``, ``point`` …; empty where the reference does not say.
        value: The number or letters; for a definition its term.
        exact: Whether it stands for several numbers at once, repealed together: ``e-ea``.
        count: Which of those that have this value: 2 for a second definition of a term.
    """

    unit: str
    value: str
    exact: bool = False
    count: int = 1


Steps = tuple[Step, ...]
DEFINITIONS = frozenset({"definition", "words", "last words"})
"""Units of definitions: with the term known, or among the first or last of some words."""


def han_value(numeral: str) -> int:
    """A Chinese numeral below 1,000 as a number.

    >>> [han_value(n) for n in ("七", "廿四", "一百零三", "百八十", "一〇三")]
    [7, 24, 103, 180, 103]
    """
    digits = "〇一二三四五六七八九"
    plain = numeral.translate(str.maketrans("零○兩两", "〇〇二二"))
    plain = plain.replace("廿", "二十").replace("卅", "三十")
    if not re.search("[十百]", plain):
        return int("".join(str(digits.index(c)) for c in plain))
    total = digit = 0
    for character in plain:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = digits.index(character)
    return total + digit


def values(item: str) -> tuple[str, ...]:
    """The numbers in one item of a list.

    >>> values("64(3A)(a)"), values("(二)")
    (('64', '3A', 'a'), ('2',))
    """
    found = _VALUE.findall(item)
    return tuple(str(han_value(v)) if re.fullmatch(HAN_NUMBER, v) else v for v in found)


def places(items: str, unit: str, before: Steps = (), top: int | None = None) -> list[Steps]:
    """The places that a list of numbers names.

    Args:
        items: As :data:`MANY` matches it, or letters.
        unit: What the first number of an item without brackets counts.
        before: The steps that the list stands behind.
        top: The first level at which a number in brackets may stand; else right behind `before`.

    >>> found = places("64(3A) to (3D)", "section", top=1)
    >>> [place[-1].value for place in found if not place[-1].exact]
    ['3A', '3B', '3C', '3D']
    """
    level = len(before) if top is None else top
    found: list[Steps] = []
    to = False
    for token in _TOKEN.finditer(items):
        if token.lastgroup == "item":
            numbers = values(token[0])
            bracketed = token[0].lstrip().startswith("(")
            if found and bracketed:
                place = sibling(found[-1], numbers, level)
            else:
                place = (*before, Step(unit, numbers[0]), *(Step("", n) for n in numbers[1:]))
            found += between(found[-1], place) if to and found else [place]
            to = False
        elif token.lastgroup == "range":
            to = True
    return found


def sibling(place: Steps, numbers: tuple[str, ...], top: int = 1) -> Steps:
    """The place beside ``place`` whose last numbers are ``numbers``, at level ``top`` or below.

    >>> [s.value for s in sibling((Step("section", "26"), Step("", "1"), Step("", "a")), ("2",))]
    ['26', '2']
    """
    digits = numbers[0][0].isdigit()
    levels = [n for n in range(top, len(place)) if place[n].value[:1].isdigit() == digits]
    at = levels[-1] if levels else len(place)
    unit = place[at].unit if at < len(place) else ""
    return (*place[:at], Step(unit, numbers[0]), *(Step("", n) for n in numbers[1:]))


def between(first: Steps, last: Steps) -> list[Steps]:
    """The places after ``first`` up to ``last``, and the two as one place."""
    head, start, end = first[:-1], first[-1], last[-1]
    if [s.value for s in head] != [s.value for s in last[:-1]]:
        return [last]
    together = replace(start, value=f"{start.value}-{end.value}", exact=True)
    spelled = [(*head, replace(start, value=v)) for v in _count(start.value, end.value)]
    return [(*head, together), *(spelled or [last])]


def _count(first: str, last: str) -> Iterator[str]:
    """The numbers after ``first`` up to ``last``; none where the two do not count alike."""
    one, other = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if one and other and not one[2] and not other[2]:
        end = min(int(other[1]), int(one[1]) + _LONGEST)
        yield from (str(n).zfill(len(one[1])) for n in range(int(one[1]) + 1, end + 1))
    elif one and other and one[1] == other[1]:
        yield from (one[1] + letter for letter in _letters(one[2], other[2]))
    elif "." in first and first.rpartition(".")[0] == last.rpartition(".")[0]:
        head, _, number = first.rpartition(".")
        yield from (f"{head}.{n}" for n in _count(number, last.rpartition(".")[2]))
    elif first in _ROMANS and last in _ROMANS and len(first + last) > 2:
        yield from _ROMANS[_ROMANS.index(first) + 1 : _ROMANS.index(last) + 1]
    elif first.isalpha() and last.isalpha():
        yield from _letters(first, last)


def _letters(first: str, last: str) -> Iterator[str]:
    if len(first) <= 1 and len(last) == 1:
        start = ord(first) + 1 if first else ord("A" if last.isupper() else "a")
        yield from map(chr, range(start, ord(last) + 1))
