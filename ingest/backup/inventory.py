"""What a backup says of itself: format, index, parts, and every member with its hash."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from corpus.manifest import Manifest

FORMAT = 1
"""Number of the archive's format. It grows when an older program could misread a newer archive."""

INVENTORY = "backup.json"
"""The member that names all others."""

_NAME = re.compile(r"[^\x00-\x1f\x7f\\:*?\"<>|]{1,400}")


class Part(StrEnum):
    """What a backup may hold; the first step of every member's path."""

    INDEX = "index"
    PASSAGES = "passages"
    SOURCES = "sources"
    DOCUMENTS = "documents"
    CATALOGUE = "catalogue"
    ACCOUNTS = "accounts"
    FEEDBACK = "feedback"


class Engine(StrEnum):
    """How the passages are kept in the archive."""

    EDGE = "edge"
    """The files of Qdrant Edge as they are: its snapshot."""
    POINTS = "points"
    """Passages with their vectors, for any engine."""
    SNAPSHOT = "snapshot"
    """A snapshot that a Qdrant server made of its collection."""


class Member(BaseModel):
    """A file in the archive."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    size: int = Field(ge=0, description="Bytes in the archive, unpacked.")
    length: int | None = Field(
        None,
        ge=0,
        le=1 << 42,
        description="Bytes of the file where it ends in zeros, which are left out.",
    )
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @property
    def part(self) -> Part:
        """What it belongs to."""
        return Part(self.path.partition("/")[0])

    @property
    def within(self) -> PurePosixPath:
        """Its path within the part."""
        return PurePosixPath(self.path.partition("/")[2])

    @model_validator(mode="after")
    def _stays_inside(self) -> Self:
        steps = self.path.split("/")
        if (
            len(steps) < 2
            or steps[0] not in {part.value for part in Part}
            or any(step in ("", ".", "..") or step != step.strip() for step in steps)
            or not _NAME.fullmatch(self.path)
        ):
            raise ValueError("a path leads out of the archive")
        return self


class Inventory(BaseModel):
    """Everything about a backup but its contents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rulebridge: Literal["backup"] = "backup"
    format: int = FORMAT
    made: datetime
    software: str = Field(description="Version of the program that made it.")
    index: dict[str, Any] | None = Field(None, description="The index's manifest, if it is in.")
    engine: Engine | None = None
    members: tuple[Member, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({member.path.casefold() for member in self.members}) != len(self.members):
            raise ValueError("two members have the same path")
        return self

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that it has something of."""
        return tuple(part for part in Part if any(m.part is part for m in self.members))

    @property
    def size(self) -> int:
        """Bytes of all members, unpacked."""
        return sum(member.size for member in self.members)

    def manifest(self) -> Manifest | None:
        """The index's manifest; it may be of any format that this program can still parse."""
        return None if self.index is None else Manifest.model_validate(self.index)
