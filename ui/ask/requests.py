"""What the page's script asks for: checked before anything is done with it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

import gradio as gr
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ui.ask.options import Options
from ui.service.requests import Language, Question

_Ident = Annotated[str, StringConstraints(max_length=40)]


class Touch(BaseModel):
    """Something the reader did.

    Attributes:
        id: Names it, so that the page knows what a message answers.
        language: Language of the page.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: _Ident = ""
    language: Language = "en"


class Ask(Touch):
    """A question; ``replaces`` is the number of the turn it is asked for again."""

    question: Question
    options: Options = Options()
    replaces: int = 0
    edited: bool = False


class Hello(Touch):
    """The page was opened, with what the browser has kept of a conversation."""

    owner: Annotated[str, StringConstraints(max_length=200)] = ""
    kept: tuple[Any, ...] = Field((), max_length=100)


class Export(Touch):
    """An answer is to be taken away."""

    turn: int
    form: Literal["text", "markdown", "docx", "csv", "html", "pack"]


class Judgement(Touch):
    """What a reader thinks of an answer or, with ``citation``, of a clause it cites."""

    turn: int
    citation: int = 0
    reason: Annotated[str, StringConstraints(max_length=40)]
    comment: Annotated[str, StringConstraints(max_length=2000)] = ""


_Read = TypeVar("_Read", bound=Touch)


def read(event: gr.EventData, kind: type[_Read]) -> _Read | None:
    """The request of an event; None for one that the page's script never sends.

    Args:
        event: As Gradio hands it over.
        kind: What it should be.
    """
    try:
        return kind.model_validate(event._data)
    except ValidationError:
        return None
