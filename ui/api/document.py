"""The OpenAPI document: what FastAPI knows of the routes, and what only we know.

FastAPI describes parameters and results. Added here are the sentences of the text catalogue, who
may ask, and how requests fail: also those that are refused before they reach a route.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.routing import BaseRoute

from corpus.texts import text
from ui.api.chat.messages import ChatError
from ui.api.problems import MEDIA_TYPE, Problem
from ui.export.setting import software_version

TAGS = ("ask", "look up", "take away", "documents", "feedback", "chat", "operation")
"""Groups of operations, in the order of the documentation."""

_GUARDED = ("401", "403", "413", "429")
_PROBLEMS = {
    "401": "Nobody has signed in, or the API key is wrong.",
    "403": "Another site asked in the reader's name, or it is not for this reader.",
    "404": "What is named does not exist.",
    "409": "The installed texts do not bear it out, or it has no such form.",
    "413": "The request is too large.",
    "422": "The request does not fit.",
    "429": "Too many requests; `Retry-After` says when to try again.",
    "500": "Something went wrong here.",
    "503": "Busy, or not ready; `Retry-After` says when to try again if that is known.",
}
_CHAT_ERRORS = {
    "400": "The request does not fit, or asks for what is not done here.",
    "404": "There is no such model.",
    "500": "Something went wrong here.",
    "503": "Busy; `Retry-After` says when to try again.",
}
_MORE = {
    "ask": ("404",),
    "ask_stream": ("404",),
    "search": ("404",),
    "provision": ("404",),
    "history": ("404",),
    "verify_quote": ("404",),
    "cite": ("404",),
    "cite_citations": ("404", "409"),
    "export": ("409",),
    "document_add": ("422",),
    "documents_search": ("404",),
    "document_remove": ("404",),
    "feedback_add": ("404", "409"),
    "feedback_export": ("404",),
}
_METHODS = frozenset(("get", "post", "put", "patch", "delete"))
_AFTER = {"schema": {"type": "integer"}, "description": "Seconds after which to try again."}


def openapi_document(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """The whole document, OpenAPI 3.1.

    Args:
        routes: The routes of the interface.
    """
    document = get_openapi(
        title="RuleBridge",
        version=software_version() or "0",
        summary=text("en", "ui.tagline"),
        description=text("en", "api.about"),
        routes=routes,
        servers=[{"url": "/", "description": "This server."}],
        tags=[{"name": tag, "description": text("en", f"api.tag_{_key(tag)}")} for tag in TAGS],
        separate_input_output_schemas=False,
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for kind in (Problem, ChatError):
        schemas.update(_schemas_of(kind))
    for left in ("HTTPValidationError", "ValidationError"):
        schemas.pop(left, None)
    components["responses"] = {
        **{f"Problem{status}": _problem(status, about) for status, about in _PROBLEMS.items()},
        **{f"Chat{status}": _chat_error(status, about) for status, about in _CHAT_ERRORS.items()},
    }
    components["securitySchemes"] = {
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key, made with `rulebridge keys add NAME`.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "rulebridge",
            "description": "The cookie of a reader who signed in; `__Host-rulebridge` over HTTPS.",
        },
    }
    # Nothing is needed on the machine itself.
    document["security"] = [{"key": []}, {"session": []}, {}]
    for path, operation in operations(document):
        _complete(path, operation)
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation of a document with its path."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in _METHODS:
                yield path, operation


def _complete(path: str, operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    operation["summary"] = text("en", f"api.{name}")
    operation["description"] = text("en", f"api.{name}_about")
    responses = operation["responses"]
    responses.pop("422", None)
    if path.startswith("/health/"):
        operation["security"] = []
        wanted = {"503": "Problem503"} if name == "ready" else {}
    elif path.startswith("/v1/"):
        wanted = {status: f"Problem{status}" for status in _GUARDED}
        told = _CHAT_ERRORS if name == "chat" else ("404",) if name == "model" else ()
        wanted |= {status: f"Chat{status}" for status in told}
    else:
        more = (*_GUARDED, "422", "500", "503", *_MORE.get(name, ()))
        wanted = {status: f"Problem{status}" for status in more}
    for status, response in sorted(wanted.items()):
        responses[status] = {"$ref": f"#/components/responses/{response}"}


def _problem(status: str, about: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return _failed(status, about, content)


def _chat_error(status: str, about: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/ChatError"}}}
    return _failed(status, about, content)


def _failed(status: str, about: str, content: dict[str, Any]) -> dict[str, Any]:
    response: dict[str, Any] = {"description": about, "content": content}
    if status in ("429", "503"):
        response["headers"] = {"Retry-After": _AFTER}
    return response


def _schemas_of(kind: type[BaseModel]) -> dict[str, Any]:
    schema = kind.model_json_schema(ref_template="#/components/schemas/{model}")
    inner = schema.pop("$defs", {})
    return {**inner, kind.__name__: schema}


def _key(tag: str) -> str:
    return tag.replace(" ", "_")
