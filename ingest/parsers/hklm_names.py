"""How places of a Hong Kong ordinance are named: the steps of their locators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from lxml import etree

from corpus.provision import Status
from ingest.parsers.hklm_repair import head
from ingest.parsers.hklm_text import NAMESPACE, local, term_pairs, text_of
from ingest.parsers.wording import LONGEST_STEP, locator_step

_NUMBER = re.compile(r"\d+[A-Z]*|[IVXLC]+[A-Z]?\b")
_PRINCIPLE = re.compile(r"(?:Principle|第)\s*([0-9]{1,4})\s*(?:原則|—)")


@dataclass(frozen=True)
class Scope:
    """What a place hands down to the places inside it."""

    base: str
    """Locator that the next step is put behind."""
    holder: str
    """Locator of the section or schedule, behind which definitions are named."""
    status: Status = Status.OPERATIVE
    since: date | None = None
    level: int = 0
    """Paragraphs and subparagraphs around."""
    in_schedule: bool = False
    parts_count: bool = False
    """Whether parts of this schedule are a step in the locators of what they hold."""
    english: Mapping[str, str] = field(default_factory=dict)
    """The file's terms and their English: see :func:`english_terms`."""

    def locator(self, step: str, kind: str) -> str:
        """The locator of a place in this scope."""
        named = kind == "definition" and step != "def"
        return f"{self.holder if named else self.base}/{step}"

    def inside(self, element: etree._Element, kind: str, public: str) -> Scope:
        """The scope of what stands inside the place ``public``."""
        if kind == "schedule":
            counts = _numbers_repeat(element)
            return replace(self, base=public, holder=public, in_schedule=True, parts_count=counts)
        if kind in {"part", "division"}:
            return replace(self, base=public, holder=public) if self.parts_count else self
        if kind in {"section", "principle"}:
            return replace(self, base=public, holder=public)
        if kind == "definition":
            return self if _is_alone(element) else replace(self, base=public)
        deeper = self.level + (kind in {"paragraph", "subparagraph"})
        return replace(self, base=public, level=deeper)


def kind_and_step(element: etree._Element, scope: Scope) -> tuple[str, str]:
    """What kind of provision an element is, and the last step of its locator."""
    own_number, own_heading = head(element)
    number, name = text_of(own_number), local(element)
    kind, step = name, name
    match name:
        case "longTitle":
            kind = step = "long-title"
        case "def":
            kind, step = "definition", _definition_step(element, scope.english)
        case "schedule":
            short = element.get("name", "").removeprefix("sch")
            step = locator_step("sch", short or _first_number(number))
        case "part":
            step = locator_step("pt", _first_number(number))
        case "division":
            step = locator_step("div", _first_number(number))
        case "section":
            step = locator_step("s", number or element.get("name", "s1").removeprefix("s"))
            principle = _PRINCIPLE.match(text_of(own_heading)) if scope.in_schedule else None
            if principle:
                kind, step = "principle", f"dpp_{principle[1]}"
        case "subsection":
            step = locator_step("ss", number)
        case "paragraph" if not scope.level:
            step = locator_step("par", number)
        case _:
            kind, step = "subparagraph", locator_step("sub" * max(scope.level, 1), number)
    return kind, step


def slug(term: str) -> str:
    """A term as part of a locator.

    >>> slug("Government copyright"), slug("person’s “work”")
    ('government-copyright', 'person-s-work')
    """
    return re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")[:LONGEST_STEP].rstrip("-")


def english_terms(main: etree._Element) -> dict[str, str]:
    """Every term that the file gives in both languages, in either, with its English."""
    english: dict[str, str] = {}
    for pair in term_pairs(main.iter(f"{{{NAMESPACE}}}term")):
        for term in (pair.other, pair.term):
            if pair.other and term and term.isascii() and slug(term):
                english.setdefault(pair.term, term)
                english.setdefault(pair.other, term)
    return english


def _definition_step(element: etree._Element, english: Mapping[str, str]) -> str:
    """Named by the first term whose English both languages' files can know."""
    for pair in term_pairs(element.iter(f"{{{NAMESPACE}}}term")):
        for term in (pair.other, pair.term):
            if pair.other and term and term.isascii() and slug(term):
                return f"def_{slug(term)}"
        if pair.term in english:
            return f"def_{slug(english[pair.term])}"
    return "def"


def _first_number(printed: str) -> str:
    found = _NUMBER.search(printed)
    return found[0] if found else ""


def _numbers_repeat(schedule: etree._Element) -> bool:
    sections = schedule.iter(f"{{{NAMESPACE}}}section")
    numbers = Counter(text_of(head(section)[0]) for section in sections)
    return any(count > 1 for number, count in numbers.items() if number)


def _is_alone(definition: etree._Element) -> bool:
    """Whether a definition is all that its subsection, paragraph or section holds."""
    others = ("def", "paragraph", "subparagraph")
    tags = [f"{{{NAMESPACE}}}{name}" for name in others]
    return (
        all(
            next(definition.itersiblings(*tags, preceding=preceding), None) is None
            for preceding in (True, False)
        )
        and definition.getparent() is not None
    )
