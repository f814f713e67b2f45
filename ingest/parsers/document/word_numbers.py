"""Counts a Word document's numbered headings and lists, as a word processor prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree

from ingest.parsers.document.word_styles import whole

_CHINESE = "〇一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9


@dataclass(frozen=True)
class _Level:
    form: str = "decimal"
    pattern: str = ""
    start: int = 1


@dataclass
class Numbers:
    """The counters of a document's lists."""

    lists: dict[str, str] = field(default_factory=dict)
    """Which definition each list follows."""
    definitions: dict[str, dict[int, _Level]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, opened: WordDocument) -> Numbers:
        """The lists of an open document."""
        for relation in opened.part.rels.values():
            if relation.reltype == RT.NUMBERING and not relation.is_external:
                return cls._read(relation.target_part.element)
        return cls()

    @classmethod
    def _read(cls, root: etree._Element) -> Numbers:
        definitions = {}
        for abstract in root.findall(qn("w:abstractNum")):
            levels = {
                whole(level.get(qn("w:ilvl")), 0): _level(level)
                for level in abstract.findall(qn("w:lvl"))
            }
            definitions[abstract.get(qn("w:abstractNumId"), "")] = levels
        lists = {}
        for number in root.findall(qn("w:num")):
            followed = number.find(qn("w:abstractNumId"))
            if followed is not None:
                lists[number.get(qn("w:numId"), "")] = followed.get(qn("w:val"), "")
        return cls(lists, definitions)

    def next(self, list_id: str, level: int) -> str:
        """The number of the next item of a list; empty for bullets and uncounted text."""
        definition = self.lists.get(list_id, "")
        levels = self.definitions.get(definition, {})
        if level not in levels or not 0 <= level < _LEVELS:
            return ""
        counts = self.counts.setdefault(definition, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        own = levels[level]
        if own.form in {"bullet", "none"}:
            return ""

        def printed(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            stated = levels.get(at, _Level())
            return _printed(counts.get(at, stated.start), stated.form)

        return re.sub(r"%([1-9])", printed, own.pattern).strip()


def _level(element: etree._Element) -> _Level:
    def value(tag: str, otherwise: str) -> str:
        found = element.find(qn(tag))
        return otherwise if found is None else str(found.get(qn("w:val"), otherwise))

    pattern = value("w:lvlText", "")[:40]
    return _Level(value("w:numFmt", "decimal"), pattern, whole(value("w:start", "1"), 1))


def _printed(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 1 <= number < 40:
        roman = ""
        for size, letters in _ROMAN:
            roman += letters * (number // size)
            number %= size
        return roman.upper() if form == "upperRoman" else roman
    counted = {
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCountingThousand",
        "ideographTraditional",
        "japaneseCounting",
        "taiwaneseCounting",
    }
    if form in counted and 1 <= number < 100:
        tens, ones = divmod(number, 10)
        first = "" if tens == 0 else "十" if tens == 1 else f"{_CHINESE[tens]}十"
        return first + (_CHINESE[ones] if ones else "")
    return str(number)
