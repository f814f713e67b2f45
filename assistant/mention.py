"""Names of instruments, jurisdictions and other laws in a text, each with its place.

Where a reference stands next to a name, the name says whose provision it is: “Article 22 GDPR” is
none of ours, 《暂行办法》第七条 is one of the Interim Measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.catalogue import LANGUAGES, catalogue
from corpus.scope import outside_names
from corpus.script import fold

_HAN = re.compile(r"[\u3400-\u9fff]")
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_PLAIN = _WIDE | dict.fromkeys(map(ord, "\u3000\u00a0\u2009\u202f\t\n\r"), " ")
_BLANKS = re.compile(" {5,}")
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
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


@dataclass(frozen=True)
class Mention:
    """A name in a text.

    Attributes:
        start: Where it begins, in characters.
        end: Where it ends.
        instruments: What it may mean: one instrument, or those of a jurisdiction; none for a law
            or place whose law is not held.
        kind: ``instrument``, ``jurisdiction``, ``law`` or ``place``.
    """

    start: int
    end: int
    instruments: tuple[str, ...]
    kind: str


def plain(text: str) -> str:
    """A text with full-width forms and blanks as ordinary ones, character for character.

    Of many blanks in a row only the first count as such: a search for what may stand between
    two words must not try every way to share them out.

    >>> plain("第２６（１）條")
    '第26(1)條'
    """
    return _BLANKS.sub(lambda run: "    ".ljust(len(run[0]), "\0"), text.translate(_PLAIN))


def mentions(text: str) -> tuple[Mention, ...]:
    """The names in a text, in its order; of names within each other, the longest.

    Args:
        text: The text as :func:`plain` gives it.

    >>> [(m.kind, m.instruments) for m in mentions("Article 22 GDPR and the PDPO")]
    [('law', ()), ('instrument', ('cap-486',))]
    """
    found = list(_known(text))
    taken = {at for mention in found for at in range(mention.start, mention.end)}
    found += [
        Mention(match.start(), match.end(), (), "law")
        for match in _OTHER_LAW.finditer(text)
        if taken.isdisjoint(range(match.start(), match.end()))
    ]
    return tuple(sorted(found, key=lambda mention: mention.start))


def _known(text: str) -> Iterator[Mention]:
    table, names = _names()
    lowered = text.translate(table)
    at = 0
    while at < len(lowered):
        for name, written, kind, instruments in names.get(lowered[at], ()):
            end = at + len(name)
            if lowered.startswith(name, at) and _stands_alone(text, at, end, written):
                yield Mention(at, end, instruments, kind)
                at = end
                break
        else:
            at += 1


def _stands_alone(text: str, start: int, end: int, written: str) -> bool:
    """Whether a name is not part of a word; short capitals (EU, US) must be written as such."""
    if _HAN.search(written):
        return True
    if written.isupper() and len(written.replace(".", "")) <= 3 and text[start:end] != written:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    letters = before.isascii() and before.isalpha(), after.isascii() and after.isalpha()
    return not any(letters)


_Names = dict[str, list[tuple[str, str, str, tuple[str, ...]]]]


@cache
def _names() -> tuple[dict[int, str], _Names]:
    """A table that brings texts to one form, and the names in that form by first character."""
    book = catalogue()
    all_names: dict[str, tuple[str, tuple[str, ...]]] = {}
    for place in book.jurisdiction:
        ids = tuple(i.id for i in book.instruments if i.jurisdiction == place.id)
        all_names.update(dict.fromkeys(place.aliases, ("jurisdiction", ids)))
    for outside in outside_names():
        all_names.update(dict.fromkeys(outside.aliases, (outside.kind, ())))
    for instrument in book.instruments:
        titles = [t.get(lang) for t in (instrument.title, instrument.short) for lang in LANGUAGES]
        for name in {*titles, *instrument.aliases}:
            all_names[name] = ("instrument", (instrument.id,))
    for name, (kind, ids) in all_names.items():
        # “NIST” is the publisher of both documents: a name that opens another's title is both's.
        if kind == "instrument":
            also = tuple(
                i.id
                for i in book.instruments
                if i.id not in ids and i.short.en.startswith(f"{name} ") and "(" not in i.short.en
            )
            all_names[name] = (kind, tuple(sorted({*ids, *also}))) if also else (kind, ids)
    simplified = {
        ord(c): fold(c) for name in all_names for c in name if _HAN.match(c) and len(fold(c)) == 1
    }
    table: dict[int, str] = simplified | {upper: chr(lower) for upper, lower in _LOWER.items()}
    names: _Names = {}
    for name, (kind, ids) in sorted(all_names.items(), key=lambda item: -len(item[0])):
        form = plain(name).translate(table)
        names.setdefault(form[0], []).append((form, name, kind, ids))
    return table, names
