"""Errors as OpenAI's clients expect them: their format, their statuses."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError

from corpus.errors import UsageError
from ui.api.chat.messages import ChatError, ErrorBody
from ui.api.problems import ProblemRoute, language_of, note, problem_of
from ui.interface_language import html_lang

_TYPES = {
    400: "invalid_request_error",
    404: "invalid_request_error",
    405: "invalid_request_error",
    409: "invalid_request_error",
    503: "server_busy",
}


class NoSuchModel(UsageError):
    """A model other than the one there is."""

    code = "no-such-model"

    def __init__(self) -> None:
        super().__init__("There is one model here: rulebridge.")


class ChatRoute(ProblemRoute):
    """A route whose errors are in OpenAI's format."""

    def refusal(self, request: Request, error: Exception) -> Response:
        """The response to an error."""
        return chat_refusal(request, error)


def chat_refusal(request: Request, error: Exception) -> Response:
    """The response to a request of a chat program that failed."""
    note(error)
    language = language_of(request)
    status, told = error_of(error, language)
    problem = problem_of(error, language)
    headers = {"Content-Language": html_lang(language), "Cache-Control": "no-store"}
    headers |= dict(getattr(error, "headers", None) or {})
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    return Response(told.model_dump_json(), status, headers, "application/json")


def error_of(error: Exception, language: str) -> tuple[int, ChatError]:
    """The status and the error in OpenAI's format.

    Args:
        error: Any.
        language: The reader's.
    """
    problem = problem_of(error, language)
    status, message, param = problem.status, problem.detail, None
    code = problem.code.replace("-", "_")
    if isinstance(error, RequestValidationError):
        status = 400
        fields = [each.field.removeprefix("body.") for each in problem.errors or ()]
        if "model" in fields:
            status, code = 404, "model_not_found"
        param = fields[0] if fields else None
        more = "; ".join(each.message for each in problem.errors or ())
        message = f"{message} {more}".strip()
    elif isinstance(error, NoSuchModel):
        status, code, param = 404, "model_not_found", "model"
    elif status == 422:
        status, message = 400, f"{message} {problem.reason or ''}".strip()
    kind = _TYPES.get(status, "server_error")
    return status, ChatError(error=ErrorBody(message=message, type=kind, param=param, code=code))
