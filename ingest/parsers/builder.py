r"""Turns a parser's walk through a file into provisions whose spans fit.

Every parser reads its file from the first word to the last and tells a
:class:`ProvisionBuilder` what it meets: a division heading, the beginning and end of a
provision, a block of words, a note. The builder lays the words of each top-level provision out
as one text, works out spans, heading paths and unique locators, and loses nothing.

Example:
    >>> from corpus.provision import Authority, BindingForce, Edition
    >>> edition = Edition(
    ...     instrument="demo", jurisdiction="eu", version="1", language="en",
    ...     authority=Authority.AUTHENTIC, binding_force=BindingForce.REGULATION,
    ...     source_url="https://example.org")
    >>> builder = ProvisionBuilder(edition)
    >>> with builder.division("CHAPTER I General"):
    ...     with builder.provision("art_1", "article", label="Article 1", heading="Scope"):
    ...         with builder.provision("par_1", "paragraph", label="1."):
    ...             builder.words("This applies to kettles.")
    >>> [(p.locator, p.text) for p in builder.parsed().provisions]
    [('demo/art_1', 'Article 1 Scope\n1. This applies to kettles.'), ('demo/art_1/par_1', '1. This applies to kettles.')]
"""  # noqa: E501

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import UnreadableSource
from corpus.provision import Edition, Furniture, Note, ParsedText, Provision, Term
from ingest.parsers.wording import LONGEST_HEAD, short_head, tidy

MOST_PROVISIONS = 150_000
"""Provisions of one file; the largest official text has some 4,000."""


@dataclass
class _Open:
    locator: str
    kind: str
    label: str
    heading: str
    start: int
    order: int
    fields: dict[str, Any]
    body_start: int = 0
    terms: list[Term] = field(default_factory=list)
    children: dict[str, int] = field(default_factory=dict)
    fresh: bool = True
    """No words yet since the label: the next block goes on in the same line."""


