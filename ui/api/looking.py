"""Looking things up: provisions, quotations, topics, comparisons, instruments."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Response

from assistant.comparing.comparison import Matrix
from corpus.digest import Topic
from ui.api.examples import QUOTED
from ui.api.problems import ProblemRoute
from ui.api.records import InstrumentRecord
from ui.api.sending import sent, sent_all
from ui.api.working import Desk
from ui.service.history_view import History, HistoryRequest
from ui.service.requests import (
    CompareRequest,
    Day,
    Id,
    Language,
    Locator,
    ProvisionRequest,
    Question,
    QuoteRequest,
)
from ui.service.results import ProvisionView, QuoteCheck

TextLanguage = Annotated[
    str | None, Query(max_length=20, description="Of the text, BCP 47.", examples=["zh-Hant"])
]


AsAt = Annotated[
    Day | None,
    Query(description="The day whose law counts; today if not given."),
]
Reader = Annotated[Language, Query(description="Language of pinpoints and of our own words.")]
VersionId = Annotated[Id | None, Query(description="Id of a version, see `/api/v1/instruments`.")]


def looking_routes(desk: Desk) -> APIRouter:
    """The routes that read.

    Args:
        desk: Works on what takes time.
    """
    router = APIRouter(route_class=ProblemRoute, tags=["look up"])
    service = desk.service

    @router.get(
        "/api/v1/provisions/{locator:path}", operation_id="provision", response_model=ProvisionView
    )
    def provision(
        locator: Annotated[
            Locator, Path(description="Its stable name.", examples=["eu-ai-act/art_50/par_2"])
        ],
        language: TextLanguage = None,
        version: VersionId = None,
        as_at: AsAt = None,
        reader: Reader = "en",
    ) -> Response:
        asked = ProvisionRequest(
            locator=locator, language=language, version=version, as_at=as_at, reader=reader
        )
        return sent(service.provision(asked))

    @router.get("/api/v1/history/{locator:path}", operation_id="history", response_model=History)
    def history(
        locator: Annotated[
            Locator, Path(description="Its stable name.", examples=["eu-ai-act/art_6"])
        ],
        language: TextLanguage = None,
        reader: Reader = "en",
    ) -> Response:
        return sent(
            service.history(HistoryRequest(locator=locator, language=language, reader=reader))
        )

    @router.post("/api/v1/quotes/verify", operation_id="verify_quote", response_model=QuoteCheck)
    async def verify_quote(
        asked: Annotated[QuoteRequest, Body(openapi_examples=QUOTED)],
    ) -> Response:
        # Looking everywhere reads all texts.
        return sent(await desk.work(lambda: service.verify_quote(asked)))

    @router.get("/api/v1/topics", operation_id="topics", response_model=list[Topic])
    def topics() -> Response:
        return sent_all(service.topics)

    @router.get("/api/v1/matrix", operation_id="matrix", response_model=Matrix)
    def matrix(
        topic: Annotated[
            list[Question],
            Query(
                min_length=1,
                max_length=20,
                description="Id, name in any language, or free words; several times for several.",
                examples=[["marking-of-generated-content"]],
            ),
        ],
        jurisdiction: Annotated[
            list[Id],
            Query(max_length=20, description="All where not given.", examples=[["eu", "hk"]]),
        ] = [],  # noqa: B006 - FastAPI copies it
        language: Annotated[Language, Query(description="Language of the matrix.")] = "en",
        as_at: AsAt = None,
    ) -> Response:
        asked = CompareRequest(
            topics=tuple(topic), jurisdictions=tuple(jurisdiction), language=language, as_at=as_at
        )
        return sent(service.compare(asked))

    @router.get(
        "/api/v1/instruments", operation_id="instruments", response_model=list[InstrumentRecord]
    )
    def instruments() -> Response:
        texts = service.texts
        return sent_all([InstrumentRecord.of(i, texts) for i in service.instruments])

    return router
