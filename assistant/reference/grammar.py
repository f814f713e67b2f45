"""How provisions are referred to in running text: the grammar of English and Chinese references.

Finds “Article 5(1)(a)”, “point (a) of Article 5(1)”, 第七条第（二）项, “ss 64(3A)-(3D)”,
保障資料第3原則, “GV-1.1-001” and takes them apart into steps; which instrument is meant and what
its locators look like is not known here.

Example:
    >>> [(p.text, [s.value for s in p.steps]) for p in parse("see point (a) of Article 5(1)")]
    [('point (a) of Article 5(1)', ['5', '1', 'a'])]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.composing.citation import ORDINALS
from assistant.reference import patterns
from assistant.reference.items import (
    MANY,
    ONE,
    RANGE,
    Step,
    Steps,
    between,
    han_value,
    places,
    values,
)
from assistant.reference.subcategories import subcategories
from assistant.reference.tails import Reading, look_back, tails, unquoted
from assistant.understanding.mention import plain

_MANY, _ONE, _RANGE = re.compile(MANY), re.compile(ONE), re.compile(RANGE)
_LONGEST = 4000
"""How many characters of a text are read: more than any question, less than a pasted law."""
_ROMANS = " I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split(" ")
_NTH_PRINCIPLE = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6}


@dataclass(frozen=True)
class Place:
    """A reference taken apart.

    Attributes:
        unit: What its first number counts: ``article``, ``section``, ``provision`` (條, which
            may be either), ``recital``, ``annex``, ``schedule``, ``principle``, ``function``,
            ``tag``, ``appendix``, ``executive``, ``title`` or ``definition``.
        steps: Its numbers, from the whole to the part.
        start: Where it begins in the text.
        end: Where it ends.
        text: Its words.
        loose: Whether it is one only where its law is named: 26條 may also count rules.
    """

    unit: str
    steps: Steps
    start: int
    end: int
    text: str
    loose: bool = False


def parse(text: str) -> tuple[Place, ...]:
    """Every reference in a text, in its order."""
    return tuple(_read(plain(text)[:_LONGEST], text))


def _read(source: str, text: str) -> Iterator[Place]:
    at = 0
    while root := patterns.ROOT.search(source, at):
        reading = _root(source, root)
        at = root.end()
        if reading is None:
            continue
        at = max(at, reading.end)
        for steps in reading.places:
            words = text[reading.start : reading.end]
            span = reading.start, reading.end
            yield Place(reading.unit, steps, *span, words, reading.loose)


def _root(source: str, root: re.Match[str]) -> Reading | None:
    """Read the reference that begins at a match of ``ROOT``; nothing where it is none."""
    reader = _READERS.get((root.lastgroup or "").removeprefix("han_"), _numbered)
    return reader(source, root)


def _whole_text(_source: str, root: re.Match[str]) -> Reading:
    """What has no number: the executive summary, the long title."""
    name = (root.lastgroup or "").removeprefix("han_")
    return Reading(name, [(Step(name, ""),)], *root.span(), loose=name == "executive")


def _appendix(source: str, root: re.Match[str]) -> Reading | None:
    letter = re.search(r"[A-Da-d](?:\.\d+)*$", root[0])
    if letter is None:
        return _annex(source, root)
    return Reading("appendix", [(Step("appendix", letter[0]),)], *root.span())


def _numbered(source: str, root: re.Match[str]) -> Reading | None:
    unit = root.lastgroup or ""
    name = unit.removeprefix("han_")
    reading = _han(source, root, name) if unit.startswith("han_") else _english(source, root, name)
    if reading is not None:
        _until(source, root, reading)
        look_back(source, reading)
        tails(source, reading)
    return reading


def _english(source: str, root: re.Match[str], unit: str) -> Reading | None:
    if unit == "nth_principle":
        word = root[0].split()[0].lower()
        number = _NTH_PRINCIPLE.get(word) or ORDINALS.index(word) + 1
        return Reading("principle", [(Step("principle", str(number)),)], root.start(), root.end())
    word = root[0].rstrip(" .").lower()
    several = word.endswith("s") and word != "s"
    pattern = patterns.SCHEDULE if unit == "schedule" else _MANY if several else _ONE
    items = pattern.match(source, root.end())
    if items is None or (unit == "section" and patterns.OUTER.match(source, items.end())):
        return None
    return Reading(unit, _whole(items[0], unit), root.start(), items.end())


def _han(source: str, root: re.Match[str], unit: str) -> Reading | None:
    start, end = root.span()
    if unit == "recital":
        items = re.compile(rf"第?\s*({MANY})\s*[段條条點点項项]?").match(source, end)
        return Reading(unit, _whole(items[1], unit), start, items.end()) if items else None
    if unit == "schedule":
        number = patterns.SCHEDULE.match(source, end)
        inner = patterns.ROOT.match(source, number.end()) if number else None
        if number is None or (inner and inner.lastgroup == "han_principle"):
            return None
        return Reading(unit, _whole(number[0], unit), start, number.end())
    items = _MANY.search(root[0])
    if items is None:
        return None
    loose = unit == "article" and root[0][0] != "第" and "(" not in root[0]
    named = {"article": "provision", "section": "chapter"}.get(unit, unit)
    return Reading(named, _whole(items[0], named), start, end, loose)


def _whole(items: str, unit: str) -> list[Steps]:
    """The places of a list of first numbers; “Article 5.1” is paragraph 1 of Article 5."""
    found = places(items, unit, top=0 if unit == "recital" else 1)
    if unit != "article":
        return found
    return [
        (
            *(Step(unit if n == 0 else "", part) for n, part in enumerate(first.value.split("."))),
            *rest,
        )
        for first, *rest in found
    ]


def _annex(source: str, root: re.Match[str]) -> Reading | None:
    several = not root[0].lower().strip().endswith("x")
    found: list[Steps] = []
    end = root.end()
    while number := patterns.ROMAN.match(source, end):
        value = values(number["number"])[0].upper()
        roman = _ROMANS[int(value)] if value.isdigit() and int(value) < len(_ROMANS) else value
        found.append((Step("annex", roman),))
        end = number.end()
        more = patterns.AND.match(source, end) if several else None
        if more is None or not patterns.ROMAN.match(source, more.end()):
            break
        end = more.end()
    if not found:
        return None
    reading = Reading("annex", found, root.start(), end)
    look_back(source, reading)
    tails(source, reading)
    return reading


def _defined(source: str, root: re.Match[str]) -> Reading | None:
    """A definition that is named before its section, or without it."""
    start, end = root.span()
    if root.lastgroup == "han_defined":
        quoted = re.match(patterns.QUOTED, root[0])
        term, unit = (quoted[0], "definition") if quoted else (root[0], "last words")
        term = re.sub(r"[的嘅之]\w+$", "", term)
        nth = re.search("第([二三四五])", root[0])
        count = han_value(nth[1]) if nth else 1
    else:
        words = re.compile(patterns.QUOTED).match(source, end)
        unit, found = "definition", words
        if words is None:
            unit, found = "words", patterns.TERM_WORDS.match(source, end)
        if found is None:
            return None
        term, end = (words or found["words"])[0] if words else found["words"], found.end()
        first = root[0].split()[0].lower()
        count = ORDINALS.index(first) + 1 if first in ORDINALS else 1
    step = Step(unit, unquoted(term), count=count)
    reading = Reading("definition", [(step,)], start, end)
    inside = patterns.IN_SECTION.match(source, end)
    section = patterns.ROOT.match(source, inside.end()) if inside else None
    outer = _root(source, section) if section and section.lastgroup == "section" else None
    if outer:
        reading = Reading("section", [(*outer.places[-1], step)], start, outer.end)
    tails(source, reading)
    return reading


def _until(source: str, root: re.Match[str], reading: Reading) -> None:
    """Read the end of a range that says its unit again: 第七条至第九条."""
    to = _RANGE.match(source, reading.end)
    again = patterns.ROOT.match(source, to.end()) if to else None
    if again is None or again.lastgroup != root.lastgroup:
        return
    unit = (root.lastgroup or "").removeprefix("han_")
    is_han = (root.lastgroup or "").startswith("han_")
    last = _han(source, again, unit) if is_han else _english(source, again, unit)
    if last:
        reading.places += between(reading.places[-1], last.places[0])
        reading.end = last.end


_READERS: dict[str, Callable[[str, re.Match[str]], Reading | None]] = {
    "executive": _whole_text,
    "title": _whole_text,
    "defined": _defined,
    "function": subcategories,
    "tag": subcategories,
    "annex": _annex,
    "appendix": _appendix,
}
"""What reads on from a root that is no plain number; by its name in ``ROOT``."""
