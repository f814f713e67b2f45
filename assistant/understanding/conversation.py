"""A question in its conversation: standing alone, and what it does with the answer before.

Example:
    >>> from datetime import date
    >>> asked("Which AI practices are banned?", "en", [], date(2026, 11, 22)).rewritten
    False
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer
from assistant.understanding.exchange import exchanged
from assistant.understanding.mention import known
from assistant.understanding.naming import outside
from assistant.understanding.operation import Operation, OperationKind, operation_of
from assistant.understanding.rewriting import Before, rewritten
from corpus.catalogue import LANGUAGES

_NO_QUESTION = frozenset(("empty", "too_long", "language"))
"""Reasons for silence of what was no question: a conversation goes on from the one before."""


@dataclass(frozen=True)
class Asked:
    """A question with what the conversation adds to it.

    Attributes:
        question: Standing alone.
        own: What it says itself, completed: only provisions named there are meant.
        asks: The part that says what is asked, without its context.
        searched: What is searched for.
        rewritten: Whether the conversation completed it.
        operation: What it does with the answer before, if it does.
        before: That answer, if there is one.
    """

    question: str
    own: str
    asks: str
    searched: str
    rewritten: bool = False
    operation: Operation | None = None
    before: Answer | None = None

    @property
    def goes_on(self) -> bool:
        """Whether it is about the same matter as the question before."""
        return self.rewritten or self.operation is not None


def asked(question: str, language: str, history: Sequence[Answer], today: date) -> Asked:
    """A question in its conversation.

    Args:
        question: As typed.
        language: Its language.
        history: Earlier answers of the conversation, oldest first.
        today: What “today” and “last year” are counted from.
    """
    before = last(history)
    if before is None or language not in LANGUAGES:
        return Asked(question, question, question, question, before=before)
    operation = operation_of(question, today)
    if operation is not None:
        earlier = _kept_to(question, operation, before)
        same = earlier == before.understanding.question
        searched = before.understanding.subject if same else earlier
        return Asked(earlier, earlier, earlier, searched, False, operation, before)
    # A law that is not held is a subject of its own, not a place to exchange in the one before.
    strange = any(name.kind == "law" for name in outside(question))
    completed = None if strange else rewritten(question, language, _leaned_on(before))
    if completed is None:
        return Asked(question, question, question, question, before=before)
    return Asked(
        completed.question, completed.own, completed.asks, completed.searched, True, None, before
    )


def last(history: Sequence[Answer]) -> Answer | None:
    """The latest answer that a question can lean on."""
    usable = (answer for answer in reversed(history) if answer.reason_code not in _NO_QUESTION)
    return next(usable, None)


def reply_language_of(asked: Asked, history: Sequence[Answer], interface: str | None) -> str:
    """The language of the reply to an operation: the one it names, else the conversation's."""
    before = asked.before.language if asked.before else ""
    wanted = asked.operation.language if asked.operation else ""
    if wanted != "zh":
        return wanted or before
    spoken = (interface, *(answer.language for answer in reversed(history)))
    return next((lang for lang in spoken if lang and lang.startswith("zh-")), "zh-Hant")


def _kept_to(question: str, operation: Operation, before: Answer) -> str:
    """The question before; of another place, where an operation keeps to one it did not name."""
    earlier = before.understanding
    if operation.kind is not OperationKind.ONLY or not earlier.jurisdictions:
        return earlier.question
    if set(operation.jurisdictions) & set(earlier.jurisdictions):
        return earlier.question
    return exchanged(earlier.question, tuple(known(question)), _language(earlier.language))


def _leaned_on(answer: Answer) -> Before:
    earlier = answer.understanding
    return Before(
        earlier.question,
        _language(earlier.language),
        references=earlier.references,
        cited=tuple(citation.locator for citation in answer.citations),
        instruments=earlier.instruments,
    )


def _language(language: str) -> str:
    return language if language in LANGUAGES else "en"
