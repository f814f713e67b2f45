"""Work in a child process that may die."""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

_PATIENCE = 60.0


@dataclass
class Ended:
    """How a child ended.

    Attributes:
        value: What the work gave; None where it did not get to its end.
        signal: What killed it; 0 where nothing did.
        error: Name of the exception it raised, and its traceback.
    """

    value: Any = None
    signal: int = 0
    error: str = ""
    trace: str = ""

    def got(self) -> Any:
        """What the work gave; fails where it gave nothing."""
        assert not self.signal, f"killed by signal {self.signal}"
        assert not self.error, self.trace
        return self.value


class Child:
    """A child process that works while the parent goes on."""

    living: ClassVar[set[int]] = set()

    def __init__(self, work: Callable[..., Any], *arguments: Any) -> None:
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._reading)
            _work(work, arguments, writing)
        os.close(writing)
        Child.living.add(self.pid)

    def end(self) -> Ended:
        """Wait for it."""
        parts = []
        until = time.monotonic() + _PATIENCE
        while select.select([self._reading], [], [], max(0.0, until - time.monotonic()))[0]:
            part = os.read(self._reading, 65536)
            if not part:
                break
            parts.append(part)
        else:
            end_all()
            raise AssertionError("the child hangs")
        os.close(self._reading)
        _, status = os.waitpid(self.pid, 0)
        Child.living.discard(self.pid)
        if os.WIFSIGNALED(status):
            return Ended(signal=os.WTERMSIG(status))
        kind, *rest = pickle.loads(b"".join(parts))
        return Ended(value=rest[0]) if kind == "gave" else Ended(error=rest[0], trace=rest[1])


def in_child(work: Callable[..., Any], *arguments: Any) -> Ended:
    """Do something in a child process and wait for it."""
    return Child(work, *arguments).end()


def end_all() -> None:
    """Kill the children that nobody waited for: a test failed in between."""
    for pid in list(Child.living):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        Child.living.discard(pid)


def _work(work: Callable[..., Any], arguments: tuple[Any, ...], writing: int) -> None:
    try:
        Child.living.clear()
        try:
            given = ("gave", work(*arguments))
        except BaseException as error:
            given = ("raised", type(error).__name__, traceback.format_exc())
        with os.fdopen(writing, "wb") as file:
            pickle.dump(given, file)
    finally:
        # Whatever happens: a copy of the test runner must not go on.
        os._exit(0)
