"""Questions from a file, one JSON object per line, checked as a whole before anything runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.catalogue import catalogue
from corpus.errors import UsageError

_FIELDS = "an object with `id`, `question` and optionally `instruments`"


@dataclass(frozen=True)
class Asked:
    """One question of a caller.

    Attributes:
        id: The caller's own name for it, given back unchanged; None for a single question.
        question: As typed.
        instruments: Search only these; the caller's general choice where empty.
    """

    id: str | int | None
    question: str
    instruments: tuple[str, ...] = ()


def read_batch(path: Path) -> list[Asked]:
    """The questions of a file, in its order; empty lines are skipped.

    Raises:
        UsageError: The file cannot be read, or a line is not a question; names the line.
    """
    try:
        content = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not in UTF-8; save it so and try again.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{path} cannot be read ({reason}).") from error
    # Only line feeds end a line: JSON strings may hold the other line separators of Unicode.
    return [
        _asked(line, f"{path}, line {number}")
        for number, line in enumerate(content.split("\n"), start=1)
        if line.strip()
    ]


def _asked(line: str, where: str) -> Asked:
    try:
        entry: Any = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}: not JSON; it has to be {_FIELDS}.") from error
    if not isinstance(entry, dict):
        raise UsageError(f"{where}: it has to be {_FIELDS}.")
    name, question, chosen = entry.get("id"), entry.get("question"), entry.get("instruments") or []
    if isinstance(name, bool) or not isinstance(name, str | int):
        raise UsageError(f"{where}: `id` has to be a string or a whole number.")
    if not isinstance(question, str):
        raise UsageError(f"{where}: `question` has to be a string.")
    if not isinstance(chosen, list) or not all(isinstance(item, str) for item in chosen):
        raise UsageError(f"{where}: `instruments` has to be a list of instrument ids.")
    for instrument in chosen:
        try:
            catalogue().instrument(instrument)
        except UsageError as error:
            raise UsageError(f"{where}: {error}") from error
    return Asked(name, question, tuple(chosen))
