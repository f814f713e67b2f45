"""What a EUR-Lex page consists of, in reading order: printed blocks and their containers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.parsers.wording import fold, printable, tidy

_CONSOLIDATION = re.compile(r"(►\s?[A-Z]\d*|◄|▼[A-Z]\d*)")
_CLOSES_UP = re.compile(r"\s*[,.;:)\]’”]")


@dataclass(frozen=True)
class Block:
    """One printed block.

    Attributes:
        role: What its class says it is: a value of the class table, or ``""``.
        text: Its words, white space folded, footnote references and amendment marks taken out.
        marks: Those marks, each with the character of ``text`` before which it is printed.
        depth: Number of layout tables or grids around it.
        data: Whether it stands in a table of data, where ``1.`` is a value and no label.
    """

    role: str
    text: str
    marks: tuple[tuple[int, str], ...] = ()
    depth: int = 0
    data: bool = False

    @property
    def printed(self) -> str:
        """The words with the marks at their places."""
        parts, done = [], 0
        for offset, mark in self.marks:
            parts += [self.text[done:offset], " ", mark]
            done = offset
        return "".join([*parts, self.text[done:]])

    def split(self, at: int) -> tuple[Block, Block]:
        """Two blocks: the words before character ``at``, and the words from there."""
        head, rest = self.text[:at].rstrip(), self.text[at:].lstrip()
        gone = len(self.text) - len(rest)
        before = tuple((min(o, len(head)), m) for o, m in self.marks if o < gone)
        after = tuple((o - gone, m) for o, m in self.marks if o >= gone)
        return (
            Block(self.role, head, before, self.depth, self.data),
            Block(self.role, rest, after, self.depth, self.data),
        )


@dataclass(frozen=True)
class Enter:
    """A container with a structural id begins: ``art_5``, ``cpt_III.sct_2``, ``rct_27``."""

    container: str


@dataclass(frozen=True)
class Leave:
    """That container ends."""

    container: str


@dataclass(frozen=True)
class Rule:
    """A line that separates one document of the page from the next."""


Event = Block | Enter | Leave | Rule


def without_marks(pieces: list[tuple[str, bool]]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Takes footnote references and amendment marks out of a block's words.

    Args:
        pieces: The block's stretches of text, and whether each is a footnote reference.

    Returns:
        The words, and each mark with the character of the words before which it is printed.

    >>> without_marks([("the Council ", False), ("(1)", True), (", acting", False)])
    ('the Council, acting', ((11, '(1)'),))
    """
    parts = _parts(pieces)
    words, marks = _Words(), []
    for number, (part, is_mark) in enumerate(parts):
        if not is_mark:
            words.add(part)
            continue
        mark = tidy(part)
        following = parts[number + 1][0] if number + 1 < len(parts) else ""
        if following.lstrip().startswith(")") and words.drop_open_bracket():
            # The consolidated texts print the brackets outside the reference.
            mark, following = f"({mark})", following.lstrip()[1:]
            parts[number + 1] = (following, False)
        if _CLOSES_UP.match(following):
            words.end_space()
        if mark:
            marks.append((words.length, mark))
    return words.text, tuple(marks)


def _parts(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Words and marks by turns."""
    parts: list[tuple[list[str], bool]] = []
    for text, in_reference in pieces:
        for number, part in enumerate([text] if in_reference else _CONSOLIDATION.split(text)):
            is_mark = in_reference or number % 2 == 1
            if parts and parts[-1][1] == is_mark:
                parts[-1][0].append(part)
            elif part:
                parts.append(([part], is_mark))
    return [("".join(texts), is_mark) for texts, is_mark in parts]


class _Words:
    """Words that come in stretches, tidied as they come.

    A mark's place is the length of the tidied words before it; read anew for each mark, a block
    of a thousand marks would be read a thousand times.
    """

    def __init__(self) -> None:
        self._done: list[str] = []
        self._length = 0
        self._space = ""
        """White space at the end, which prints only if words follow."""

    def add(self, text: str) -> None:
        text = printable(self._space + text)
        core = text.strip()
        if not core:
            self._space = text
            return
        gap = text[: len(text) - len(text.lstrip())]
        before = self._done[-1][-1] if self._done else ""
        around = fold(f"{before}{gap}{core[0]}") if before else ""
        self._write(f"{around[1:-1]}{tidy(core)}")
        self._space = text[len(text.rstrip()) :]

    def drop_open_bracket(self) -> bool:
        if not self._done or not self._done[-1].endswith("("):
            return False
        last = self._done.pop()
        self._length -= len(last)
        self._space = ""
        self.add(last[:-1])
        return True

    def end_space(self) -> None:
        self._space = ""

    @property
    def length(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        return "".join(self._done)

    def _write(self, text: str) -> None:
        self._done.append(text)
        self._length += len(text)
