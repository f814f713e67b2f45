"""What every format is read into: printed blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CELL = " | "
"""Between the cells of a table row."""


class Role(StrEnum):
    """What a block does on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    FURNITURE = "furniture"
    """Printed, and no part of the text: running heads, page numbers, tables of contents."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list item, a table row, or what stands around them.

    Attributes:
        text: Its words, one printed line a line where lines matter.
        level: Of a heading, 1 the outermost.
        page: Page it begins on, counted from 1.
        number: Number of a heading that the format counts by itself; part of the text.
        notes: Footnotes called from it.
        guessed: A heading by its looks alone; numbered headings stand above it.
    """

    text: str
    role: Role = Role.PARAGRAPH
    level: int = 0
    page: int | None = None
    number: str = ""
    notes: tuple[str, ...] = ()
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read.

    Attributes:
        blocks: Everything printed, in reading order.
        title: The title that the file declares, empty if none.
        paged: Whether pages are a way to cite it.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    paged: bool = False
