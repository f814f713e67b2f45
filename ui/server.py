"""The web server of this machine: one index and one model for everybody who opens the page."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable

# Gradio reads it when it is imported.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.assistant import Assistant
from corpus.catalogue import LANGUAGES
from corpus.errors import RuleBridgeError
from corpus.texts import text
from ui.app import STYLE, build, theme

_log = logging.getLogger(__name__)

_HEADERS = {
    # The browser itself refuses whatever would load from another host. Gradio makes its
    # components' templates into functions, hence 'unsafe-eval'.
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class SelfContained:
    """Middleware that tells browsers to load nothing from elsewhere and to tell nobody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and put the headers on its response."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self.app(scope, receive, sent if scope["type"] == "http" else send)


def web_app(assistant: Assistant) -> FastAPI:
    """The application: the chat at ``/``.

    Args:
        assistant: Open; shared by all who ask.
    """
    app = FastAPI(openapi_url=None)
    app.add_middleware(SelfContained)
    gr.mount_gradio_app(
        app,
        build(assistant),
        path="/",
        theme=theme(),
        css=STYLE,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
    )
    return app


class Server:
    """The chat, listening.

    Args:
        open_assistant: Opens the assistant; called once the address is ours.
        host: Address to listen at.
        port: Port to listen at; 0 takes any that is free.

    Raises:
        RuleBridgeError: The address is taken or not ours, or the assistant cannot be opened.
    """

    def __init__(self, open_assistant: Callable[[], Assistant], host: str, port: int) -> None:
        self._socket = _listen(host, port)
        self.host, self.port = host, self._socket.getsockname()[1]
        try:
            self._assistant = open_assistant()
            warm_up(self._assistant)
            config = uvicorn.Config(web_app(self._assistant), log_level="warning", lifespan="on")
        except BaseException:
            self._socket.close()
            raise
        self._server = uvicorn.Server(config)

    @property
    def url(self) -> str:
        """Where the chat is, for a browser on this machine."""
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        if ":" in shown and not shown.startswith("["):
            shown = f"[{shown}]"
        return f"http://{shown}:{self.port}"

    def run(self) -> None:
        """Serve until stopped, by Ctrl-C or `stop`."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self._assistant.close()

    def stop(self) -> None:
        """Let `run` return soon."""
        self._server.should_exit = True

    @property
    def started(self) -> bool:
        """Whether requests are being answered."""
        return self._server.started


def warm_up(assistant: Assistant) -> None:
    """Ask once in each language, so that the first reader does not wait for what loads late."""
    for language in LANGUAGES:
        try:
            assistant.ask(text(language, "ui.example_1"))
        except RuleBridgeError as error:
            _log.warning("warm-up failed: %s", error)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            listening.listen(128)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise RuleBridgeError(
            f"Nothing can listen at {host}:{port} ({error.strerror or error}); choose another with "
            "--host and --port."
        ) from error
    return listening
