"""Lines for terminals that also hold Chinese: a Han character may stand at any line's end.

Rich breaks lines at white space only, which takes a Chinese sentence for one long word.
Punctuation keeps to its side, as the W3C's Requirements for Chinese Text Layout ask (3.1.3.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.text import Text

_HAN = "\u2e80-\u2fff\u3003-\u3007\u3020-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_OPEN = "「『（《〈【〔“‘"
_CLOSE = "」』）》〉】〕”’，。、；：？！…—·"
_UNIT = re.compile(
    rf"\s+|[{_OPEN}]*(?:[{_HAN}]|[^\s{_HAN}{_OPEN}{_CLOSE}]+)[{_CLOSE}]*|[{_OPEN}{_CLOSE}]+"
)
_LEAST = 8
"""Columns left for words, however deep the indent."""


@dataclass(frozen=True)
class Words:
    """Styled words as lines that fit the console, without spaces at their ends.

    Attributes:
        text: The words.
        indent: Columns left free before each line.
    """

    text: Text
    indent: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """The lines."""
        width = max(_LEAST, options.max_width - self.indent)
        for paragraph in self.text.split("\n", allow_blank=True):
            for line in paragraph.divide(breaks(paragraph.plain, width)):
                line.rstrip()
                indented = Text(" " * self.indent, no_wrap=True, overflow="ignore")
                yield indented.append_text(line) if line.plain else Text()


def breaks(words: str, width: int) -> list[int]:
    """Where lines end.

    Args:
        words: One paragraph.
        width: Columns in a line; a Han character takes two.

    Returns:
        Offsets of the characters that begin a new line, in order.

    >>> breaks("a bc def", 4), breaks("第五十條，適用。", 8)
    ([5], [3, 6])
    """
    ends: list[int] = []
    used = 0
    for unit in _UNIT.finditer(words):
        needed = cell_len(unit.group())
        if unit.group().isspace():
            used += needed
            continue
        if used and used + needed > width:
            ends.append(unit.start())
            used = 0
        if used + needed <= width:
            used += needed
            continue
        for place, character in enumerate(unit.group(), start=unit.start()):
            size = cell_len(character)
            if used + size > width:
                ends.append(place)
                used = 0
            used += size
    return ends
