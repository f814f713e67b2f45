"""Requests that dawdle, over a real socket."""

from __future__ import annotations

import asyncio
import socket
import threading
import time

import pytest
import uvicorn
from starlette.responses import PlainTextResponse, StreamingResponse

from ui.safety.addresses import networks
from ui.safety.guard import guarded, uvicorn_options
from ui.safety.patience import impatient

HEAD = b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def address(settings):
    made = settings(request_timeout=0.4)

    async def app(scope, receive, send):
        if scope["type"] != "http":
            return
        if scope["path"] == "/api/v1/stream":

            async def events():
                import anyio

                for n in range(3):
                    yield f"data: {n}\n\n"
                    await anyio.sleep(0.4)

            await StreamingResponse(events())(scope, receive, send)
            return
        while (await receive()).get("more_body"):
            pass
        await PlainTextResponse("read")(scope, receive, send)

    options = uvicorn_options(made)
    config = uvicorn.Config(guarded(app, made, "127.0.0.1"), log_level="error", **options)
    server = uvicorn.Server(config)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()
    server.should_exit = True
    thread.join()
    listening.close()


def talk(address, *parts, pause=0.1):
    """Send the parts with pauses and read until the other side hangs up."""
    with socket.create_connection(address, timeout=10) as connection:
        try:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
        except OSError:
            pass
        received = b""
        try:
            while part := connection.recv(65536):
                received += part
        except ConnectionResetError:
            pass
    return received


def test_a_request_that_comes_in_time_is_answered(address):
    answer = talk(address, HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\n", b"ab")
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"\r\nserver:" not in answer.lower()


def test_a_head_that_never_ends_is_hung_up_on(address):
    answer = talk(address, HEAD, *(b"X-%d: a\r\n" % n for n in range(20)))
    assert answer.startswith(b"HTTP/1.1 408")


def test_a_connection_that_says_nothing_is_hung_up_on(address):
    assert talk(address) == b""


@pytest.mark.parametrize(
    "kind", [b"Content-Length: 100\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"]
)
def test_a_body_that_dawdles_is_refused(address, kind):
    piece = b"a" if b"Length" in kind else b"1\r\na\r\n"
    answer = talk(address, HEAD + kind, *([piece] * 12))
    assert answer.startswith(b"HTTP/1.1 408")
    assert b'"code": "too-slow"' in answer


def test_a_body_without_an_end_is_cut_off(address):
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    answer = talk(address, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *([chunk] * 20), pause=0)
    assert answer.startswith(b"HTTP/1.1 413")


def test_a_long_answer_is_not_cut_off(address):
    head = b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert talk(address, head).count(b"data: ") == 3


def test_uvicorn_believes_no_proxy(address):
    head = b"GET /browse HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    assert talk(address, head + b"X-Forwarded-For: 1.1.1.1\r\n\r\n").startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize(
    "head",
    [
        b"POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /a HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
        b"GET /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /a HTTP/1.1\r\nX y: a\r\nHost: localhost\r\n\r\n",
        b"GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /static/%2e%2e/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ],
)
def test_malformed_requests_are_refused(address, head):
    assert talk(address, head).startswith(b"HTTP/1.1 400")


class Transport:
    """A connection from somewhere, as far as the protocol asks."""

    def __init__(self, address):
        self.address, self.aborted, self.closed = address, False, False

    def get_extra_info(self, name, default=None):
        return (self.address, 1) if name in ("peername", "sockname") else default

    def abort(self):
        self.aborted = True

    def close(self):
        self.closed = True

    def is_closing(self):
        return self.closed


def connections(addresses, proxies=()):
    """Which of the connections are refused, and the connections."""

    async def main():
        config = uvicorn.Config(lambda: None, log_level="error")
        protocol = impatient(5, 2, networks(proxies))
        made = []
        for address in addresses:
            connection = protocol(config, uvicorn.server.ServerState(), {})
            if address is None:
                made[0][0].connection_lost(None)
                continue
            connection.connection_made(Transport(address))
            made.append((connection, connection.transport))
        refused = [transport.aborted for _, transport in made]
        for connection, _ in made[1:] if None in addresses else made:
            connection.connection_lost(None)
        return refused

    return asyncio.run(main())


def test_one_address_holds_only_so_many_connections():
    assert connections(["192.0.2.1"] * 3 + ["192.0.2.2"]) == [False, False, True, False]
    assert connections(["2001:db8::1", "2001:db8::2", "2001:db8::3"]) == [False, False, True]
    assert connections(["192.0.2.1", "192.0.2.1", None, "192.0.2.1"]) == [False] * 3


def test_this_machine_and_proxies_hold_as_many_as_they_like():
    assert connections(["127.0.0.1"] * 4) == [False] * 4
    assert connections(["10.0.0.2"] * 4, ["10.0.0.0/24"]) == [False] * 4
