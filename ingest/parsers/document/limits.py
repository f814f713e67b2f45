"""How much of a document is taken in: size, pages, words, time.

A document comes from anywhere. What it may cost is settled before it is read, so that a file
made to exhaust a machine ends in one sentence instead.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from corpus.errors import DocumentTooLarge, DocumentTooSlow


@dataclass(frozen=True)
class Limits:
    """What one document may cost; every default lets a book of 1,500 pages through.

    Attributes:
        bytes: The file as it is.
        unpacked: What a packed format may unpack to, in bytes, all its parts together.
        part: One packed part, in bytes: a Word document's text, one stream of a PDF.
        ratio: Unpacked to packed bytes of a part over 1 MiB; ordinary mark-up stays under 100.
        members: Parts in a packed format.
        pages: Pages of a PDF.
        characters: Characters of text.
        paragraphs: Paragraphs, headings and table rows together.
        operations: Drawing operations on one page of a PDF, their operands included.
        seconds: Reading time of the whole document.
        page_seconds: Reading time of one page of a PDF.
    """

    bytes: int = 64 * 2**20
    unpacked: int = 256 * 2**20
    part: int = 32 * 2**20
    ratio: int = 200
    members: int = 4_000
    pages: int = 3_000
    characters: int = 12_000_000
    paragraphs: int = 100_000
    operations: int = 600_000
    seconds: float = 300.0
    page_seconds: float = 20.0


LIMITS = Limits()
"""The limits in force where a caller gives none."""


class Clock:
    """The time that is left for a document, asked between steps.

    What counts is the time that this thread computes: a busy machine makes no document too slow.

    Args:
        limits: How long the whole document and one page may take.
        name: What to call the file in an error.
    """

    def __init__(self, limits: Limits, name: str) -> None:
        self._limits = limits
        self._name = name
        self._end = time.thread_time() + limits.seconds
        self._page_end = self._end

    def turn(self) -> None:
        """A page begins: it has its own time within the whole."""
        self.check()
        self._page_end = min(self._end, time.thread_time() + self._limits.page_seconds)

    def check(self) -> None:
        """Goes on while there is time.

        Raises:
            DocumentTooSlow: The time of the page or of the document is used up.
        """
        if time.thread_time() > self._page_end:
            raise DocumentTooSlow(
                f"{self._name} takes too long to read; save it anew as plain text or a simpler "
                "PDF, or split it.",
                file=self._name,
            )


def too_large(name: str, what: str, most: int) -> DocumentTooLarge:
    """The error for a document that passes a limit.

    Args:
        name: What to call the file.
        what: What there is too much of, in plural: `pages`.
        most: How many there may be.
    """
    return DocumentTooLarge(
        f"{name} has more than {most:,} {what}, the most that is taken in; split it into parts.",
        file=name,
        what=what,
        most=most,
    )
