"""What a text without a digest can be judged by: ``python -m evals.undescribed``.

Prints the line in `assistant/undescribed.py` fitted anew, and what it lets through. Every question
of the tuning set and the dev half is searched for in every instrument by itself. A pair is right
where the instrument holds what is required, wrong where it holds none of it; the figures of the
digest are not looked at. Questions about another law in a wrong pair are harder than what a text is
asked that somebody names, so that the share of them let through is an upper bound.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from assistant import undescribed
from assistant.assistant import Assistant
from assistant.retrieval.searching import retrieve
from corpus.provision import instrument_of
from corpus.settings import settings
from evals.fitting import TUNING
from evals.questions import AS_AT, Question, load
from evals.split import select

STEPS = 5000
RATE = 0.5

_log = logging.getLogger(__name__)
Vector = NDArray[np.float64]


def pairs(
    assistant: Assistant, questions: list[Question]
) -> Iterator[tuple[dict[str, float], int]]:
    """The signs of every question in every instrument, and whether it holds the answer."""
    for question in questions:
        required = {instrument_of(place) for need in question.required for place in need}
        acceptable = set(map(instrument_of, question.acceptable)) - required
        understanding = assistant.search(question.question, as_at=AS_AT)[0]
        for instrument in assistant.available:
            if instrument in acceptable:
                continue
            only = understanding.model_copy(
                update={"instruments": (instrument,), "comparison": False, "references": ()}
            )
            found = retrieve(only, assistant.index, assistant.embedder, assistant.words)
            group = found.groups[0]
            group.undescribed = (instrument,)
            yield undescribed.signs(found, group), int(instrument in required)


def fit(values: Vector, right: Vector) -> Vector:
    """Weights and, last, the offset of a logistic line; right and wrong count alike.

    Args:
        values: Shape (pairs, signs).
        right: 1 or 0 for each pair.
    """
    with_offset = np.c_[values, np.ones(len(values))]
    share = right.mean()
    weight = np.where(right == 1, 0.5 / share, 0.5 / (1 - share))
    line = np.zeros(with_offset.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-with_offset @ line))
        line += RATE * (with_offset.T @ ((right - likely) * weight)) / len(right)
    return line


def main() -> None:
    """Measure, fit and print."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with Assistant.open(settings()) as assistant:
        measured = list(pairs(assistant, [*select(load(), "dev"), *load(TUNING)]))
    names = tuple(undescribed.LINE.weights)
    values = np.array([[signs[name] for name in names] for signs, _ in measured])
    right = np.array([float(is_right) for _, is_right in measured])
    *weights, offset = fit(values, right).tolist()
    fitted = ", ".join(f"{n} {w:.3f}" for n, w in zip(names, weights, strict=True))
    _log.info("offset %.3f, %s", offset, fitted)
    likely = np.array([undescribed.likelihood(signs) for signs, _ in measured])
    for threshold in (0.3, 0.35, undescribed.THRESHOLD, 0.45, 0.5):
        through = likely >= threshold
        kept, wrong = through[right == 1].mean(), through[right == 0].mean()
        _log.info("at %.2f: %.2f of right pairs, %.2f of wrong ones", threshold, kept, wrong)


if __name__ == "__main__":
    main()
