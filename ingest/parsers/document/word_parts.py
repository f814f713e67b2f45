"""Opens a Word document safely: what is in it is measured before any of it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile

import docx
from docx.document import Document as WordDocument
from lxml import etree

from corpus.errors import DocumentDamaged, RuleBridgeError
from ingest.parsers.document.limits import Limits, too_large
from ingest.parsers.document.recognition import locked

_SMALL = 2**20
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_WIDE_DOCTYPE = re.compile(rb"<\0?!\0(?:D\0O\0C\0T|E\0N\0T\0I)")
_MARKUP = (".xml", ".rels")


def damaged(name: str) -> DocumentDamaged:
    """The error for a Word document that does not open."""
    return DocumentDamaged(
        f"{name} is damaged and cannot be opened; open it in a word processor and save it again "
        "as DOCX.",
        file=name,
    )


def open_word(data: bytes, name: str, limits: Limits) -> WordDocument:
    """The document, opened by python-docx.

    Args:
        data: The file.
        name: What to call it in an error.
        limits: What it may unpack to.

    Raises:
        DocumentLocked: Its parts are encrypted.
        DocumentTooLarge: It would unpack to more than a document is.
        DocumentDamaged: No Word document, or a broken one, or one that declares entities, which
            a Word document may not and a bomb needs.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measure(archive, name, limits)
        return docx.Document(io.BytesIO(data))
    except RuleBridgeError:
        raise
    except Exception as error:
        # zipfile, lxml and python-docx each have errors of their own for a broken file, and
        # python-docx answers many with KeyError or AttributeError.
        raise damaged(name) from error


def parse_part(blob: bytes, name: str) -> etree._Element:
    """A part that python-docx leaves as bytes (footnotes), as an element."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(blob, parser)
    except etree.LxmlError as error:
        raise damaged(name) from error


def _measure(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > limits.members:
        raise too_large(name, "parts", limits.members)
    whole = 0
    for member in members:
        if member.flag_bits & 1:
            raise locked(name)
        whole += member.file_size
        markup = member.filename.lower().endswith(_MARKUP)
        if markup and member.file_size > limits.part:
            raise too_large(name, "bytes in one of its parts", limits.part)
        steep = member.file_size > limits.ratio * max(member.compress_size, 1)
        if member.file_size > _SMALL and steep:
            raise too_large(name, "times its size once unpacked", limits.ratio)
    if whole > limits.unpacked:
        raise too_large(name, "bytes once unpacked", limits.unpacked)
    for member in members:
        # zipfile reads no more than the size that was just measured.
        if member.filename.lower().endswith(_MARKUP):
            blob = archive.read(member)
            if _DOCTYPE.search(blob) or _WIDE_DOCTYPE.search(blob):
                raise damaged(name)
