"""The web server of this machine: one index and one model for everybody who opens the page."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

import uvicorn

from assistant.assistant import Assistant
from corpus.catalogue import LANGUAGES
from corpus.errors import RuleBridgeError
from corpus.settings import Settings, settings
from corpus.texts import text
from ui.safety.guard import check_exposure, uvicorn_options
from ui.web import web_app

_log = logging.getLogger(__name__)


class Server:
    """The web application, listening.

    Args:
        open_assistant: Opens the assistant; called once the address is ours.
        host: Address to listen at.
        port: Port to listen at; 0 takes any that is free.
        configuration: What is switched on; this installation's settings where not given.

    Raises:
        Unprotected: Others could reach it without signing in.
        RuleBridgeError: The address is taken or not ours, or the assistant cannot be opened.
    """

    def __init__(
        self,
        open_assistant: Callable[[], Assistant],
        host: str,
        port: int,
        configuration: Settings | None = None,
    ) -> None:
        allowed = configuration or settings()
        check_exposure(allowed, host)
        self._socket = _listen(host, port)
        self.host, self.port = host, self._socket.getsockname()[1]
        try:
            self._assistant = open_assistant()
            warm_up(self._assistant)
            config = uvicorn.Config(
                web_app(self._assistant, allowed, host),
                log_level="warning",
                lifespan="on",
                **uvicorn_options(allowed),
            )
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
