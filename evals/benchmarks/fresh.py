"""Running one measurement in a process of its own, so that none finds what another has warmed."""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import RuleBridgeError


def fresh(
    function: str, *, environment: Mapping[str, str] | None = None, **arguments: Any
) -> dict[str, Any]:
    """Call a function in a new Python process.

    Args:
        function: Module and name, ``evals.benchmarks.ours:ingested``.
        environment: Added to this process's environment.
        **arguments: For the function; whatever JSON can hold.

    Returns:
        What the function returns, with `process_seconds` (imports and all) and `peak_mb`, the most
        memory that the process held at any time.

    Raises:
        RuleBridgeError: The process failed; its last words are in the message.
    """
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", __name__, function, json.dumps(arguments), str(answer)]
        started = time.perf_counter()
        done = subprocess.run(  # noqa: S603
            command,
            check=False,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - started
        if done.returncode or not answer.is_file():
            last = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
            raise RuleBridgeError(f"{function} failed ({last}); run it by itself to see why.")
        result: dict[str, Any] = json.loads(answer.read_text("utf-8"))
    return result | {"process_seconds": round(seconds, 2)}


def main(function: str, arguments: str, answer: str) -> None:
    """The other side: call the function and write down what it returns."""
    module, _, name = function.partition(":")
    result = getattr(importlib.import_module(module), name)(**json.loads(arguments))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    Path(answer).write_text(json.dumps(result | {"peak_mb": round(peak)}), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
