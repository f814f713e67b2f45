"""Which official files are here, where they came from, and which index holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.errors import RuleBridgeError, UsageError
from corpus.indexes import HeldIndex, held_indexes
from corpus.settings import Settings
from ingest.fetching.provenance import Provenance
from ingest.fetching.reading import intact
from ingest.fetching.shelf import Shelf
from ingest.sources import find_sources


@dataclass(frozen=True)
class Held:
    """A file that is here, or that the index in use was made from.

    Attributes:
        text: Which text: instrument/version/language.
        file: Its name.
        path: Where; None where the file itself is gone.
        state: ``accepted``, ``pending``, ``damaged``, ``local``, or ``indexed`` where only an
            index has it.
        sha256: Hash of the file, hex; empty where it cannot be read.
        provenance: Its record; a file in the folder of sources has none.
        indexes: Ids of the indexes made from exactly this file, the newest first.
        in_use: Whether the index in use is among them.
    """

    text: str
    file: str
    path: Path | None
    state: str
    sha256: str
    provenance: Provenance | None = None
    indexes: tuple[str, ...] = ()
    in_use: bool = False

    def record(self) -> dict[str, Any]:
        """The file for other programs."""
        record = self.provenance.model_dump(mode="json") if self.provenance else None
        return {
            "text": self.text,
            "file": self.file,
            "path": str(self.path) if self.path else None,
            "state": self.state,
            "sha256": self.sha256 or None,
            "indexes": list(self.indexes),
            "in_use": self.in_use,
            "provenance": record,
        }


def held_files(settings: Settings) -> list[Held]:
    """The official files that are here, by text.

    Fetched ones, those in the folder of sources, and those that are gone but stand in the index.
    """
    indexes = held_indexes(settings)
    found = [_located(held, indexes) for held in (*_fetched(settings), *_local(settings))]
    known = {held.sha256 for held in found}
    gone = (h for h in _indexed(indexes) if h.sha256 not in known)
    return sorted((*found, *gone), key=lambda h: (h.text, h.state))


def _fetched(settings: Settings) -> Iterator[Held]:
    shelf = Shelf(settings.home)
    for state, entries in (("accepted", shelf.accepted()), ("pending", shelf.pending())):
        for path, record in entries:
            version = record.version or record.source.split("/")[1]
            name = f"{record.instrument}/{version}/{record.language}"
            whole = intact(path, record)
            digest = record.sha256 if whole else ""
            yield Held(name, path.name, path, state if whole else "damaged", digest, record)


def _local(settings: Settings) -> Iterator[Held]:
    try:
        files = find_sources(settings.sources) if settings.sources else []
    except UsageError:
        return  # ingestion says that there is no such folder
    for source in files:
        try:
            digest = sha256(source.read()).hexdigest()
        except RuleBridgeError:
            digest = ""
        name = f"{source.instrument.id}/{source.version.id}/{source.text.language}"
        yield Held(name, source.path.name, source.path, "local", digest)


def _indexed(indexes: list[HeldIndex]) -> Iterator[Held]:
    """What the index in use was made from."""
    for index in indexes:
        for text in index.manifest.official if index.manifest and index.in_use else ():
            name = f"{text.instrument}/{text.version}/{text.language}"
            held = Held(name, text.file, None, "indexed", text.sha256)
            yield _located(held, indexes)


def _located(held: Held, indexes: list[HeldIndex]) -> Held:
    having = [
        index
        for index in indexes
        if index.manifest and held.sha256 in {t.sha256 for t in index.manifest.official}
    ]
    if not held.sha256 or not having:
        return held
    return Held(
        held.text,
        held.file,
        held.path,
        held.state,
        held.sha256,
        held.provenance,
        tuple(index.id for index in having),
        any(index.in_use for index in having),
    )
