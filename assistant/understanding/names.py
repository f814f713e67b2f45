"""Finding known names in a text, at their places in it.

Case, width and Chinese script do not matter; what does is that a name stands by itself: “us” is
not the US, and “Cap. 57” is not in “Cap. 571”.

Example:
    >>> names = Names([("EU", "eu"), ("歐盟", "eu"), ("Cap. 57", "cap-57")])
    >>> [(f.start, f.end, f.value) for f in names.find("欧盟 and the ＥＵ, but not Cap. 571")]
    [(0, 2, 'eu'), (11, 13, 'eu')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from corpus.script import fold

Value = TypeVar("Value")

_HAN = re.compile(r"[\u3400-\u9fff]")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    map(ord, "\u3000\u00a0\u2009\u202f\t\n\r"), " "
)
_SHORT = 3
"""Letters up to which a name in capitals (EU, US, HK) keeps its case: it may also be a word."""


def narrow(text: str) -> str:
    """A text with full-width forms and blanks as ordinary ones, character for character.

    >>> narrow("第２６（１）條")
    '第26(1)條'
    """
    return text.translate(_NARROW)


@dataclass(frozen=True)
class Found(Generic[Value]):
    """A name found.

    Attributes:
        start: Where it begins in the text, in characters.
        end: Where it ends.
        value: What it stands for.
    """

    start: int
    end: int
    value: Value


class Names(Generic[Value]):
    """Names filed for finding.

    Args:
        names: Names with what each stands for; of equal names the last counts.
    """

    def __init__(self, names: Iterable[tuple[str, Value]]) -> None:
        self._filed: dict[str, list[tuple[str, str, Value]]] = {}
        for name, value in sorted(dict(names).items(), key=lambda item: -len(item[0])):
            form = levelled(narrow(name))
            self._filed.setdefault(form[0], []).append((form, narrow(name), value))

    def find(self, text: str) -> Iterator[Found[Value]]:
        """The names in a text, in its order; of names that begin alike, the longest."""
        written, level = _prepared(text)
        at = 0
        while at < len(level):
            for form, name, value in self._filed.get(level[at], ()):
                end = at + len(form)
                if level.startswith(form, at) and _stands_alone(written, at, end, name):
                    yield Found(at, end, value)
                    at = end
                    break
            else:
                at += 1


def levelled(text: str) -> str:
    """One form for all scripts, cases and widths; as long as the text, so that places agree.

    Chinese is Simplified character by character, which is for matching and not for reading.

    >>> levelled("《版權條例》ＵＫ")
    '《版权条例》uk'
    """
    return "".join(map(_character, text))


@lru_cache(maxsize=64)
def _prepared(text: str) -> tuple[str, str]:
    """A text narrow, and narrow and levelled: several lists of names look at the same question."""
    written = narrow(text)
    return written, levelled(written)


@lru_cache(maxsize=1 << 15)
def _character(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character


def _stands_alone(text: str, start: int, end: int, name: str) -> bool:
    """Whether what stands there is the name, and not part of a longer word or number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if (name[0].isdigit() and before.isdigit()) or (name[-1].isdigit() and after.isdigit()):
        return False
    if _HAN.search(name):
        return True
    if name.isupper() and len(name.replace(".", "")) <= _SHORT and text[start:end] != name:
        return False
    return not any(beside.isascii() and beside.isalpha() for beside in (before, after))
