"""What the chat remembers of a conversation: questions, answers and the clauses behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer
from corpus.catalogue import LANGUAGES
from corpus.provision import Provision
from corpus.provisions import ProvisionTable

MEMORY = 6
"""Earlier answers that a new question may lean on."""

SHOWN = 20
"""Questions kept on the page; older ones scroll out of it for good."""

OPERATIONS = ("shorter", "why", "full", "student", *LANGUAGES)
"""What can be asked of an answer at a touch: keys of the catalogues' section ``say``."""


@dataclass(frozen=True)
class Turn:
    """One question and what came of it.

    Attributes:
        number: Counted from 1 in the conversation; makes the names of marks unique on the page.
        question: As typed.
        answer: The reply; None while it is awaited or where it failed.
        error: What went wrong instead.
        clauses: Citation number → the cited provision, whole.
    """

    number: int
    question: str
    answer: Answer | None = None
    error: Exception | None = None
    clauses: Mapping[int, Provision] = field(default_factory=dict)


def history(turns: Sequence[Turn]) -> list[Answer]:
    """The answers that a new question may lean on, oldest first."""
    return [turn.answer for turn in turns if turn.answer is not None][-MEMORY:]


def clauses_of(answer: Answer, provisions: ProvisionTable) -> dict[int, Provision]:
    """The provisions that an answer cites, by citation number, in the edition quoted.

    A citation of our own digest has none.
    """
    found: dict[int, Provision] = {}
    for citation in answer.citations:
        if not citation.quote:
            continue
        editions = provisions.get(
            citation.locator, citation.language, citation.version, citation.authority
        )
        if editions:
            found[citation.number] = editions[0]
    return found
