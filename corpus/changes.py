"""What changed from one wording to another: provision by provision, word by word.

A provision's words include those of the provisions inside it; compared are the words that are its
own, so that a change shows where it was made and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from corpus.provision import Provision, Status, encloses

_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_WORD = re.compile(rf"\s+|{_HAN}|(?:(?!{_HAN})[\w’'-])+|[^\w\s]")
"""A Chinese character is a word, and so is what stands between two of them."""
_LETTER = re.compile(r"\w")
_MARKS = re.compile(r"[\s*`.,;:'’‘“”\"«»()\[\]–—‐…·、。，；：！？「」『』《》（）-]+")
"""Marks that only arrange words; signs such as % or § say something."""
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
    """A provision that was there before, with other words or in another state.

    Attributes:
        locator: Which provision.
        words: Old and new words of its own in one; all ``SAME`` where only the state changed.
        status: Old and new state.
        order: Where it stands in the new edition.
    """

    locator: str
    words: tuple[Stretch, ...]
    status: tuple[Status, Status]
    order: int = 0

    @property
    def is_typography(self) -> bool:
        """Whether nothing but punctuation or white space differs."""
        touched = (s.words for s in self.words if s.turn is not Turn.SAME)
        return self.status[0] is self.status[1] and all(map(_MARKS.fullmatch, touched))


@dataclass(frozen=True)
class Changes:
    """What changed from one edition to another.

    Attributes:
        added: Provisions that only the new one has, whole; those inside one are not repeated.
        removed: Provisions that only the old one has.
        changed: Provisions with other words, in the new one's order.
    """

    added: tuple[Provision, ...]
    removed: tuple[Provision, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.removed or self.changed)


def changes(old: Iterable[Provision], new: Iterable[Provision]) -> Changes:
    """Compare two editions of one text, or of one provision with all that is inside it.

    Args:
        old: The provisions as they were; none where everything is new.
        new: The provisions as they are.
    """
    before = {p.locator: p for p in old}
    after = {p.locator: p for p in new}
    own_before, own_after = _own_words(before.values()), _own_words(after.values())
    changed = []
    for locator, provision in after.items():
        was = before.get(locator)
        if was is None:
            continue
        words = (own_before[locator], own_after[locator])
        if words[0] != words[1] or was.status is not provision.status:
            status = (was.status, provision.status)
            changed.append(Change(locator, word_changes(*words), status, provision.order))
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
    first = _alike(a, b)
    last = _alike(a[first:][::-1], b[first:][::-1])
    before, after = "".join(a[:first]), "".join(a[len(a) - last :])
    a, b = a[first : len(a) - last], b[first : len(b) - last]
    pieces = [(Turn.SAME, before), *_pieces(a, b), (Turn.SAME, after)]
    return _joined(_without_crumbs([piece for piece in pieces if piece[1]]))


def _alike(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words two wordings begin with alike."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((n for n, (x, y) in pairs if x != y), min(len(a), len(b)))


def _pieces(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[Turn, str]]:
    if len(a) * len(b) > _MOST:
        yield Turn.REMOVED, "".join(a)
        yield Turn.ADDED, "".join(b)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Turn.SAME, "".join(a[i1:i2])
        else:
            yield Turn.REMOVED, "".join(a[i1:i2])
            yield Turn.ADDED, "".join(b[j1:j2])


def _without_crumbs(pieces: list[tuple[Turn, str]]) -> Iterator[tuple[Turn, str]]:
    """The pieces; what stayed between two changes and is no word goes with them.

    A space or a comma that two wordings happen to share would only tear the reading apart.
    """
    last = len(pieces) - 1
    for place, (turn, words) in enumerate(pieces):
        crumb = turn is Turn.SAME and 0 < place < last and not _LETTER.search(words)
        if crumb:
            yield Turn.REMOVED, words
            yield Turn.ADDED, words
        else:
            yield turn, words


def _joined(pieces: Iterable[tuple[Turn, str]]) -> tuple[Stretch, ...]:
    """Stretches in which words that went stand before those that came in their place."""
    found: list[Stretch] = []
    went, came = "", ""
    for turn, words in (*pieces, (Turn.SAME, "")):
        if turn is Turn.SAME:
            found += [Stretch(t, w) for t, w in ((Turn.REMOVED, went), (Turn.ADDED, came)) if w]
            found += [Stretch(Turn.SAME, words)] if words else []
            went, came = "", ""
        elif turn is Turn.REMOVED:
            went += words
        else:
            came += words
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
