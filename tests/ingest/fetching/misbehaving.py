"""A web server that misbehaves in any way it is told to."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

Behaviour = Callable[["Visit"], None]

PAUSE = 0.02
"""Seconds between the bytes of a slow answer."""


@dataclass
class Visit:
    """One request, and the connection to answer it on."""

    connection: socket.socket
    path: str
    headers: dict[str, str]
    stopping: threading.Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def silence(self) -> None:
        self.stopping.wait(10)

    def pause(self) -> bool:
        """Wait a moment; whether the server is to stop."""
        return self.stopping.wait(PAUSE)

    def reset(self) -> None:
        # Lingering for no time at all makes closing a reset.
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()


@dataclass
class Server:
    """Answers each path by its behaviour; several for one path are used in turn."""

    routes: dict[str, list[Behaviour]] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stopping = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str, host: str = "kettles.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def on(self, path: str, *behaviours: Behaviour) -> str:
        self.routes[path] = list(behaviours)
        return self.url(path)

    def asked(self, path: str) -> list[dict[str, str]]:
        return [visit.headers for visit in self.visits if visit.path == path]

    def stop(self) -> None:
        self._stopping.set()
        # Closing alone would leave the waiting accept to take one more.
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        try:
            head = b""
            while b"\r\n\r\n" not in head:
                part = connection.recv(4096)
                if not part:
                    return
                head += part
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines if ": " in line)
            visit = Visit(connection, first.split(" ")[1], headers, self._stopping)
            self.visits.append(visit)
            turns = self.routes.get(visit.path) or [status(404)]
            (turns.pop(0) if len(turns) > 1 else turns[0])(visit)
        except OSError:
            pass
        finally:
            connection.close()


def answer(body: bytes = b"", code: int = 200, **headers: str) -> Behaviour:
    """A well-behaved answer; ``Content_Length`` and others as keywords replace its headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    fields = {"Content-Length": str(len(body)), "Connection": "close"} | named
    head = f"HTTP/1.1 {code} Kettle\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in fields.items() if value
    )
    data = head.encode() + b"\r\n" + body
    return lambda visit: visit.send(data)


def status(code: int, **headers: str) -> Behaviour:
    return answer(b"", code, **headers)


def redirect(target: str, code: int = 302) -> Behaviour:
    return answer(b"", code, Location=target)


def conditional(body: bytes, etag: str, **headers: str) -> Behaviour:
    """Answers 304 to who has the file already."""

    def behave(visit: Visit) -> None:
        if visit.headers.get("If-None-Match") == etag:
            status(304, ETag=etag)(visit)
        else:
            answer(body, ETag=etag, **headers)(visit)

    return behave


def ranged(body: bytes, etag: str = '"1"') -> Behaviour:
    """Gives parts of a file."""

    def behave(visit: Visit) -> None:
        start, stop = visit.headers["Range"].removeprefix("bytes=").split("-")
        last = min(int(stop), len(body) - 1)
        part = body[int(start) : last + 1]
        place = f"bytes {start}-{last}/{len(body)}"
        answer(part, 206, Content_Range=place, ETag=etag)(visit)

    return behave


def silent(visit: Visit) -> None:
    visit.silence()


def silent_body(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 Kettle\r\nContent-Length: 100\r\n\r\nsteam")
    visit.silence()


def dripping_header(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 Kettle\r\nX-Drip: ")
    while not visit.pause():
        visit.send(b".")


def dripping_body(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 Kettle\r\nContent-Length: 100000\r\n\r\n")
    while not visit.pause():
        visit.send(b".")


def broken_off(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 Kettle\r\nContent-Length: 100\r\n\r\nsteam")


def endless(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 Kettle\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not visit.stopping.is_set():
        visit.send(b"10000\r\n" + b"." * 0x10000 + b"\r\n")


def reset(visit: Visit) -> None:
    visit.reset()


def garbage(visit: Visit) -> None:
    visit.send(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
