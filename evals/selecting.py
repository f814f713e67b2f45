"""How many clauses to cite: what a threshold on their likelihood costs and brings.

Cross-validated: for each fold, order, abstention and the likelihood of a clause are fitted to the
other questions, and only then are the fold's clauses chosen. Of questions with an answer, in the
jurisdictions that hold one: whether to answer at all is another matter (`evals/likelihoods.py`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.retrieval.ranking import Line, Ranking
from assistant.selection import LIKELY, MOST, MOST_COMPARED, VIEWS
from evals.case import Score
from evals.fitting import Seen, views_of
from evals.grid import Grid
from evals.handing import rightness
from evals.intervals import ratio
from evals.likelihoods import said
from evals.questions import Question

THRESHOLDS = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)

_MEASURES = {
    "citation_precision": "right",
    "citation_recall": "needs met",
    "pinpoint_recall": "at the pinpoint",
}


@dataclass(frozen=True)
class Options:
    """The clauses that one search may cite, best first.

    Attributes:
        question: What was asked.
        places: The clauses.
        likely: How likely each of them is right, by weights that have not seen the question.
        compared: Whether it is one jurisdiction of several.
    """

    question: Question
    places: Sequence[str]
    likely: Sequence[float]
    compared: bool = False

    def chosen(self, threshold: float) -> list[str]:
        """The first clause, and those that are likely enough, as `assistant.selection` takes them.

        Without what that learns from the question: provisions that it names, lists of duties.
        """
        kept = [
            place
            for n, (place, likely) in enumerate(zip(self.places, self.likely, strict=True))
            if not n or likely >= threshold
        ]
        return kept[: MOST_COMPARED if self.compared else MOST]


def options(
    rows: Sequence[Seen], without: Sequence[tuple[Collection[str], Ranking]]
) -> list[Options]:
    """The clauses of every search that holds an answer, judged without its group.

    Args:
        rows: What was seen.
        without: For each fold its groups, and the weights fitted to all others.
    """
    searches = Counter(row.question.id for row in rows)
    found = []
    for row in rows:
        if not row.question.answerable or row.silent:
            continue
        weights = next(other for fold, other in without if row.question.group in fold)
        views, places = views_of(row, weights.order, weights.answered)
        found.append(
            Options(
                row.question,
                [row.places[n] for n in places],
                [_likely(weights.right, view) for view in views.tolist()],
                searches[row.question.id] > 1,
            )
        )
    return found


def grid(found: Sequence[Options], thresholds: Sequence[float] = THRESHOLDS) -> Grid:
    """What is cited at each threshold: how much, how right, and how much of what is needed."""
    rows = []
    for threshold in (*sorted({*thresholds, LIKELY}), math.inf):
        cited: dict[str, list[str]] = {}
        questions = {one.question.id: one.question for one in found}
        for one in found:
            cited.setdefault(one.question.id, []).extend(one.chosen(threshold))
        scores = {key: rightness(questions[key], places) for key, places in cited.items()}
        cells = [f"{sum(map(len, cited.values())) / len(cited):.1f}"]
        for name in _MEASURES:
            groups: dict[str, list[Score]] = {}
            for key, scored in scores.items():
                groups.setdefault(questions[key].group, []).append(scored[name])
            cells.append(said(ratio(groups)))
        rows.append([_named(threshold), *cells])
    return Grid(
        "Clauses cited, by the least likelihood of those beside the first; cross-validated",
        ("at least", "clauses", *_MEASURES.values()),
        rows,
    )


def _named(threshold: float) -> str:
    if math.isinf(threshold):
        return "the first alone"
    return f"{threshold:.2f}{' (in use)' if threshold == LIKELY else ''}"


def _likely(right: Line, view: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-right.at(dict(zip(VIEWS, view, strict=True)))))
