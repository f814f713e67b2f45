"""Reads Markdown: headings, paragraphs, lists, tables, code, front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.parsers.document.blocks import CELL, Block, Document, Role
from ingest.parsers.document.cleaning import clean
from ingest.parsers.document.limits import Clock
from ingest.parsers.document.recognition import front_matter
from ingest.parsers.document.web_page import read_page

_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_PIECE = 200_000
"""Characters parsed at a time: between pieces the clock is asked."""


def read_markdown(text: str, name: str, clock: Clock) -> Document:
    r"""The blocks of a Markdown document (CommonMark with tables).

    Front matter is no text; its ``title`` is the declared title. HTML inside is read for its
    words, comments and scripts left out.

    >>> from ingest.parsers.document.limits import LIMITS
    >>> read = read_markdown("# Kettles\n\n- *safe*\n- **dry**", "a.md", Clock(LIMITS, "a.md"))
    >>> [(b.role.value, b.text) for b in read.blocks]
    [('heading', 'Kettles'), ('paragraph', 'safe'), ('paragraph', 'dry')]
    """
    text = clean(text)
    title = ""
    front, text = front_matter(text)
    if named := _TITLE.search(front):
        title = named[1].strip("\"'")
    parser = MarkdownIt("commonmark").enable("table")
    blocks: list[Block] = []
    for piece in _pieces(text):
        clock.check()
        blocks += _blocks(parser.parse(piece), name, clock)
    return Document(tuple(blocks), title)


def _pieces(text: str) -> Iterator[str]:
    """Long texts in parts, cut before headings."""
    start = 0
    while len(text) - start > _PIECE:
        cut = text.find("\n#", start + _PIECE // 2)
        if cut < 0 or cut > start + 2 * _PIECE:
            cut = text.find("\n\n", start + _PIECE)
        if cut < 0 or cut > start + 4 * _PIECE:
            cut = start + 2 * _PIECE
        yield text[start:cut]
        start = cut
    yield text[start:]


def _blocks(tokens: Sequence[Token], name: str, clock: Clock) -> Iterator[Block]:
    level = 0
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Block(CELL.join(cell for cell in row if cell))
            row = None
        elif token.type == "inline":
            text = _inline(token.children or ())
            if row is not None:
                row.append(" ".join(text.split()))
            elif level:
                yield Block(text, Role.HEADING, level=level)
            else:
                yield Block(text)
        elif token.type in {"fence", "code_block"}:
            yield Block(token.content.strip("\n"))
        elif token.type == "html_block" and re.search(r"\w", token.content):
            yield from read_page(token.content, name, clock).blocks


def _inline(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline", "image"}:
            # References to characters have become characters: invisible ones go only now.
            parts.append(clean(token.content))
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak" or (
            token.type == "html_inline" and re.match(r"<br\b", token.content, re.IGNORECASE)
        ):
            parts.append("\n")
    return "".join(parts)
