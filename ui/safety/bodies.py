"""Middleware that limits how long and how slow a request's body may be.

The body is counted as it passes and never kept here, so a stream stays one; what it says about its
own length is only a reason to refuse sooner.
"""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.safety.places import takes_files
from ui.safety.refusal import refusal

UPLOAD_PATIENCE = 4
"""How many times longer a document may take to arrive than a question."""

_OVERHEAD = 16_384
"""Bytes of a form around the file in it."""

_CLOSE = {"Connection": "close"}


class Refused(Exception):
    """Ends the reading of a body that is refused; it never leaves this file's middleware."""


class Bodies:
    """Refuses bodies that are too long, too slow, or files where none are wanted.

    Args:
        app: What comes next.
        most: Largest body, in bytes.
        seconds: Time within which the whole body must have arrived.
        files: Largest document that may be sent, in bytes; 0 where none may.
    """

    def __init__(self, app: ASGIApp, most: int, seconds: float, files: int = 0) -> None:
        self.app = app
        self._most = most
        self._seconds = seconds
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body under watch."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        kind = headers.get("content-type", "").strip().lower()
        is_form = kind.startswith("multipart/")
        with_file = bool(self._files) and is_form and takes_files(scope["method"], scope["path"])
        most, seconds = self._most, self._seconds
        if with_file:
            most, seconds = self._files + _OVERHEAD, self._seconds * UPLOAD_PATIENCE
        if not length.isascii() or not length.isdigit():
            await refusal(scope, 400, "malformed", _CLOSE)(scope, receive, send)
        elif len(length) > 18 or int(length) > most:
            too_large = refusal(scope, 413, "too_large", _CLOSE, bytes=most)
            await too_large(scope, receive, send)
        elif is_form and not with_file:
            await refusal(scope, 415, "no_uploads", _CLOSE)(scope, receive, send)
        else:
            await self._watched(_Watch(most, seconds, scope, receive, send))

    async def _watched(self, watch: _Watch) -> None:
        try:
            await self.app(watch.scope, watch.receive, watch.send)
        except Refused:
            pass
        except Exception:
            if watch.verdict is None:
                raise
        if watch.verdict is not None and not watch.started:
            await watch.refuse()


class _Watch:
    """One request: counts its body and, once it is refused, lets no other answer out."""

    def __init__(
        self, most: int, seconds: float, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self.verdict: Response | None = None
        self.started = False
        self._most, self._seconds = most, seconds
        self.scope, self._receive, self._send = scope, receive, send
        self._until = asyncio.get_running_loop().time() + seconds
        self._left = most
        self._complete = False

    async def receive(self) -> Message:
        """The next piece of the body."""
        if self._complete:
            # From here on an application only waits to be told that the client has gone.
            return await self._receive()
        if self.verdict is not None:
            raise Refused
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            self.verdict = refusal(self.scope, 408, "too_slow", _CLOSE, seconds=self._seconds)
            raise Refused from None
        if message["type"] != "http.request":
            self._complete = True
            return message
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.verdict = refusal(self.scope, 413, "too_large", _CLOSE, bytes=self._most)
            raise Refused
        self._complete = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Pass an answer on, unless the request has been refused meanwhile."""
        # Frameworks turn an exception while reading into an answer of their own.
        if self.verdict is not None and not self.started:
            await self.refuse()
        if self.verdict is None:
            self.started = True
            await self._send(message)

    async def refuse(self) -> None:
        """Answer with the verdict."""
        self.started = True
        if self.verdict is not None:
            await self.verdict(self.scope, self._receive, self._send)
