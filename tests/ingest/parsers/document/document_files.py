"""Small documents about kettles, in every format and with every kind of trouble."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from pypdf import PdfReader, PdfWriter

from tests.ingest.parsers.tiny_pdf import Put, pdf

ENGLISH = "A kettle must be dry before it is sold; the café’s kettle is no exception."
TRADITIONAL = "個人使用電水壺時應當注意安全，任何人不得在沒有水的情況下使用電水壺。"
SIMPLIFIED = "个人使用电水壶时应当注意安全，任何人不得在没有水的情况下使用电水壶。"


def word(write: Callable[[docx.document.Document], None]) -> bytes:
    """A Word document that ``write`` fills."""
    document = docx.Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def kettle_word() -> bytes:
    """A Word document with a title, headings, a list, a table and a footer."""

    def write(document: docx.document.Document) -> None:
        document.add_heading("Kettle policy", 0)
        document.add_paragraph("Before any heading.")
        document.add_heading("1 Purpose", 1)
        document.add_paragraph("Kettles shall be safe.")
        document.add_heading("1.1 Scope", 2)
        document.add_paragraph("steel", style="List Bullet")
        document.add_paragraph("glass", style="List Bullet")
        table = document.add_table(2, 2)
        for row, words in zip(table.rows, (("Part", "Limit"), ("Lid", "60 °C")), strict=True):
            for cell, text in zip(row.cells, words, strict=True):
                cell.text = text
        document.sections[0].footer.paragraphs[0].text = "For internal use"

    return word(write)


def xml_paragraph(inner: str) -> object:
    """A Word paragraph from its XML."""
    return parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")


def add_xml(document: docx.document.Document, inner: str) -> None:
    """Puts a paragraph at the end of a Word document's body."""
    body = document.element.body
    body.insert(list(body).index(body.find(qn("w:sectPr"))), xml_paragraph(inner))


def repacked(data: bytes, changes: dict[str, bytes], **options: int) -> bytes:
    """A packed file with some parts replaced or added."""
    out = io.BytesIO()
    kind = options.get("compression", zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", kind) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return out.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    """One part of a packed file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def kettle_pdf(pages: int = 4, body: int = 3) -> bytes:
    """A PDF with a running head, page numbers and ``body`` paragraphs a page."""
    sheets = []
    for page in range(1, pages + 1):
        sheet = [Put(72, 760, "Kettle Weekly", 9), Put(300, 30, f"- {page} -", 9)]
        for paragraph in range(body):
            y = 700 - 60 * paragraph
            sheet += [
                Put(72, y, f"Kettle {page}.{paragraph} boils water for the whole house and", 11),
                Put(72, y - 13, "keeps it hot until the evening.", 11),
            ]
        sheets.append(sheet)
    return pdf(sheets)


def headed_pdf() -> bytes:
    """A PDF with larger headings, a sentence that crosses pages and a broken word."""
    return pdf(
        [
            [
                Put(72, 740, "Kettle Handbook", 20, bold=True),
                Put(72, 690, "1 Purpose", 14, bold=True),
                Put(72, 670, "This handbook is about the manage-", 11),
                Put(72, 657, "ment of kettles in every house.", 11),
                Put(72, 620, "2 Scope", 14, bold=True),
                Put(72, 600, "Good management of a kettle begins with the", 11),
            ],
            [
                Put(72, 700, "water that is put into it.", 11),
                Put(72, 660, "3 Duties", 14, bold=True),
                Put(72, 640, "Every owner shall empty the kettle.", 11),
            ],
        ]
    )


def locked_pdf(user: str) -> bytes:
    """An encrypted PDF; an empty user password lets everybody read it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(kettle_pdf())))
    writer.encrypt(user_password=user, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned_pdf(pages: int = 5, with_words: int = 1) -> bytes:
    """A PDF most of whose pages have no text."""
    words = [Put(72, 700, "A page with enough words to count as text.", 11)]
    return pdf([words if page < with_words else [] for page in range(pages)])


def bomb_pdf(size: int) -> bytes:
    """A PDF whose only page unpacks to ``size`` bytes of drawing."""
    packed = zlib.compress(b"0 0 m " * (size // 6), 9)
    content = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    plain = pdf([[Put(72, 700, "x", 11)]])
    start = plain.index(b"6 0 obj\n") + len(b"6 0 obj\n")
    end = plain.index(b"endobj", start)
    return plain[:start] + content + packed + b"\nendstream\n" + plain[end:]


def ole(inner: str) -> bytes:
    """The beginning of an old Office container that names a stream."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + inner.encode("utf-16-le") + struct.pack("<I", 7) * 200
