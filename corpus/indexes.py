"""The indexes of an installation: which there are, which is in use, and which can go.

The index in use is the one that ``current`` names. Each index that was ever in use has a file
``follows`` with the id of the one used before it; it is written before the switch, so that after a
switch the way back is always known.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.durable import replacing
from corpus.errors import IndexMismatch, IndexMissing, UnknownIndex
from corpus.holding import claimed
from corpus.manifest import (
    CURRENT,
    FORMAT,
    MANIFEST,
    Manifest,
    current_id,
    index_root,
    read_manifest,
)
from corpus.server_collections import drop_left_collections
from corpus.settings import Settings

_log = logging.getLogger(__name__)

_FOLLOWS = "follows"
_ID = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")
_REMOVED = ".removed-"


@dataclass(frozen=True)
class HeldIndex:
    """An index that there is.

    Attributes:
        id: Its name.
        manifest: What it holds; None where it is not complete or of a newer format.
        in_use: Whether it is the one that is searched.
        previous: Whether `rulebridge index rollback` leads to it.
        size: Bytes that it takes up on disk.
    """

    id: str
    manifest: Manifest | None
    in_use: bool
    previous: bool
    size: int

    @property
    def usable(self) -> bool:
        """Whether this program can read it."""
        return self.manifest is not None and self.manifest.format == FORMAT


def held_indexes(settings: Settings) -> list[HeldIndex]:
    """Every index, newest first; half-written ones are among them."""
    used, before = current_id(settings), previous_id(settings)
    return [
        HeldIndex(
            folder.name,
            _manifest(folder),
            in_use=folder.name == used,
            previous=folder.name == before,
            size=_size(folder),
        )
        for folder in sorted(_folders(settings), key=lambda f: f.name, reverse=True)
    ]


def index_folder(settings: Settings, index_id: str) -> Path:
    """The folder of an index.

    Raises:
        UnknownIndex: There is no such index.
    """
    known = sorted((folder.name for folder in _folders(settings)), reverse=True)
    if index_id not in known:
        raise UnknownIndex(
            f"There is no index “{index_id}”; choose from: {', '.join(known) or '–'}.",
            index=index_id,
            known=", ".join(known) or "–",
        )
    return index_root(settings) / index_id


def previous_id(settings: Settings) -> str | None:
    """The index that was in use before the present one, if it is still there."""
    return next(iter(_chain(settings)[1:]), None)


def use(settings: Settings, index_id: str) -> None:
    """Switch over: from now on this index is the one in use.

    The caller holds the lock of ingestion, and has verified the index.
    """
    root = index_root(settings)
    before = current_id(settings)
    if before != index_id:
        with replacing(root / index_id / _FOLLOWS) as file:
            file.write((before or "").encode())
    with replacing(root / CURRENT) as file:
        file.write(index_id.encode())


def tidy_up(settings: Settings) -> list[str]:
    """Remove indexes that nobody needs any more, and remains of runs that broke off.

    The index in use stays, and of those used before it the latest, `keep_indexes` in all; so does
    one that is being read. The caller holds the lock of ingestion.

    Returns:
        The ids of what was removed.
    """
    keep = _chain(settings)[: settings.keep_indexes]
    if not keep:
        return []
    removed = [f.name for f in _folders(settings) if f.name not in keep and remove(f)]
    for folder in index_root(settings).glob(f"{_REMOVED}*"):
        shutil.rmtree(folder, ignore_errors=True)
    drop_left_collections(settings)
    return removed


def remove(folder: Path) -> bool:
    """Remove an index that nobody reads; whether it is gone."""
    gone = folder.with_name(_REMOVED + folder.name)
    try:
        with claimed(folder) as free:
            if not free:
                return False
            # Without name or manifest it is no index any more, however far removing it gets.
            try:
                folder.rename(gone)
            except OSError:
                gone = folder
                (folder / MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(gone, ignore_errors=True)
    except OSError as error:
        _log.warning("%s stays for now: %s", folder, error)
        return False
    return True


def _chain(settings: Settings) -> list[str]:
    """The index in use, the one before it, and so on, as far as they are there."""
    root = index_root(settings)
    chain: list[str] = []
    at = current_id(settings)
    while at and at not in chain and (root / at / MANIFEST).is_file():
        chain.append(at)
        try:
            at = (root / at / _FOLLOWS).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            break
    return chain


def _folders(settings: Settings) -> Iterator[Path]:
    root = index_root(settings)
    if root.is_dir():
        for folder in root.iterdir():
            ours = _ID.fullmatch(folder.name) or (folder / MANIFEST).is_file()
            if ours and not folder.name.startswith(".") and folder.is_dir():
                yield folder


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except (IndexMissing, IndexMismatch):
        return None


def _size(folder: Path) -> int:
    found = 0
    for file in folder.rglob("*"):
        try:
            status = file.stat()
        except OSError:
            continue
        # The engine reserves space that it does not take up.
        found += getattr(status, "st_blocks", status.st_size // 512) * 512
    return found
