"""The MCP server over standard input and output, and over HTTP inside another application."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.mcp.server import mcp_server
from ui.mcp.working import GONE, WORKERS, Counts, Listening, Working
from ui.safety.discretion import hush
from ui.safety.turnstile import Turnstile
from ui.service.service import Service

MAX_BODY = 1_048_576
"""Largest request body, in bytes."""

_THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")


def serve_stdio(service: Service, language: str = "en") -> None:
    """Serve one client on standard input and output until it goes.

    Nothing but the protocol is written to standard output; whatever else prints there is led to
    standard error.

    Args:
        service: What is asked.
        language: Of descriptions, and of errors where a call names no language.
    """
    anyio.run(_served, mcp_server(Working(service), language))


async def _served(server: Server[Any]) -> None:
    async with stdio_server() as (received, sent):
        await server.run(received, sent, server.create_initialization_options())


def mcp_app(
    service: Service,
    *,
    hosts: Iterable[str] = (),
    any_host: bool = False,
    max_body: int = MAX_BODY,
    turnstile: Turnstile | None = None,
    metrics: Counts | None = None,
    kept: Callable[[str, str], None] | None = None,
    workers: int = WORKERS,
) -> ASGIApp:
    """The server as an ASGI application, for a route or a mount such as ``/mcp``.

    Every request stands alone: there are no sessions, so that several processes may answer, and
    signing in is left to what stands in front, for every request.

    Args:
        service: What is asked.
        hosts: Names besides this machine's own under which it is reached, without port. Requests
            under other names are refused, and requests that a page of another origin sends: a
            browser on this machine cannot be made to ask here (DNS rebinding).
        any_host: Leave the names to what stands in front, which checks them.
        max_body: Largest request body, in bytes.
        turnstile: The queue, shared with other faces, so that all say the same when it is full.
        metrics: Where to count, shared with other faces.
        kept: Called with each question and who asked it, where questions are kept.
        workers: Calls worked on at the same time where there is no queue.
    """
    hush()
    working = Working(service, turnstile, metrics, kept, workers)
    return _HttpApp(mcp_server(working), _security(hosts, any_host), max_body)


def _security(hosts: Iterable[str], any_host: bool) -> TransportSecuritySettings:
    names = [form for host in (*_THIS_MACHINE, *hosts) for form in (host, f"{host}:*")]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=not any_host,
        allowed_hosts=names,
        allowed_origins=[f"{scheme}://{name}" for scheme in ("http", "https") for name in names],
    )


class _HttpApp:
    """Runs the transport for as long as the event loop in which the first request came.

    Applications that are mounted get no start-up of their own (ASGI's lifespan), and the transport
    needs a task that outlives its requests.
    """

    def __init__(
        self, server: Server[Any], security: TransportSecuritySettings, max_body: int
    ) -> None:
        self._manager = StreamableHTTPSessionManager(
            server,
            json_response=True,
            stateless=True,
            security_settings=security,
            max_request_body_size=max_body,
        )
        self._running: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        if scope["method"] != "POST":
            # Without sessions there is nothing to listen for and nothing to end.
            refused = JSONResponse(
                {"error": "Only POST is served here."}, status_code=405, headers={"Allow": "POST"}
            )
            await refused(scope, receive, send)
            return
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="mcp")
        await self._ready.wait()
        gone = threading.Event()
        listening = Listening(receive, gone)
        watch = asyncio.create_task(listening.watch())
        try:
            await self._manager.handle_request({**scope, GONE: gone}, listening.receive, send)
        finally:
            watch.cancel()
            gone.set()

    async def _run(self) -> None:
        async with self._manager.run():
            self._ready.set()
            await asyncio.Event().wait()
