"""Taking away: references in citation styles, answers and comparisons as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response

from assistant.answer import Citation
from assistant.bibliography.citing import cite_as
from assistant.bibliography.reference import Reference, reference_of
from assistant.bibliography.style import Style
from ui.api.examples import EXPORTED
from ui.api.looking import Reader, TextLanguage, VersionId
from ui.api.problems import ProblemRoute
from ui.api.records import AnswerExport, Cited, CiteRequest, MatrixExport
from ui.api.sending import sent
from ui.api.working import Desk
from ui.export.format import Format
from ui.service.checking import confirmed, verified
from ui.service.references import reference_for
from ui.service.requests import Locator, ProvisionRequest
from ui.service.service import Service

_NAME = "rulebridge-citation"
_WRITTEN: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The references; as JSON where `Accept` asks for it.",
        "content": {
            kind: {"schema": {"type": "string"}}
            for kind in dict.fromkeys(style.media_type for style in Style)
        },
    }
}
_FORMS = (*(form.media_type.split(";")[0] for form in Format), "application/zip")
_EXPORTED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {form: {} for form in _FORMS}}
}


def taking_routes(desk: Desk) -> APIRouter:
    """The routes that give something to keep.

    Args:
        desk: Works on what takes time.
    """
    router = APIRouter(route_class=ProblemRoute, tags=["take away"])
    service = desk.service

    @router.get("/api/v1/cite", operation_id="cite", response_model=Cited, responses=_WRITTEN)
    def cite(
        request: Request,
        locator: Annotated[
            list[Locator],
            Query(min_length=1, max_length=50, examples=[["cap-486/s_26/ss_1"]]),
        ],
        style: Style = Style.OSCOLA,
        language: TextLanguage = None,
        version: VersionId = None,
        reader: Reader = "en",
    ) -> Response:
        asked = [
            ProvisionRequest(locator=each, language=language, version=version, reader=reader)
            for each in locator
        ]
        table, words = service.assistant.index.provisions, service.assistant.words
        references = [reference_for(each, table, words) for each in asked]
        return _written(references, style, reader, request)

    @router.post(
        "/api/v1/cite", operation_id="cite_citations", response_model=Cited, responses=_WRITTEN
    )
    def cite_citations(request: Request, asked: CiteRequest) -> Response:
        return _written(_confirmed(asked, service), asked.style, asked.language, request)

    @router.post(
        "/api/v1/export",
        operation_id="export",
        response_class=Response,
        responses=_EXPORTED,
    )
    async def export(
        asked: Annotated[AnswerExport | MatrixExport, Body(openapi_examples=EXPORTED)],
        request: Request,
    ) -> Response:
        base = str(request.base_url).rstrip("/")
        return await desk.work(lambda: _export(asked, service, base))

    return router


def _confirmed(asked: CiteRequest, service: Service) -> list[Reference]:
    table, words = service.assistant.index.provisions, service.assistant.words
    found: list[Citation] = [confirmed(c, asked.language, table, words) for c in asked.citations]
    return [reference_of(c, accessed=date.today(), language=asked.language) for c in found]


def _written(
    references: Sequence[Reference], style: Style, language: str, request: Request
) -> Response:
    written = cite_as(references, style, language)
    accepted = request.headers.get("accept", "")
    if "application/json" in accepted:
        response = sent(Cited(style=style, media_type=style.media_type, text=written))
    else:
        response = Response(written + "\n", media_type=f"{style.media_type}; charset=utf-8")
        place = "attachment" if style.is_data else "inline"
        name = f'{place}; filename="{_NAME}{style.suffix}"'
        response.headers["Content-Disposition"] = name
    response.headers["Vary"] = "Accept"
    return response


def _export(asked: AnswerExport | MatrixExport, service: Service, base: str) -> Response:
    from ui.export.exporting import export_answer, export_matrix

    now = datetime.now(UTC)
    if isinstance(asked, MatrixExport):
        matrix = service.compare(asked.matrix)
        form = Format(asked.format)
        made = export_matrix(matrix, form, exported_on=now.date(), style=asked.style, base_url=base)
        return _file(made.content, made.media_type, made.name)
    answer = verified(asked.answer, service.assistant.index.provisions, service.assistant.words)
    if asked.format == "evidence":
        from ui.export.evidence.building import MEDIA_TYPE, build_pack, pack_name

        pack = build_pack(answer, service, made_at=now)
        return _file(pack, MEDIA_TYPE, pack_name(answer, now))
    form = Format(asked.format)
    made = export_answer(answer, form, exported_on=now.date(), style=asked.style, base_url=base)
    return _file(made.content, made.media_type, made.name)


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        # A page that was made of what somebody sent must not act as one of ours.
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)
