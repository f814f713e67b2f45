"""Putting what was found in order: a weighted sum of features, with stated weights.

The weights stand in ``ranking.toml``. They were fitted to questions whose provisions are known
(`evals/fitting.py`: the tuning set and the dev half of the grounding set) so that the right places
come before the others (softmax over the places of a question; Cao et al., ICML 2007). A sum can be
read: each weight says what a feature is worth, and a trace can show what put a place where it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, model_validator

from assistant.retrieval.features import FEATURES

FILE = "ranking.toml"


class Line(BaseModel):
    """A straight line through the likelihood of something: ``offset + Σ weight · value``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    offset: float
    weights: dict[str, float]

    def at(self, values: Mapping[str, float]) -> float:
        """Its height, in log odds."""
        return self.offset + sum(w * values[name] for name, w in self.weights.items())


class Ranking(BaseModel):
    """The fitted weights.

    Attributes:
        order: One weight for each feature: what a place's score is made of.
        right: How sure it is that a place is right, from its score and its place in the list.
        answered: How sure it is that the corpus answers the question at all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    order: dict[str, float]
    right: Line
    answered: Line

    @model_validator(mode="after")
    def _complete(self) -> Ranking:
        if set(self.order) != set(FEATURES):
            raise ValueError("the weights are not those of the features")
        return self

    def score(self, features: Mapping[str, float], without: Collection[str] = ()) -> float:
        """The score of a place; only differences within one question mean anything.

        Args:
            features: Of the place.
            without: Features left out of the sum.
        """
        if not without:
            return sum([w * features[name] for name, w in self.order.items()])
        return sum(w * features[name] for name, w in self.order.items() if name not in without)


@cache
def ranking() -> Ranking:
    """The weights that are shipped."""
    data = files("assistant.retrieval").joinpath(FILE).read_text("utf-8")
    return Ranking.model_validate(tomllib.loads(data))
