"""Which provisions carry a topic best, and what each does there: what makes a comparison align.

Choice and alignment rest on the digest alone: the topics of an entry, the most telling first,
how many ways of asking for it are known, its figures and its level. The first topic of an entry
says what it does for another one: a provision about penalties that also bears on consent is,
under consent, a sanction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.digest import DigestEntry
from corpus.provision import encloses, instrument_of


class Aspect(StrEnum):
    """What a provision does for a topic; the lines along which a comparison reads across."""

    RULE = "rule"
    """It is about the topic itself."""
    SCOPE = "scope"
    """It says what or whom the rules cover, or what a term means."""
    EXCEPTION = "exception"
    """It takes purposes or persons out of the rules."""
    SANCTION = "sanction"
    """It makes an offence of it or sets a penalty."""
    REDRESS = "redress"
    """It says how people complain or get relief."""
    OVERSIGHT = "oversight"
    """It says who supervises."""
    START = "start"
    """It says when the rules start."""


_ASPECTS = {
    "scope-and-definitions": Aspect.SCOPE,
    "exemptions": Aspect.EXCEPTION,
    "penalties": Aspect.SANCTION,
    "complaints-and-remedies": Aspect.REDRESS,
    "supervision": Aspect.OVERSIGHT,
    "commencement": Aspect.START,
}

MAX_ENTRIES = 5
"""Provisions in a cell; how many more there are is said."""

_MAX_RULES = 4
"""Provisions about the topic itself, while others wait that say who, when and what else."""

# What speaks for a provision. The values were set by reading the cells of all topics.
_POSITION = (3.0, 2.0, 1.0, 0.0)
"""Where the topic stands among the entry's topics, the most telling first."""
_ASKED, _ASKED_MOST = 0.4, 10
"""Each known way of asking for it: people ask for what matters."""
_FIGURES, _FIGURES_MOST = 0.15, 4
"""Each figure."""
_WHOLE = 1.0
"""It is a whole article or principle, first of all about the topic."""
_AGAIN = 0.6
"""Lost for each provision of the same article that is chosen already."""
_LEAST_SHARE = 0.45
"""A provision is shown if it is worth at least this share of the best one in its cell."""


@dataclass(frozen=True)
class Chosen:
    """A digest entry with what it does in its cell."""

    entry: DigestEntry
    aspect: Aspect


def aspect_of(entry: DigestEntry, topic: str) -> Aspect:
    """What an entry does for a topic."""
    first = entry.topics[0]
    return Aspect.RULE if first == topic else _ASPECTS.get(first, Aspect.RULE)


def choose(entries: Iterable[DigestEntry], topic: str) -> tuple[list[Chosen], int]:
    """The entries that carry a topic best within one jurisdiction, and how many are left out.

    Recitals stand in only where there is nothing else. Each instrument with a provision that is
    first of all about the topic is heard. An article and a part of it are not both shown.

    Args:
        entries: The entries of the jurisdiction that have the topic.
        topic: The topic's id.

    Returns:
        At most `MAX_ENTRIES`, by aspect and then what is most about the topic first; and the
        number of the rest.
    """
    held = list(entries)
    rules = [e for e in held if not _explains(e)] or held
    ranked = sorted(rules, key=lambda e: -_worth(e, topic))
    chosen: list[DigestEntry] = []
    firsts = {instrument_of(e.locator): e for e in reversed(ranked) if e.topics[0] == topic}
    if firsts:
        # Where one law is about the topic, what another says of it in passing is not the answer.
        ranked = [e for e in ranked if instrument_of(e.locator) in firsts]
        chosen = sorted(firsts.values(), key=lambda e: -_worth(e, topic))
    best = _worth(ranked[0], topic) if ranked else 0.0
    while len(chosen) < MAX_ENTRIES:
        following = _next(ranked, chosen, topic, best * _LEAST_SHARE)
        if following is None:
            break
        chosen.append(following)
    chosen = chosen[:MAX_ENTRIES]
    order = list(Aspect)
    found = [Chosen(entry, aspect_of(entry, topic)) for entry in chosen]
    found.sort(
        key=lambda c: (
            order.index(c.aspect),
            c.entry.topics.index(topic),
            -_worth(c.entry, topic),
        )
    )
    return found, len(held) - len(found)


def _next(
    ranked: Sequence[DigestEntry], chosen: Sequence[DigestEntry], topic: str, least: float
) -> DigestEntry | None:
    """The best entry still to take: another side of the matter once the rules have their share."""
    aspects = [aspect_of(e, topic) for e in chosen]

    def value(entry: DigestEntry) -> float:
        root = _root(entry.locator)
        return _worth(entry, topic) - _AGAIN * sum(_root(e.locator) == root for e in chosen)

    left = [
        e
        for e in ranked
        if value(e) >= least
        and not any(
            encloses(e.locator, c.locator) or encloses(c.locator, e.locator) for c in chosen
        )
    ]
    if aspects.count(Aspect.RULE) >= _MAX_RULES:
        left = [e for e in left if aspect_of(e, topic) is not Aspect.RULE] or left
    return max(left, key=value, default=None)


def _worth(entry: DigestEntry, topic: str) -> float:
    place = entry.topics.index(topic)
    asked = entry.asked
    ways = len(asked.en) + len(asked.yue) + len(asked.zh_hant) + len(asked.zh_hans)
    whole = place == 0 and entry.locator == _root(entry.locator)
    return (
        _POSITION[place]
        + _ASKED * min(ways, _ASKED_MOST)
        + _FIGURES * min(len(entry.figures), _FIGURES_MOST)
        + _WHOLE * whole
    )


def _root(locator: str) -> str:
    """The article, or what counts as one in a schedule or annex: a principle, a point."""
    steps = locator.split("/")
    inside = 3 if steps[1].startswith(("sch_", "anx_")) else 2
    return "/".join(steps[:inside])


def _explains(entry: DigestEntry) -> bool:
    return entry.locator.split("/")[1].startswith("rct_")
