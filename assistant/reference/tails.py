"""What stands before and behind a reference's first number, and belongs to it.

“point (a) of”, “, second subparagraph”, 第一款(a)項, “, definition of ‘data’”, “(Sch.1)”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.composing.citation import ORDINALS
from assistant.reference import patterns
from assistant.reference.items import (
    DEFINITIONS,
    JOIN,
    MANY,
    RANGE,
    Step,
    Steps,
    between,
    han_value,
    places,
)

_MANY, _RANGE, _JOINED = re.compile(MANY), re.compile(RANGE), re.compile(JOIN)
_OF = re.compile(r"\s+of\s+")
_LOOK_BACK = 80
"""How many characters before a reference may belong to it: “point (a) of …”."""
_DEEPEST = 8
"""No provision stands inside more others."""
_OUTER_UNITS = frozenset({"annex", "schedule"})
_PARTS = frozenset({"part", "division", "section", "principle"})


@dataclass
class Reading:
    """A reference being read: the places found so far, and how far it reaches."""

    unit: str
    places: list[Steps]
    start: int
    end: int
    loose: bool = False

    def inside(self, steps: list[Steps], end: int) -> None:
        """Replace the last place by places inside it."""
        self.places[-1:] = steps
        self.end = end


def look_back(source: str, reading: Reading) -> None:
    """Read what stands before: “point (a) of”, “paragraphs (a) and (b) of subsection (1) of”."""
    inner: list[Steps] = [()]
    while patterns.INSIDE.search(source, max(0, reading.start - 10), reading.start):
        low = max(0, reading.start - _LOOK_BACK)
        before = patterns.BEFORE.search(source, low, reading.start)
        if before is None:
            break
        found = _tail_places(before, before["items"] or "", ())
        # What stands nearer the root encloses what stands before it.
        inner = [(*near, *far) for far in found for near in inner]
        reading.start = before.start()
    reading.places = [(*place, *rest) for place in reading.places for rest in inner]


def _tail_places(tail: re.Match[str], items: str, before: Steps) -> list[Steps]:
    """The places that “paragraph 1”, “points (a) and (b)” or “second subparagraph” name."""
    if tail["nth"]:
        number = str(ORDINALS.index(tail["nth"].lower()) + 1)
        return [(*before, Step(tail["what"].lower(), number))]
    unit = patterns.UNIT.fullmatch(tail["word"])
    name = unit.lastgroup or "" if unit else ""
    found = places(items, name, before)
    # In a list of brackets every number is of the unit that the word says.
    return [
        (*p[: len(before)], replace(p[len(before)], unit=name), *p[len(before) + 1 :])
        for p in found
    ]


def tails(source: str, reading: Reading) -> None:
    """Read what stands behind: brackets, paragraphs, points, the definition of a term."""
    readers = (_han_tail, _bare, _english_tail, _term, _origin)
    while any(reader(source, reading) for reader in readers):
        pass


def _bare(source: str, reading: Reading) -> bool:
    bare = patterns.BARE.match(source, reading.end)
    if bare is None and reading.unit == "annex" and len(reading.places[-1]) == 1:
        bare = patterns.ANNEX_POINT.match(source, reading.end)
    if bare is None or reading.unit == "chapter" or len(reading.places[-1]) > _DEEPEST:
        return False
    reading.inside(places(bare[0].strip(), "", reading.places[-1]), bare.end())
    return True


def _english_tail(source: str, reading: Reading) -> bool:
    tail = patterns.TAIL.match(source, reading.end)
    if tail is None:
        return False
    items, end = tail["items"] or "", tail.end()
    if tail["word"]:
        unit = patterns.UNIT.fullmatch(tail["word"])
        if unit and unit.lastgroup in _PARTS and reading.unit not in _OUTER_UNITS:
            return False
        if tail["word"].lower().endswith("s") and (
            many := _MANY.match(source, tail.start("items"))
        ):
            items, end = many[0], many.end()
    found = _tail_places(tail, items, reading.places[-1])
    if tail["count"]:
        count = ORDINALS.index(tail["count"].lower()) + 1
        found = [(*place[:-1], replace(place[-1], count=count)) for place in found]
    reading.inside(found, end)
    return True


def _han_tail(source: str, reading: Reading) -> bool:
    tail = patterns.HAN_TAIL.match(source, reading.end)
    unit = _han_unit(tail["unit"], reading.unit) if tail else ""
    if tail is None or not unit:
        return False
    before = reading.places[-1]
    found, end = _han_places(tail, unit, before), tail.end()
    while joined := _JOINED.match(source, end):
        following = patterns.HAN_TAIL.match(source, joined.end())
        if following is None or following["unit"] != tail["unit"]:
            break
        more = _han_places(following, unit, before)
        is_range = _RANGE.fullmatch(joined[0]) is not None
        found += [*between(found[-1], more[0]), *more[1:]] if is_range else more
        end = following.end()
    reading.inside(found, end)
    return True


def _han_unit(printed: str, root: str) -> str:
    """What 款, 項 … count behind a root; nothing where they cannot follow it."""
    unit = patterns.HAN_UNITS[printed]
    if root == "annex" and printed in "節节部":
        return "section"
    allowed = root == "schedule" or unit not in _PARTS
    return unit if allowed and root != "chapter" else ""


def _han_places(tail: re.Match[str], unit: str, before: Steps) -> list[Steps]:
    items = tail["items"] or tail["loose"]
    count = han_value(tail["nth"][1]) if tail["nth"] else 1
    return [
        (
            *place[: len(before)],
            replace(place[len(before)], unit=unit, count=count),
            *place[len(before) + 1 :],
        )
        for place in places(items, unit, before)
    ]


def _term(source: str, reading: Reading) -> bool:
    if reading.unit == "chapter" or any(s.unit in DEFINITIONS for s in reading.places[-1]):
        return False
    unit, count = "definition", 1
    if tail := patterns.TERM.match(source, reading.end):
        count = ORDINALS.index(tail["nth"].lower()) + 1 if tail["nth"] else 1
        term, end = tail["term"] or "", tail.end()
        of = _OF.match(source, end)
        if not term and of and (words := patterns.TERM_WORDS.match(source, of.end())):
            unit, term, end = "words", words["words"], words.end()
    elif tail := patterns.HAN_TERM.match(source, reading.end):
        count = han_value(tail["nth"]) if tail["nth"] else 1
        term, end = tail["term"] or "", tail.end()
    else:
        return False
    step = Step(unit, unquoted(term), count=count)
    reading.inside([(*reading.places[-1], step)], end)
    return True


def _origin(source: str, reading: Reading) -> bool:
    """Read on over “(Sch.1)” behind a principle: it says no more."""
    origin = patterns.SOURCE.match(source, reading.end) if reading.unit == "principle" else None
    if origin:
        reading.end = origin.end()
    return origin is not None


def unquoted(term: str) -> str:
    """A term without the quotation marks around it."""
    return term.strip("“”\"「」『』‘’'")
