"""The stretch of a document that a search finds: a paragraph, a few short ones, part of a long."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a stretch stands; its words are the stored provision's, and kept nowhere else.

    Attributes:
        locator: The finest provision that encloses it.
        start: First character in that provision's text.
        end: The character behind the last.
        language: Of its words, BCP 47.
        context: Title and headings that stand before the words when they are embedded.
    """

    locator: str
    start: int
    end: int
    language: str
    context: str

    def embedded(self, words: str) -> str:
        """What is searched: the context, then the words."""
        return f"{self.context}\n{words}" if self.context else words


def save_stretches(path: Path, stretches: Iterable[Stretch]) -> None:
    """Write stretches, in reading order."""
    rows = [astuple(stretch) for stretch in stretches]
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def load_stretches(path: Path) -> tuple[Stretch, ...]:
    """Read what `save_stretches` wrote.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is none of these files.
    """
    try:
        return tuple(Stretch(*row) for row in json.loads(path.read_bytes()))
    except TypeError as error:
        raise ValueError(str(error)) from error
