"""The MCP server of an installation: lists the tools and runs them."""

from __future__ import annotations

import logging
import threading
from functools import partial
from typing import Any

import anyio
from anyio import to_thread
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
)
from pydantic import ValidationError

from corpus.catalogue import LANGUAGES
from corpus.errors import RuleBridgeError
from corpus.texts import text
from ui.export.setting import software_version
from ui.mcp.tools import TOOLS, Tool
from ui.mcp.working import GONE, Working
from ui.safety.discretion import whereabouts
from ui.safety.reader import identity
from ui.wording import failure

NAME = "rulebridge"
_log = logging.getLogger(__name__)
_LANGUAGE_OF = ("language", "reader", "interface")


class Tools:
    """Answers the two requests of the protocol that matter here.

    Args:
        working: Runs them.
        language: Of descriptions, and of errors where a call names no language.
    """

    def __init__(self, working: Working, language: str = "en") -> None:
        self._working = working
        self._language = language
        self._limit = anyio.CapacityLimiter(working.threads)

    async def listed(
        self, _: ServerRequestContext[Any], __: PaginatedRequestParams | None
    ) -> ListToolsResult:
        """The tools there are."""
        return ListToolsResult(tools=[tool.listed(self._language) for tool in TOOLS.values()])

    async def called(
        self, context: ServerRequestContext[Any], params: CallToolRequestParams
    ) -> CallToolResult:
        """What a tool gives, or one sentence on why it gives nothing.

        Raises:
            MCPError: There is no such tool.
        """
        tool = TOOLS.get(params.name)
        if tool is None:
            known = ", ".join(TOOLS)
            name = params.name[:100]
            sentence = text(self._language, "mcp.unknown_tool", name=name, known=known)
            raise MCPError(code=INVALID_PARAMS, message=sentence)
        given = params.arguments or {}
        scope = getattr(context.request, "scope", {})
        gone, user = scope.get(GONE) or threading.Event(), identity(scope)
        work = partial(self._call, tool, given, gone, user)
        return await to_thread.run_sync(work, limiter=self._limit)

    def _call(
        self, tool: Tool, given: dict[str, Any], gone: threading.Event, user: str
    ) -> CallToolResult:
        language = self._spoken(given)
        try:
            request = tool.request.model_validate(given)
            result = self._working.done(tool, request, gone, user)
            said = tool.say(result, request, language)
            return CallToolResult(
                content=[TextContent(type="text", text=said)],
                structuredContent=result.model_dump(mode="json"),
            )
        except ValidationError as error:
            sentence = _rejected(error, language)
        except RuleBridgeError as error:
            sentence = str(error) if language == "en" else failure(error, language)
        except Exception as error:
            # What was asked stays out of the log, and what went wrong inside out of the reply.
            _log.warning("tool %s failed: %s", tool.name, whereabouts(error))
            sentence = failure(error, language)
        return CallToolResult(content=[TextContent(type="text", text=sentence)], isError=True)

    def _spoken(self, given: dict[str, Any]) -> str:
        named = (given.get(name) for name in _LANGUAGE_OF)
        return next((str(n) for n in named if n in LANGUAGES), self._language)


def mcp_server(working: Working, language: str = "en") -> Server[Any]:
    """The server, for any transport.

    Args:
        working: Runs the tools.
        language: Of descriptions, and of errors where a call names no language.
    """
    tools = Tools(working, language)
    return Server(
        NAME,
        version=software_version(),
        title="RuleBridge",
        instructions=text(language, "mcp.instructions"),
        on_list_tools=tools.listed,
        on_call_tool=tools.called,
    )


def _rejected(error: ValidationError, language: str) -> str:
    """The first thing that is wrong with the arguments; their values are not repeated."""
    problem = error.errors(include_url=False, include_context=False, include_input=False)[0]
    reason = " ".join(problem["msg"].split()).rstrip(".")
    name = ".".join(str(part)[:60] for part in problem["loc"])
    if not name:
        return text(language, "mcp.bad_arguments", reason=reason)
    return text(language, "mcp.bad_argument", name=name, reason=reason)
