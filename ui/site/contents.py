"""The table of contents of one edition of an instrument, or of what the digest has of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from assistant.composing.citation import pinpoint
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import Digest, DigestEntry
from corpus.provision import Authority, Edition, Provision, Status
from corpus.provisions import ProvisionTable
from corpus.texts import text, written_date
from ui.site.place import anchor

_OPENING = 90
"""Characters shown of a provision that has no heading."""


@dataclass(frozen=True)
class Entry:
    """A provision in the table of contents."""

    locator: str
    label: str
    title: str
    opening: bool = False
    """Whether the title is only the beginning of its words."""
    own: str = ""
    """Our heading in the reader's language, where the text's is in another."""
    remark: str = ""


@dataclass
class Chapter:
    """A heading with what stands under it."""

    title: str
    level: int
    anchor: str = ""
    own: bool = False
    """Whether the heading is ours: a kind of provision, not printed."""
    locator: str = ""
    """The provision that is this heading, if one is."""
    entries: list[Entry] = field(default_factory=list)


def editions_of(table: ProvisionTable, instrument: str) -> tuple[Edition, ...]:
    """The installed editions of an instrument, latest version first."""
    return tuple(e for e in table.editions() if e.instrument == instrument)


def edition_for(
    editions: Sequence[Edition], language: str | None, version: str | None, reader: str, day: date
) -> Edition | None:
    """The edition to show: as asked, else the one in force in the reader's language.

    Returns:
        None where none is as asked.
    """
    fitting = [
        e for e in editions if language in (None, e.language) and version in (None, e.version)
    ]
    if not fitting:
        return None
    current = catalogue().version_held(fitting[0].instrument, day, {e.version for e in fitting})
    of_version = [e for e in fitting if e.version == current]

    def rank(edition: Edition) -> tuple[bool, bool, bool, int]:
        foreign = edition.authority is not Authority.AUTHENTIC
        place = LANGUAGES.index(edition.language) if edition.language in LANGUAGES else 9
        own = edition.language
        return own != reader, own[:2] != reader[:2], foreign, place

    return min(of_version, key=rank)


def contents(
    edition: Edition, table: ProvisionTable, words: Digest, reader: str, day: date
) -> list[Chapter]:
    """The chapters of an edition in reading order.

    Args:
        edition: Whose.
        table: The provisions.
        words: The digest, for headings in the reader's language.
        reader: The reader's language.
        day: What does not apply on it yet is marked.
    """
    found = table.roots(edition.instrument, edition.language, edition.version)
    roots = [p for p in found if p.edition == edition]
    foreign = edition.language != reader
    same = _same_words(edition, table)
    chapters: list[Chapter] = []
    path: tuple[str, ...] = ()
    kind = ""
    for root, following in zip_longest(roots, roots[1:]):
        if following is not None and _heads(root, following):
            chapters += _opened(following.heading_path, path)
            chapters[-1].locator = root.locator
            path, kind = following.heading_path, following.kind
            continue
        own = root.heading_path
        if not own and (path or root.kind != kind):
            chapters.append(Chapter(text(reader, f"browse.kind_{root.kind}"), 2, own=True))
            path, kind = (), root.kind
        elif own != path[: len(own)]:
            chapters += _opened(own, path)
            path, kind = own, root.kind
        # What stands behind a heading inside a part belongs to it until the next heading.
        wanted = foreign or not root.heading
        ours = words.entry(root.locator) if wanted and same(root) else None
        chapters[-1].entries.append(_entry(root, ours, reader, day))
    _name(chapters)
    return chapters


def _same_words(edition: Edition, table: ProvisionTable) -> Callable[[Provision], bool]:
    """Whether a provision has the words that the digest describes."""
    known = catalogue().find(edition.instrument)
    ours = known.described_version.id if known else ""
    found = (
        () if edition.version == ours else table.roots(edition.instrument, edition.language, ours)
    )
    words = {p.locator: p.text for p in found}
    return lambda root: edition.version == ours or words.get(root.locator) == root.text


def contents_of_digest(instrument: str, words: Digest, reader: str) -> list[Chapter]:
    """What the digest has of an instrument, where no text is installed."""
    entries = [
        Entry(e.locator, pinpoint(e.locator, reader), e.heading.get(reader))
        for e in words.within(instrument)
    ]
    return [Chapter("", 2, "digest", own=True, entries=entries)]


def _heads(root: Provision, following: Provision) -> bool:
    """Whether a provision is itself the heading of the next: NIST's functions and categories."""
    path = following.heading_path
    named = bool(root.label and path and re.match(rf"{re.escape(root.label)}(:|$)", path[-1]))
    return named and path != root.heading_path


def _opened(path: tuple[str, ...], before: tuple[str, ...]) -> Iterator[Chapter]:
    """The headings that begin with a provision, outermost first."""
    same = 0
    while same < min(len(path), len(before)) and path[same] == before[same]:
        same += 1
    for level in range(min(same, len(path) - 1), len(path)):
        yield Chapter(path[level], min(level + 2, 4), anchor(path[: level + 1]))


def _name(chapters: Sequence[Chapter]) -> None:
    """Give every chapter a name of its own on the page."""
    seen: set[str] = set()
    for number, chapter in enumerate(chapters):
        if not chapter.anchor or chapter.anchor in seen:
            chapter.anchor = f"k{number}"
        seen.add(chapter.anchor)


def _entry(root: Provision, ours: DigestEntry | None, reader: str, day: date) -> Entry:
    heading = root.heading
    opening = not heading
    if opening:
        body = " ".join(root.body.split())
        heading = body if len(body) <= _OPENING else body[:_OPENING].rsplit(" ", 1)[0] + " …"
    return Entry(
        root.locator,
        root.label,
        heading,
        opening,
        ours.heading.get(reader) if ours else "",
        _remark(root, reader, day),
    )


def _remark(root: Provision, reader: str, day: date) -> str:
    if root.status not in (Status.OPERATIVE, Status.EXPLANATORY):
        return text(reader, f"status.{root.status.value}")
    if root.applies_from and root.applies_from > day:
        return text(reader, "answer.applies_from", date=written_date(reader, root.applies_from))
    return ""
