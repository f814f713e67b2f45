"""All interfaces for programs, in one router."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute

from corpus.documents import Documents
from corpus.settings import Settings
from ui.api.asking import asking_routes
from ui.api.chat.refusing import ChatRoute
from ui.api.chat.routes import chat_routes
from ui.api.docs_page import PATH, docs_page
from ui.api.document import openapi_document
from ui.api.documents import document_routes
from ui.api.feedback import feedback_routes
from ui.api.health import health_routes
from ui.api.looking import looking_routes
from ui.api.machine import watch_machine
from ui.api.metrics import Metrics
from ui.api.problems import ProblemRoute
from ui.api.taking import taking_routes
from ui.api.working import Desk, Turns
from ui.documents.intake import Intake
from ui.safety.discretion import hush
from ui.safety.reader import identity
from ui.safety.turnstile import Turnstile
from ui.service.service import Service
from ui.site.reader import reader_language, respond

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def api_router(
    service: Service,
    settings: Settings,
    *,
    turnstile: Turns | None = None,
    metrics: Metrics | None = None,
    kept: Callable[[str, str], None] | None = None,
    intake: Intake | None = None,
) -> APIRouter:
    """The routes under ``/api/v1``, ``/v1``, ``/health`` and ``/metrics``.

    They answer for every address below these, so that what a program asks for in vain is told it in
    a program's form, whatever else the application serves.

    Args:
        service: Answers.
        settings: How many may ask at once; whether feedback is taken.
        turnstile: The queue, shared with other faces; one of its own where not given.
        metrics: Where to count, shared with other faces; of its own where not given.
        kept: Called with each question and who asked it, where questions are kept.
        intake: Takes in documents, shared with the pages; one of its own where not given.
    """
    hush()
    line = turnstile or Turnstile(settings.workers, settings.waiting)
    counts = metrics or Metrics()
    counts.watch_line(line)
    counts.watch_index(service.living)
    watch_machine(counts.registry, settings.home, service.living)
    desk = Desk(service, line, counts, kept)
    taken = intake or Intake(settings, lambda: service.assistant.knowledge.embedder)
    described = APIRouter()
    parts = (
        asking_routes(desk),
        looking_routes(desk),
        taking_routes(desk),
        document_routes(desk, Documents(settings), settings, taken),
        feedback_routes(service, settings),
        chat_routes(desk),
        health_routes(service, counts),
    )
    for part in parts:
        described.include_router(part)
    router = APIRouter(route_class=ProblemRoute, include_in_schema=False)
    router.include_router(described)

    @cache
    def document() -> dict[str, Any]:
        return openapi_document(described.routes)

    @router.get("/api/v1/openapi.json")
    def openapi() -> Response:
        return Response(json.dumps(document(), ensure_ascii=False), media_type="application/json")

    @router.get(PATH)
    def docs(request: Request) -> Response:
        words = docs_page(
            document(),
            reader_language(request),
            server=str(request.base_url).rstrip("/"),
            user=identity(request.scope),
        )
        return respond(request, words)

    _answer_the_rest(router, [route for part in (*parts, router) for route in part.routes])
    return router


def _answer_the_rest(router: APIRouter, routes: Iterable[BaseRoute]) -> None:
    """Answer for known addresses asked in a wrong way, and for those that there are not."""
    known: dict[str, set[str]] = {}
    for route in routes:
        if isinstance(route, APIRoute):
            known.setdefault(route.path, set()).update(route.methods or ())
    for path, allowed in known.items():
        _refuse(router, path, 405, allowed)
    for root in ("/api", "/v1", "/health"):
        _refuse(router, f"{root}/{{rest:path}}", 404, set())


def _refuse(router: APIRouter, path: str, status: int, allowed: set[str]) -> None:
    headers = {"Allow": ", ".join(sorted(allowed))} if allowed else None

    async def refused() -> None:
        raise HTTPException(status, headers=headers)

    kind = ChatRoute if path.startswith("/v1/") else ProblemRoute
    router.add_api_route(
        path,
        refused,
        methods=[method for method in _METHODS if method not in allowed],
        include_in_schema=False,
        route_class_override=kind,
    )
