"""A server of its own for a measurement: ``rulebridge serve`` as a process, with readers' keys."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from corpus.errors import RuleBridgeError
from evals.benchmarks.machine import resident_mb

PLENTY = "1000000"
"""Rate limits of the run, in requests a minute: what is measured is the work, not the refusing."""

_START = 180.0


@dataclass(frozen=True)
class Running:
    """A server that answers.

    Attributes:
        url: Where.
        pid: Its process.
        keys: One API key for each user.
        seconds: From starting the process until it was ready.
    """

    url: str
    pid: int
    keys: tuple[str, ...]
    seconds: float

    def memory_mb(self) -> float:
        """What the process holds now, in MB."""
        return resident_mb(self.pid)


@contextmanager
def serving(
    folder: Path, users: int = 0, environment: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Start a server at a free port of this machine and stop it in the end.

    Args:
        folder: For the keys and the log of the run.
        users: How many are to have a key. With any, the server signs readers in and counts what
            they ask, as it does on a network; with none it serves this machine.
        environment: Further settings.

    Raises:
        RuleBridgeError: It did not become ready; the end of its log is in the message.
    """
    port = _free_port()
    keys, settings = _keys(folder, users)
    log = folder / "serve.log"
    command = [sys.executable, "-m", "ui.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    started = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603
            command,
            env={**os.environ, **settings, **(environment or {})},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _until_ready(url, process, log)
        yield Running(url, process.pid, keys, time.perf_counter() - started)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _keys(folder: Path, users: int) -> tuple[tuple[str, ...], dict[str, str]]:
    if not users:
        return (), {}
    from ui.safety.keys import Keys

    register = Keys(folder / "keys.json")
    keys = tuple(register.add(f"user-{number}") for number in range(users))
    return keys, {
        "RULEBRIDGE_KEYS_FILE": str(folder / "keys.json"),
        # The generator stands where a reverse proxy would, and gives each user an address.
        "RULEBRIDGE_PROXY_ADDRESSES": "127.0.0.1",
        "RULEBRIDGE_RATE_ASKS_PER_MINUTE": PLENTY,
        "RULEBRIDGE_RATE_REQUESTS_PER_MINUTE": PLENTY,
    }


def _until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/health/ready", timeout=5).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.02)
    last = log.read_text("utf-8", errors="replace").strip().splitlines()[-1:]
    raise RuleBridgeError(f"The server did not become ready: {' '.join(last) or 'no word from it'}")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
