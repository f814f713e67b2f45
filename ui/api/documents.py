"""Own documents for programs: sent, listed, searched, removed. Nobody sees another's."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from corpus.documents import Documents, Excerpt, OwnDocument
from corpus.errors import UsageError
from corpus.provision import OWN
from corpus.settings import Settings
from ui.api.problems import ProblemRoute, language_of
from ui.api.sending import sent
from ui.api.working import Desk
from ui.documents.intake import Intake, Taking
from ui.documents.receiving import received
from ui.safety.reader import owner_of
from ui.service.requests import Id, Question
from ui.wording import failure


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Coming(_Record):
    """A document on its way in."""

    id: str = Field(description="Names this sending.")
    file: str
    state: Literal["waiting", "working", "added", "known", "refused"]
    done: int = Field(0, description="How much of the present stage is done.")
    total: int = 0
    document: OwnDocument | None = None
    reason: str = Field("", description="Why it was refused, in the reader's language.")


class DocumentList(_Record):
    """A reader's documents, and what they sent of late."""

    documents: tuple[OwnDocument, ...]
    coming: tuple[Coming, ...]


class DocumentSearch(_Record):
    """What to look for in own documents."""

    question: Question
    documents: tuple[Id, ...] = Field((), max_length=50, description="Only in these; all if empty.")
    top: int = Field(5, ge=1, le=100)
    everything: bool = Field(False, description="The nearest passages, even where none is near.")


class Excerpts(_Record):
    """Passages of own documents, best first. They are not law."""

    excerpts: tuple[Excerpt, ...]


def document_routes(
    desk: Desk, documents: Documents, settings: Settings, intake: Intake
) -> APIRouter:
    """The routes.

    Args:
        desk: Works on searches.
        documents: The documents.
        settings: Whether readers may send any.
        intake: Takes in what they send.
    """
    router = APIRouter(route_class=ProblemRoute, tags=["documents"])

    @router.get("/api/v1/documents", operation_id="documents", response_model=DocumentList)
    def list_documents(request: Request) -> Response:
        owner, language = owner_of(request.scope), language_of(request)
        coming = tuple(_coming(taking, language) for taking in intake.of(owner))
        return sent(DocumentList(documents=documents.list(owner), coming=coming))

    @router.post(
        "/api/v1/documents",
        operation_id="document_add",
        status_code=202,
        response_model=Coming,
        openapi_extra={"requestBody": _FORM},
    )
    async def document_add(request: Request) -> Response:
        if not settings.uploads:
            raise HTTPException(403)
        given = await received(request)
        if given is None:
            raise UsageError("Send one file as multipart/form-data, in a field “file”.")
        taking = intake.take(given.data, given.name, given.title, owner_of(request.scope))
        response = sent(_coming(taking, language_of(request)))
        response.status_code = 202
        return response

    @router.post(
        "/api/v1/documents/search", operation_id="documents_search", response_model=Excerpts
    )
    async def documents_search(
        asked: Annotated[DocumentSearch, Body()], request: Request
    ) -> Response:
        owner = owner_of(request.scope)

        def search() -> Excerpts:
            found = documents.search(
                asked.question,
                desk.service.assistant.knowledge.embedder,
                owner=owner,
                documents=asked.documents or None,
                limit=asked.top,
                everything=asked.everything,
            )
            return Excerpts(excerpts=found)

        return sent(await desk.work(search))

    @router.delete(
        "/api/v1/documents/{document}",
        operation_id="document_remove",
        status_code=204,
        response_class=Response,
        response_description="Removed, with everything made from it.",
    )
    async def document_remove(document: Id, request: Request) -> Response:
        named = document if document.startswith(OWN) else OWN + document
        await run_in_threadpool(documents.remove, named, owner_of(request.scope))
        return Response(status_code=204)

    return router


_FORM = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    "title": {"type": "string", "maxLength": 200},
                },
            }
        }
    },
}


def _coming(taking: Taking, language: str) -> Coming:
    return Coming(
        id=taking.id,
        file=taking.file,
        state=_state(taking),
        done=taking.done,
        total=taking.total,
        document=taking.document,
        reason=failure(taking.error, language) if taking.error else "",
    )


def _state(taking: Taking) -> Literal["waiting", "working", "added", "known", "refused"]:
    if taking.error is not None:
        return "refused"
    if taking.document is not None:
        return "known" if taking.known else "added"
    return "waiting" if taking.stage == "wait" else "working"
