"""Reads Word documents: headings, paragraphs, lists, tables, footnotes, as they would print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree

from corpus.errors import RuleBridgeError
from ingest.parsers.document.blocks import CELL, Block, Document, Role
from ingest.parsers.document.cleaning import clean
from ingest.parsers.document.headings import with_headings
from ingest.parsers.document.limits import Clock, Limits
from ingest.parsers.document.word_numbers import Numbers
from ingest.parsers.document.word_parts import damaged, open_word, parse_part
from ingest.parsers.document.word_styles import Styles, is_on

_SKIPPED = {
    qn(tag)
    for tag in (
        "w:del",
        "w:moveFrom",
        "w:pPr",
        "w:rPr",
        "w:instrText",
        "w:delText",
        "w:sdtPr",
        "w:tblPr",
        "w:trPr",
        "w:tcPr",
        "w:tblGrid",
        "w:delInstrText",
        "w:ruby",
    )
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_P, _TBL, _TR, _TC, _R, _T = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc", "r", "t"))
_TEXT_BOX = qn("w:txbxContent")
_LITERAL = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NOTES = {qn("w:footnoteReference"): "foot", qn("w:endnoteReference"): "end"}
_DEEPEST = 100


def read_word(data: bytes, name: str, limits: Limits, clock: Clock) -> Document:
    """The blocks of a Word document.

    Tracked insertions are read and deletions are not, as if all were accepted; hidden text,
    comments and field codes are no text. Headers and footers come last, once each, as furniture.

    Args:
        data: The file.
        name: What to call it in an error.
        limits: What it may cost.
        clock: The time left.

    Raises:
        DocumentDamaged, DocumentLocked, DocumentTooLarge, DocumentTooSlow: It cannot be read.
    """
    opened = open_word(data, name, limits)
    try:
        reader = _Reader(Styles.of(opened), Numbers.of(opened), _notes(opened, name), clock)
        blocks = list(reader.blocks(opened.element.body))
        blocks += _frames(opened, reader)
        title = clean(str(opened.core_properties.title or ""))
    except RuleBridgeError:
        raise
    except Exception as error:
        # python-docx finds out late that a part is not what it should be.
        raise damaged(name) from error
    return Document(tuple(with_headings(blocks)), title)


def _notes(opened: WordDocument, name: str) -> dict[tuple[str, str], etree._Element]:
    found: dict[tuple[str, str], etree._Element] = {}
    for relation in opened.part.rels.values():
        kind = {RT.FOOTNOTES: "foot", RT.ENDNOTES: "end"}.get(relation.reltype)
        if kind is None or relation.is_external:
            continue
        for note in parse_part(relation.target_part.blob, name):
            if note.get(qn("w:type")) in {None, "normal"} and isinstance(note.tag, str):
                found[(kind, note.get(qn("w:id"), ""))] = note
    return found


def _frames(opened: WordDocument, reader: _Reader) -> Iterator[Block]:
    told: set[str] = set()
    for kind in (RT.HEADER, RT.FOOTER):
        for relation in opened.part.rels.values():
            if relation.reltype != kind or relation.is_external:
                continue
            for block in reader.blocks(relation.target_part.element):
                if block.text.strip() and block.text not in told:
                    told.add(block.text)
                    yield Block(block.text, Role.FURNITURE)


@dataclass
class _Words:
    """The words of a paragraph while it is read."""

    text: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


@dataclass
class _Reader:
    styles: Styles
    numbers: Numbers
    notes: dict[tuple[str, str], etree._Element]
    clock: Clock
    carried: _Words = field(default_factory=_Words)
    """Words of paragraphs whose end a tracked change deletes: they run on in the next."""

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """The blocks inside a body, a cell, a header or a text box."""
        for child in parent:
            if child.tag in _SKIPPED or not isinstance(child.tag, str):
                continue
            if child.tag == _P:
                self.clock.check()
                yield from self._paragraph(child, depth)
            elif child.tag == _TBL:
                yield from self._table(child, depth)
            elif depth < _DEEPEST:
                # Content controls, tracked insertions and the like: what they hold counts.
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[Block]:
        words, self.carried = self.carried, _Words()
        self._collect(paragraph, words, self.styles.is_hidden_paragraph(paragraph))
        if self._runs_on(paragraph):
            self.carried = words
            return
        number = self.numbers.next(*self.styles.numbering(paragraph)) if words.text else ""
        text = clean("".join(words.text)).strip()
        level = self.styles.heading_level(paragraph)
        if text and level:
            text = " ".join(f"{number} {text}".split())
            yield Block(text, Role.HEADING, level=level, number=number, notes=tuple(words.notes))
        elif text or words.notes:
            role = Role.FURNITURE if self.styles.is_contents(paragraph) else Role.PARAGRAPH
            yield Block(f"{number} {text}".strip(), role, notes=tuple(words.notes))
        for box in words.boxes:
            if depth < _DEEPEST:
                yield from self.blocks(box, depth + 1)

    def _runs_on(self, paragraph: etree._Element) -> bool:
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        return mark is not None and (
            mark.find(qn("w:del")) is not None or mark.find(qn("w:moveFrom")) is not None
        )

    def _collect(self, parent: etree._Element, words: _Words, hidden: bool) -> None:
        """The words inside a paragraph; an explicit stack, for a file may nest without end."""
        stack = [(child, hidden) for child in reversed(parent)]
        while stack:
            element, unseen = stack.pop()
            tag = element.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == _TEXT_BOX:
                if not unseen:
                    words.boxes.append(element)
                continue
            if tag == _R:
                unseen = self.styles.is_hidden_run(element, unseen)
            elif not unseen and tag == _T:
                words.text.append(element.text or "")
            elif not unseen and tag in _LITERAL:
                words.text.append(_LITERAL[tag])
            elif not unseen and tag in _NOTES:
                self._note(_NOTES[tag], element.get(qn("w:id"), ""), words)
            stack += [(child, unseen) for child in reversed(element)]

    def _note(self, kind: str, number: str, words: _Words) -> None:
        note = self.notes.pop((kind, number), None)
        if note is None:
            return
        inner = _Words()
        for paragraph in note.iter(_P):
            self._collect(paragraph, inner, hidden=False)
            inner.text.append(" ")
        if text := " ".join(clean("".join(inner.text)).split()):
            words.notes.append(text)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        for row in table.iter(_TR) if depth >= _DEEPEST else _rows(table):
            if is_on(row.find(f"{qn('w:trPr')}/{qn('w:del')}"), missing=False, marks=True):
                continue
            cells = [list(self.blocks(cell, depth + 1)) for cell in _cells(row)]
            cells = [[b for b in cell if b.text.strip()] for cell in cells]
            cells = [cell for cell in cells if cell]
            if len(cells) > 1 and all(len(cell) == 1 for cell in cells):
                text = CELL.join(" ".join(cell[0].text.split()) for cell in cells)
                yield Block(text, notes=tuple(n for cell in cells for n in cell[0].notes))
            else:
                yield from (block for cell in cells for block in cell)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == _TR:
            yield child
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from (row for row in child.iter(_TR) if next(row.iterancestors(_TBL)) is table)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == _TC:
            yield child
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from (cell for cell in child.iter(_TC) if next(cell.iterancestors(_TR)) is row)
