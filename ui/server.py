"""The web server of this machine: one index and one model for everybody who opens the page.

Another index that has been switched to comes into use while the server runs.
"""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable

import uvicorn

from assistant.assistant import Assistant
from corpus.catalogue import LANGUAGES
from corpus.errors import RuleBridgeError
from corpus.settings import Settings, settings
from corpus.texts import text
from ui.safety.exposure import check_exposure, decided
from ui.safety.guard import uvicorn_options
from ui.service.living import Living
from ui.service.loading import undisturbed
from ui.service.renewing import Renewal
from ui.web import web_app

_log = logging.getLogger(__name__)

_AT_ONCE = 0.0005
"""Seconds after which a thread that computes makes room for one that has something to send. Each
send and each receipt may have to wait that long, and Python's own 5 ms add up to seconds where
fifty readers come at once."""


class Server:
    """The web application, listening.

    Args:
        open_assistant: Opens the assistant; called once the address is ours.
        host: Address to listen at.
        port: Port to listen at; 0 takes any that is free.
        configuration: What is switched on; this installation's settings where not given.
        open_next: Opens the index that has been switched to, given the assistant in use.

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
        open_next: Callable[[Assistant], Assistant] | None = None,
    ) -> None:
        allowed = decided(configuration or settings(), host)
        check_exposure(allowed, host)
        self._socket = _listen(host, port)
        self.host, self.port = host, self._socket.getsockname()[1]
        try:
            with undisturbed():
                self._living = Living(open_assistant())
                warm_up(self._living.newest)
            config = uvicorn.Config(
                web_app(self._living, allowed, host),
                log_level="warning",
                lifespan="on",
                **uvicorn_options(allowed),
            )
            self._living.prepare_with(warm_up)
        except BaseException:
            self._socket.close()
            raise
        # The model is in memory already, and the same for every index of this installation.
        following = open_next or (lambda used: Assistant.open(allowed, used.embedder))
        self._renewal = Renewal(self._living, allowed, following)
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
        before = sys.getswitchinterval()
        sys.setswitchinterval(_AT_ONCE)
        self._renewal.start()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self._renewal.stop()
            self._living.close()
            sys.setswitchinterval(before)

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
