"""What a table of the comparison shows: columns, lines and cells, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Provision:
    """A provision in a cell.

    Attributes:
        number: Of its citation.
        heading: Ours; the law's own where our words are of another edition.
        heading_language: Its language.
        place: Pinpoint, in the reader's words.
        name: Its instrument.
        href: Its page, the words quoted marked.
        gist: Ours; empty where we have none for the edition.
        quote: Verified words; empty where the official text is not installed.
        quote_language: Their language.
        quoted_as: Whose words they are: language and authority.
        own: Whether there is our digest alone.
        status: How it stands, where it does not simply operate.
        facts: Edition, authority, force, and whether the words were checked.
        publisher: The publisher's page; empty where there is none.
    """

    number: int
    heading: str
    heading_language: str
    place: str
    name: str
    href: str
    gist: str
    quote: str
    quote_language: str
    quoted_as: str
    own: bool
    status: str
    facts: tuple[str, ...]
    publisher: str


@dataclass(frozen=True)
class Item:
    """A fact in a cell, with the provision that it stands in where it stands in one."""

    words: str
    number: int = 0
    place: str = ""


@dataclass(frozen=True)
class Rest:
    """A provision on the topic that a cell does not show."""

    words: str
    place: str
    href: str


@dataclass(frozen=True)
class Column:
    """A jurisdiction.

    Attributes:
        id: Of the catalogue.
        name: In the reader's words.
        state: ``found``, ``silent``, ``not_installed``, or ``hidden`` by a filter.
        remark: Why it is empty, or what to know of it.
        voluntary: Whether everything in it is voluntary.
        shown: Provisions in it.
        more: Provisions on the topic that are not shown.
        rest: These, where they are known.
        hidden: Provisions that a filter leaves out.
    """

    id: str
    name: str
    state: str
    remark: str
    voluntary: bool
    shown: int
    more: int
    rest: tuple[Rest, ...]
    hidden: int


@dataclass(frozen=True)
class Line:
    """A line across the jurisdictions: label, and by jurisdiction provisions or facts."""

    key: str
    label: str
    provisions: Mapping[str, Sequence[Provision]] = field(default_factory=dict)
    items: Mapping[str, Sequence[Item]] = field(default_factory=dict)


@dataclass(frozen=True)
class TopicTable:
    """A topic across the jurisdictions, its sentences by their kind, and where to ask about it."""

    topic: str
    name: str
    description: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    synthesis: tuple[tuple[str, tuple[str, ...]], ...]
    ask: str
