"""How good the answers were when they were last measured, as data that the pages can show.

``measured.toml`` is written by ``python -m evals.measured`` from a run on the test half of the
grounding set. What the figures mean is said in ``evals/FIGURES.md``.

Example:
    >>> found = measured()
    >>> found.split, "verbatim" in {figure.metric for figure in found.figures}
    ('test', True)
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

METRICS = (
    "recall@5",
    "citation_precision",
    "citation_recall",
    "answer_rate",
    "abstention_recall",
    "verbatim",
    "leak",
)
"""The metrics that are kept, by their names in ``evals``."""

COLUMNS = ("en", "zh-Hant", "yue", "zh-Hans")
"""Languages of the questions; ``yue`` is spoken-style Cantonese."""

FILE = Path(__file__).with_name("measured.toml")
"""Where the figures are written in a checkout."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Value(_Data):
    """A figure with its 95 % interval, from 0 to 1."""

    value: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    n: int = Field(ge=1, description="Questions it is taken over.")


class Figure(_Data):
    """One metric, over all questions and by language."""

    metric: str
    overall: Value
    by_language: dict[str, Value]


class Measured(_Data):
    """The figures of one evaluation."""

    taken: date
    split: Literal["dev", "test"] = Field(description="Which half of the grounding set.")
    questions: int
    official: int = Field(description="Official texts that were installed.")
    figures: tuple[Figure, ...]


@cache
def measured() -> Measured:
    """The figures of this release, read once."""
    data = files("corpus").joinpath("measured.toml").read_text("utf-8")
    return Measured.model_validate(tomllib.loads(data))
