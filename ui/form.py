"""The forms in which a comparison is printed."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """What ``--format`` takes."""

    TABLE = "table"
    """For reading in a terminal."""
    JSON = "json"
    """For other programs, one object in one line."""
    CSV = "csv"
    """For spreadsheets."""
    MARKDOWN = "markdown"
    """For documents."""
