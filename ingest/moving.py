"""Moves the index in use from the built-in store to a Qdrant server, between servers, and back.

Passages are carried with their vectors: nothing is embedded again. The index becomes a new one
beside the old, which stays for `rulebridge index rollback`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import IndexBusy, UsageError
from corpus.holding import MARKER, Hold
from corpus.index import open_passages
from corpus.indexes import use
from corpus.manifest import MANIFEST, STORE, Manifest, index_root, manifest_to_read
from corpus.settings import Settings
from corpus.store import PassageStore, open_store
from corpus.store.base import Point
from ingest.backup.indexing import complete, new_place
from ingest.full_disk import disk_errors
from ingest.locking import changing_indexes

LOCAL = "local"
"""In place of an address: the built-in store."""

_OF_A_PLACE = (MARKER, "follows")
"""Files that say how an index is used where it is."""

Progress = Callable[[int, int], None]
"""Called with the passages that are carried, and how many there are."""


def _silent(done: int, total: int) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Moved:
    """What a move did.

    Attributes:
        manifest: Of the index in use afterwards.
        before: Of the one used before, which is still there.
        searched: Sample searches that it passed.
    """

    manifest: Manifest
    before: Manifest
    searched: int


def move(settings: Settings, to: str, *, progress: Progress = _silent) -> Moved:
    """Carry the index in use to another store, verify it there, and switch over.

    Args:
        settings: The installation. Its key and its layout are used for the new server.
        to: ``http://`` or ``https://`` address of a Qdrant server, or ``local``.
        progress: Told how far it is.

    Raises:
        UsageError: It is there already, or that is no address.
        IndexMissing, IndexMismatch: There is no index that can be read.
        IndexDamaged: What arrived is not what was sent. Nothing was switched.
        StoreUnavailable: The server does not answer.
    """
    location = "" if to == LOCAL else to.rstrip("/")
    if location and not location.startswith(("http://", "https://")):
        raise UsageError(
            f"“{to}” is no address of a Qdrant server; give http://… or https://…, or {LOCAL}."
        )
    root = index_root(settings)
    with disk_errors(root), changing_indexes(settings):
        before = manifest_to_read(settings)
        if before.location.rstrip("/") == location:
            raise UsageError(f"The passages are there already ({before.location or LOCAL}).")
        old = root / before.id
        hold = Hold(old)
        try:
            there = settings.model_copy(update={"qdrant_url": location or None})
            with new_place(there, before, location, datetime.now(UTC)) as brought:
                with (
                    _source(settings, before) as source,
                    open_passages(there, brought.manifest, create=True) as target,
                ):
                    _carry(source, target, before.passages, progress)
                for path in old.iterdir():
                    if path.is_file() and path.name not in (MANIFEST, *_OF_A_PLACE):
                        shutil.copy2(path, brought.folder / path.name)
                complete(brought)
                searched = brought.verify()
                brought.secure()
                use(settings, brought.manifest.id)
        finally:
            hold.release()
        return Moved(brought.manifest, before, searched)


@contextmanager
def _source(settings: Settings, manifest: Manifest) -> Iterator[PassageStore]:
    """The passages to carry. Where a running server holds them, a copy is read instead."""
    try:
        store = open_passages(settings, manifest)
    except IndexBusy:
        root = index_root(settings)
        with TemporaryDirectory(prefix=".moving-", dir=root) as folder:
            # A finished index is only read, so that its files stand still.
            copy = shutil.copytree(root / manifest.id / STORE, Path(folder, STORE))
            with open_store(copy, dimension=manifest.dimension) as store:
                yield store
    else:
        with store:
            yield store


def _carry(source: PassageStore, target: PassageStore, total: int, progress: Progress) -> None:
    def counted() -> Iterator[Point]:
        for done, point in enumerate(source.points(), start=1):
            yield point
            if done % 500 == 0 or done == total:
                progress(done, total)

    target.write_points(counted())
    target.settle()