class ProvisionBuilder:
    """Collects one file's provisions in reading order.

    Args:
        edition: The edition that the file is; copied into every provision.
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._divisions: list[str] = []
        self._stack: list[_Open] = []
        self._parts: list[str] = []
        self._length = 0
        self._last = ""
        """The last character written."""
        self._notes: list[Note] = []
        self._done: list[Provision] = []
        self._inside: list[tuple[_Open, str, tuple[int, int], tuple[str, ...]]] = []
        self._furniture: list[Furniture] = []
        self._roots: dict[str, int] = {}
        self._order = 0

    def furniture(self, text: str) -> None:
        """Keep words that belong to no provision (a title, a formula, a table of contents)."""
        if text := tidy(text):
            self._furniture.append(Furniture(text=text, order=self._next()))

    @contextmanager
    def division(self, heading: str, *, printed: bool = True) -> Iterator[None]:
        """A chapter, part or division: no provision itself, but a step of the heading path.

        Args:
            heading: The heading as it shall stand in heading paths.
            printed: Whether these words stand in the file here (else the caller has already
                kept them as furniture).
        """
        heading = tidy(heading)
        if printed:
            self.furniture(heading)
        self._divisions.append(short_head(heading))
        try:
            yield
        finally:
            self._divisions.pop()

    @contextmanager
    def provision(
        self, step: str, kind: str, *, label: str = "", heading: str = "", **fields: Any
    ) -> Iterator[str]:
        """A provision from its label to its last word.

        Args:
            step: Last step of its locator, e.g. ``par_2``. A step used before by a sibling gets
                ``-2``, ``-3`` … so that locators stay unique whatever a file holds.
            kind: What it is (``article``, ``paragraph``, …).
            label: Its number as printed; becomes part of the text.
            heading: Its own heading; becomes part of the text. Where both together are too long
                to be any, they are words and nothing else.
            **fields: Further fields of :class:`~corpus.provision.Provision` (``status``,
                ``page``, ``in_force_from`` …).

        Raises:
            UnreadableSource: There are :data:`MOST_PROVISIONS` already.

        Yields:
            The full locator.
        """
        if len(self._done) + len(self._inside) + len(self._stack) >= MOST_PROVISIONS:
            raise UnreadableSource(
                f"The file for {self._edition.instrument} has more than {MOST_PROVISIONS:,} "
                "provisions, more than any law: check that it is the publisher's file."
            )
        siblings = self._stack[-1].children if self._stack else self._roots
        number = siblings.get(step, 0) + 1
        while number > 1 and f"{step}-{number}" in siblings:
            number += 1
        siblings[step] = number
        if number > 1:
            step = f"{step}-{number}"
            siblings[step] = 1
        parent = self._stack[-1].locator if self._stack else self._edition.instrument
        label, heading = tidy(label), tidy(heading)
        head = " ".join(part for part in (label, heading) if part)
        is_head = len(head) <= LONGEST_HEAD
        goes_on = bool(self._stack) and self._stack[-1].fresh and not head
        if goes_on:
            self._gap()
        elif self._stack:
            self._break_line()
        if self._stack:
            self._stack[-1].fresh = False
        named = (label, heading) if is_head else ("", "")
        entry = _Open(f"{parent}/{step}", kind, *named, self._length, self._next(), fields)
        self._write(head)
        entry.body_start = len(head) if is_head else 0
        entry.fresh = goes_on or (bool(head) and not heading)
        self._stack.append(entry)
        try:
            yield entry.locator
        finally:
            self._close()

    def words(self, text: str) -> None:
        """A printed block: on the label's line where it is the first, else on its own line.

        Outside any provision the words are kept as furniture.
        """
        text = tidy(text)
        if not text:
            return
        if not self._stack:
            self.furniture(text)
            return
        entry = self._stack[-1]
        if entry.fresh:
            self._gap()
        else:
            self._break_line()
        entry.fresh = False
        self._write(text)

    def note(self, text: str) -> None:
        """A remark beside the text (footnote, amendment history): kept apart from the words."""
        text = tidy(text)
        if not text:
            return
        if not self._stack:
            self.furniture(text)
            return
        self._notes.append(Note(offset=self._length, text=text))

    def term(self, term: str, other: str | None = None, other_language: str | None = None) -> None:
        """A term that the provision being read defines."""
        if self._stack and (term := tidy(term)):
            other = tidy(other) if other else None
            self._stack[-1].terms.append(
                Term(term=term, other=other, other_language=other_language if other else None)
            )

    def parsed(self) -> ParsedText:
        """Everything collected, provisions in reading order."""
        provisions = sorted(self._done, key=lambda p: p.order)
        return ParsedText(
            edition=self._edition,
            provisions=tuple(provisions),
            furniture=tuple(self._furniture),
        )

    def _next(self) -> int:
        self._order += 1
        return self._order

    def _write(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
            self._last = text[-1]

    def _gap(self) -> None:
        """A space after a label; a full-width bracket brings its own."""
        if self._last and not self._last.isspace() and self._last != "）":
            self._write(" ")

    def _break_line(self) -> None:
        if self._last and self._last != "\n":
            self._write("\n")

    def _close(self) -> None:
        entry = self._stack.pop()
        # Lines are broken one at a time, so that there is one break at most to leave out.
        end = self._length - (self._last == "\n")
        start = min(entry.start, end)
        path = (*self._divisions, *(f"{o.label} {o.heading}".strip() for o in self._stack))
        self._inside.append((entry, entry.locator, (start, end), tuple(p for p in path if p)))
        if not self._stack:
            self._finish_root(entry.locator)

    def _finish_root(self, root: str) -> None:
        whole = "".join(self._parts)
        placed = sorted(self._notes, key=lambda note: note.offset)
        offsets = [note.offset for note in placed]
        for entry, locator, (start, end), path in self._inside:
            last = len(placed) if locator == root else bisect_right(offsets, end)
            notes = tuple(
                note if note.offset <= end else note.model_copy(update={"offset": end})
                for note in placed[bisect_left(offsets, start) : last]
            )
            text = whole[start:end]
            body_start = min(entry.body_start, len(text))
            body_start += len(text[body_start:]) - len(text[body_start:].lstrip())
            self._done.append(
                Provision(
                    locator=locator,
                    kind=entry.kind,
                    edition=self._edition,
                    label=entry.label,
                    heading=entry.heading,
                    heading_path=path,
                    text=text,
                    body_start=body_start,
                    root=root,
                    span=(start, end),
                    order=entry.order,
                    notes=notes,
                    terms=tuple(entry.terms),
                    **entry.fields,
                )
            )
        self._parts, self._length, self._last = [], 0, ""
        self._notes, self._inside = [], []
