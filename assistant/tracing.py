"""The record of how an answer came about, for those who audit it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.abstention import Confidence
from assistant.answer import Trace
from assistant.composing.extractive import Draft
from assistant.retrieval import Retrieval

_KEPT = 20
"""Candidates of each group that a trace says something of."""


def trace_of(retrieval: Retrieval, measured: Sequence[Confidence], draft: Draft) -> Trace:
    """What spoke for answering, and which candidates were passed over for which reason.

    Args:
        retrieval: What was found.
        measured: How sure it was of each group, in their order.
        draft: What was made of it.
    """
    sure = max(measured, key=lambda one: one.likelihood)
    cited = {citation.locator for citation in draft.citations}
    passed_over = {}
    for group in retrieval.groups:
        answering = any(c.jurisdiction == group.jurisdiction for c in draft.comparison if c.claims)
        silent = not draft.claims or (bool(draft.comparison) and not answering)
        for candidate in group.candidates[:_KEPT]:
            if candidate.locator not in cited:
                passed_over[candidate.locator] = "no_answer" if silent else "less_likely"
    return Trace(
        confidence={
            "score": sure.likelihood,
            **sure.signs,
            "nearest_background": sure.nearest_background,
            **{
                f"score_{group.jurisdiction}": one.likelihood
                for group, one in zip(retrieval.groups, measured, strict=True)
                if group.jurisdiction
            },
        },
        passed_over=passed_over,
        ms=retrieval.ms,
    )
