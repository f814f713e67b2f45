"""Which words of a provision to quote: those that carry the answer, and all they depend on.

A short provision is quoted whole. Of a long one the decisive sentences are chosen: those that
share rare words with the question (in the provision's language, by way of the glossary), with
our own gist of the provision in that language, and with the figures that the gist gives. What a
chosen sentence depends on comes with it, however long it makes the quotation: the words that
announce its list, the sentence it refers back to, and every exception to it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.composing.stretches import (
    Stretch,
    exceptions,
    has_words,
    leans_back,
    parents,
    points,
    stretches,
    tail,
    takes_out,
)
from assistant.verification.quotation import OMISSION
from corpus.provision import Provision, Status
from corpus.sparse import terms

MAX_QUOTE = {"en": 600, "zh": 240}
"""Characters quoted of one provision where nothing that depends on them needs more."""

_HARDLY_LONGER = 1.1
"""So much longer than that, a provision is still quoted whole: leaving out one point of its list
would hide more than it saves."""

_CHOSEN = {"en": 420, "zh": 170}
"""Characters of decisive sentences, before what they depend on."""

_LEAST_SHARE = 0.6
"""A further sentence is quoted if its score is at least this share of the best one's."""

_GIST, _FIGURE, _OPENING, _FOUND = 0.6, 3.0, 0.1, 0.15
"""What else speaks for a sentence: each rare word shared with the gist, a figure of the digest;
and, as shares of the best score, being the opening and standing in the passage that was found."""

_SMALL_GAP = {"en": 40, "zh": 15}
"""Characters not worth an omission mark."""


@dataclass(frozen=True)
class Hints:
    """What tells the decisive words of one provision.

    Attributes:
        asked: Search terms of the question, and of what it is called in the provision's language.
        gist: Our gist of the provision, in its language; empty for none.
        figures: Characters of the law that carry a figure the answer needs.
        found: Where the passage that was found stands in the provision's text.
        needed: Words that have to be quoted, such as a limit that another provision refers to.
    """

    asked: frozenset[str] = frozenset()
    gist: str = ""
    figures: tuple[str, ...] = ()
    found: tuple[int, int] | None = None
    needed: tuple[str, ...] = ()


def quotation(provision: Provision, hints: Hints) -> str:
    """The words to quote, with omissions marked.

    Args:
        provision: Where from.
        hints: What tells the decisive words.

    Returns:
        Words of the provision in their order; the provision whole where it is short.
    """
    family = provision.edition.language[:2]
    body = provision.body.strip()
    if len(body) <= _HARDLY_LONGER * _most(family):
        return body or provision.text
    cut = stretches(provision.text, provision.body_start)
    able = [n for n, stretch in enumerate(cut) if has_words(stretch)]
    if not able:
        return body
    limited = (
        not provision.edition.binding_force.is_voluntary
        and provision.status is not Status.EXPLANATORY
    )
    chosen = _decisive(cut, able, hints, _CHOSEN.get(family, _CHOSEN["en"]))
    kept = _with_dependents(cut, chosen, _most(family), limited=limited)
    kept = _without_small_gaps(cut, kept, _SMALL_GAP.get(family, _SMALL_GAP["en"]))
    return _joined(cut, kept)


def _most(family: str) -> int:
    return MAX_QUOTE.get(family, MAX_QUOTE["en"])


def _decisive(cut: Sequence[Stretch], able: Sequence[int], hints: Hints, room: int) -> set[int]:
    """The sentences that carry the answer, as many as there is room for; the best one anyhow."""
    scores = _scores(cut, able, hints)
    best = max(scores.values())
    if best <= 0:
        return _opening(cut, able, room)
    chosen: set[int] = set()
    used = 0
    for number in sorted(able, key=lambda n: (-scores[n], n)):
        length = cut[number].end - cut[number].start
        if chosen and (scores[number] < _LEAST_SHARE * best or used + length > room):
            continue
        chosen.add(number)
        used += length
    if not hints.needed and all(takes_out(cut[n]) for n in chosen):
        # An exception alone says less than nothing of its rule.
        chosen.add(able[0])
    for words in hints.needed:
        chosen.update(n for n in able if words and words in cut[n].text)
    return chosen


def _scores(cut: Sequence[Stretch], able: Sequence[int], hints: Hints) -> dict[int, float]:
    gist = frozenset(terms(hints.gist)) if hints.gist else frozenset()
    spread = Counter(word for n in able for word in cut[n].words)

    def rare(words: Iterable[str]) -> float:
        # Exact, so that the order of a set, which differs from run to run, decides no tie.
        return math.fsum(math.log(1 + len(able) / spread[word]) for word in words)

    scores: dict[int, float] = {}
    for number in able:
        words = cut[number].words
        score = rare(words & hints.asked) + _GIST * rare(words & gist)
        # Long sentences share more words with anything.
        score /= max(len(words), 8) ** 0.35
        if any(figure in cut[number].text for figure in hints.figures):
            score += _FIGURE
        scores[number] = score
    best = max(scores.values(), default=0.0)
    for number in able:
        if hints.found and cut[number].start < hints.found[1] and hints.found[0] < cut[number].end:
            scores[number] += _FOUND * best
    scores[able[0]] += _OPENING * best
    return scores


def _opening(cut: Sequence[Stretch], able: Sequence[int], room: int) -> set[int]:
    """The first sentences, as far as they fit; at least one."""
    chosen: set[int] = set()
    for number in able:
        if chosen and cut[number].end - cut[able[0]].start > room:
            break
        chosen.add(number)
    return chosen


def _with_dependents(
    cut: Sequence[Stretch], chosen: set[int], room: int, *, limited: bool
) -> set[int]:
    """The sentences chosen, and what they cannot be quoted without.

    The list that an exception announces is kept whole, that of a rule as far as there is room.
    """
    kept: set[int] = set()
    waiting = sorted(chosen)
    rules = set(chosen)
    while waiting:
        number = waiting.pop()
        if number in kept:
            continue
        kept.add(number)
        needed = set(parents(cut, number))
        for announcing in tuple(needed):
            needed |= set(tail(cut, announcing))
        if leans_back(cut[number]) and number > 0:
            needed.add(number - 1)
        own = points(cut, number)
        if own and not chosen.intersection(own) and not kept.intersection(own):
            needed |= _opening(cut, own, room) if number in rules else set(own)
        if limited and number in rules:
            needed |= set(exceptions(cut, number))
        waiting += sorted(needed - kept)
    return kept


def _without_small_gaps(cut: Sequence[Stretch], kept: set[int], small: int) -> set[int]:
    filled = set(kept)
    ordered = sorted(kept)
    for before, after in pairwise(ordered):
        between = range(before + 1, after)
        if sum(cut[n].end - cut[n].start for n in between) <= small:
            filled.update(between)
    return filled


def _joined(cut: Sequence[Stretch], kept: set[int]) -> str:
    pieces: list[str] = []
    previous = -1
    for number in sorted(kept):
        words = cut[number].text
        if number != previous + 1:
            if pieces:
                pieces[-1] = pieces[-1].rstrip()
            pieces.append(f" {OMISSION} ")
            words = words.lstrip()
        pieces.append(words)
        previous = number
    if previous != len(cut) - 1:
        pieces[-1] = pieces[-1].rstrip()
        pieces.append(f" {OMISSION}")
    return "".join(pieces).strip()
