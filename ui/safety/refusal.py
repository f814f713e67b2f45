"""How a request is refused: problem details for programs (RFC 9457), a page for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from corpus.texts import text
from ui.interface_language import html_lang
from ui.page.escaping import escaped
from ui.safety.framing import framed
from ui.safety.places import for_programs
from ui.safety.reader import identity
from ui.site.reader import reader_language


def wants_page(scope: Scope) -> bool:
    """Whether a person with a browser is at the other end."""
    accepted = Headers(scope=scope).get("accept", "")
    return not for_programs(scope["path"]) and "text/html" in accepted


def refusal(
    scope: Scope,
    status: int,
    key: str,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> Response:
    """The response to a request that is not let through.

    Args:
        scope: The request.
        status: HTTP status.
        key: The sentence, in the section ``safety``.
        headers: More headers.
        **values: The values in the sentence.
    """
    language = reader_language(Request(scope))
    detail = text(language, f"safety.{key}", **values)
    given = {"Cache-Control": "no-store", "Content-Language": html_lang(language)}
    given |= headers or {}
    if wants_page(scope):
        title = text(language, "safety.refused")
        body = f"<h1>{escaped(title)}</h1>\n<p>{escaped(detail)}</p>"
        page = framed(body, title=title, language=language, path="/", user=identity(scope))
        return Response(page, status, given, "text/html; charset=utf-8")
    problem: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": key.replace("_", "-"),
    }
    if "Retry-After" in given:
        problem["retry_after"] = int(given["Retry-After"])
    return Response(
        json.dumps(problem, ensure_ascii=False), status, given, "application/problem+json"
    )
