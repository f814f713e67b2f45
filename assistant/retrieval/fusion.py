"""Fusing what several legs found, by rank.

Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): a place gets, from each leg that
found it, the leg's weight over a constant plus its rank. Twice: for the places themselves, and for
the articles, sections and principles that they stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.retrieval.recipe import Recipe
from corpus.passage import Hit, Passage
from corpus.provision import Authority

_CONTAINERS = ("sch_", "anx_", "app_")
"""A schedule or an annex is no unit of meaning; its principles, points and sections are."""


@lru_cache(maxsize=1 << 15)
def unit_of(locator: str) -> str:
    """The article-like unit that a place stands in.

    >>> unit_of("eu-ai-act/art_5/par_1/pnt_a"), unit_of("cap-486/sch_1/dpp_3/ss_1")
    ('eu-ai-act/art_5', 'cap-486/sch_1/dpp_3')
    """
    steps = locator.split("/")
    depth = 3 if len(steps) > 1 and steps[1].startswith(_CONTAINERS) else 2
    return "/".join(steps[:depth])


@dataclass
class Fused:
    """What the legs of one group found together.

    Attributes:
        places: Fused score of each place.
        units: Fused score of each unit.
        ranks: Rank of each place in each leg that found it, from 1.
        scores: Each leg's best score for each place.
        passages: The passage that speaks best for each place.
    """

    places: dict[str, float] = field(default_factory=dict)
    units: dict[str, float] = field(default_factory=dict)
    ranks: dict[str, dict[str, int]] = field(default_factory=dict)
    scores: dict[str, dict[str, float]] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)


def fuse(legs: Mapping[str, Sequence[Hit]], recipe: Recipe) -> Fused:
    """Fuse the legs of one group."""
    fused = Fused()
    for name, hits in legs.items():
        weight = recipe.weights[name]  # type: ignore[index]  # legs are named as in the recipe
        units = dict.fromkeys(unit_of(hit.passage.locator) for hit in hits)
        for rank, unit in enumerate(units, start=1):
            share = weight / (recipe.rank_constant + rank)
            fused.units[unit] = fused.units.get(unit, 0.0) + share
        fused.scores[name] = {}
        for rank, (place, hit) in enumerate(_first_of_each(hits), start=1):
            share = weight / (recipe.rank_constant + rank)
            fused.places[place] = fused.places.get(place, 0.0) + share
            fused.ranks.setdefault(place, {})[name] = rank
            fused.scores[name][place] = hit.score
            fused.passages[place] = _better(fused.passages.get(place), hit.passage)
    return fused


def _first_of_each(hits: Sequence[Hit]) -> Iterable[tuple[str, Hit]]:
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(hit.passage.locator, hit)
    return seen.items()


def _better(held: Passage | None, other: Passage) -> Passage:
    """The passage that speaks for a place: official words before our own digest."""
    if held is None or (
        held.authority is Authority.OWN_DIGEST and other.authority is not Authority.OWN_DIGEST
    ):
        return other
    return held
