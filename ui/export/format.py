"""The forms in which an answer or a comparison can be taken away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """A form of file."""

    TEXT = "text"
    MARKDOWN = "markdown"
    DOCX = "docx"
    CSV = "csv"
    """A table: of comparisons only."""
    HTML = "html"
    """A page of its own, made for printing."""
    JSON = "json"

    @property
    def ending(self) -> str:
        """What the file's name ends in.

        >>> Format.MARKDOWN.ending
        'md'
        """
        return {"text": "txt", "markdown": "md"}.get(self.value, self.value)

    @property
    def media_type(self) -> str:
        """The type to send it as (RFC 6838; RFC 7763 for Markdown, RFC 4180 for CSV)."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.TEXT: "text/plain; charset=utf-8",
    Format.MARKDOWN: "text/markdown; charset=utf-8; variant=GFM",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.HTML: "text/html; charset=utf-8",
    Format.JSON: "application/json",
}


@dataclass(frozen=True)
class Exported:
    """A file to hand out.

    Attributes:
        name: File name in ASCII, safe on every system.
        media_type: For the ``Content-Type`` header.
        content: The bytes.
    """

    name: str
    media_type: str
    content: bytes
