"""The marks of a rule's force and limits in a text: must, may, not, only, and their like.

The words stand in ``words.toml``. Where patterns overlap the longest match counts: “may not” is a
prohibition and no permission, 許可 is no 可.

Example:
    >>> [mark.kind for mark in marks("You must not sell it unless it whistles, but may lend it.")]
    ['must_not', 'not', 'may']
    >>> [mark.kind for mark in marks("提供者須記錄，但無須公開")]
    ['must', 'need_not']
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from corpus.script import fold

Kind = Literal["must", "must_not", "may", "need_not", "should", "not", "only"]

_INABILITY = frozenset(("不可",))
"""Forbids in a law; elsewhere it may only say what something is unable to do."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Mark:
    """A mark in a text.

    Attributes:
        kind: What it does.
        words: As they stand, folded.
        start: First character in the folded text.
        end: Character after the last.
    """

    kind: Kind
    words: str
    start: int
    end: int


def folded(text: str) -> str:
    """A text in the form that the patterns see."""
    return re.sub(r"\s+", " ", fold(text).replace("’", "'"))


def marks(text: str) -> list[Mark]:
    """The marks of a text, in reading order, none overlapping a longer one."""
    where = folded(text)
    found = [
        (match.end() - match.start(), match.start(), match.end(), kind)
        for kind, pattern in _claim_patterns().items()
        for match in pattern.finditer(where)
    ]
    taken: list[tuple[int, int]] = []
    kept: list[Mark] = []
    for _, start, end, kind in sorted(found, key=lambda f: (-f[0], f[1])):
        if all(end <= a or b <= start for a, b in taken):
            taken.append((start, end))
            if kind != "neutral":
                kept.append(Mark(kind, where[start:end], start, end))  # type: ignore[arg-type]
    return sorted(kept, key=lambda mark: mark.start)


def also_says(text: str, kind: Kind) -> bool:
    """Whether a text has other words that can carry a kind: “entitled” for “may”."""
    pattern = _source_patterns().get(kind)
    return pattern is not None and pattern.search(folded(text)) is not None


def binding(text: str) -> list[str]:
    """The words of a text that oblige or forbid, also those that a statute need not have.

    >>> binding("NIST requires a plan"), binding("NIST suggests a plan")
    (['nist requires'], [])
    """
    pattern = _pattern(words()["binding"]["claim_en"], words()["binding"]["claim_zh"])
    found = [
        mark.words
        for mark in marks(text)
        if mark.kind in ("must", "must_not") and mark.words not in _INABILITY
    ]
    return found or pattern.findall(folded(text))


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """The word lists as data."""
    data = files("assistant.verification").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(data)


@cache
def _claim_patterns() -> dict[str, re.Pattern[str]]:
    return {
        kind: _pattern(lists["claim_en"], lists["claim_zh"])
        for kind, lists in words().items()
        if kind != "binding"
    }


@cache
def _source_patterns() -> dict[str, re.Pattern[str]]:
    return {
        kind: _pattern(lists["source_en"], lists["source_zh"])
        for kind, lists in words().items()
        if lists.get("source_en") or lists.get("source_zh")
    }


def _pattern(english: list[str], chinese: list[str]) -> re.Pattern[str]:
    # Longest first, because a regular expression takes the first that fits.
    by_length = sorted(chinese, key=len, reverse=True)
    latin = (
        [rf"(?<![a-z])(?:{'|'.join(sorted(english, key=len, reverse=True))})(?![a-z])"]
        if english
        else []
    )
    return re.compile("|".join([*latin, *by_length]))
