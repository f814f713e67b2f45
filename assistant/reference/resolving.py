"""Explicit references in a question: which provisions it names by their numbers.

A provision that is named is looked up, not searched for. Whose provision a number is, the names
beside it say (《暂行办法》第七条, “s.26 PDPO”), else the names elsewhere in the question; else it
may be any instrument's that has it. “Article 22 GDPR” is no reference to what is held here.

Example:
    >>> known = {"eu-ai-act/art_5", "eu-ai-act/art_5/par_1", "cn-genai/art_5", "cn-genai/art_7"}
    >>> resolve("What does Article 5(1)(z) of the AI Act ban?", known.__contains__)
    ('eu-ai-act/art_5/par_1',)
    >>> resolve("第五條", known.__contains__), resolve("《暂行办法》第七条", known.__contains__)
    (('eu-ai-act/art_5', 'cn-genai/art_5'), ('cn-genai/art_7',))
    >>> resolve("Does Article 5 GDPR apply?", known.__contains__)
    ()
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.reference.grammar import Place, parse
from assistant.reference.items import JOIN
from assistant.reference.locators import candidates, instruments_for, shortened
from assistant.reference.ordinances import Definitions
from assistant.understanding.mention import Mention, mentions, plain

_BEFORE = re.compile(
    r"[\s,，:：》」』”\"')\]（(]*(?:['’]s)?(?:案|入面|[裡里]面)?[的之嘅中裡里內内]?(?:規定|规定)?[\s,:(]*"
)
_AFTER = re.compile(
    r"[\s,(《「“\"\[]*(?:(?:of|in|under|from|to)\s+)?(?:the\s+)?[《「“\"]*", re.IGNORECASE
)
_APPOSED = re.compile(r"(?:['’]s)?[\s(《「“\"]*")
_JOINED = re.compile(JOIN)
_MOST = 200
"""How many places are looked up; “Articles 1 to 113” is fewer."""


@dataclass(frozen=True)
class Reference:
    """A provision that a question may name.

    Attributes:
        locator: The provision.
        instrument: Its instrument.
        text: The words of the question that name it.
        span: Where they stand in the question, in characters.
    """

    locator: str
    instrument: str
    text: str
    span: tuple[int, int]


def references(
    question: str, instruments: Collection[str] = (), definitions: Definitions | None = None
) -> tuple[Reference, ...]:
    """Every provision that a question may name, as far as grammar and names tell.

    Args:
        question: As typed, in any of the languages.
        instruments: Only provisions of these; of any where empty.
        definitions: Finds the definitions of a term; without it, only a definition whose English
            term and section are given is sure to be found.

    Returns:
        For each reference in the question and each instrument it may belong to, the finest
        places it may be, likeliest first. Not all of them need exist.
    """
    return tuple(
        _reference(place, locator)
        for place, chosen in _bound(question, instruments)
        for instrument in chosen
        for locator in dict.fromkeys(candidates(place, instrument, definitions))
    )


def resolve(
    question: str,
    exists: Callable[[str], bool],
    instruments: Collection[str] = (),
    definitions: Definitions | None = None,
) -> tuple[str, ...]:
    """The locators of the provisions that a question names, in its order.

    See :func:`resolved`.
    """
    found = resolved(question, exists, instruments, definitions)
    return tuple(dict.fromkeys(reference.locator for reference in found))


def resolved(
    question: str,
    exists: Callable[[str], bool],
    instruments: Collection[str] = (),
    definitions: Definitions | None = None,
) -> tuple[Reference, ...]:
    """The provisions that a question names and that exist.

    Args:
        question: As typed, in any of the languages.
        exists: Whether there is a provision at a locator.
        instruments: Only provisions of these; of any where empty.
        definitions: Finds the definitions of a term.

    Returns:
        One for each reference and each instrument that has such a provision. Where the finest
        place does not exist, the nearest that encloses it; where several instruments may be meant,
        those that have the finest.
    """
    found: list[Reference] = []
    for place, chosen in _bound(question, instruments):
        nearest: list[tuple[int, str]] = []
        for instrument in chosen:
            nearest += _nearest(place, instrument, exists, definitions)
        least = min((lost for lost, _ in nearest), default=0)
        kept = [_reference(place, locator) for lost, locator in nearest if lost == least]
        # One subcategory is in both NIST documents: GOVERN 1.1 the framework's, GV-1.1 the other's.
        found += (
            kept[-1:] if place.unit == "tag" else kept[:1] if place.unit == "function" else kept
        )
    return tuple(dict.fromkeys(one for one in found if not _is_remainder(one, found)))


def _is_remainder(reference: Reference, found: Iterable[Reference]) -> bool:
    """Whether it is what is left of a place in a list of which a finer one was found."""
    return any(
        other.span == reference.span
        and other.locator.startswith(tuple(f"{reference.locator}{sign}" for sign in "/-."))
        for other in found
    )


def _nearest(
    place: Place,
    instrument: str,
    exists: Callable[[str], bool],
    definitions: Definitions | None,
) -> list[tuple[int, str]]:
    """The finest existing provision for a place, and how many steps were left out for it."""
    for lost, outer in shortened(place):
        for locator in candidates(outer, instrument, definitions):
            if exists(locator):
                return [(lost, locator)]
    return []


def _reference(place: Place, locator: str) -> Reference:
    return Reference(locator, locator.split("/", 1)[0], place.text, (place.start, place.end))


def _bound(question: str, only: Collection[str]) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """The places in a question, each with the instruments it may belong to."""
    places = parse(question)[:_MOST]
    if not places:
        return
    text = plain(question)
    # “2021 Amendment Ordinance” inside a reference is the term that it names.
    names = [m for m in mentions(text) if m.instruments or not _inside(m, places)]
    beside = _inherited(text, places, _beside(text, places, names))
    own = tuple(i for m in names if m.kind == "instrument" for i in m.instruments)
    near = own or tuple(i for m in names for i in m.instruments)
    elsewhere = not own and any(m.kind == "law" for m in names)
    for place, name in zip(places, beside, strict=True):
        possible = instruments_for(place)
        if name is not None and not name.instruments:
            continue
        if name is not None and any(i in possible for i in name.instruments):
            chosen = (
                _narrowed(name.instruments, own)
                if name.kind == "jurisdiction"
                else name.instruments
            )
        elif elsewhere or (place.loose and not _named(place, near, possible)):
            continue
        else:
            chosen = near if any(i in possible for i in near) else possible
        yield place, tuple(i for i in possible if i in chosen and (not only or i in only))


def _named(place: Place, near: Sequence[str], possible: Sequence[str]) -> bool:
    """Whether a loose reference counts although no name stands beside it."""
    return place.unit == "function" and any(i in possible for i in near)


def _narrowed(instruments: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """The instruments of a jurisdiction, only those that are named where some are."""
    return tuple(i for i in instruments if i in own) or tuple(instruments)


def _beside(text: str, places: Sequence[Place], names: Sequence[Mention]) -> list[Mention | None]:
    """The name that stands right before or right behind each place."""
    found: list[Mention | None] = []
    used: Mention | None = None
    for place in places:
        before = _before(text, place, names)
        after = _after(text, place, names)
        # “Article 22 GDPR, Article 5 AI Act”: GDPR belongs to what stands before it.
        chosen = after if before is None or (before == used and after) else before
        used = after if chosen is after else used
        found.append(chosen)
    return found


def _inside(name: Mention, places: Iterable[Place]) -> bool:
    return any(name.start < place.end and place.start < name.end for place in places)


def _before(text: str, place: Place, names: Iterable[Mention]) -> Mention | None:
    inside = [m for m in names if _inside(m, [place])]
    nearest = max((m for m in names if m.end <= place.start), key=lambda m: m.end, default=None)
    if nearest and _BEFORE.fullmatch(text, nearest.end, place.start):
        return nearest
    return inside[0] if inside else None


def _after(text: str, place: Place, names: Sequence[Mention]) -> Mention | None:
    behind = [name for name in names if name.start >= place.end]
    if not behind or not _AFTER.fullmatch(text, place.end, behind[0].start):
        return None
    # “of Hong Kong's PDPO”, “of the NIST AI RMF Generative AI Profile”: the last says most.
    chosen = behind[0]
    for more in behind[1:]:
        if not _APPOSED.fullmatch(text, chosen.end, more.start):
            break
        chosen = more
    return chosen


def _inherited(
    text: str, places: Sequence[Place], names: list[Mention | None]
) -> list[Mention | None]:
    """Names for places joined to one that has a name: “Articles 5 and Annex III of the AI Act”."""
    found = list(names)
    order = range(len(places))
    for step in (1, -1):
        for n in order[1:] if step == 1 else reversed(order[:-1]):
            neighbour = places[n - step]
            low, high = sorted((places[n], neighbour), key=lambda place: place.start)
            same = (low.start, low.end) == (high.start, high.end)
            joined = same or _JOINED.fullmatch(text, low.end, high.start)
            if found[n] is None and joined:
                found[n] = found[n - step]
    return found
