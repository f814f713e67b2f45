"""From an understood question to the extractive answer, or the reason why there is none."""

from __future__ import annotations

import time

from assistant.answer import Answer, Trace, Understanding
from assistant.composing.extractive import Draft, compose
from assistant.knowledge import Knowledge
from assistant.refusing import nothing_close, refusal
from assistant.retrieval import Retrieval
from assistant.tracing import trace_of


def extractive_answer(question: str, understanding: Understanding, knowledge: Knowledge) -> Answer:
    """Answer without a language model.

    Args:
        question: As typed.
        understanding: How it was understood.
        knowledge: What there is.
    """
    refused = refusal(question, understanding, knowledge.available)
    if refused is not None:
        return refused
    started = time.perf_counter()
    understanding, retrieval, measured = knowledge.find(understanding)
    found = time.perf_counter()
    draft = compose(
        understanding,
        retrieval,
        knowledge.index,
        knowledge.words,
        limits=knowledge.limits(understanding, retrieval),
        definitions=knowledge.definitions,
    )
    trace = trace_of(retrieval, measured, draft)
    if draft.claims:
        answer = _answer(question, understanding, retrieval, draft, trace)
    else:
        answer = nothing_close(question, understanding, knowledge.available, retrieval, trace)
    stages = {"finding": found - started, "composing": time.perf_counter() - found}
    return timed(answer, stages)


def timed(answer: Answer, stages: dict[str, float], started: float | None = None) -> Answer:
    """The answer with how long each stage took, and how long it took in all.

    Args:
        answer: The answer.
        stages: Seconds for each stage.
        started: When the question came, as `time.perf_counter` gives it.
    """
    ms = {name: round(1000 * seconds, 2) for name, seconds in stages.items()}
    trace = answer.trace.model_copy(update={"ms": ms | answer.trace.ms})
    taken = answer.ms if started is None else round((time.perf_counter() - started) * 1000, 2)
    return answer.model_copy(update={"trace": trace, "ms": taken})


def _answer(
    question: str,
    understanding: Understanding,
    retrieval: Retrieval,
    draft: Draft,
    trace: Trace,
) -> Answer:
    return Answer(
        question=question,
        language=understanding.reply_language,
        lead=draft.lead,
        lead_citations=draft.lead_citations,
        claims=tuple(draft.claims),
        citations=tuple(draft.citations),
        notices=tuple(draft.notices),
        comparison=tuple(draft.comparison),
        synthesis=draft.synthesis,
        searched=understanding.instruments,
        understanding=understanding,
        candidates=tuple(retrieval.candidates),
        withheld=draft.withheld,
        trace=trace,
    )
