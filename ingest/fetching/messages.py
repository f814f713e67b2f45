"""What is asked of a publisher, and what it answers."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import IO

import httpx

from ingest.fetching.body import Progress


def _quiet(done: int, total: int | None) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Answer:
    """What a publisher answered.

    Attributes:
        status: 200, 206 or 304.
        url: The address that answered in the end.
        headers: Its headers.
        sha256: Hash of the body, hex; empty where none was read.
        size: Bytes of the body.
    """

    status: int
    url: str
    headers: httpx.Headers
    sha256: str = ""
    size: int = 0

    @property
    def content_type(self) -> str:
        """The media type, without parameters, in lower case."""
        given: str = self.headers.get("Content-Type", "")
        return given.partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Request:
    """What to ask for.

    Attributes:
        url: Where it is.
        hosts: Where it may lead.
        limit: Most bytes of the body; None to read no body at all.
        headers: Sent besides.
        sink: Where the body goes.
        progress: Told how much has come.
    """

    url: str
    hosts: Collection[str]
    limit: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    sink: IO[bytes] = field(default_factory=io.BytesIO)
    progress: Progress = _quiet
