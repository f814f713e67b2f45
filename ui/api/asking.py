"""Asking and searching: the answer at once, the answer as it grows, or only what was found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from assistant.answer import Answer
from ui.api.examples import ASKED, SEARCHED
from ui.api.problems import ProblemRoute, language_of, note, problem_of
from ui.api.sending import event_schema, one_line, sent
from ui.api.working import Asking, Desk
from ui.service.requests import AskRequest, SearchRequest
from ui.service.results import SearchResult

HEARTBEAT = 15
"""Seconds between comments that keep proxies from closing a quiet stream."""

BEGINNING = 1.0
"""Seconds in which a failure is still told by the status of the response."""

_STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Events `answer`, `done` and `error`.",
        "content": {"text/event-stream": {"schema": event_schema("answer", "done", "error")}},
    }
}


def asking_routes(desk: Desk) -> APIRouter:
    """The routes that make the assistant work.

    Args:
        desk: Works on questions.
    """
    router = APIRouter(route_class=ProblemRoute, tags=["ask"])

    @router.post("/api/v1/ask", operation_id="ask", response_model=Answer)
    async def ask(
        asked: Annotated[AskRequest, Body(openapi_examples=ASKED)], request: Request
    ) -> Response:
        return sent(await desk.ask(asked, request))

    @router.post(
        "/api/v1/ask/stream",
        operation_id="ask_stream",
        response_class=EventSourceResponse,
        responses=_STREAMED,
    )
    async def ask_stream(
        asked: Annotated[AskRequest, Body(openapi_examples=ASKED)], request: Request
    ) -> Response:
        asking = desk.start(asked, request)
        try:
            await asking.begun(BEGINNING)
        except BaseException:
            asking.stop.set()
            raise

        async def hung_up(_: object) -> None:
            asking.stop.set()

        return EventSourceResponse(
            _events(asking, language_of(request)),
            ping=HEARTBEAT,
            client_close_handler_callable=hung_up,
        )

    @router.post("/api/v1/search", operation_id="search", response_model=SearchResult)
    async def search(
        asked: Annotated[SearchRequest, Body(openapi_examples=SEARCHED)],
    ) -> Response:
        return sent(await desk.work(lambda: desk.service.search(asked)))

    return router


async def _events(asking: Asking, language: str) -> AsyncIterator[ServerSentEvent]:
    last = None
    try:
        async for answer in asking:
            last = one_line(answer.model_dump_json())
            yield ServerSentEvent(last, event="answer")
        if last is not None:
            yield ServerSentEvent(last, event="done")
    except Exception as error:
        note(error)
        problem = problem_of(error, language)
        yield ServerSentEvent(problem.model_dump_json(exclude_none=True), event="error")
    finally:
        asking.stop.set()
