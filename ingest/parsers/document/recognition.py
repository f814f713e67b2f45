"""What a document is, by its first bytes; its name decides only where the bytes do not."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from corpus.errors import DocumentGarbled, DocumentLocked, DocumentUnknown
from ingest.parsers.document.encoding import decode
from ingest.parsers.document.naming import shown_name

_UNREAD: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture: run OCR on it and give the resulting PDF or text"),
    (b"\xff\xd8\xff", "a picture: run OCR on it and give the resulting PDF or text"),
    (b"GIF8", "a picture: run OCR on it and give the resulting PDF or text"),
    (b"II*\0", "a picture: run OCR on it and give the resulting PDF or text"),
    (b"MM\0*", "a picture: run OCR on it and give the resulting PDF or text"),
    (b"{\\rtf", "a rich-text file: save it as DOCX"),
    (b"%!PS", "a PostScript file: convert it to PDF"),
    (b"\x1f\x8b", "a packed file: unpack it and give what is inside"),
    (b"BZh", "a packed file: unpack it and give what is inside"),
    (b"7z\xbc\xaf", "a packed file: unpack it and give what is inside"),
    (b"Rar!", "a packed file: unpack it and give what is inside"),
    (b"\x7fELF", "a program, not a document"),
    (b"MZ\x90", "a program, not a document"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OFFICE = {"xl/": "a spreadsheet", "ppt/": "a presentation", "META-INF/": "an OpenDocument or EPUB"}
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<(?:p|div|h[1-6]|table|ul|ol|span|article|section|main)\b[^<>]*>", re.I)
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_KEY = re.compile(r"[\w -]{1,60}:(?:\s|$)")
_LONGEST_FRONT = 20_000
_SAMPLE = 2**16


class Kind(StrEnum):
    """The formats that are read."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


def recognise(data: bytes, name: str) -> Kind:
    """The format of a document, judged by its bytes, then by its name's ending.

    Args:
        data: The file.
        name: Its name; tells Markdown from text, and a fragment of HTML from text about HTML.

    Raises:
        DocumentUnknown: No document that is read here; the sentence says what it seems to be.
        DocumentLocked: A Word document under a password.
        DocumentGarbled: Text in no known encoding.

    >>> recognise(b"%PDF-1.7 ...", "renamed.txt"), recognise(b"# Kettles", "a.md")
    (<Kind.PDF: 'pdf'>, <Kind.MARKDOWN: 'markdown'>)
    """
    shown = shown_name(name)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"PK"):
        return _packed(data, shown)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise locked(shown)
        raise unknown(shown, "an old Office file: save it as DOCX")
    for magic, what in _UNREAD:
        if data.startswith(magic):
            raise unknown(shown, what)
    try:
        text = decode(data, shown)
    except DocumentGarbled as error:
        if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            what = "no text: give a PDF, DOCX, HTML, Markdown or text file"
            raise unknown(shown, what) from error
        raise
    return kind_of_text(text, name)


def kind_of_text(text: str, name: str) -> Kind:
    """Whether decoded text is HTML, Markdown or plain."""
    start = text[:_SAMPLE].lstrip("\ufeff \t\r\n")
    ending = name.lower().rsplit(".", 1)[-1]
    if start.startswith("<?xml") and not _MARKUP.search(start[:4096]):
        raise unknown(shown_name(name), "XML data: save it as HTML or PDF")
    if start.startswith("<") and _MARKUP.search(start[:4096]):
        return Kind.HTML
    if ending in {"html", "htm", "xhtml"} and _ANY_TAG.search(start):
        return Kind.HTML
    if ending in {"md", "markdown", "mdown", "mkd"}:
        return Kind.MARKDOWN
    ends = start.replace("\r\n", "\n")
    if ending != "txt" and (front_matter(ends)[0] or len(_HEADING.findall(ends)) >= 2):
        return Kind.MARKDOWN
    return Kind.TEXT


def front_matter(text: str) -> tuple[str, str]:
    r"""What a text declares of itself between two lines ``---`` at its start, and the rest.

    >>> front_matter("---\ntitle: Kettles\n---\nWords")
    ('title: Kettles\n', 'Words')
    """
    if not text.startswith("---\n"):
        return "", text
    end = text.find("\n---", 3, _LONGEST_FRONT)
    front, after = text[4 : end + 1], text[end + 4 :]
    line, _, rest = after.partition("\n")
    if end < 0 or line.strip() or not _KEY.match(front):
        return "", text
    return front, rest


def unknown(name: str, what: str) -> DocumentUnknown:
    """The error for a file that is no document read here."""
    return DocumentUnknown(f"{name} is {what}.", file=name)


def locked(name: str) -> DocumentLocked:
    """The error for a file under a password."""
    return DocumentLocked(
        f"{name} is encrypted and asks for a password; save a copy without one and give that.",
        file=name,
    )


def _packed(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        # A broken archive that was a Word document gets the Word reader's sentence.
        return Kind.DOCX
    if "word/document.xml" in names or any(n.startswith("word/") for n in names):
        return Kind.DOCX
    for folder, what in _OFFICE.items():
        if any(n.startswith(folder) for n in names):
            raise unknown(name, f"{what}: save it as PDF or DOCX")
    raise unknown(name, "a packed file: unpack it and give what is inside")
