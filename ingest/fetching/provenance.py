"""The record beside every fetched file: where it came from, when, and how it was accepted."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import SourcesUnwritable

SUFFIX = ".provenance.json"
"""What follows a file's name in the name of its record."""


class Accepted(StrEnum):
    """How a file came to be accepted."""

    FIRST = "first-download"
    NEW_VERSION = "new-version"
    SAME_WORDS = "same-words"


class Checked(StrEnum):
    """What besides TLS speaks for the bytes being the publisher's."""

    PUBLISHER_HASH = "publisher-hash"
    """The archive's SHA-256 is the one in the publisher's manifest."""
    ARCHIVE_CRC = "archive-crc"
    """Read in parts: only the file's CRC-32 in the archive was checked."""
    TRANSPORT = "transport"
    """The publisher gives no checksum."""


class Provenance(BaseModel):
    """Everything known of a fetched file that its words do not say."""

    model_config = ConfigDict(frozen=True)

    source: str = Field(description="Which download: instrument/version/language.")
    file: str
    version: str = Field("", description="Version it was accepted as; empty while it waits.")
    url: str = Field(description="Address that was asked for.")
    final_url: str = Field(description="Address that gave the file, after redirects.")
    fetched: datetime
    sha256: str
    size: int = Field(description="Bytes.")
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    publisher: str
    licence: str
    attribution: str
    provisions: int = Field(description="Provisions that the parser found in it.")
    checked: Checked = Checked.TRANSPORT
    publisher_version: date | None = Field(None, description="Date that the publisher gives.")
    archive_url: str = ""
    archive_sha256: str = Field("", description="As the publisher's manifest gives it.")
    archive_file: str = Field("", description="Name of the file in the archive.")
    tool: str = Field(description="Name and version of what fetched it.")
    accepted: Accepted | None = None
    accepted_at: datetime | None = None

    @property
    def language(self) -> str:
        """Language of the text."""
        return self.source.split("/")[2]

    @property
    def instrument(self) -> str:
        """Id of the instrument."""
        return self.source.split("/")[0]


def record_of(file: Path) -> Path:
    """Where the record of a file stands."""
    return file.with_name(file.name + SUFFIX)


def read_record(path: Path) -> Provenance:
    """One record.

    Raises:
        SourcesUnwritable: It cannot be read, or is none.
    """
    try:
        return Provenance.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise SourcesUnwritable(
            f"The record {path} cannot be read ({type(error).__name__}); remove it and its file, "
            "and fetch again.",
            place=str(path),
        ) from error
