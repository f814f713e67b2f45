"""Reads plain text: paragraphs from blank lines, wrapped lines, form feeds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from ingest.parsers.document.blocks import Block, Document, Role
from ingest.parsers.document.cleaning import clean
from ingest.parsers.document.headings import numbered, with_headings

_WIDEST_WRAP = 130
"""Columns; a longer line was never wrapped by hand or program, it is a paragraph."""
_ITEM = re.compile(
    r"(?:[-*•–·]|\(?[0-9]{1,3}[.)]|[（(]?[一二三四五六七八九十]+[)）、]|\([a-z]+\))\s*\S"
)
_ENDS = re.compile(r"[.:;!?。：；！？…][”’」』）)\"']*$")
_UNDERLINE = re.compile(r"(={3,}|-{3,})\s*")


def read_text(text: str) -> Document:
    r"""The paragraphs of a plain text; its pages, where form feeds divide it.

    >>> [b.text for b in read_text("One line\nand the rest.\n\nTwo.").blocks]
    ['One line and the rest.', 'Two.']
    """
    sheets = clean(text).split("\f")
    while sheets and not sheets[-1].strip():
        sheets.pop()
    paged = len(sheets) > 1
    blocks: list[Block] = []
    for page, sheet in enumerate(sheets, start=1):
        blocks += _blocks(sheet, page if paged else None)
    return Document(tuple(with_headings(blocks)), paged=paged)


def _blocks(sheet: str, page: int | None) -> Iterator[Block]:
    lines = [line.rstrip() for line in sheet.split("\n")]
    columns = sorted(_columns(line) for line in lines if line.strip())
    width = columns[int(0.9 * (len(columns) - 1))] if columns else 0
    run: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            run.append(line.strip())
            continue
        yield from _paragraphs(run, min(width, _WIDEST_WRAP), page)
        run = []


def _paragraphs(run: Sequence[str], width: int, page: int | None) -> Iterator[Block]:
    """Lines without a blank one between them, as paragraphs."""
    if len(run) == 2 and (under := _UNDERLINE.fullmatch(run[1])):
        yield Block(run[0], Role.HEADING, level=1 if under[1][0] == "=" else 2, page=page)
        return
    held: list[str] = []
    for line in run:
        if held and not _goes_on(held[-1], line, width):
            yield Block(_joined(held), page=page)
            held = []
        held.append(line)
    if held:
        yield Block(_joined(held), page=page)


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether a line was wrapped: the next word would not have fitted into its width."""
    length = _columns(line)
    if length > _WIDEST_WRAP or _columns(following) > _WIDEST_WRAP or _ITEM.match(following):
        return False
    if (found := numbered(line)) and (found.named or "." in found.step):
        return False
    if (found := numbered(following)) and (found.named or "." in found.step):
        return False
    if _ENDS.search(line) and length < 0.8 * width:
        return False
    word = 2 if _is_wide(following[0]) else _columns(following.split(maxsplit=1)[0]) + 1
    return length + word >= 0.75 * width or following[0].islower()


def _joined(lines: Sequence[str]) -> str:
    """Wrapped lines as one; the builder takes out spaces between Chinese characters."""
    return " ".join(lines)


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(1 + _is_wide(c) for c in text)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
