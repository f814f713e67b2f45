r"""What an exported document says, before it takes a form: headings, paragraphs, quotes, tables.

One outline is made of an answer or a matrix, and every renderer walks it, so that all forms say
the same. All words are runs: they know their language, and are clean of what no form may carry.

Example:
    >>> Run("a\x1b[31m\u202eb  c\n", "en").words
    'a[31mb c '
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that turn the direction of writing: they can make words look like other words."""
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class Weight(Enum):
    """How words stand out."""

    PLAIN = auto()
    STRONG = auto()
    SOFT = auto()
    """Beside the matter: smaller or paler, where a form can."""


@dataclass(frozen=True)
class Run:
    """Words in one language.

    Attributes:
        words: White space is one space each, unless `lines`.
        language: BCP 47 tag; empty where it is none.
        marks: Numbers of the sources behind the words.
        weight: How they stand out.
        link: An address at a publisher; only :func:`ui.export.setting.publisher_link` makes one.
        lines: Whether line breaks stay.
    """

    words: str
    language: str
    marks: tuple[int, ...] = ()
    weight: Weight = Weight.PLAIN
    link: str = ""
    lines: bool = False

    def __post_init__(self) -> None:
        words = clean(self.words)
        if self.lines:
            pieces = (_SPACE.sub(" ", line).strip() for line in words.split("\n"))
            words = "\n".join(piece for piece in pieces if piece)
        else:
            words = _SPACE.sub(" ", words)
        object.__setattr__(self, "words", words)
        known = _TAG.fullmatch(self.language)
        object.__setattr__(self, "language", self.language if known else "")


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading.

    Attributes:
        level: From 1, the title.
        runs: Its words.
        source: Number of the source that it opens; 0 for none.
    """

    level: int
    runs: Runs
    source: int = 0


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Attributes:
        runs: Its words.
        lead: Whether it is the answer itself.
    """

    runs: Runs
    lead: bool = False


@dataclass(frozen=True)
class Quote:
    """Verbatim words of a source, line by line."""

    run: Run


@dataclass(frozen=True)
class Item:
    """One item of a list; at depth 1 it belongs to the item before it at depth 0."""

    runs: Runs
    depth: int = 0


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True)
class Fact:
    """A labelled value."""

    label: Run
    value: Runs


@dataclass(frozen=True)
class Facts:
    """Labelled values, one a line."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Row:
    """A row of a table: its label, then for each column a cell of a few short paragraphs."""

    label: Run
    cells: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table: a row of heads, the first column for labels."""

    caption: Run
    heads: Runs
    rows: tuple[Row, ...]


def cell(paragraphs: Iterable[Runs], language: str) -> tuple[Runs, ...]:
    """A cell of a table; a dash where there is nothing, so that no form seems to have lost it."""
    return tuple(paragraphs) or ((Run("–", language),),)


Block = Heading | Paragraph | Quote | Bullets | Facts | Table


@dataclass(frozen=True)
class Outline:
    """A document.

    Attributes:
        title: Also that of the file's properties; the first heading says it in full.
        language: Of the document.
        blocks: In reading order, a heading of level 1 first.
        foot: What stands at the foot of every page, where a form has pages.
    """

    title: Run
    language: str
    blocks: tuple[Block, ...]
    foot: Run


def clean(words: str) -> str:
    """Words without control, direction and other characters that files may not carry.

    Line breaks and tabs stay.
    """
    unified = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in unified if c in "\n\t" or _allowed(c))
    return _UNSEEN.sub("", "".join(kept))


def _allowed(character: str) -> bool:
    # Unassigned characters stay: the database is older than the fonts. Noncharacters do not.
    if ord(character) & 0xFFFE == 0xFFFE:
        return False
    return unicodedata.category(character) not in ("Cc", "Cs")
