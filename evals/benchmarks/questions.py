"""The questions that are asked: the grounding set's, as plain data for other processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TypedDict

from evals.questions import LANGUAGES, Question, load
from evals.ranking import ranking_scores
from evals.split import select


class Asked(TypedDict):
    """A question as another process takes it."""

    id: str
    question: str


def standing_alone() -> tuple[Question, ...]:
    """The dev half without follow-ups, which the stock pipeline has no conversation for."""
    return tuple(question for question in select(load(), "dev") if not question.history)


def plain(questions: Iterable[Question]) -> list[Asked]:
    """Questions as plain data."""
    return [{"id": question.id, "question": question.question} for question in questions]


class Anew:
    """Questions that nobody has asked before, so that nothing remembered answers them.

    Args:
        words: The questions.
        rounds: How often each is asked.

    >>> anew = Anew(["Why?"], 2)
    >>> anew(), anew()
    (['Why? (1)', 'Why? (2)'], ['Why? (3)', 'Why? (4)'])
    """

    def __init__(self, words: Sequence[str], rounds: int) -> None:
        self._words = list(words) * rounds
        self._number = count(1)

    def __call__(self) -> list[str]:
        """Every question so often, each with a number of its own."""
        return [f"{word} ({next(self._number)})" for word in self._words]


def recall(
    questions: Sequence[Question], found: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Recall of the right articles among the first five, by language and for all.

    Args:
        questions: Those asked; only those with an answer count.
        found: Locators by question id, best first.
    """
    scores = ranking_scores([(q, found[q.id]) for q in questions if q.id in found], "article")
    shares: dict[str, dict[str, float]] = {}
    for language in (*LANGUAGES, "all"):
        own = [
            scores[q.id]["recall@5"]
            for q in questions
            if q.id in scores and language in (q.language, "all")
        ]
        if own:
            shares[language] = {"recall": round(sum(own) / len(own), 3), "questions": len(own)}
    return shares
