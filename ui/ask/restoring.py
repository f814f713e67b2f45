"""A conversation kept by the browser: what leaves, and what is believed when it comes back."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Answer
from corpus.errors import RuleBridgeError
from ui.ask.options import Options
from ui.conversation import SHOWN, State, Turn
from ui.service.checking import verified
from ui.service.requests import Question
from ui.service.service import Service

_log = logging.getLogger(__name__)


class Kept(BaseModel):
    """A turn as the browser keeps it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    number: int = Field(ge=1, le=1_000_000)
    question: Question
    options: Options = Options()
    answer: dict[str, Any] | None = None


def kept(turn: Turn) -> dict[str, Any]:
    """A settled turn as the browser is to keep it; without its answer where there is no whole one.

    Args:
        turn: The turn.
    """
    done = turn.answer is not None and turn.state is State.DONE
    return {
        "number": turn.number,
        "question": turn.question,
        "options": turn.options.model_dump(mode="json", exclude_defaults=True),
        "answer": turn.answer.model_dump(mode="json", exclude_defaults=True)
        if turn.answer is not None and done
        else None,
    }


def restored(found: Iterable[Any], service: Service, owner: str = "") -> list[Turn]:
    """The turns that come back, each answer held against the installed texts.

    What the texts do not bear out is a question without an answer, to be asked again.

    Args:
        found: As the browser kept them.
        service: What is installed.
        owner: Who asks, as own documents know them.
    """
    turns: dict[int, Turn] = {}
    for record in list(found)[-SHOWN:]:
        try:
            read = Kept.model_validate(record)
        except ValidationError:
            # Not ours, or of another time: nobody could act on it.
            _log.info("a kept turn could not be read")
            continue
        turns[read.number] = _turn(read, service, owner)
    return sorted(turns.values(), key=lambda turn: turn.number)


def _turn(read: Kept, service: Service, owner: str) -> Turn:
    answer = None
    if read.answer is not None:
        try:
            answer = verified(
                Answer.model_validate(read.answer),
                service.assistant.index.provisions,
                service.assistant.words,
                service.assistant.documents,
                owner,
            )
        except (ValidationError, RuleBridgeError) as error:
            _log.info("a kept answer was not confirmed: %s", type(error).__name__)
    state = State.DONE if answer is not None else State.LOST
    return Turn(read.number, read.question, read.options, state, answer)
