"""A document as DOCX (ECMA-376), with real styles, languages and properties.

Every run says its language, for Latin and for Han letters apart: word processors choose fonts,
spelling and line breaks by it. Nothing in the file tells of the machine that made it.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from ui.export.outline import (
    Block,
    Bullets,
    Facts,
    Heading,
    Outline,
    Paragraph,
    Quote,
    Run,
    Table,
    Weight,
)
from ui.export.word_runs import add_field, add_runs
from ui.export.word_styles import CELL, FACT, LEAD, dress

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest day a zip archive can name."""
_LABEL_WIDTH = 0.16
"""Share of a table's first column."""


def as_docx(outline: Outline, made_on: date) -> bytes:
    """The file; the same for the same outline and day.

    Args:
        outline: What to write.
        made_on: The day for the file's properties.
    """
    document = docx.Document()
    dress(document, outline.language)
    _describe(document, outline, made_on)
    for block in outline.blocks:
        _add(document, block)
    _foot(document, outline.foot)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _describe(document: Document, outline: Outline, made_on: date) -> None:
    """The core properties (ECMA-376 part 2): what it is, not whose machine it came from."""
    made = datetime.combine(made_on, time(), UTC)
    properties = document.core_properties
    # The properties hold at most 255 characters each.
    properties.title = outline.title.words.strip()[:255]
    properties.language = outline.language
    properties.author = properties.last_modified_by = "RuleBridge"
    properties.comments = properties.keywords = properties.subject = ""
    properties.created = properties.modified = made
    properties.revision = 1


def _add(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        paragraph = document.add_paragraph(style=f"Heading {block.level}")
        bookmark = f"source_{block.source}" if block.source else ""
        add_runs(paragraph, block.runs, bookmark=bookmark, number=block.source)
    elif isinstance(block, Paragraph):
        add_runs(document.add_paragraph(style=LEAD if block.lead else None), block.runs)
    elif isinstance(block, Quote):
        add_runs(document.add_paragraph(style="Quote"), (block.run,))
    elif isinstance(block, Bullets):
        for item in block.items:
            style = "List Bullet 2" if item.depth else "List Bullet"
            add_runs(document.add_paragraph(style=style), item.runs)
    elif isinstance(block, Facts):
        for fact in block.facts:
            label = Run(fact.label.words, fact.label.language, weight=Weight.SOFT)
            add_runs(document.add_paragraph(style=FACT), (label, Run("\t", "")), tab=True)
            add_runs(document.paragraphs[-1], fact.value)
    else:
        _add_table(document, block)


def _add_table(document: Document, block: Table) -> None:
    table = document.add_table(rows=1, cols=1 + len(block.heads), style="Table Grid")
    table.autofit = False
    heads = table.rows[0]
    for cell, head in zip(heads.cells[1:], block.heads, strict=True):
        _fill(cell, ((Run(head.words, head.language, weight=Weight.STRONG),),))
    for cell in heads.cells:
        _shade(cell)
    # A row of heads is repeated on every page, and no row is cut where it need not be.
    _flag(heads._tr, "w:tblHeader")
    _flag(heads._tr, "w:cantSplit")
    for row in block.rows:
        cells = table.add_row().cells
        _fill(cells[0], ((Run(row.label.words, row.label.language, weight=Weight.STRONG),),))
        for cell, runs in zip(cells[1:], row.cells, strict=True):
            _fill(cell, runs)
    section = document.sections[-1]
    if not (section.page_width and section.left_margin and section.right_margin):
        return
    width = section.page_width - section.left_margin - section.right_margin
    label = int(width * _LABEL_WIDTH)
    rest = (width - label) // len(block.heads)
    for number, column in enumerate(table.columns):
        column.width = docx.shared.Emu(rest if number else label)
        for cell in column.cells:
            cell.width = column.width
    document.add_paragraph(style=CELL)


def _fill(cell: _Cell, content: tuple[tuple[Run, ...], ...]) -> None:
    first: DocxParagraph | None = cell.paragraphs[0]
    for runs in content:
        paragraph = first or cell.add_paragraph()
        paragraph.style = CELL
        add_runs(paragraph, runs)
        first = None


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E9EEF3")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _flag(row: object, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]


def _foot(document: Document, foot: Run) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    add_runs(paragraph, (foot, Run(" · ", foot.language, weight=Weight.SOFT)))
    add_field(paragraph, "PAGE")


def _timeless(archive: bytes) -> bytes:
    """The archive without the times at which its parts were written, and without a thumbnail."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name, _EPOCH), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
