"""Feedback: left by readers' programs, taken out by whoever runs the server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException

from assistant.answer import Answer
from corpus.errors import Unverifiable
from corpus.settings import Settings
from ui.api.problems import ProblemRoute
from ui.feedback.candidates import as_json_lines, candidates
from ui.feedback.feedback import MAX_COMMENT, Feedback, Reason
from ui.feedback.store import FeedbackStore
from ui.safety.reader import By, reader_of
from ui.service.checking import verified
from ui.service.requests import Language, Question
from ui.service.service import Service

_LINES = "application/x-ndjson"


class FeedbackRequest(BaseModel):
    """What a reader says of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: Answer = Field(description="As it was received; only what finds it again is kept.")
    reason: Reason
    comment: str = Field("", max_length=MAX_COMMENT)
    citation: int | None = Field(None, description="The mark meant; none for the whole answer.")
    history: tuple[Question, ...] = Field(
        (), max_length=20, description="Earlier questions of the conversation, oldest first."
    )
    interface: Language = "en"


def feedback_routes(service: Service, settings: Settings) -> APIRouter:
    """The routes.

    Args:
        service: Says which index answers come from.
        settings: Whether feedback is taken, and where it is kept.
    """
    router = APIRouter(route_class=ProblemRoute, tags=["feedback"])

    @router.post(
        "/api/v1/feedback",
        operation_id="feedback_add",
        status_code=204,
        response_class=Response,
        response_description="Kept.",
    )
    def feedback_add(said: Annotated[FeedbackRequest, Body()]) -> Response:
        store = FeedbackStore.open_to_readers(settings)
        store.add(_feedback(said, service))
        return Response(status_code=204)

    @router.get(
        "/api/v1/feedback/export",
        operation_id="feedback_export",
        response_class=Response,
        responses={200: {"content": {_LINES: {"schema": {"type": "string"}}}}},
    )
    def feedback_export(request: Request) -> Response:
        reader = reader_of(request.scope)
        # What one reader wrote is not for the others.
        if reader is None or reader.by not in (By.LOCAL, By.KEY):
            raise HTTPException(403)
        found = as_json_lines(candidates(FeedbackStore.open_to_readers(settings)))
        headers = {"Content-Disposition": 'attachment; filename="rulebridge-feedback.jsonl"'}
        return Response(found, media_type=_LINES, headers=headers)

    return router


def _feedback(said: FeedbackRequest, service: Service) -> Feedback:
    index = service.assistant.index
    answer = verified(said.answer, index.provisions, service.assistant.words)
    try:
        return Feedback.on(
            answer,
            said.reason,
            index.manifest,
            interface=said.interface,
            at=datetime.now(UTC),
            comment=said.comment,
            citation=said.citation,
            history=said.history,
        )
    except ValidationError:
        raise Unverifiable(
            "No such answer was given here; ask the question again.", place="understanding"
        ) from None
