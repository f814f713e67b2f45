"""What chat programs send and get: the part of OpenAI's format that has a meaning here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from assistant.answer import Answer, Citation

MODEL = "rulebridge"
"""The one name under which it is asked."""

OWNER = "rulebridge"

Words = Annotated[str, StringConstraints(max_length=20_000)]

One = Annotated[int, Field(strict=True, ge=1, le=1)]


def _is_false(given: bool) -> bool:
    if given:
        raise PydanticCustomError("is_false", "Input should be false")
    return given


No = Annotated[
    bool, Field(strict=True, json_schema_extra={"const": False}), AfterValidator(_is_false)
]


class _Told(BaseModel):
    # Programs send much that means nothing here.
    model_config = ConfigDict(frozen=True, extra="ignore")


class TextPart(_Told):
    """A piece of a message: words only."""

    type: Literal["text"]
    text: Words


class Message(_Told):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Words | Annotated[tuple[TextPart, ...], Field(max_length=50)] | None = None

    @property
    def words(self) -> str:
        """Its text."""
        if isinstance(self.content, tuple):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(_Told):
    """What a stream ends with."""

    include_usage: bool | None = None


class TextFormat(_Told):
    """The one form that replies have."""

    type: Literal["text"]


class ChatRequest(_Told):
    """A conversation to answer the last question of.

    The last message of the user is the question, the earlier ones are its context. Messages of the
    system, the developer and the assistant change nothing: what is answered, and from which texts,
    does not depend on instructions. Sampling parameters, tools and length limits mean nothing here
    and are ignored.
    """

    model: Literal["rulebridge"]
    messages: tuple[Message, ...] = Field(min_length=1, max_length=200)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: One | None = Field(1, description="There is one answer to a question.")
    logprobs: No | None = Field(False, description="There are no probabilities.")
    modalities: tuple[Literal["text"], ...] | None = None
    response_format: TextFormat | None = None

    @property
    def questions(self) -> tuple[str, ...]:
        """What the user asked, oldest first."""
        return tuple(
            words
            for message in self.messages
            if message.role == "user" and (words := message.words).strip()
        )


class Said(BaseModel):
    """A reply, or a piece of one."""

    role: Literal["assistant"] | None = None
    content: str | None = None


class Choice(BaseModel):
    """The reply."""

    index: int = 0
    message: Said
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(BaseModel):
    """Tokens, estimated: a Han character counts one, four other characters count one.

    Nothing is charged by them; most answers are not written by a language model at all.
    """

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    estimated: Literal[True] = True


class Completion(BaseModel):
    """A reply in OpenAI's format, with the answer that it was written from."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(description="Unix time.")
    model: str = MODEL
    choices: tuple[Choice, ...]
    usage: Usage
    citations: tuple[Citation, ...] = Field(description="The sources, in the order of the marks.")
    rulebridge: Answer = Field(description="The whole answer, as `/api/v1/ask` gives it.")


class ModelCard(BaseModel):
    """A model that can be named."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = OWNER


class ModelList(BaseModel):
    """The models that can be named."""

    object: Literal["list"] = "list"
    data: tuple[ModelCard, ...] = (ModelCard(),)


class ErrorBody(BaseModel):
    """What went wrong, in OpenAI's format."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None


class ChatError(BaseModel):
    """An error in OpenAI's format."""

    error: ErrorBody


def chunk(
    head: dict[str, Any], said: Said, finish: Literal["stop"] | None = None, **more: Any
) -> dict[str, Any]:
    """A piece of a streamed reply.

    Args:
        head: Id, time and model of the reply.
        said: The words.
        finish: Why it ends, in the last piece.
        **more: Fields beside the choices.
    """
    choice = {
        "index": 0,
        "delta": said.model_dump(exclude_none=True),
        "logprobs": None,
        "finish_reason": finish,
    }
    return {**head, "object": "chat.completion.chunk", "choices": [choice], **more}
