"""Finding known names in a text, whatever its script, spelling or number.

A text is brought to one comparable form first; a name is then found wherever it stands as a word
of its own, the longest names first.

Example:
    >>> index = NameIndex([("face swap", 1), ("個資", 2), ("AI", 3)], {"個資": ["個資料"]})
    >>> [found.value for found in index.find("Face-swaps，個資同AI")]
    [1, 2, 3]
    >>> index.find("He said: 呢個資料庫")
    []
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from corpus.script import fold

Value = TypeVar("Value")

_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]"
_SPACE_BESIDE_HAN = re.compile(rf"(?<={_HAN}) | (?={_HAN})")
_JOINTS = re.compile(r"[\s\-‐‑‒–/_]+")
_BRITISH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[a-z]{2})is(?=(?:e|es|ed|ing|er|ers|ation|ations)\b)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})our(?=s?\b)"), "or"),
    (re.compile(r"(?<=[aeiou])ll(?=(?:ing|ed|er|ers)\b)"), "l"),
    (re.compile(r"\b(lic|off|def)ence(?=s?\b)"), r"\1ense"),
)
"""Applied to names and texts alike, so that a word need not be right, only the same in both."""

_HEAD = 2
"""Characters under which names are filed."""


def comparable(text: str) -> str:
    """Bring a text to the form in which names are compared: folded, hyphens and spaces alike.

    Differences between British and American spelling are levelled, and there is no space
    between a Chinese character and its neighbour.

    >>> comparable("生成式 AI 的 Data-Labelling")
    '生成式ai的data labeling'
    """
    folded = _JOINTS.sub(" ", fold(text).replace("’", "'")).strip()
    if not folded.isascii():
        folded = _SPACE_BESIDE_HAN.sub("", folded)
    for pattern, instead in _BRITISH:
        folded = pattern.sub(instead, folded)
    return folded


def forms(name: str) -> tuple[str, ...]:
    """The comparable forms of one name: as it is, and in the plural if it is a Latin word.

    >>> forms("deepfake"), forms("authority"), forms("版權")
    (('deepfake', 'deepfakes'), ('authority', 'authorities'), ('版权',))
    """
    plain = comparable(name)
    if not re.search(r"[a-z]{2}$", plain) or re.search(r"[^s]s$", plain):
        return (plain,)
    if re.search(r"[^aeiou]y$", plain):
        return (plain, plain[:-1] + "ies")
    return (plain, plain + ("es" if re.search(r"(s|x|z|ch|sh)$", plain) else "s"))


@dataclass(frozen=True)
class Found(Generic[Value]):
    """A name found.

    Attributes:
        value: What the name was filed with.
        name: The name as it was filed.
        start: First character in the comparable form of the text.
        end: Character after the last.
    """

    value: Value
    name: str
    start: int
    end: int


class NameIndex(Generic[Value]):
    """Names filed for finding.

    Args:
        names: Names with what each stands for; one name may stand for several things.
        not_within: Longer words in which a name is not itself, for example ``個資`` in
            ``個資料``: there the name is not found.
    """

    def __init__(
        self,
        names: Iterable[tuple[str, Value]],
        not_within: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._filed: dict[str, list[tuple[str, Value]]] = {}
        lengths: dict[str, set[int]] = {}
        for name, value in names:
            for form in forms(name):
                here = self._filed.setdefault(form, [])
                if all(held != value for _, held in here):
                    here.append((name, value))
                lengths.setdefault(form[:_HEAD], set()).add(len(form))
        self._lengths = {head: tuple(found) for head, found in lengths.items()}
        self._not_within: dict[str, list[tuple[str, int]]] = {}
        for name, words in (not_within or {}).items():
            form = comparable(name)
            longer = [comparable(word) for word in words]
            self._not_within[form] = [(word, word.find(form)) for word in longer]

    def __contains__(self, name: str) -> bool:
        return comparable(name) in self._filed

    def named(self, name: str) -> list[Value]:
        """What a name stands for; empty where it is not filed."""
        return [value for _, value in self._filed.get(comparable(name), ())]

    def find(self, text: str) -> list[Found[Value]]:
        """The names in a text, in reading order, none overlapping a longer one."""
        where = comparable(text)
        spans = [
            (start, start + length)
            for start in range(len(where))
            for length in self._lengths.get(where[start : start + _HEAD], ())
            if start + length <= len(where) and self._stands(where, start, start + length)
        ]
        spans.sort(key=lambda span: (span[0] - span[1], span[0]))
        taken = bytearray(len(where))
        kept = []
        for start, end in spans:
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                kept.append((start, end))
        return [
            Found(value, name, start, end)
            for start, end in sorted(kept)
            for name, value in self._filed[where[start:end]]
        ]

    def _stands(self, text: str, start: int, end: int) -> bool:
        """Whether a name stands at this place, as a word of its own."""
        name = text[start:end]
        if name not in self._filed:
            return False
        if _latin(name[0]) and start > 0 and _latin(text[start - 1]):
            return False
        if _latin(name[-1]) and end < len(text) and _latin(text[end]):
            return False
        return not any(
            start >= offset and text.startswith(word, start - offset)
            for word, offset in self._not_within.get(name, ())
        )


def _latin(character: str) -> bool:
    """Whether a character continues a word written with spaces around it."""
    return character.isalnum() and not re.match(_HAN, character)
