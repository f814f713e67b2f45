"""The tools: each is one request of the service, its typed result, and the result in words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mcp_types import Tool as Listed
from mcp_types import ToolAnnotations
from pydantic import BaseModel

from assistant.answer import Answer
from assistant.comparing.comparison import Matrix
from corpus.texts import text
from ui.mcp.citing import Cited, CiteRequest, cite
from ui.mcp.saying import say_answer, say_check, say_found, say_matrix, say_provision
from ui.safety.turnstile import Gone
from ui.service.requests import (
    AskRequest,
    CompareRequest,
    ProvisionRequest,
    QuoteRequest,
    SearchRequest,
)
from ui.service.results import ProvisionView, QuoteCheck, SearchResult
from ui.service.service import Service


@dataclass(frozen=True)
class Tool:
    """One thing that can be asked for.

    Attributes:
        name: As clients call it.
        request: What it takes.
        result: What it gives.
        run: Asks the service; is given an event as well that is set when nobody waits any longer.
        say: The result in words; is given the request and the reader's language as well.
        works: Whether it keeps a processor busy and therefore waits for its turn.
    """

    name: str
    request: type[BaseModel]
    result: type[BaseModel]
    run: Callable[[Service, Any, threading.Event], BaseModel]
    say: Callable[[Any, Any, str], str]
    works: bool = False

    def listed(self, language: str) -> Listed:
        """The tool as clients list it, in the reader's language."""
        return Listed(
            name=self.name,
            title=text(language, f"mcp.{self.name}_title"),
            description=text(language, f"mcp.{self.name}"),
            inputSchema=self._schemas[0],
            outputSchema=self._schemas[1],
            annotations=ToolAnnotations(
                readOnlyHint=True, destructiveHint=False, idempotentHint=True, openWorldHint=False
            ),
        )

    @cached_property
    def _schemas(self) -> tuple[dict[str, Any], dict[str, Any]]:
        given = self.request.model_json_schema()
        return given, self.result.model_json_schema(mode="serialization")


def _ask(service: Service, request: AskRequest, gone: threading.Event) -> Answer:
    last = None
    for answer in service.stream(request, stop=gone):
        last = answer
    if last is None or gone.is_set():
        raise Gone("Who asked has hung up.")
    return last


def _search(service: Service, request: SearchRequest, _: threading.Event) -> SearchResult:
    return service.search(request)


def _provision(service: Service, request: ProvisionRequest, _: threading.Event) -> ProvisionView:
    return service.provision(request)


def _compare(service: Service, request: CompareRequest, _: threading.Event) -> Matrix:
    return service.compare(request)


def _cite(service: Service, request: CiteRequest, _: threading.Event) -> Cited:
    return cite(service, request)


def _verify(service: Service, request: QuoteRequest, _: threading.Event) -> QuoteCheck:
    return service.verify_quote(request)


def _found(result: SearchResult, _: SearchRequest, language: str) -> str:
    return say_found(result, language)


def _read(result: ProvisionView, request: ProvisionRequest, _: str) -> str:
    return say_provision(result, request.reader)


def _checked(result: QuoteCheck, request: QuoteRequest, _: str) -> str:
    return say_check(result, request.reader)


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("ask", AskRequest, Answer, _ask, lambda answer, *_: say_answer(answer), True),
        Tool("search", SearchRequest, SearchResult, _search, _found, True),
        Tool("get_provision", ProvisionRequest, ProvisionView, _provision, _read),
        Tool("compare", CompareRequest, Matrix, _compare, lambda matrix, *_: say_matrix(matrix)),
        Tool("cite", CiteRequest, Cited, _cite, lambda cited, *_: str(cited.text)),
        Tool("verify_quote", QuoteRequest, QuoteCheck, _verify, _checked, True),
    )
}
"""Every tool by its name."""
