"""Small invented files in every format: what is mutated where no official files are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import docx
from docx.oxml.ns import qn
from lxml import etree

from ingest.parsers.pdf import read_lines
from tests.fuzzing.targets import MEMBER, Input, records_of
from tests.ingest.parsers.document import document_files as files
from tests.ingest.parsers.tiny_pdf import Put, pdf

_STYLES = {"Normal", "Title", "Heading1", "Heading2", "Heading3", "ListNumber", "TableNormal"}
KETTLES = Path(__file__).with_name("kettles")


def kettle(name: str) -> bytes:
    """One of the files beside this module."""
    return (KETTLES / name).read_bytes()


def _core(name: str, y: float) -> list[Put]:
    return [
        Put(90, y, f"5.{y:.0f} Pots", bold=True),
        Put(150, y - 30, f"Table 1: Rows for the {name} function."),
        Put(96, y - 50, f"{name} 1:", bold=True),
        Put(96, y - 64, "Pots are kept"),
        Put(207, y - 50, f"{name} 1.1:", bold=True),
        Put(262, y - 50, " Pots are rinsed with manage-"),
        Put(207, y - 64, "ment."),
    ]


def rmf_pages() -> list[list[Put]]:
    """Pages laid out as the framework's."""
    return [
        [Put(400, 700, "NIST AI 100-1", 14, bold=True)],
        [Put(90, 700, "Contents")],
        [
            Put(90, 746, "NIST AI 100-1   AI RMF 1.0", 10),
            Put(90, 710, "Executive Summary", 17.2, bold=True),
            Put(90, 685, "Tea is a matter of management."),
            Put(90, 650, "1. Kettles", 14.3, bold=True),
            Put(90, 630, "A kettle heats wa-"),
            Put(90, 616, "ter. Fig."),
            Put(90, 600, "Fig. 1.", 10.9, bold=True),
            Put(90, 580, "1.1 Lids", bold=True),
            Put(90, 560, "1. Lids close."),
            Put(90, 546, "2. Twice."),
            Put(490, 79, "Page 1", 10),
        ],
        [
            Put(90, 710, "Part 2: Core", 17.2, bold=True),
            Put(90, 670, "5. The Core", 14.3, bold=True),
            *_core("GOVERN", 600),
            *_core("MAP", 450),
        ],
        [
            Put(119, 712, "Table 1: Rows for the MAP function. (Continued)"),
            *_core("MEASURE", 600),
            *_core("MANAGE", 450),
            Put(90, 206, "Appendix A:", 17.2, bold=True),
            Put(90, 186, "On Leaves", 17.2, bold=True),
            Put(90, 160, "Leaves are leaves."),
        ],
    ]


def profile_pages() -> list[list[Put]]:
    """Pages laid out as the profile's."""
    return [
        [Put(232, 700, "NIST AI 600-1", 20, bold=True)],
        [
            Put(72, 700, "1. Tea", 11, bold=True),
            Put(72, 670, "Tea is hot", 11),
            Put(122, 673, "1", 7),
            Put(126, 670, " and wet.", 11),
            Put(72, 640, "2. Risks", 11, bold=True),
            Put(72, 600, "2.1. Scalding", 11, bold=True),
            Put(72, 580, "Hot tea scalds.", 11),
            Put(72, 120, "1 ", 6.6),
            Put(78, 117, "Not always.", 10),
        ],
        [
            Put(39, 640, "GOVERN 1.1:", 10, bold=True),
            Put(100, 640, " Pots are known.", 10),
            Put(39, 600, "Action ID", 10, bold=True),
            Put(97, 600, " Suggested Action", 10, bold=True),
            Put(430, 600, " GAI Risks", 10, bold=True),
            Put(40, 560, "GV-1.1-001", 10),
            Put(94, 567, "List each pot", 10),
            Put(430, 567, "Scalding;", 10),
            Put(40, 500, "GV1.1--002 Ask. Scalding", 10),
            Put(36, 450, "AI Actor Tasks: Cooks", 10, bold=True),
            Put(72, 400, "Appendix A. Leaves", 12, bold=True),
            Put(72, 370, "A.1. Green Leaves", 12, bold=True),
            Put(72, 350, "They are green.", 11),
        ],
    ]


