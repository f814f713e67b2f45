"""How sure the assistant is of having an answer, for questions where it is known.

Twice for each question: with the weights that are shipped, which were fitted to these very
questions, and with weights fitted without the question's group (cross-validation), which is how
sure the assistant would be of a question that it was not fitted to.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.abstention import THRESHOLD, THRESHOLD_COMPARED
from assistant.retrieval.ranking import Ranking
from evals.case import Score
from evals.fitting import Seen, fit, folds, signs_of
from evals.grid import Grid
from evals.intervals import Estimate, ratio
from evals.questions import LANGUAGES, Question
from evals.separation import Sides, area
from evals.table import LANGUAGE_NAMES

Side = Literal["answerable", "near-miss", "other"]
"""What a question is: one with an answer, a near miss, or any other to be declined."""

Which = Literal["shipped", "held_out"]


@dataclass(frozen=True)
class Likelihood:
    """One search, or one question as its likeliest search.

    Attributes:
        question: What was asked.
        holds: Whether there is an answer in what was searched.
        shipped: With the weights in use.
        held_out: With weights fitted without the question's group.
        compared: Whether it is one jurisdiction of several, or a question about several.
    """

    question: Question
    holds: bool
    shipped: float
    held_out: float
    compared: bool = False

    @property
    def side(self) -> Side:
        """For showing near misses apart."""
        if self.holds:
            return "answerable"
        return "near-miss" if self.question.kind == "near-miss" else "other"

    def of(self, which: Which) -> float:
        """One of the two likelihoods."""
        return self.shipped if which == "shipped" else self.held_out

    def answered(self, which: Which) -> bool:
        """Whether it is likely enough to answer."""
        return self.of(which) >= (THRESHOLD_COMPARED if self.compared else THRESHOLD)


def fitted_without(rows: Sequence[Seen]) -> list[tuple[Collection[str], Ranking]]:
    """For each fold its groups, and the weights fitted to all other groups."""
    return [
        (fold, fit([row for row in rows if row.question.group not in fold])) for fold in folds(rows)
    ]


def likelihoods(
    rows: Sequence[Seen], shipped: Ranking, without: Sequence[tuple[Collection[str], Ranking]]
) -> list[Likelihood]:
    """The likelihoods of every search: of each jurisdiction, where several are compared.

    Args:
        rows: What was seen.
        shipped: The weights in use.
        without: From `fitted_without`.
    """
    searches = Counter(row.question.id for row in rows)
    return [
        Likelihood(
            row.question,
            row.question.answerable and not row.silent,
            _likely(shipped, row),
            next(_likely(other, row) for fold, other in without if row.question.group in fold),
            searches[row.question.id] > 1,
        )
        for row in rows
    ]


def of_questions(searches: Iterable[Likelihood]) -> list[Likelihood]:
    """Questions for searches: a comparison is answered if any of its jurisdictions is."""
    apart: dict[str, list[Likelihood]] = {}
    for search in searches:
        apart.setdefault(search.question.id, []).append(search)
    return [
        Likelihood(
            own[0].question,
            own[0].question.answerable,
            max(one.shipped for one in own),
            max(one.held_out for one in own),
            own[0].compared,
        )
        for own in apart.values()
    ]


def area_of(found: Iterable[Likelihood], which: Which) -> Estimate | None:
    """How well the likelihoods of questions or searches tell the two sides apart."""
    groups: dict[str, tuple[list[float], list[float]]] = {}
    for one in found:
        yes, no = groups.setdefault(one.question.group, ([], []))
        (yes if one.holds else no).append(one.of(which))
    return area({name: Sides(*sides) for name, sides in groups.items()})


def grid(questions: Sequence[Likelihood], searches: Sequence[Likelihood]) -> Grid:
    """Area, answered and declined at the threshold: by language, near misses, and comparisons."""
    parts: dict[str, list[Likelihood]] = {
        LANGUAGE_NAMES[name]: [q for q in questions if q.question.language == name]
        for name in LANGUAGES
    }
    parts["all"] = list(questions)
    parts["near misses alone"] = [q for q in questions if q.side != "other"]
    parts["all but near misses"] = [q for q in questions if q.side != "near-miss"]
    parts["jurisdictions compared"] = [
        one for one in searches if one.compared and one.question.answerable
    ]
    rows = [[name, *_cells(found)] for name, found in parts.items() if found]
    columns = ["", "with / without answer"]
    for title in ("fitted to them", "cross-validated"):
        columns += [f"{title}: area", "answered", "declined"]
    return Grid("Telling questions with an answer from those without", columns, rows)


def _cells(found: Sequence[Likelihood]) -> list[str]:
    holding = sum(one.holds for one in found)
    cells = [f"{holding} / {len(found) - holding}"]
    which: Which
    for which in ("shipped", "held_out"):
        cells.append(said(area_of(found, which)))
        cells += [said(_right(found, which, holds=holds)) for holds in (True, False)]
    return cells


def _right(found: Iterable[Likelihood], which: Which, *, holds: bool) -> Estimate | None:
    """The share answered of those with an answer, or declined of those without."""
    groups: dict[str, list[Score]] = {}
    for one in found:
        if one.holds is holds:
            right = Score(float(one.answered(which) is holds))
            groups.setdefault(one.question.group, []).append(right)
    return ratio(groups)


def said(estimate: Estimate | None) -> str:
    """A figure with its interval."""
    if estimate is None:
        return "–"
    value, low, high = (f"{x:.2f}".removeprefix("0") for x in estimate[:3])
    return f"{value} [{low}–{high}]"


def _likely(weights: Ranking, row: Seen) -> float:
    return 1 / (1 + math.exp(-weights.answered.at(signs_of(row, weights.order))))
