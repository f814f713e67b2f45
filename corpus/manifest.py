"""What an index says of itself, and which index is in use.

``<home>/index/current`` holds the id of the index in use, and nothing else; it is replaced in one
step. Each index is a folder ``<home>/index/<id>`` with the files named here.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import IndexMismatch, IndexMissing
from corpus.provision import Authority
from corpus.settings import Settings

FORMAT = 2
"""Number of the on-disk format; an index of another format is made anew."""

MANIFEST = "manifest.json"
TABLE = "provisions.sqlite"
MEANS = "means.npz"
SCOPE = "scope.npz"
VECTORS = "vectors.npz"
STORE = "store"
CURRENT = "current"

_NAME = re.compile(r"[0-9A-Za-z_][0-9A-Za-z._-]*")

_NO_INDEX = (
    "There is no index yet; run “rulebridge ingest” (with --sources FOLDER for the official texts)."
)


class IndexedText(BaseModel):
    """One text in the index: an official file, or the digest of an instrument."""

    model_config = ConfigDict(frozen=True)

    instrument: str
    version: str
    language: str
    authority: Authority
    file: str = Field(description="Name of the file it was read from.")
    sha256: str = Field(description="Hash of that file; of the digest, none.")
    provisions: int
    passages: int

    @property
    def key(self) -> tuple[str, str, str, Authority]:
        """What names the text: instrument, version, language, kind."""
        return (self.instrument, self.version, self.language, self.authority)


class Manifest(BaseModel):
    """What an index holds and what made it."""

    model_config = ConfigDict(frozen=True)

    id: str
    format: int = FORMAT
    created: datetime
    model: str = Field(description="Fingerprint of the embedding model.")
    dimension: int
    plan: str = Field(description="Hash of everything the index is made from.")
    texts: tuple[IndexedText, ...]
    passages: int
    location: str = Field("", description="Address of the passage store, if not in the folder.")
    collection: str = ""

    @property
    def official(self) -> tuple[IndexedText, ...]:
        """The official texts among the indexed ones."""
        return tuple(t for t in self.texts if t.authority is not Authority.OWN_DIGEST)


def index_root(settings: Settings) -> Path:
    """The folder that holds the indexes."""
    return settings.home / "index"


def current_id(settings: Settings) -> str | None:
    """The id of the index in use; None where there is none."""
    try:
        name = (index_root(settings) / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if _NAME.fullmatch(name) else None


def current_manifest(settings: Settings) -> Manifest | None:
    """The manifest of the index in use, if there is one that can be read."""
    used = current_id(settings)
    try:
        return None if used is None else read_manifest(index_root(settings) / used)
    except (IndexMissing, IndexMismatch):
        return None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index, of whatever format this program can read it in.

    Raises:
        IndexMissing: There is none, or not a whole one: the folder holds no complete index.
        IndexMismatch: It is of a newer format, which says other things.
    """
    try:
        data = (folder / MANIFEST).read_bytes()
        return Manifest.model_validate_json(data)
    except OSError as error:
        raise IndexMissing(_NO_INDEX) from error
    except ValidationError as error:
        if _format(data) > FORMAT:
            raise other_format(_format(data)) from error
        raise IndexMissing(_NO_INDEX) from error


def manifest_to_read(settings: Settings, index_id: str | None = None) -> Manifest:
    """The manifest of an index that is to be opened.

    Args:
        settings: Where indexes are.
        index_id: Which one; the one in use where None.

    Raises:
        IndexMissing: There is no such index.
        IndexMismatch: It has a format that this program does not read.
    """
    chosen = index_id or current_id(settings)
    if chosen is None:
        raise IndexMissing(_NO_INDEX)
    manifest = read_manifest(index_root(settings) / chosen)
    if manifest.format != FORMAT:
        raise other_format(manifest.format)
    return manifest


def other_format(found: int) -> IndexMismatch:
    """The refusal of an index of another format, with the way out: forwards or anew."""
    way = (
        "it was made by a newer RuleBridge; upgrade this one, or switch to an older index with "
        "“rulebridge index switch”"
        if found > FORMAT
        else "run “rulebridge ingest” to make it anew"
    )
    return IndexMismatch(
        f"The index has format {found}, this program reads {FORMAT}; {way}.", found=found
    )


def _format(data: bytes) -> int:
    try:
        found = json.loads(data).get("format")
    except (ValueError, AttributeError):
        return 0
    return found if isinstance(found, int) else 0
