"""From typing a command to its end, or to its being ready, when nothing is warm."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.errors import RuleBridgeError
from corpus.settings import settings
from evals.benchmarks import machine
from evals.benchmarks.load import Say
from evals.benchmarks.serving import serving

TIMES = 5
_QUESTION = "Is social scoring allowed in the EU?"
_HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "bench", "version": "1"},
    },
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "rulebridge --help": ("--help",),
    "rulebridge instruments": ("instruments",),
    "rulebridge provision": ("provision", "eu-ai-act/art_5"),
    "rulebridge cite": ("cite", "eu-ai-act/art_5"),
    "rulebridge compare": ("compare", "transparency"),
    "rulebridge search": ("search", _QUESTION),
    "rulebridge ask": ("ask", _QUESTION),
    "rulebridge ingest, nothing changed": ("ingest",),
}
BASELINE = "python -c pass"


def measure(say: Say, times: int = TIMES) -> dict[str, Any]:
    """Start everything so many times.

    Args:
        say: Told what is being done.
        times: How often; the median counts.
    """
    about = machine.described()
    runs: dict[str, Callable[[], float]] = {BASELINE: lambda: _ended(["-c", "pass"])}
    for name, given in COMMANDS.items():
        runs[name] = lambda given=given: _ended(["-m", "ui.cli", *given])  # type: ignore[misc]
    runs["rulebridge mcp, until it answers"] = _mcp
    runs["rulebridge serve, until it is ready"] = _serve
    rows = {}
    for name, run in runs.items():
        say(f"cold: {name}")
        run()  # Once for the disk: byte code and files are read before the first that counts.
        seconds = [run() for _ in range(times)]
        rows[name] = {
            "median_s": round(statistics.median(seconds), 2),
            "least_s": round(min(seconds), 2),
            "most_s": round(max(seconds), 2),
        }
    return {
        "machine": about,
        "times": times,
        "official_texts": settings().sources is not None,
        "commands": rows,
    }


def _ended(arguments: list[str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603
        [sys.executable, *arguments], check=False, capture_output=True, text=True, env=os.environ
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise RuleBridgeError(f"{' '.join(arguments)} failed: {done.stderr.strip()[-300:]}")
    return seconds


def _mcp() -> float:
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(_HELLO) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        seconds = time.perf_counter() - started
        process.stdin.close()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
    if '"result"' not in answer:
        raise RuleBridgeError("The MCP server did not answer the greeting.")
    return seconds


def _serve() -> float:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        return server.seconds
