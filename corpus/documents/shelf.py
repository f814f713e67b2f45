"""Where documents lie on disk, and how one comes and goes in one step.

``<home>/documents/<owner>/<slug>/`` holds one document. A folder is written beside and renamed into
place when it is whole; one that goes is renamed away first. So a reader sees all of a document or
nothing, and what a killed process leaves behind is cleared by the next.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.documents.document import EVERYBODY, OwnDocument
from corpus.durable import sync_folder, sync_tree
from corpus.errors import DocumentsUnwritable
from corpus.provision import OWN

FORMAT = 1
"""Number of the on-disk format; a document of another format has to be added again."""

RECORD = "document.json"
FOLDER = "documents"

_COMING, _GOING = ".coming-", ".going-"
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_PATIENCE = 60.0
"""Seconds to wait for another process that is just writing or removing a document."""


class _Record(BaseModel):
    """What `document.json` holds."""

    model_config = ConfigDict(frozen=True)

    format: int
    document: OwnDocument
    files: dict[str, int]
    """Bytes of each other file: a folder that lost some is told from a whole one."""


@dataclass(frozen=True)
class Shelved:
    """A folder of a document.

    Attributes:
        folder: Where it is.
        owner: Key of its owner.
        document: What it holds; None where that cannot be read.
        stored: Bytes of its files.
        trouble: Why it cannot be read.
    """

    folder: Path
    document: OwnDocument | None
    stored: int = 0
    trouble: str = ""

    @property
    def slug(self) -> str:
        """The folder's name, which is the document's slug."""
        return self.folder.name


class Shelf:
    """The folders of all documents.

    Args:
        home: The installation's folder.
    """

    def __init__(self, home: Path) -> None:
        self.root = home / FOLDER

    def of(self, owner: str) -> list[Shelved]:
        """The documents of one owner, in order of slug; without those that others own."""
        self._sweep()
        return [_read(folder) for folder in _folders(self.root / key_of(owner))]

    def all(self) -> list[Shelved]:
        """The documents of all owners."""
        return [_read(f) for owner in _folders(self.root) for f in _folders(owner)]

    def find(self, slug: str, owner: str) -> Shelved | None:
        """One document of an owner; None where there is none."""
        if not _SLUG.fullmatch(slug):
            return None
        folder = self.root / key_of(owner) / slug
        return _read(folder) if folder.is_dir() else None

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold off every other process that would write or remove a document.

        Raises:
            DocumentsUnwritable: The folder cannot be written, or another process keeps it.
        """
        try:
            # What readers add is nobody else's to read on this machine either.
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self.root / ".lock", timeout=_PATIENCE):
                self._clear()
                yield
        except Timeout as error:
            raise _unwritable(self.root, "another program is writing there") from error
        except OSError as error:
            raise _unwritable(self.root, error.strerror or str(error)) from error
        except sqlite3.Error as error:
            raise _unwritable(self.root, str(error)) from error

    def put(self, document: OwnDocument, write: Callable[[Path], None]) -> None:
        """Put a document in its place, whole; to be called while `changing`.

        Args:
            document: What is known of it; its owner has none of this slug yet.
            write: Writes its other files into the folder given.
        """
        coming = self.root / f"{_COMING}{secrets.token_hex(8)}"
        coming.mkdir()
        try:
            write(coming)
            files = {file.name: file.stat().st_size for file in coming.iterdir()}
            record = _Record(format=FORMAT, document=document, files=files)
            (coming / RECORD).write_text(record.model_dump_json(indent=2), "utf-8")
            sync_tree(coming)
            owner = self.root / key_of(document.owner)
            owner.mkdir(exist_ok=True)
            coming.rename(owner / document.slug)
            sync_folder(owner)
        finally:
            shutil.rmtree(coming, ignore_errors=True)

    def take_away(self, folder: Path) -> None:
        """Delete a document's folder; to be called while `changing`."""
        going = self.root / f"{_GOING}{secrets.token_hex(8)}"
        folder.rename(going)
        shutil.rmtree(going)
        if not any(folder.parent.iterdir()):
            folder.parent.rmdir()

    def _sweep(self) -> None:
        """Clear what a killed process left, unless another is at work."""
        if not any(self._leavings()):
            return
        try:
            with FileLock(self.root / ".lock", timeout=0):
                self._clear()
        except (Timeout, OSError):
            return

    def _clear(self) -> None:
        for left in list(self._leavings()):
            shutil.rmtree(left, ignore_errors=True)

    def _leavings(self) -> Iterator[Path]:
        if self.root.is_dir():
            for folder in self.root.iterdir():
                if folder.name.startswith((_COMING, _GOING)):
                    yield folder


def key_of(owner: str) -> str:
    """The name of an owner's folder: it tells nobody who looks at the disk who they are.

    >>> key_of("")
    'shared'
    >>> key_of("alice") != key_of("Alice"), len(key_of("alice"))
    (True, 34)
    """
    if owner == EVERYBODY:
        return "shared"
    return f"r-{hashlib.sha256(owner.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def _folders(of: Path) -> list[Path]:
    try:
        return sorted(p for p in of.iterdir() if p.is_dir() and not p.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _read(folder: Path) -> Shelved:
    try:
        record = _Record.model_validate_json((folder / RECORD).read_bytes())
        sizes = {file.name: file.stat().st_size for file in folder.iterdir()}
    except ValidationError:
        return Shelved(folder, None, trouble=f"{RECORD} is damaged")
    except OSError as error:
        return Shelved(folder, None, trouble=error.strerror or str(error))
    if record.format != FORMAT:
        return Shelved(folder, None, trouble=f"format {record.format}, not {FORMAT}")
    for name, size in record.files.items():
        if sizes.get(name) != size:
            return Shelved(folder, None, trouble=f"{name} is missing or cut off")
    document = record.document
    if document.id != OWN + folder.name or key_of(document.owner) != folder.parent.name:
        return Shelved(folder, None, trouble="it is not where it belongs")
    return Shelved(folder, document, sum(sizes.values()))


def remains(shelved: Shelved, owner: str) -> OwnDocument:
    """What can still be said of a damaged document."""
    return OwnDocument(
        id=OWN + shelved.slug,
        title=shelved.slug,
        file="",
        sha256="",
        kind="",
        size=0,
        provisions=0,
        passages=0,
        added=datetime.fromtimestamp(shelved.folder.stat().st_mtime, UTC),
        owner=owner,
    )


def _unwritable(root: Path, reason: str) -> DocumentsUnwritable:
    return DocumentsUnwritable(
        f"Documents cannot be kept in {root} ({reason}); check its permissions and the free space.",
        place=str(root),
    )