@lru_cache(maxsize=1)
def word() -> bytes:
    """A Word document with headings, lists, a table, a footer and styles that count."""

    def write(document: docx.document.Document) -> None:
        document.add_heading("Kettle policy", 0)
        document.add_heading("1 Purpose", 1)
        document.add_paragraph("Kettles shall be safe.")
        document.add_paragraph("steel", style="List Number")
        files.add_xml(
            document,
            "<w:r><w:t>One </w:t><w:br/><w:t>two</w:t></w:r><w:ins><w:r><w:t>x</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>y</w:delText></w:r></w:del>",
        )
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Part", "Limit"
        document.sections[0].footer.paragraphs[0].text = "For internal use"

    made = files.word(write)
    notes = (
        b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:footnote w:id="1"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    rels = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    changes = {
        "word/footnotes.xml": notes,
        rels: files.part_of(made, rels).replace(b"</Relationships>", link.encode()),
        "word/document.xml": files.part_of(made, "word/document.xml").replace(
            b"shall be safe.</w:t>", b'shall be safe.</w:t><w:footnoteReference w:id="1"/>', 1
        ),
    }
    return slim(files.repacked(made, changes))


def slim(data: bytes) -> bytes:
    """A Word document with the styles that it uses and no others: they are most of the file."""
    name = "word/styles.xml"
    styles = etree.fromstring(files.part_of(data, name))
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _STYLES:
            styles.remove(style)
    empty = {"word/stylesWithEffects.xml": b"<x/>", "docProps/thumbnail.jpeg": b""}
    kept = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    changes = {part: body for part, body in empty.items() if part in kept}
    return files.repacked(data, {**changes, name: etree.tostring(styles)})


def archive(data: bytes) -> bytes:
    """An archive that holds a file where it is looked for."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Laws/cap_8/other.xml", b"<steam/>")
        packed.writestr("/".join(MEMBER), data)
    return out.getvalue()


def _lines(pages: list[list[Put]]) -> bytes:
    return records_of(read_lines(pdf(pages)))


def _nist() -> Iterator[Input]:
    rmf, profile = rmf_pages(), profile_pages()
    yield Input("nist-ai-rmf lines", _lines(rmf))
    yield Input("nist-genai-profile lines", _lines(profile))
    yield Input("nist-ai-rmf pdf", pdf(rmf))
    yield Input("nist-genai-profile pdf", pdf(profile))


def _named(*names: str) -> list[Input]:
    """Files under the language that their names give."""
    return [Input(name.split(".")[1], kettle(name)) for name in names]


def _unnamed(*files: bytes) -> list[Input]:
    return [Input("", data) for data in files]


@lru_cache(maxsize=16)
def seeds(target: str) -> tuple[Input, ...]:
    """The invented files of a parser."""
    text = kettle("notes.txt").decode()
    made: dict[str, Callable[[], Iterable[Input]]] = {
        "eurlex": lambda: _unnamed(kettle("journal.xhtml"), kettle("consolidated.xhtml")),
        "hklm": lambda: _named("ordinance.en.xml", "ordinance.zh-Hant.xml"),
        "measures": lambda: _named("measures.zh-Hans.html", "measures.en.txt"),
        "nist": _nist,
        "pdf": lambda: _unnamed(
            files.kettle_pdf(), files.headed_pdf(), files.locked_pdf(""), pdf(profile_pages())
        ),
        "docx": lambda: _unnamed(word()),
        "html": lambda: _unnamed(kettle("page.html"), kettle("consolidated.xhtml")),
        "markdown": lambda: _unnamed(kettle("notes.md")),
        "text": lambda: _unnamed(*(text.encode(e) for e in ("utf-8", "utf-16", "gb18030"))),
        "archive": lambda: _unnamed(archive(kettle("ordinance.en.xml")), archive(b"<kettle/>")),
    }
    return tuple(made[target]())
