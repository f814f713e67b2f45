"""What a Word document's styles say of a paragraph: its heading level, whether it is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

_HEADING = re.compile(r"(?:heading|überschrift|titre|标题|標題)\s*([1-9])", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off"})
_BODY = 9
"""The outline level of body text; 0 to 8 are headings."""
_LONGEST_CHAIN = 12


def is_on(element: etree._Element | None, *, missing: bool, marks: bool = False) -> bool:
    """Whether a property is switched on.

    Args:
        element: The property, if it is there.
        missing: What holds if it is not.
        marks: The element has no value to switch it off: being there is enough.
    """
    if element is None:
        return missing
    return marks or element.get(qn("w:val"), "1").lower() not in _OFF


@dataclass(frozen=True)
class _Style:
    name: str
    based_on: str
    outline: int | None
    hidden: bool | None
    numbering: tuple[str, int] | None


@dataclass(frozen=True)
class Styles:
    """The styles of a document by id, each asked through what it is based on."""

    by_id: dict[str, _Style]
    default: str = ""

    @classmethod
    def of(cls, opened: WordDocument) -> Styles:
        """The styles of an open document."""
        found: dict[str, _Style] = {}
        default = ""
        for element in opened.styles.element.findall(qn("w:style")):
            key = element.get(qn("w:styleId"), "")
            found[key] = _style(element)
            is_default = element.get(qn("w:default")) in {"1", "true"}
            if is_default and element.get(qn("w:type")) == "paragraph":
                default = key
        return cls(found, default)

    def heading_level(self, paragraph: etree._Element) -> int:
        """2 to 10 for a heading, 1 for the style `Title`; 0 for other text."""
        own = _outline(paragraph.find(qn("w:pPr")))
        if own is not None:
            return own + 2 if own < _BODY else 0
        for style in self._chain(_style_of(paragraph)):
            if match := _HEADING.fullmatch(style.name):
                return int(match[1]) + 1
            if style.name.lower() == "title":
                return 1
            if style.outline is not None:
                return style.outline + 2 if style.outline < _BODY else 0
        return 0

    def is_contents(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is a line of a table of contents."""
        chain = self._chain(_style_of(paragraph))
        return any(re.match(r"(?:toc|table of figures)\b", s.name, re.IGNORECASE) for s in chain)

    def is_hidden_paragraph(self, paragraph: etree._Element) -> bool:
        """Whether the paragraph's style hides its words."""
        chain = self._chain(_style_of(paragraph) or self.default)
        return next((s.hidden for s in chain if s.hidden is not None), False)

    def is_hidden_run(self, run: etree._Element, around: bool) -> bool:
        """Whether a run's words are hidden, where nothing says so as those around it are."""
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return around
        own = properties.find(qn("w:vanish"))
        if own is not None:
            return is_on(own, missing=False)
        named = properties.find(qn("w:rStyle"))
        chain = self._chain(named.get(qn("w:val"), "")) if named is not None else []
        return next((s.hidden for s in chain if s.hidden is not None), around)

    def numbering(self, paragraph: etree._Element) -> tuple[str, int]:
        """List and level by which a paragraph is counted; an empty list if it is not."""
        properties = paragraph.find(qn("w:pPr"))
        own = _numbering(properties)
        if own is not None:
            return own
        chain = self._chain(_style_of(paragraph))
        return next((s.numbering for s in chain if s.numbering is not None), ("", 0))

    def _chain(self, key: str) -> list[_Style]:
        chain: list[_Style] = []
        while (style := self.by_id.get(key)) is not None and len(chain) < _LONGEST_CHAIN:
            chain.append(style)
            key = style.based_on
        return chain


def _style_of(paragraph: etree._Element) -> str:
    named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if named is None else str(named.get(qn("w:val"), ""))


def _style(element: etree._Element) -> _Style:
    name, based_on = element.find(qn("w:name")), element.find(qn("w:basedOn"))
    properties = element.find(qn("w:pPr"))
    vanish = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return _Style(
        name="" if name is None else str(name.get(qn("w:val"), "")),
        based_on="" if based_on is None else str(based_on.get(qn("w:val"), "")),
        outline=_outline(properties),
        hidden=None if vanish is None else is_on(vanish, missing=False),
        numbering=_numbering(properties),
    )


def _outline(properties: etree._Element | None) -> int | None:
    found = None if properties is None else properties.find(qn("w:outlineLvl"))
    return None if found is None else whole(found.get(qn("w:val")), _BODY)


def _numbering(properties: etree._Element | None) -> tuple[str, int] | None:
    found = None if properties is None else properties.find(qn("w:numPr"))
    if found is None:
        return None
    number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
    key = "" if number is None else str(number.get(qn("w:val"), ""))
    return key, 0 if level is None else whole(level.get(qn("w:val")), 0)


def whole(value: str | None, otherwise: int) -> int:
    """A small number as a file writes it; anything else is ``otherwise``."""
    return (
        int(value)
        if value and value.isascii() and value.isdecimal() and len(value) < 7
        else (otherwise)
    )
