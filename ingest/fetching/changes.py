"""What changed between two files of one text: provision by provision, word by word.

A provision's words include those of the provisions inside it; compared are the words that are its
own, so that a change shows where it was made and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from corpus.provision import ParsedText, Provision, Status, encloses

_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_WORD = re.compile(rf"\s+|{_HAN}|(?:(?!{_HAN})[\w’'-])+|[^\w\s]")
"""A Chinese character is a word, and so is what stands between two of them."""
_MOST = 4_000_000
"""Pairs of words up to which two wordings are compared word by word."""


class Turn(StrEnum):
    """What happened to a stretch of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, came or went."""

    turn: Turn
    words: str


@dataclass(frozen=True)
class Change:
    """A provision that is in both files, with other words or in another state.

    Attributes:
        locator: Which provision.
        words: Old and new words of its own in one; all ``SAME`` where only the state changed.
        status: Old and new state.
    """

    locator: str
    words: tuple[Stretch, ...]
    status: tuple[Status, Status]


@dataclass(frozen=True)
class Changes:
    """What changed from one file to another.

    Attributes:
        added: Provisions that only the new file has, whole; those inside one are not repeated.
        removed: Provisions that only the old file has.
        changed: Provisions with other words, in the new file's order.
    """

    added: tuple[Provision, ...]
    removed: tuple[Provision, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.removed or self.changed)


def changes(old: ParsedText | None, new: ParsedText) -> Changes:
    """Compare two files of one text.

    Args:
        old: The file accepted last; None where there was none, and everything is new.
        new: The file that came.
    """
    before = {p.locator: p for p in old.provisions} if old else {}
    after = {p.locator: p for p in new.provisions}
    own_before, own_after = _own_words(before.values()), _own_words(after.values())
    changed = []
    for locator, provision in after.items():
        was = before.get(locator)
        if was is None:
            continue
        words = (own_before[locator], own_after[locator])
        if words[0] != words[1] or was.status is not provision.status:
            changed.append(Change(locator, word_changes(*words), (was.status, provision.status)))
    return Changes(
        added=_outermost(p for key, p in after.items() if key not in before),
        removed=_outermost(p for key, p in before.items() if key not in after),
        changed=tuple(changed),
    )


def word_changes(old: str, new: str) -> tuple[Stretch, ...]:
    """Old and new words in one: what stayed, what went, what came.

    >>> [(s.turn.value, s.words) for s in word_changes("The kettle whistles.", "The pot whistles.")]
    [('same', 'The '), ('removed', 'kettle'), ('added', 'pot'), ('same', ' whistles.')]
    """
    a, b = _WORD.findall(old), _WORD.findall(new)
    if len(a) * len(b) > _MOST:
        whole = [(Turn.REMOVED, old), (Turn.ADDED, new)]
        return tuple(Stretch(turn, words) for turn, words in whole if words)
    found: list[Stretch] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Stretch(Turn.SAME, "".join(a[i1:i2])))
            continue
        if i2 > i1:
            found.append(Stretch(Turn.REMOVED, "".join(a[i1:i2])))
        if j2 > j1:
            found.append(Stretch(Turn.ADDED, "".join(b[j1:j2])))
    return tuple(found)


def _own_words(provisions: Iterable[Provision]) -> dict[str, str]:
    """Each provision's words without those of the provisions inside it, white space folded."""
    by_root: dict[str, list[Provision]] = {}
    for provision in provisions:
        by_root.setdefault(provision.root, []).append(provision)
    own: dict[str, str] = {}
    for group in by_root.values():
        # Outer before inner: by start, the longer first, then as the file has them.
        group.sort(key=lambda p: (p.span[0], -p.span[1], p.order))
        for place, provision in enumerate(group):
            start, end = provision.span
            parts, at = [], start
            for inner in group[place + 1 :]:
                if inner.span[0] >= end:
                    break
                if inner.span[0] >= at and inner.span[1] <= end:
                    parts.append(provision.text[at - start : inner.span[0] - start])
                    at = inner.span[1]
            parts.append(provision.text[at - start :])
            own[provision.locator] = " ".join(" ".join(parts).split())
    return own


def _outermost(provisions: Iterable[Provision]) -> tuple[Provision, ...]:
    kept: list[Provision] = []
    for provision in sorted(provisions, key=lambda p: (p.order, p.locator.count("/"))):
        if not any(encloses(outer.locator, provision.locator) for outer in kept):
            kept.append(provision)
    return tuple(kept)
