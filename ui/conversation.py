"""What the chat remembers of a conversation: questions, how they were to be read, and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.answer import Answer
from corpus.catalogue import LANGUAGES
from ui.ask.options import Options

MEMORY = 6
"""Earlier answers that a new question may lean on."""

SHOWN = 20
"""Questions kept on the page; older ones scroll out of it for good."""

OPERATIONS = ("shorter", "why", "full", "student", *LANGUAGES)
"""What can be asked of an answer at a touch: keys of the catalogues' section ``say``."""


class State(StrEnum):
    """How far a turn has come."""

    WAITING = "waiting"
    """Asked; nothing can be shown yet."""
    GROWING = "growing"
    """Statements appear as they are verified."""
    DONE = "done"
    STOPPED = "stopped"
    """The reader did not want to wait any longer."""
    BUSY = "busy"
    """Too many questions at the time."""
    FAILED = "failed"
    LOST = "lost"
    """Kept by the browser, but not confirmed by the texts installed now."""


@dataclass(frozen=True)
class Turn:
    """One question and what came of it.

    Attributes:
        number: Counted from 1 in the conversation; makes the names of marks unique on the page.
        question: As typed.
        options: How it is to be understood, where the reader has said so.
        state: How far it has come.
        answer: The reply, as far as there is one.
        error: What went wrong instead.
        wait: Seconds after which asking again makes sense, where the server was busy; or after
            which its turn comes, where it stands in the line.
    """

    number: int
    question: str
    options: Options = field(default_factory=Options)
    state: State = State.WAITING
    answer: Answer | None = None
    error: Exception | None = None
    wait: int = 0

    @property
    def settled(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in (State.WAITING, State.GROWING)


def history(turns: Sequence[Turn]) -> list[Answer]:
    """The answers that a new question may lean on, oldest first."""
    return [turn.answer for turn in turns if turn.answer is not None and turn.state is State.DONE][
        -MEMORY:
    ]
