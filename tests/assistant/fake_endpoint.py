"""A language-model server that behaves as badly as a test asks it to.

It speaks the OpenAI chat protocol on 127.0.0.1. Each request is answered by the next act of the
script; the last one is repeated.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request; acts write to it."""

    protocol_version = "HTTP/1.0"  # the end of the reply is the end of the connection
    server: Server

    def do_POST(self):
        length = int(self.headers["content-length"])
        self.body = json.loads(self.rfile.read(length))
        fake = self.server.fake
        fake.requests.append({"headers": dict(self.headers.items()), "body": self.body})
        act = fake.script[min(len(fake.requests), len(fake.script)) - 1]
        try:
            act(self)
        except OSError:
            fake.hung_up.set()

    def log_message(self, *_):
        pass

    def begin(self, status=200, kind="text/event-stream", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def token(self, words, finish=None, **delta):
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "fake",
            "choices": [
                {"index": 0, "delta": {"content": words, **delta}, "finish_reason": finish}
            ],
        }
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def done(self, finish="stop"):
        self.token("", finish)
        self.wfile.write(b"data: [DONE]\n\n")


class Server(ThreadingHTTPServer):
    daemon_threads = True
    fake: FakeEndpoint


class FakeEndpoint:
    """The server, as a context manager; ``url`` is what a setting would hold."""

    def __init__(self, *script: Act):
        self.script = script
        self.requests: list[dict[str, Any]] = []
        self.hung_up = threading.Event()
        self.closing = threading.Event()

    def __enter__(self):
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.fake = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


def claims(*items: tuple[str, int, str]) -> str:
    """A reply in the right form: text, clause and quotation of each claim."""
    written = [
        {"text": text, "clauses": [{"number": number, "quotation": quotation}]}
        for text, number, quotation in items
    ]
    return json.dumps({"claims": written}, ensure_ascii=False)


def says(reply: str, size: int = 9, finish: str = "stop") -> Act:
    """Streams a reply in pieces of some characters."""

    def act(handler: Handler):
        handler.begin()
        for piece in _pieces(reply, size):
            handler.token(piece)
        handler.done(finish)

    return act


def refuses(status: int, body: str = "{}", **headers: str) -> Act:
    """Answers with an error."""

    def act(handler: Handler):
        handler.begin(status, "application/json", **headers)
        handler.wfile.write(body.encode())

    return act


def refuses_schema(then: Act, status: int = 400) -> Act:
    """Knows no ``response_format``."""

    def act(handler: Handler):
        (refuses(status) if "response_format" in handler.body else then)(handler)

    return act


def stalls(after: str = "", beats: bool = False) -> Act:
    """Says something and then nothing more; ``beats`` keeps the connection busy all the same."""

    def act(handler: Handler):
        handler.begin()
        if after:
            handler.token(after)
        while not handler.server.fake.closing.wait(0.02):
            if beats:
                handler.wfile.write(b": still here\n\n")
                handler.token("")

    return act


def hangs_before_headers(handler: Handler):
    handler.server.fake.closing.wait(20)


def breaks_off(after: str = "") -> Act:
    """Says something and drops the connection in the middle of the body."""

    def act(handler: Handler):
        handler.begin(Content_Length="100000")
        if after:
            handler.token(after)

    return act


def never_ends(word: str, pause: float = 0.0) -> Act:
    """Says the same for as long as somebody listens."""

    def act(handler: Handler):
        handler.begin()
        until = time.monotonic() + 20
        while time.monotonic() < until and not handler.server.fake.closing.is_set():
            handler.token(word)
            time.sleep(pause)

    return act


def floods(handler: Handler):
    """One line without an end."""
    handler.begin()
    handler.wfile.write(b"data: ")
    while not handler.server.fake.closing.is_set():
        handler.wfile.write(b"x" * 65536)


def web_page(handler: Handler):
    handler.begin(kind="text/html")
    handler.wfile.write(b"<html><body>Please log in</body></html>")


def _pieces(reply: str, size: int) -> Iterable[str]:
    return (reply[at : at + size] for at in range(0, len(reply), size))
