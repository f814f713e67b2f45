"""The addresses that chat programs know: completions and models."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from sse_starlette import EventSourceResponse

from assistant.answer import Answer
from corpus.errors import UsageError
from ui.api.asking import BEGINNING, HEARTBEAT
from ui.api.chat.messages import (
    MODEL,
    ChatRequest,
    Choice,
    Completion,
    ModelCard,
    ModelList,
    Said,
    Usage,
    chunk,
)
from ui.api.chat.refusing import ChatRoute, NoSuchModel, error_of
from ui.api.chat.writing import pieces, said, tokens, written
from ui.api.examples import CHATTED
from ui.api.problems import language_of, note
from ui.api.sending import event_schema, one_line, sent
from ui.api.working import Asking, Desk
from ui.service.requests import AskRequest

_EARLIER = 6
"""Questions before the last that are looked at: as many as a request may have."""

_BOTH: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": event_schema()}}}
}


def chat_routes(desk: Desk) -> APIRouter:
    """The routes.

    Args:
        desk: Works on questions.
    """
    router = APIRouter(route_class=ChatRoute, tags=["chat"])

    @router.post(
        "/v1/chat/completions", operation_id="chat", response_model=Completion, responses=_BOTH
    )
    async def chat(
        told: Annotated[ChatRequest, Body(openapi_examples=CHATTED)], request: Request
    ) -> Response:
        asked = _asked(told)
        base = str(request.base_url).rstrip("/")
        head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
        if not told.stream:
            answer = await desk.ask(asked, request, "chat")
            return sent(_completion(head, told, answer, base))
        asking = desk.start(asked, request, "chat")
        try:
            await asking.begun(BEGINNING)
        except BaseException:
            asking.stop.set()
            raise

        async def hung_up(_: object) -> None:
            asking.stop.set()

        return EventSourceResponse(
            _chunks(asking, told, head, base, language_of(request)),
            ping=HEARTBEAT,
            client_close_handler_callable=hung_up,
            sep="\n",
        )

    @router.get("/v1/models", operation_id="models", response_model=ModelList)
    def models() -> Response:
        return sent(ModelList())

    @router.get("/v1/models/{model}", operation_id="model", response_model=ModelCard)
    def model(model: str) -> Response:
        if model != MODEL:
            raise NoSuchModel
        return sent(ModelCard())

    return router


def _asked(told: ChatRequest) -> AskRequest:
    questions = told.questions
    if not questions:
        raise UsageError("One message of the user with text is needed.")
    return AskRequest(question=questions[-1], earlier=questions[-1 - _EARLIER : -1])


def _completion(head: dict[str, Any], told: ChatRequest, answer: Answer, base: str) -> Completion:
    message = written(answer, base)
    return Completion(
        **head,
        choices=(Choice(message=Said(role="assistant", content=message)),),
        usage=_usage(told, message),
        citations=answer.citations,
        rulebridge=answer,
    )


def _usage(told: ChatRequest, message: str) -> Usage:
    asked, said = tokens(each.words for each in told.messages), tokens([message])
    return Usage(prompt_tokens=asked, completion_tokens=said, total_tokens=asked + said)


async def _chunks(
    asking: Asking, told: ChatRequest, head: dict[str, Any], base: str, language: str
) -> AsyncIterator[dict[str, str]]:
    shown, answer = "", None
    counted = bool(told.stream_options and told.stream_options.include_usage)
    # OpenAI's streams say null in every piece but the one that counts.
    more: dict[str, Any] = {"usage": None} if counted else {}
    try:
        yield _event(chunk(head, Said(role="assistant", content=""), **more))
        async for answer in asking:
            # What was said stays said; the sources and notices come when the answer is whole.
            lines = said(answer) if answer.written_by else ""
            if lines.startswith(shown):
                for piece in pieces(lines[len(shown) :]):
                    yield _event(chunk(head, Said(content=piece), **more))
                shown = lines
        assert answer is not None, "an assistant that does not fail gives an answer"
        message = written(answer, base)
        rest = message[len(shown) :] if message.startswith(shown) else f"\n\n---\n\n{message}"
        for piece in pieces(rest):
            yield _event(chunk(head, Said(content=piece), **more))
        record = answer.model_dump(mode="json")
        whole = {"citations": record["citations"], "rulebridge": record}
        yield _event(chunk(head, Said(), "stop", **more, **whole))
        if counted:
            usage = _usage(told, message).model_dump()
            end = {"object": "chat.completion.chunk", "choices": [], "usage": usage}
            yield _event({**head, **end})
        yield {"data": "[DONE]"}
    except Exception as error:
        note(error)
        yield _event(error_of(error, language)[1].model_dump())
    finally:
        asking.stop.set()


def _event(record: dict[str, Any]) -> dict[str, str]:
    return {"data": one_line(json.dumps(record, ensure_ascii=False))}
