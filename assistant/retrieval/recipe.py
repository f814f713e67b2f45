"""The constants of the search, and its parts that can be left out.

Every figure here was chosen on the dev half of the grounding set and the tuning set, never on the
test half; `evals/ablation.py` says what each part is worth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

LegName = Literal["digest", "same", "across", "asked", "words"]

LEGS: tuple[LegName, ...] = ("digest", "same", "across", "asked", "words")
"""Our gists in any language; official words in the question's language, and in the others; how
people ask for a provision; and words, where the scripts match."""


@dataclass(frozen=True)
class Recipe:
    """How provisions are searched for.

    Attributes:
        weights: Weight of each leg in the fusion by rank; a leg of weight 0 is not run.
        rank_constant: The constant of reciprocal rank fusion. The paper has 60; 10 measured
            better, where few legs are fused and the first ranks count.
        limit: Passages taken from each leg.
        centred: Whether each language's mean is removed from vectors.
        adapted: Whether the learned map turns questions towards provisions.
        glossary: Whether the law's words are added for colloquial ones.
        names_removed: Whether names of places and laws are left out of what is searched for.
        parts: Whether the parts of a question that asks several things are searched for as well.
        quotas: Whether a comparison searches each jurisdiction by itself.
        ranked: Whether the weighted sum orders what was fused.
    """

    weights: Mapping[LegName, float] = field(
        default_factory=lambda: MappingProxyType(
            {"digest": 1.0, "same": 1.0, "across": 0.5, "asked": 1.0, "words": 1.0}
        )
    )
    rank_constant: int = 10
    limit: int = 60
    centred: bool = True
    adapted: bool = True
    glossary: bool = True
    names_removed: bool = True
    parts: bool = True
    quotas: bool = True
    ranked: bool = True

    def without(self, leg: LegName) -> Mapping[LegName, float]:
        """The weights with one leg left out."""
        return MappingProxyType({**self.weights, leg: 0.0})


RECIPE = Recipe()
"""The recipe in use."""
