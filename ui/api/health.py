"""Whether the server lives, whether it can answer, and what it has counted."""

from __future__ import annotations

from typing import Literal

import anyio
import anyio.to_thread
from fastapi import APIRouter, Response

from corpus.errors import IndexMismatch, IndexMissing, StoreUnavailable
from corpus.provision import instrument_of
from ui.api.metrics import MEDIA_TYPE, Metrics
from ui.api.problems import ProblemRoute
from ui.api.records import Health
from ui.service.service import Service

_PATIENCE = 10.0
"""Seconds after which a look-up that does not end counts as failed."""

_NO_STORE = {"Cache-Control": "no-store"}


def health_routes(service: Service, metrics: Metrics) -> APIRouter:
    """The routes for whoever runs the server.

    Args:
        service: Looked at to see whether it works.
        metrics: What was counted.
    """
    router = APIRouter(route_class=ProblemRoute, tags=["operation"])

    @router.get("/health/live", operation_id="live", response_model=Health)
    async def live() -> Response:
        return _healthy("live")

    @router.get("/health/ready", operation_id="ready", response_model=Health)
    async def ready() -> Response:
        # Its own thread: those for questions may all be taken.
        limiter = anyio.CapacityLimiter(1)
        try:
            with anyio.fail_after(_PATIENCE):
                used = await anyio.to_thread.run_sync(
                    _look_up, service, limiter=limiter, abandon_on_cancel=True
                )
        except TimeoutError:
            raise StoreUnavailable("A sample look-up does not end.") from None
        return _healthy("ready", used)

    @router.get(
        "/metrics",
        operation_id="metrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def figures() -> Response:
        return Response(metrics.exposition(), media_type=MEDIA_TYPE, headers=_NO_STORE)

    return router


def _look_up(service: Service) -> str:
    """Open a provision and count passages, as an answer would; the id of the index.

    Raises:
        RuleBridgeError: The index does not give what its manifest says.
    """
    with service.one_index() as assistant:
        index = assistant.index
        if not index.manifest.texts or not index.store.count():
            raise IndexMissing("The index is empty; run “rulebridge ingest”.")
        official = {text.instrument for text in index.manifest.official}
        samples = (e for e in assistant.words.entries if instrument_of(e) in official)
        if official and not any(index.provisions.get(locator) for locator in samples):
            raise IndexMismatch("No provision can be looked up; run “rulebridge ingest”.")
        used: str = index.manifest.id
    return used


def _healthy(status: Literal["live", "ready"], used: str | None = None) -> Response:
    told = Health(status=status, index=used).model_dump_json(exclude_none=True)
    return Response(told, media_type="application/json", headers=_NO_STORE)
