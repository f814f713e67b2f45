"""The words of a provision as a tree of blocks, the place asked for marked within them.

A root's text is one string; the provisions inside it are stretches of that string. Here they become
blocks inside blocks, every character kept, with the publisher's notes at their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus.provision import Provision
from corpus.provisions import ProvisionTable
from ui.site.nesting import Nested, nested

FOLDED = 900
"""Characters of neighbouring provisions above which they are shown on demand only."""


@dataclass(frozen=True)
class Stretch:
    """A piece of a line: words, or the number of a note that stands there."""

    text: str = ""
    mark: bool = False
    note: int = 0


@dataclass(frozen=True)
class Line:
    """A printed block of text."""

    stretches: tuple[Stretch, ...]
    kind: str = "line"


@dataclass(frozen=True)
class Block:
    """A provision: its number, its own heading and what is in it."""

    locator: str
    label: str
    heading: tuple[Stretch, ...]
    parts: tuple[Part, ...]
    characters: int
    here: bool = False
    encloses: bool = False
    """Whether the place asked for is this provision or in it."""
    kind: str = "block"


@dataclass(frozen=True)
class Fold:
    """Provisions beside the one asked for that are too long to be shown at once."""

    parts: tuple[Part, ...]
    before: bool
    kind: str = "fold"


Part = Line | Block | Fold


def block_of(
    here: Provision, table: ProvisionTable, marks: Sequence[tuple[int, int]] = ()
) -> Block:
    """The root around a provision, with the provision marked.

    Args:
        here: The place asked for.
        table: Where its root and what is inside it stand.
        marks: Words to be marked, start and end in the provision's characters.
    """
    edition = here.edition
    found = table.get(here.root, edition.language, edition.version, edition.authority)
    root = found[0] if found else here
    offset = here.span[0] if found else 0
    shifted = [(start + offset, end + offset) for start, end in marks if 0 <= start < end]
    writer = _Writer(root, nested(root, table), here, shifted)
    return _folded(writer.block(root)) if not here.is_root else writer.block(root)


def notes_of(here: Provision, table: ProvisionTable) -> tuple[str, ...]:
    """The publisher's notes in the root around a provision, in the order of their numbers."""
    edition = here.edition
    found = table.get(here.root, edition.language, edition.version, edition.authority)
    notes = sorted((found[0] if found else here).notes, key=lambda note: note.offset)
    return tuple(note.text for note in notes)


class _Writer:
    """Cuts one root's text into blocks, in reading order."""

    def __init__(
        self,
        root: Provision,
        inside: Nested,
        here: Provision,
        marks: Sequence[tuple[int, int]],
    ) -> None:
        self.text = root.text
        self.root = root
        self.inside = inside
        self.here = here.locator
        self.marks = list(marks)
        self.notes = [note.offset for note in sorted(root.notes, key=lambda note: note.offset)]
        self.shown = 0

    def block(self, of: Provision) -> Block:
        start, end = of.span if not of.is_root else (0, len(self.text))
        label = of.label if self.text.startswith(of.label, start) else ""
        body = start + max(of.body_start, len(label))
        heading: tuple[Stretch, ...] = ()
        if self.text[start + len(label) : body].strip():
            heading = self._stretches(start + len(label), body)
        parts = self._parts(of, body)
        if self.shown < len(self.notes) and self.notes[self.shown] <= end:
            parts.append(Line(self._stretches(end, end)))
        here = of.locator == self.here
        inside = any(isinstance(p, Block) and p.encloses for p in parts)
        return Block(of.locator, label, heading, tuple(parts), end - start, here, here or inside)

    def _parts(self, of: Provision, at: int) -> list[Part]:
        parts: list[Part] = []
        for child in self.inside[of.locator]:
            start, end = child.span
            if start < at:
                continue
            self._put(parts, at, start)
            line = self.text.rfind("\n", 0, start) + 1
            if self.text[max(line, at) : start].strip():
                # A definition in the middle of a sentence: the sentence must not be torn.
                if child.locator == self.here:
                    self.marks.append(child.span)
                for part in self._parts(child, start):
                    self._add(parts, part)
            else:
                parts.append(self.block(child))
            at = end
        self._put(parts, at, of.span[1] if not of.is_root else len(self.text))
        return parts

    def _put(self, parts: list[Part], start: int, end: int) -> None:
        """Add the lines between two places."""
        at = start
        for line in self.text[start:end].split("\n"):
            if line.strip():
                made = Line(self._stretches(at, at + len(line)))
                torn = at == start and at > 0 and self.text[at - 1] != "\n"
                if torn:
                    self._add(parts, made)
                else:
                    parts.append(made)
            at += len(line) + 1

    @staticmethod
    def _add(parts: list[Part], part: Part) -> None:
        """Add a part, a line to the line before it."""
        last = parts[-1] if parts else None
        if isinstance(part, Line) and isinstance(last, Line):
            parts[-1] = Line(last.stretches + part.stretches)
        else:
            parts.append(part)

    def _stretches(self, start: int, end: int) -> tuple[Stretch, ...]:
        noted: list[tuple[int, int]] = []
        while self.shown < len(self.notes) and self.notes[self.shown] <= end:
            noted.append((max(start, self.notes[self.shown]), self.shown + 1))
            self.shown += 1
        inside = {place for span in self.marks for place in span if start < place < end}
        cuts = sorted({start, end, *inside, *(place for place, _ in noted)})
        made: list[Stretch] = [Stretch(note=n) for place, n in noted if place == start]
        for left, right in pairwise(cuts):
            mark = any(first <= left and right <= last for first, last in self.marks)
            made.append(Stretch(self.text[left:right], mark))
            made += [Stretch(note=n) for place, n in noted if place == right]
        return tuple(made)


def _folded(block: Block) -> Block:
    """The block with long neighbours of the place asked for folded away."""
    if block.here or not block.encloses:
        return block
    way = next((n for n, p in enumerate(block.parts) if isinstance(p, Block) and p.encloses), None)
    if way is None:
        return block
    inner = block.parts[way]
    parts = (
        *_fold(block.parts[:way], before=True),
        *((_folded(inner),) if isinstance(inner, Block) else ()),
        *_fold(block.parts[way + 1 :], before=False),
    )
    return Block(block.locator, block.label, block.heading, parts, block.characters, encloses=True)


def _fold(parts: Sequence[Part], *, before: bool) -> list[Part]:
    folded: list[Part] = []
    for blocks, group in groupby(parts, key=lambda part: isinstance(part, Block)):
        members = tuple(group)
        size = sum(part.characters for part in members if isinstance(part, Block))
        folded += [Fold(members, before)] if blocks and size > FOLDED else members
    return folded
