"""How the question of a pack was asked, and asking it again in the same way."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Answer
from corpus.catalogue import LANGUAGES
from corpus.errors import UsageError
from ui.export.evidence.canonical import canonical
from ui.service.requests import AskRequest
from ui.service.service import Service


class Asked(BaseModel):
    """The file `question.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str = Field(description="As typed.")
    options: dict[str, Any] = Field(description="What was asked for beside it, `AskRequest`.")
    recorded: bool = Field(
        description="Whether the options are those given; else they are read off the answer."
    )
    day: date = Field(description="The day whose law counts.")
    leans: bool = Field(description="Whether it leans on the conversation before it.")
    earlier_answers: int = Field(ge=0, description="How many the pack carries.")

    @property
    def complete(self) -> bool:
        """Whether nothing is missing for asking it again in the same way."""
        carried = self.earlier_answers or self.options.get("earlier")
        return self.recorded and bool(carried or not self.leans)

    @property
    def request(self) -> AskRequest:
        """The request that asks it again.

        Where neither the question nor the asker named a day, the day on which it was asked is.

        Raises:
            ValidationError: The options are none.
        """
        return AskRequest.model_validate({"question": self.question, **self.options})


def asked(answer: Answer, request: AskRequest | None, history: Sequence[Answer]) -> Asked:
    """How an answer was asked for.

    Args:
        answer: The answer.
        request: What was asked, where the face knows it.
        history: Earlier answers of the conversation.

    Raises:
        UsageError: The question is too long to be kept.
    """
    understood = answer.understanding
    try:
        given = request or AskRequest(question=answer.question, interface=_known(answer.language))
    except ValidationError as error:
        raise UsageError(
            "The question is too long for an evidence pack; ask a shorter one."
        ) from error
    day = given.as_at or (None if understood.as_at_named else understood.as_at)
    options = given.model_copy(update={"as_at": day}).model_dump(mode="json", exclude={"question"})
    return Asked(
        question=given.question,
        options=options,
        recorded=request is not None,
        day=understood.as_at,
        leans=leaning(answer),
        earlier_answers=len(history),
    )


def leaning(answer: Answer) -> bool:
    """Whether a question was understood from the conversation before it."""
    return answer.understanding.rewritten or bool(answer.understanding.operation)


def without_model(service: Service) -> Service:
    """The same service without a language model: what it says is the same every time."""
    if getattr(service.assistant, "model", None) is None:
        return service
    assistant = copy.copy(service.assistant)
    assistant.model = None
    return Service(assistant)


def asked_again(
    question: Asked, was: Answer, history: Sequence[Answer], service: Service
) -> Answer:
    """The answer to the same question here and now.

    Args:
        question: How it was asked.
        was: The answer it got.
        history: Earlier answers of the conversation, oldest first.
        service: Whom to ask; its language model is left out.
    """
    plain = without_model(service)
    request = question.request
    here = plain.ask(request, history)
    understood = was.understanding
    if here.understanding.as_at != understood.as_at and understood.as_at_named:
        # “Next year” names another day when it is asked again in another year.
        dated = request.model_copy(update={"as_at": understood.as_at})
        here = _named(plain.ask(dated, history))
    return here


def earlier_again(
    number: int, history: Sequence[Answer], request: AskRequest, service: Service
) -> bool:
    """Whether an earlier answer of the conversation comes out the same.

    How it was asked is not recorded: it counts if it comes out with the options of the last
    question, or with none.

    Args:
        number: Its place in the conversation, from 0.
        history: The earlier answers.
        request: The last question.
        service: Whom to ask.
    """
    was = history[number]
    wanted = canonical(was)
    bare = AskRequest(question=was.question, interface=request.interface)
    like = request.model_copy(update={"question": was.question, "earlier": ()})
    own = AskRequest(question=was.question, interface=_known(was.language))
    for way in dict.fromkeys((like, bare, own)):
        again = asked(was, way, history[:number])
        if canonical(asked_again(again, was, history[:number], service)) == wanted:
            return True
    return False


def _named(answer: Answer) -> Answer:
    understood = answer.understanding.model_copy(update={"as_at_named": True})
    return answer.model_copy(update={"understanding": understood})


def _known(language: str) -> Any:
    return language if language in LANGUAGES else None
