"""Choosing the clauses that an answer cites, from what was found.

A clause is cited where it is more likely right than not; the first one always is, where there is
an answer at all. How likely follows from how far it stands behind the first, from its place in the
list, from whether its article is there already, and from how sure it is that there is an answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.answer import Candidate, Need
from assistant.retrieval.fusion import unit_of
from assistant.retrieval.ranking import ranking

LIKELY = 0.55
"""Least likelihood of a clause that is cited beside the first."""

MOST = 5
"""Clauses cited at most, or for each jurisdiction of a comparison `MOST_COMPARED`."""

MOST_COMPARED = 3
MOST_DUTIES = 8
"""A list of duties is as long as the law makes it."""

NEAR = 5.0
"""How far behind the first a further article may stand that answers a second thing asked."""

LOOKED_AT = 12
"""Candidates that may be chosen from."""

VIEWS = ("behind", "step", "rank", "same_unit", "answered")
"""What the likelihood of a clause is made of."""


def views(ranked: Sequence[tuple[str, float]], answered: float) -> list[dict[str, float]]:
    """Candidates as the choice sees them.

    Args:
        ranked: Places with their scores, best first.
        answered: Log odds that there is an answer.
    """
    seen: list[dict[str, float]] = []
    units: set[str] = set()
    for number, (place, score) in enumerate(ranked):
        before = ranked[number - 1][1] if number else score
        seen.append(
            {
                "behind": ranked[0][1] - score,
                "step": before - score,
                "rank": math.log(number + 1),
                "same_unit": float(unit_of(place) in units),
                "answered": answered,
            }
        )
        units.add(unit_of(place))
    return seen


def choose(
    candidates: Sequence[Candidate],
    answered: float,
    *,
    need: Need = Need.LOOKUP,
    compared: bool = False,
    references: Sequence[str] = (),
    asked: int = 1,
) -> list[Candidate]:
    """The clauses to cite, best first.

    Args:
        candidates: What was found, best first.
        answered: Likelihood that there is an answer, from 0 to 1.
        need: What kind of answer is wanted.
        compared: Whether this is one jurisdiction of a comparison.
        references: Provisions that the question names: they are cited, and little beside them.
        asked: How many things the question asks for: each has an article of its own as a rule.
    """
    named = [c for c in candidates if c.locator in references]
    found = [c for c in candidates if c.locator not in references][:LOOKED_AT]
    odds = math.log(max(answered, 1e-6) / max(1 - answered, 1e-6))
    seen = views([(c.locator, c.score) for c in found], odds)
    likely = [
        candidate
        for number, (candidate, view) in enumerate(zip(found, seen, strict=True))
        if (number == 0 and not named) or _likelihood(view) >= LIKELY
    ]
    if not (named or compared):
        likely = _with_units(likely, found, asked)
    most = MOST_COMPARED if compared else MOST_DUTIES if need is Need.DUTIES else MOST
    return (named + likely)[: max(most, len(named))]


def _with_units(
    likely: Sequence[Candidate], found: Sequence[Candidate], asked: int
) -> list[Candidate]:
    """The best of each article that a thing asked needs, then the other likely ones."""
    best: dict[str, Candidate] = {}
    for candidate in found:
        if len(best) < asked and found[0].score - candidate.score <= NEAR:
            best.setdefault(unit_of(candidate.locator), candidate)
    heads = list(best.values())
    return [*heads, *(candidate for candidate in likely if candidate not in heads)]


def _likelihood(view: dict[str, float]) -> float:
    return 1 / (1 + math.exp(-ranking().right.at(view)))
