"""A document in, provisions out: the one door to this room."""

from __future__ import annotations

from corpus.errors import DocumentEmpty
from corpus.provision import ParsedText
from ingest.parsers.document.assembly import assemble, title_in
from ingest.parsers.document.blocks import Document, Role
from ingest.parsers.document.cleaning import clean
from ingest.parsers.document.edition import instrument_id, own_edition
from ingest.parsers.document.encoding import decode
from ingest.parsers.document.limits import LIMITS, Clock, Limits, too_large
from ingest.parsers.document.markdown import read_markdown
from ingest.parsers.document.naming import shown_name, slug_of, stem_of
from ingest.parsers.document.pdf_blocks import read_blocks
from ingest.parsers.document.pdf_pages import read_pages
from ingest.parsers.document.plain_text import read_text
from ingest.parsers.document.recognition import Kind, recognise
from ingest.parsers.document.script import dominant_language
from ingest.parsers.document.web_page import page_text, read_page
from ingest.parsers.document.word import read_word

_LONGEST_TITLE = 200


def parse_document(
    data: bytes, name: str, *, title: str = "", slug: str = "", limits: Limits = LIMITS
) -> ParsedText:
    r"""Takes a reader's own document apart into provisions.

    Args:
        data: The file: PDF, DOCX, HTML, Markdown or text, in English or Chinese or both.
        name: Its file name.
        title: What the reader calls it; the document's own title where empty.
        slug: The slug it is cited under (:func:`~ingest.parsers.document.naming.slug_of`, with
            those in use); made from the name where empty.
        limits: What it may cost.

    Returns:
        Provisions ``own:<slug>/sec_2.1/par_3`` where headings give structure, else
        ``own:<slug>/p_12/par_3`` or ``own:<slug>/par_3``; the first step of every heading path
        is the document's title. The edition is not law, and its language is the one most of the
        text is in. The same bytes and names give the same result.

    Raises:
        UnreadableDocument: It cannot be taken in; each cause has its class in
            :mod:`corpus.errors`.

    Example:
        >>> parsed = parse_document(b"# Kettles\n\n## 2.1 Scope\n\nAll kettles.\n", "notes.md")
        >>> [p.locator for p in parsed.provisions]
        ['own:notes/sec_2.1', 'own:notes/sec_2.1/par_1']
        >>> parsed.provisions[0].text, parsed.provisions[0].heading_path
        ('2.1 Scope\nAll kettles.', ('Kettles',))
    """
    shown = shown_name(name)
    if len(data) > limits.bytes:
        raise too_large(shown, "bytes", limits.bytes)
    if not data.strip(b"\0\t\n\r "):
        raise _empty(shown)
    document = _read(data, name, shown, limits)
    _check_size(document, shown, limits)
    given = " ".join(clean(title or title_in(document) or document.title).split())
    called = given[:_LONGEST_TITLE] or " ".join(clean(stem_of(shown)).split())
    texts = (block.text for block in document.blocks if block.role is not Role.FURNITURE)
    edition = own_edition(data, slug or slug_of(name), dominant_language(texts))
    parsed = assemble(document, edition, called)
    if not any(any(c.isalnum() for c in p.text) for p in parsed.provisions):
        raise _empty(shown)
    return parsed


def own_locator(slug: str) -> str:
    """What every locator of a document begins with; removing it removes these.

    >>> own_locator("notes")
    'own:notes/'
    """
    return f"{instrument_id(slug)}/"


def _read(data: bytes, name: str, shown: str, limits: Limits) -> Document:
    kind = recognise(data, name)
    clock = Clock(limits, shown)
    if kind is Kind.PDF:
        return read_blocks(read_pages(data, shown, limits, clock), shown)
    if kind is Kind.DOCX:
        return read_word(data, shown, limits, clock)
    text = page_text(data, shown) if kind is Kind.HTML else decode(data, shown)
    if len(text) > (4 if kind is Kind.HTML else 1) * limits.characters:
        raise too_large(shown, "characters", limits.characters)
    if kind is Kind.HTML:
        return read_page(text, shown, clock)
    return read_markdown(text, shown, clock) if kind is Kind.MARKDOWN else read_text(text)


def _check_size(document: Document, shown: str, limits: Limits) -> None:
    if len(document.blocks) > limits.paragraphs:
        raise too_large(shown, "paragraphs", limits.paragraphs)
    if sum(len(block.text) for block in document.blocks) > limits.characters:
        raise too_large(shown, "characters", limits.characters)


def _empty(shown: str) -> DocumentEmpty:
    return DocumentEmpty(f"{shown} has no words; check that it is the right file.", file=shown)
