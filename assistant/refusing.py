"""Saying why there is no answer: before anything is searched, and when nothing close was found."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, Trace, Understanding
from assistant.composing.notices import short
from assistant.retrieval import Retrieval
from corpus.catalogue import LANGUAGES, catalogue
from corpus.texts import joined, text

MAX_QUESTION = 2000
"""Longest question, in characters."""


def refusal(question: str, understanding: Understanding, available: Sequence[str]) -> Answer | None:
    """The reply to what is no question for us, before anything is searched.

    Args:
        question: As typed.
        understanding: How it was understood.
        available: Instruments in the index.
    """
    reply = understanding.reply_language
    if not question.strip():
        return _silent(question, understanding, "empty", text(reply, "reason.empty"))
    if len(question) > MAX_QUESTION:
        words = text(reply, "reason.too_long", length=len(question), limit=MAX_QUESTION)
        return _silent(question, understanding, "too_long", words)
    if understanding.language not in LANGUAGES:
        words = " ".join(text(language, "reason.language") for language in LANGUAGES)
        return _silent(question, understanding, "language", words)
    if understanding.outside and not understanding.instruments:
        words = text(reply, "reason.outside", laws=joined(reply, understanding.outside))
        words = f"{words} {_looked(understanding, available)}"
        return _silent(question, understanding, "outside", words)
    if not understanding.instruments:
        wanted = [
            i.id for i in catalogue().instruments if i.jurisdiction in understanding.jurisdictions
        ]
        words = text(reply, "reason.not_installed", instruments=short(wanted, reply))
        return _silent(question, understanding, "not_installed", words)
    return None


def nothing_close(
    question: str,
    understanding: Understanding,
    available: Sequence[str],
    retrieval: Retrieval,
    trace: Trace,
) -> Answer:
    """The reply where nothing that was found answers the question."""
    nothing = text(understanding.reply_language, "reason.nothing_close")
    words = f"{nothing} {_looked(understanding, available)}"
    silent = _silent(question, understanding, "nothing_close", words)
    return silent.model_copy(update={"candidates": tuple(retrieval.candidates), "trace": trace})


def _looked(understanding: Understanding, available: Sequence[str]) -> str:
    reply = understanding.reply_language
    names = short(understanding.instruments or available, reply)
    return f"{text(reply, 'reason.searched', instruments=names)} {text(reply, 'reason.next_step')}"


def _silent(question: str, understanding: Understanding, code: str, reason: str) -> Answer:
    return Answer(
        question=question,
        language=understanding.reply_language,
        abstained=True,
        reason=reason,
        reason_code=code,
        searched=understanding.instruments,
        understanding=understanding,
    )
