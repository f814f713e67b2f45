"""Knowing when to be silent.

Similarity alone does not tell “the corpus answers this” from “it only resembles it”. Three
measures together do better: how close the five best passages are, how close the question is to
a line that says what the corpus is about, and how close it is to a line about something else
(other laws, other regimes, everyday matters). All are cosines of vectors with their language's
mean removed.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.retrieval import Retrieval

THRESHOLD = 0.30
"""Least score at which an answer is given."""


@dataclass(frozen=True)
class Confidence:
    """How sure it is that the corpus answers a question.

    Attributes:
        score: ``closeness + scope - background``.
        closeness: Mean cosine of the five best passages.
        scope: Cosine of the nearest line about the corpus.
        background: Cosine of the nearest line about something else.
        nearest_background: That line.
    """

    score: float
    closeness: float
    scope: float
    background: float
    nearest_background: str

    @property
    def enough(self) -> bool:
        """Whether to answer."""
        return self.score >= THRESHOLD


def confidence(retrieval: Retrieval) -> Confidence:
    """Measure whether what was found answers the question."""
    lines = retrieval.lines
    score = retrieval.closeness + lines.scope - lines.background
    return Confidence(
        round(score, 4),
        round(retrieval.closeness, 4),
        round(lines.scope, 4),
        round(lines.background, 4),
        lines.background_line,
    )
