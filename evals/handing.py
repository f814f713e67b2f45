"""Which clauses the search hands to the answer, and how right they are.

For comparing ways of searching: how many clauses are handed over is settled once, and every way
hands over its best ones. So a way that finds less is not excused by citing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.abstention import answers
from assistant.answer import Answer, Candidate, Citation, Understanding
from assistant.composing.extractive import MAX_LIMITS
from assistant.neighbours import Neighbours
from assistant.retrieval import Group, Retrieval
from assistant.selection import choose
from evals.case import Case, Score
from evals.metrics import citation_precision, citation_recall, comparison_coverage, pinpoint_recall
from evals.questions import Question

MEASURES = {
    "citation_recall": citation_recall,
    "pinpoint_recall": pinpoint_recall,
    "citation_precision": citation_precision,
    "comparison_coverage": comparison_coverage,
}
"""What is measured of the clauses handed over: the metrics of whole answers."""


def counts(understanding: Understanding, retrieval: Retrieval, silent: bool) -> dict[str, int]:
    """How many clauses each group hands over, by jurisdiction; the retrieval has been judged."""
    return {
        group.jurisdiction: len(
            choose(
                group.candidates,
                group.answered,
                need=understanding.need,
                compared=understanding.comparison,
                references=understanding.references,
            )
        )
        if answers(retrieval, group) and not silent
        else 0
        for group in retrieval.groups
    }


def handed(
    retrieval: Retrieval,
    many: Mapping[str, int],
    language: str,
    limits: Neighbours | None = None,
) -> list[str]:
    """The locators handed to the answer: the best of each group, each with what limits it.

    Args:
        retrieval: What was found.
        many: How many clauses for each jurisdiction. Where everything was searched at once, their
            sum is taken from the one list there is.
        language: Language of the reply.
        limits: Where exceptions are looked up; none is added without it.
    """
    places: list[str] = []
    alike = many.keys() == {group.jurisdiction for group in retrieval.groups}
    for group in retrieval.groups:
        count = many[group.jurisdiction] if alike else sum(many.values())
        best = group.candidates[:count]
        places += [candidate.locator for candidate in best]
        if limits is not None:
            places += _limiting(best, group, language, limits)
    return list(dict.fromkeys(places))


def _limiting(
    best: Sequence[Candidate], group: Group, language: str, limits: Neighbours
) -> list[str]:
    """As the composer adds them: a few for each clause, none twice."""
    among = [candidate.locator for candidate in group.candidates]
    used = {candidate.locator for candidate in best}
    added: list[str] = []
    for candidate in best:
        found = limits.limits_of(candidate.locator, language, candidate.version, among=among)
        fresh = [limit.locator for limit in found if limit.locator not in used][:MAX_LIMITS]
        used.update(fresh)
        added += fresh
    return added


def rightness(question: Question, places: Sequence[str]) -> dict[str, Score]:
    """How right it would be to cite these places, by the name of the metric."""
    # Nothing but their places is looked at, so nothing else is made up.
    where: list[dict[str, Any]] = [{"locator": place} for place in places]
    cited: dict[str, Any] = {"citations": tuple(Citation.model_construct(**w) for w in where)}
    case = Case(question, Answer.model_construct(**cited), _NoTexts())
    found = {name: measure(case) for name, measure in MEASURES.items()}
    return {name: score for name, score in found.items() if score is not None}


class _NoTexts:
    """These metrics look at places only."""

    def provision(self, locator: str, language: str, version: str) -> str | None:
        raise NotImplementedError

    def gist(self, locator: str, language: str) -> str | None:
        raise NotImplementedError
