"""Which lines of the parsers an input reaches, and in which order: what guides a campaign."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

PROJECT = Path(__file__).resolve().parents[3]

Step = tuple[str, int, int]
"""File, line before (0 at a call) and line."""


class Tracer:
    """Collects the steps from line to line inside some modules.

    Args:
        modules: Beginnings of their paths, relative to the project.
    """

    def __init__(self, modules: tuple[str, ...]) -> None:
        self._beginnings = tuple(f"{PROJECT}/{module}" for module in modules)
        self._names: dict[CodeType, str | None] = {}
        self.steps: set[Step] = set()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Steps taken inside are collected."""
        self.steps = set()
        sys.settrace(self._call)
        try:
            yield
        finally:
            sys.settrace(None)

    def _call(self, frame: FrameType, event: str, arg: Any) -> Any:
        code = frame.f_code
        if code not in self._names:
            inside = code.co_filename.startswith(self._beginnings)
            self._names[code] = code.co_filename[len(str(PROJECT)) + 1 :] if inside else None
        name = self._names[code]
        if name is None:
            return None
        before = 0
        steps = self.steps

        def local(frame: FrameType, event: str, arg: Any) -> Any:
            nonlocal before
            if event == "line":
                line = frame.f_lineno
                steps.add((name, before, line))
                before = line
            return local

        return local


def lines_of(steps: set[Step]) -> set[tuple[str, int]]:
    """The lines that steps lead to."""
    return {(name, line) for name, _, line in steps}


def all_lines(modules: tuple[str, ...]) -> set[tuple[str, int]]:
    """Every line that can run inside the functions of these modules."""
    found: set[tuple[str, int]] = set()
    for path in sorted((PROJECT / "ingest").rglob("*.py")):
        name = path.relative_to(PROJECT).as_posix()
        if not name.startswith(modules):
            continue
        waiting = [compile(path.read_text("utf-8"), str(path), "exec")]
        while waiting:
            code = waiting.pop()
            waiting += [inner for inner in code.co_consts if isinstance(inner, CodeType)]
            if code.co_flags & 0x2:  # a function's: module and class bodies run at import
                starts = {line for _, _, line in code.co_lines() if line}
                found |= {(name, line) for line in starts - {code.co_firstlineno}}
    return found
