"""Knowing when to be silent.

Similarity alone does not tell “the corpus answers this” from “it only resembles it”. Three
measures together do better: how close the five best passages are, how close the question is to
a line that says what the searched texts are about, and how close it is to a line about something
else (other laws, other regimes, everyday matters). A fourth catches the trap of the other
jurisdiction: by how much the question is closer to a phrasing of an instrument that is not
searched. All are cosines of vectors with their language's mean removed.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.retrieval import Retrieval

THRESHOLD = 0.40
"""Least score at which an answer is given; chosen on the dev half of the grounding set."""

OTHER_LAW = 2.0
"""How much it counts against an answer that the question sounds more like one about an instrument
that is not searched; not in comparisons, which name several."""


@dataclass(frozen=True)
class Confidence:
    """How sure it is that the corpus answers a question.

    Attributes:
        score: ``closeness + scope - background``, less what speaks for another law.
        closeness: Mean cosine of the five best passages.
        scope: Cosine of the nearest line about the corpus.
        background: Cosine of the nearest line about something else.
        elsewhere: Cosine of the nearest phrasing of an instrument that is not searched.
        nearest_background: The nearest line about something else.
    """

    score: float
    closeness: float
    scope: float
    background: float
    elsewhere: float
    nearest_background: str

    @property
    def enough(self) -> bool:
        """Whether to answer."""
        return self.score >= THRESHOLD


def confidence(retrieval: Retrieval) -> Confidence:
    """Measure whether what was found answers the question."""
    lines = retrieval.lines
    gap = 0.0 if len(retrieval.groups) > 1 else max(0.0, lines.elsewhere - lines.scope)
    score = retrieval.closeness + lines.scope - lines.background - OTHER_LAW * gap
    return Confidence(
        round(score, 4),
        round(retrieval.closeness, 4),
        round(lines.scope, 4),
        round(lines.background, 4),
        round(lines.elsewhere, 4),
        lines.background_line,
    )
