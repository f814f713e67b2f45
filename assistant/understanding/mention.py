"""Names of instruments, jurisdictions and other laws in a text, each with its place.

Where a reference stands next to a name, the name says whose provision it is: “Article 22 GDPR” is
none of ours, 《暂行办法》第七条 is one of the Interim Measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.understanding.held import held
from assistant.understanding.names import Names, narrow
from corpus.catalogue import LANGUAGES, catalogue, derived
from corpus.scope import OutsideName, outside_names

KINDS = ("instrument", "jurisdiction", "law", "place")
_BLANKS = re.compile(" {5,}")
_ACT = "Act|Ordinance|Law|Regulation|Directive|Code|Treaty|Convention|Constitution|Charter|Bill"
_OPENING = (
    "Is|Are|Under|Does|Do|What|The|This|That|In|Which|How|Can|Could|Of|By|Per|And|Must|Should"
)
_OTHER_LAW = re.compile(
    rf"""(?<![A-Za-z])(?!(?:{_OPENING})\s)[A-Z][\w&’'-]*\s+
        (?:(?:[A-Z][\w&’'-]*|of|and|on|the|for)\s+){{0,6}}(?:{_ACT})(?![A-Za-z])
    |(?<![A-Za-z])(?:TFEU|TEU|ECHR|UCC|USC|ICCPR|UDHR|TRIPS|CDPA|DPA|HKBORO|BORO)(?![A-Za-z])
    |(?:[Cc]ap\.?|CAP\.?)\s*\d+[A-Z]*
    |第\s*\d+[A-Z]*\s*章
    |《[^》]*》
    |[憲宪刑]法|民法典?|基本法|公司法|(?:勞動|劳动)(?:合同)?法|[專专]利法|商[標标]法""",
    re.VERBOSE,
)
"""Laws that no list has, by the form of their names."""


_WITHIN_CHINA = ("中國", "中国")
"""Written before the name of a place, it is part of that name: 中國香港."""


@dataclass(frozen=True)
class Mention:
    """A name in a text.

    Attributes:
        start: Where it begins, in characters.
        end: Where it ends.
        instruments: What it may mean: one instrument, or those of a jurisdiction; none for a law
            or place whose law is not held.
        kind: ``instrument``, ``jurisdiction``, ``law`` or ``place``.
        jurisdiction: Whose law it is, where it is held.
        outside: The law or place, where its law is known by name and not held.
        implied: Whether it is no name of the law, but a body or term that only this law has.
    """

    start: int
    end: int
    instruments: tuple[str, ...]
    kind: str
    jurisdiction: str = ""
    outside: OutsideName | None = None
    implied: bool = False


def plain(text: str) -> str:
    """A text with full-width forms and blanks as ordinary ones, character for character.

    Of many blanks in a row only the first count as such: a search for what may stand between
    two words must not try every way to share them out.

    >>> plain("第２６（１）條")
    '第26(1)條'
    """
    return _BLANKS.sub(lambda run: "    ".ljust(len(run[0]), "\0"), narrow(text))


def mentions(text: str) -> tuple[Mention, ...]:
    """The names in a text, in its order; of names within each other, the longest.

    Args:
        text: The text as :func:`plain` gives it.

    >>> [(m.kind, m.instruments) for m in mentions("Article 22 GDPR and the PDPO")]
    [('law', ()), ('instrument', ('cap-486',))]
    """
    found = list(known(text))
    taken = {at for mention in found for at in range(mention.start, mention.end)}
    found += [
        Mention(match.start(), match.end(), (), "law")
        for match in _OTHER_LAW.finditer(text)
        if taken.isdisjoint(range(match.start(), match.end()))
    ]
    return tuple(sorted(found, key=lambda mention: mention.start))


def known(text: str, *kinds: str) -> Iterator[Mention]:
    """The names that the catalogue and the list of laws not held have, in a text's order.

    Args:
        text: The text.
        *kinds: Only names of these kinds; a name of another kind does not hide one inside it.

    >>> [m.jurisdiction for m in known("中國香港同EU AI Act", "jurisdiction")]
    ['hk', 'eu']
    """
    for found in _book(kinds or KINDS, held()).find(text):
        yield replace(found.value, start=found.start, end=found.end)


@derived
def _book(kinds: tuple[str, ...], further: frozenset[str]) -> Names[Mention]:
    return Names((name, meant) for name, meant in _names(further) if meant.kind in kinds)


@derived
def _names(further: frozenset[str]) -> tuple[tuple[str, Mention], ...]:
    """Every name with what it means; where one name means two things, the last counts.

    Args:
        further: Further instruments that can be searched: their names, and those of their places,
            are no names of law that is not held.
    """
    book = catalogue()
    places: dict[str, list[str]] = {}
    for law in book.further:
        if law.id in further and law.jurisdiction not in {p.id for p in book.jurisdiction}:
            places.setdefault(law.jurisdiction, []).append(law.id)
    names: list[tuple[str, Mention]] = []
    for place in book.jurisdiction:
        ids = tuple(i.id for i in book.instruments if i.jurisdiction == place.id)
        meant = Mention(0, 0, ids, "jurisdiction", place.id)
        names += [(name, meant) for name in place.aliases]
        if place.id == "hk":
            names += _longer(place.name.get("zh-Hant"), meant)
    for outside in outside_names():
        if outside.instrument in further:
            continue
        meant = Mention(0, 0, (), outside.kind, outside=outside)
        if outside.kind == "place" and outside.jurisdiction in places:
            ids = tuple(places[outside.jurisdiction])
            meant = Mention(0, 0, ids, "jurisdiction", outside.jurisdiction)
        names += [(name, meant) for name in outside.aliases]
        if outside.kind == "place":
            names += _longer(outside.name.get("zh-Hant"), meant)
    for instrument in (*(i for i in book.further if i.id in further), *book.instruments):
        titles = {t.get(lang) for t in (instrument.title, instrument.short) for lang in LANGUAGES}
        meant = Mention(0, 0, (instrument.id,), "instrument", instrument.jurisdiction)
        names += [(name, meant) for name in sorted({*titles, *instrument.aliases})]
        names += [(name, replace(meant, implied=True)) for name in instrument.implied_by]
    return tuple(names)


def _longer(name: str, meant: Mention) -> list[tuple[str, Mention]]:
    return [(f"{china}{name}", meant) for china in _WITHIN_CHINA]
