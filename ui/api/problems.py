"""Errors as programs read them: problem details (RFC 9457), in the reader's language.

What was sent is never sent back, and what went wrong inside is never told: an unexpected error is
logged without the words of the request and answered with a general sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException

from corpus.errors import (
    DocumentsFull,
    DocumentsUnwritable,
    DocumentUnusable,
    FeedbackFull,
    FeedbackOff,
    FeedbackUnavailable,
    IndexBusy,
    IndexMismatch,
    IndexMissing,
    ModelUnavailable,
    NotExportable,
    RuleBridgeError,
    StoreUnavailable,
    UnknownDocument,
    UnknownInstrument,
    UnknownProvision,
    UnreadableDocument,
    Unverifiable,
    UsageError,
)
from corpus.texts import text, texts
from ui.interface_language import html_lang, negotiated
from ui.safety.discretion import whereabouts
from ui.safety.refusal import refusal as refused_page
from ui.safety.turnstile import Busy, Gone
from ui.wording import failure

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

_STATUS: tuple[tuple[type[RuleBridgeError], int], ...] = (
    (Busy, 503),
    (Gone, 503),
    (FeedbackOff, 404),
    (FeedbackFull, 503),
    (FeedbackUnavailable, 503),
    (UnknownProvision, 404),
    (UnknownDocument, 404),
    (DocumentUnusable, 503),
    (DocumentsFull, 409),
    (UnreadableDocument, 422),
    (DocumentsUnwritable, 503),
    (UnknownInstrument, 404),
    (Unverifiable, 409),
    (NotExportable, 409),
    (UsageError, 422),
    (IndexMissing, 503),
    (IndexMismatch, 503),
    (IndexBusy, 503),
    (ModelUnavailable, 503),
    (StoreUnavailable, 503),
)
_CODES = {
    400: "malformed",
    403: "operator-only",
    404: "no-such-address",
    405: "method-not-allowed",
    422: "invalid",
}
_PLACES = frozenset(("body", "query", "path", "header", "cookie"))


class FieldProblem(BaseModel):
    """What does not fit in a field of the request."""

    model_config = ConfigDict(frozen=True)

    field: str = Field(description="Where, such as `body.question`.")
    message: str = Field(description="What is expected, in English.")


class Problem(BaseModel):
    """Problem details (RFC 9457) of a request that was not done."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "example": {
                "type": "about:blank",
                "title": "Not Found",
                "status": 404,
                "detail": "There is no provision “cap-486/s_999” in the installed texts.",
                "code": "unknown-provision",
            }
        },
    )

    type: str = Field("about:blank", description="Always `about:blank`; `code` tells errors apart.")
    title: str = Field(description="What the status means, in English.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="One sentence in the reader's language (`Accept-Language`).")
    code: str = Field(description="Stable name of the error.")
    reason: str | None = Field(None, description="More for developers, in English.")
    errors: tuple[FieldProblem, ...] | None = Field(None, description="Fields that do not fit.")
    retry_after: int | None = Field(None, description="Seconds after which to try again.")


def language_of(request: Request) -> str:
    """The language in which errors are told: ``?lang=``, else ``Accept-Language``."""
    asked = request.query_params.get("lang", "")[:35]
    return negotiated(request.headers.get("accept-language", "")[:500], asked or None)


def problem_of(error: Exception, language: str) -> Problem:
    """What is told about an error.

    Args:
        error: Any; what is not meant for readers is told in general words.
        language: The reader's.
    """
    if isinstance(error, RequestValidationError):
        found = _field_problems(error.errors())
        fields = ", ".join(dict.fromkeys(each.field for each in found))
        detail = text(language, "api.invalid", fields=fields)
        return _problem(422, detail, "invalid", errors=found)
    if isinstance(error, HTTPException):
        code = _CODES.get(error.status_code, "refused")
        known = texts(language)["api"]
        detail = known.get(code.replace("-", "_"), known["refused"])
        return _problem(error.status_code, detail, code)
    if isinstance(error, RuleBridgeError):
        status = next((number for kind, number in _STATUS if isinstance(error, kind)), 500)
        # The sentence in the reader's language is short; developers are told which name is wrong.
        reason = str(error) if type(error) is UsageError else None
        after = error.seconds if isinstance(error, Busy) else None
        return _problem(
            status, failure(error, language), error.code, reason=reason, retry_after=after
        )
    return _problem(500, failure(error, language), RuleBridgeError.code)


def problem_response(problem: Problem, language: str, headers: Mapping[str, str]) -> Response:
    """A problem as a response."""
    given = {"Content-Language": html_lang(language), "Cache-Control": "no-store", **headers}
    if problem.retry_after is not None:
        given["Retry-After"] = str(problem.retry_after)
    content = problem.model_dump_json(exclude_none=True)
    return Response(content, problem.status, given, MEDIA_TYPE)


def note(error: Exception) -> None:
    """Log an error that nobody expected: its kind and place, not its message, which may quote."""
    if isinstance(error, RequestValidationError | HTTPException | Gone | Busy | UsageError):
        return
    if isinstance(error, RuleBridgeError):
        _log.warning("%s: %s", type(error).__name__, error)
        return
    _log.error("unexpected %s", whereabouts(error))


def refusal(request: Request, error: Exception) -> Response:
    """The response to a request that failed."""
    note(error)
    language = language_of(request)
    headers = getattr(error, "headers", None) if isinstance(error, HTTPException) else None
    return problem_response(problem_of(error, language), language, headers or {})


class ProblemRoute(APIRoute):
    """A route whose errors are problem details, whatever application it stands in."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, with the errors caught."""
        handler = super().get_route_handler()
        field = self.body_field
        kind: Any = field.field_info.annotation if field else None
        body = TypeAdapter[Any](kind) if field else None

        async def handled(request: Request) -> Response:
            try:
                if body:
                    await _check_strictly(body, request)
                return await handler(request)
            except Exception as error:
                return self.refusal(request, error)

        return handled

    def refusal(self, request: Request, error: Exception) -> Response:
        """The response to an error."""
        return refusal(request, error)


def install_errors(app: FastAPI) -> None:
    """Answer with problem details where no route of the interface was reached.

    Pages keep the handlers they have.

    Args:
        app: The application that the interface is part of.
    """
    before = app.exception_handlers.get(HTTPException, http_exception_handler)

    async def handled(request: Request, error: Exception) -> Any:
        if request.url.path.startswith(("/api/", "/v1/", "/health/")):
            return refusal(request, error)
        response = before(request, error)
        return response if isinstance(response, Response) else await response

    async def failed(request: Request, _: Exception) -> Response:
        # Raised again by the framework, and logged by `ui.safety.discretion`.
        return refused_page(request.scope, 500, "failed")

    app.add_exception_handler(HTTPException, handled)
    app.add_exception_handler(Exception, failed)


async def _check_strictly(body: TypeAdapter[Any], request: Request) -> None:
    """Refuse what only looks like the type: FastAPI would take the number 0 for a date of 1970.

    Raises:
        RequestValidationError: The body is JSON of another type.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    sent = await request.body()
    if not sent or not (kind.endswith("+json") or kind == "application/json"):
        return
    try:
        body.validate_json(sent, strict=True)
    except ValidationError as error:
        found = [each for each in error.errors(include_url=False) if not _whole(each)]
        placed = [{**each, "loc": ("body", *each["loc"])} for each in found]
        if placed:
            raise RequestValidationError(placed) from None


def _whole(error: Mapping[str, Any]) -> bool:
    """Whether it is only that JSON does not tell 5.0 from 5."""
    given = error["input"]
    return error["type"] == "int_type" and isinstance(given, float) and given.is_integer()


def _problem(status: int, detail: str, code: str, **more: Any) -> Problem:
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, code=code, **more)


def _field_problems(errors: Sequence[Any]) -> tuple[FieldProblem, ...]:
    """The fields, without what was sent: the name of a field too many was sent as well."""
    found = []
    for error in errors[:20]:
        place = list(error["loc"])
        if error["type"] == "extra_forbidden" or isinstance(place[-1], int):
            place = place[:-1]
        if not place or place[0] not in _PLACES:
            place = ["body", *place]
        steps = (str(step) for step in place if isinstance(step, int) or step.isascii())
        found.append(FieldProblem(field=".".join(steps)[:200], message=str(error["msg"])))
    return tuple(dict.fromkeys(found))
