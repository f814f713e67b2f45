"""The provisions that are open while a EUR-Lex page is read, from the article down.

Two things say where a point stands: how many tables are around it, and how its label follows
the labels before it. The tables decide where there are any; in files that print all points side
by side, the labels do.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from corpus.provision import Note
from ingest.parsers.builder import ProvisionBuilder
from ingest.parsers.eurlex_blocks import Block
from ingest.parsers.eurlex_labels import Label, continues

ROOT, SECTION, PARAGRAPH = -2, -1, 0
"""Depths of provisions that stand in no list; points in tables have depth 1 and more."""


class MarkedBuilder(ProvisionBuilder):
    """A builder that also takes blocks with marks between their words."""

    def block(self, block: Block) -> None:
        """Write a block: its words, with its marks as notes at their places."""
        if not self._stack:
            self.furniture(block.printed)
            return
        self.words(block.text)
        self._mark(block, self._length - len(block.text))

    def head_marks(self, label: Block | None, heading: Block | None) -> None:
        """Note the marks in the label and heading of the provision just opened."""
        if label:
            self._mark(label, self._stack[-1].start)
        if heading:
            self._mark(heading, self._length - len(heading.text))

    def _mark(self, block: Block, start: int) -> None:
        self._notes += [Note(offset=start + offset, text=mark) for offset, mark in block.marks]


@dataclass
class Level:
    """One open provision and the list it stands in.

    Attributes:
        kind: The provision's kind.
        depth: Tables around it, or one of the depths above.
        label: Its label, if it stands in a list.
        style: How that list counts.
        title: Its heading.
        container: Structural id of the element it began in.
        dashes: How many dashed points it holds so far.
    """

    kind: str
    depth: int
    label: Label | None
    style: str
    title: str
    container: str
    closing: ExitStack
    dashes: int = 0


class Levels:
    """The stack of open provisions; empty between articles.

    Args:
        builder: Where the provisions are opened and closed.
    """

    def __init__(self, builder: MarkedBuilder) -> None:
        self._builder = builder
        self._open: list[Level] = []

    def __len__(self) -> int:
        return len(self._open)

    @property
    def root(self) -> Level | None:
        """The article, annex or recital being read."""
        return self._open[0] if self._open else None

    @property
    def last(self) -> Level:
        """The innermost open provision."""
        return self._open[-1]

    def open(
        self,
        step: str,
        kind: str,
        depth: int,
        *,
        label: Block | None = None,
        heading: Block | None = None,
        counted: tuple[Label, str] | None = None,
        container: str = "",
        **fields: Any,
    ) -> None:
        """Open a provision inside the innermost one.

        Args:
            step: Last step of its locator.
            kind: Its kind.
            depth: Tables around it, or one of the depths above.
            label: The label as printed.
            heading: Its heading.
            counted: Label and list style, if it stands in a list.
            container: Structural id of the element it begins in.
            **fields: Further fields of the provision.
        """
        title = heading.text if heading else ""
        closing = ExitStack()
        closing.enter_context(
            self._builder.provision(
                step, kind, label=label.text if label else "", heading=title, **fields
            )
        )
        self._builder.head_marks(label, heading)
        number, style = counted or (None, "")
        self._open.append(Level(kind, depth, number, style, title, container, closing))

    def close(self, keep: int = 0) -> None:
        """Close all but the outermost ``keep`` provisions."""
        while len(self._open) > keep:
            self._open.pop().closing.close()

    def close_deeper(self, depth: int) -> None:
        """Close what stands deeper than ``depth``; the root stays open."""
        while len(self._open) > 1 and self._open[-1].depth > depth:
            self._open.pop().closing.close()

    def place(self, label: Label, depth: int, next_key: Callable[[], str]) -> str:
        """Close the provisions that a point with this label does not stand in.

        Args:
            label: The point's label.
            depth: Tables around it.
            next_key: Gives the key of the label after it in the same lists; asked only where
                (i) can be the letter after (h) as well as a Roman one.

        Returns:
            How the list counts that the point stands in.
        """
        self.close_deeper(depth)
        chain = [n for n, level in enumerate(self._open) if level.depth == depth and level.label]
        styles = label.styles
        for n in reversed(chain):
            level = self._open[n]
            if level.label is None or not continues(level.label, level.style, label):
                continue
            if label.key == "i" and level.style == "letter" and next_key() == "ii":
                continue
            self.close(n)
            return level.style
        if "roman" in styles and label.key == "i":
            return "roman"
        for n in reversed(chain):
            style = self._open[n].style
            if style in styles:
                self.close(n)
                return style
        return styles[0]
