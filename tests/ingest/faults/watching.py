"""Every moment of an ingestion at which something may happen to it.

A moment is a call that writes (a file opened for writing, renamed, removed, forced to disk; a
database or a store) or a line of the modules that make an index. A child process that runs an
ingestion does something at a chosen moment: usually it dies.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from corpus.store import base, edge

PROJECT = Path(__file__).resolve().parents[3]
TRACED = {
    str(path): path.relative_to(PROJECT).as_posix()
    for pattern in (
        "ingest/*.py",
        "ingest/verification/*.py",
        "corpus/new_index.py",
        "corpus/indexes.py",
        "corpus/durable.py",
        "corpus/holding.py",
        "corpus/server_collections.py",
    )
    for path in PROJECT.glob(pattern)
}
"""The modules that make an index: path → path within the project."""

_CALLS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """Counts calls that write; in a child only, for what it hooks cannot be unhooked.

    Args:
        home: Only calls on files in here count.
        act: Called before each of them with its number and name.
    """

    def __init__(self, home: Path, act: Callable[[int, str], None]) -> None:
        self._home = str(home)
        self._act = act
        self._acting = False
        self.on = True
        self.names: list[str] = []
        sys.addaudithook(self._audit)
        self._wrap(os, "fsync")
        for name in ("_write", "flush", "close"):
            self._wrap(edge.EdgeStore, name)
        self._wrap(base.PassageStore, "upsert")

    def happens(self, name: str) -> None:
        """A call that writes."""
        if self._acting or not self.on:
            return
        self._acting = True
        try:
            self.names.append(name)
            self._act(len(self.names) - 1, name)
        finally:
            self._acting = False

    def _audit(self, event: str, arguments: tuple) -> None:
        if self._acting or not self.on:
            return
        if event == "open":
            path, mode, flags = arguments
            named = isinstance(path, str) and path.startswith(self._home)
            if named and (flags & _WRITING or set(str(mode)) & set("wax+")):
                self.happens(f"open {self._short(path)}")
        elif event == "sqlite3.connect" and self._home in str(arguments[0]):
            self.happens(f"connect {self._short(str(arguments[0]))}")
        elif event in _CALLS and str(arguments[0]).startswith(self._home):
            self.happens(f"{event} {self._short(str(arguments[0]))}")

    def _short(self, path: str) -> str:
        return path.removeprefix(self._home).rsplit("/", 1)[-1]

    def _wrap(self, owner: object, name: str) -> None:
        inner = getattr(owner, name)

        def before(*arguments, **options):
            self.happens(f"before {name}")
            return inner(*arguments, **options)

        setattr(owner, name, before)


def trace_lines(act: Callable[[str], None], only: str = "") -> None:
    """Call for each line that is reached; in a child only.

    Args:
        act: Called with the name of the line, ``ingest/plan.py:7``.
        only: The one module to look at; all that make an index where empty.
    """

    def trace(frame, event, argument):
        place = TRACED.get(frame.f_code.co_filename)
        if place is None or (only and place != only):
            return None

        def line(frame, event, argument):
            if event == "line":
                act(f"{place}:{frame.f_lineno}")
            return line

        return line

    sys.settrace(trace)
