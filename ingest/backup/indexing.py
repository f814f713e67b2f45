"""Makes an index of what a backup holds of one, on the engine that this installation uses."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corpus.durable import replacing, sync_folder, sync_tree
from corpus.errors import BackupRefused
from corpus.holding import MARKER
from corpus.index import Index, open_passages
from corpus.manifest import MANIFEST, STORE, Manifest, index_root
from corpus.server_collections import drop_left_collections, record_collection
from corpus.settings import Settings
from corpus.store import PassageStore, open_store
from ingest.backup.archive import chunks_of
from ingest.backup.inventory import Engine, Part
from ingest.backup.points import BadPiece, unpacked
from ingest.backup.snapshots import SnapshotServer
from ingest.sampling import check_passages


@dataclass(frozen=True)
class BroughtIndex:
    """An index that came from elsewhere, complete but not in use yet.

    Attributes:
        settings: The installation.
        manifest: What it holds; its id is new.
    """

    settings: Settings
    manifest: Manifest

    @property
    def folder(self) -> Path:
        """Where it is."""
        return index_root(self.settings) / self.manifest.id

    def verify(self) -> int:
        """Open it, count, and search; how many sample searches it passed.

        Raises:
            IndexDamaged: What it holds is not what it says.
        """
        with Index.open(self.settings, index_id=self.manifest.id) as index:
            return check_passages(index.store, self.manifest.passages)

    def secure(self) -> None:
        """Force it to disk."""
        sync_tree(self.folder)
        sync_folder(self.folder.parent)


@contextmanager
def new_place(
    settings: Settings, manifest: Manifest, location: str, now: datetime
) -> Iterator[BroughtIndex]:
    """A folder, and on a server a collection, for an index that is brought; gone if that fails.

    The caller holds the lock of ingestion, fills the folder and calls `complete`.

    Args:
        settings: The installation.
        manifest: Of the index that is brought.
        location: Address of the server that will keep the passages; empty for a folder.
        now: When.
    """
    seed = hashlib.sha256(manifest.plan.encode()).hexdigest()[:8]
    new_id = f"{now:%Y%m%dT%H%M%S%f}-{seed}"
    collection = f"rulebridge-{new_id}" if location else ""
    changed = manifest.model_copy(
        update={"id": new_id, "location": location, "collection": collection}
    )
    brought = BroughtIndex(settings, changed)
    brought.folder.mkdir(parents=True)
    try:
        (brought.folder / MARKER).touch()
        if location:
            record_collection(settings, new_id, location, collection)
        yield brought
    except BaseException:
        shutil.rmtree(brought.folder, ignore_errors=True)
        drop_left_collections(settings)
        raise


def complete(brought: BroughtIndex) -> None:
    """Write the manifest: what has one is complete."""
    with replacing(brought.folder / MANIFEST) as file:
        file.write(brought.manifest.model_dump_json(indent=2).encode())


def fill(brought: BroughtIndex, engine: Engine | None, staging: Path) -> None:
    """Move the files of an unpacked backup in, and carry the passages to this engine.

    Args:
        brought: Where to.
        engine: How the backup keeps the passages; None leaves them out.
        staging: Where the backup was unpacked.

    Raises:
        BackupRefused: The passages cannot be read, or not by this engine.
        StoreUnavailable: The server does not answer.
    """
    for path in (staging / Part.INDEX.value).iterdir():
        if path.name != MANIFEST:
            path.rename(brought.folder / path.name)
    passages = staging / Part.PASSAGES.value
    on_server = bool(brought.manifest.location)
    match engine:
        case Engine.EDGE if not on_server:
            passages.rename(brought.folder / STORE)
        case Engine.EDGE:
            with (
                open_store(passages, dimension=brought.manifest.dimension) as source,
                _target(brought) as store,
            ):
                store.write_points(source.points())
                store.settle()
        case Engine.POINTS:
            with _target(brought) as store:
                _write_pieces(store, passages)
        case Engine.SNAPSHOT if on_server:
            _recover(brought, passages / "collection.snapshot")
        case Engine.SNAPSHOT:
            raise BackupRefused(
                "The backup holds a snapshot of a Qdrant server, which only a server can read; set "
                "RULEBRIDGE_QDRANT_URL and restore again. Nothing was changed.",
                file="",
            )
        case None:
            pass


def _target(brought: BroughtIndex) -> PassageStore:
    return open_passages(brought.settings, brought.manifest, create=True)


def _write_pieces(store: PassageStore, folder: Path) -> None:
    for piece in sorted(folder.glob("*.npz")):
        try:
            store.write_points(unpacked(piece.read_bytes()))
        except BadPiece as error:
            raise BackupRefused(
                f"The backup is refused: {error}; use another copy of it. Nothing was changed.",
                file=piece.name,
            ) from error
    store.settle()


def _recover(brought: BroughtIndex, snapshot: Path) -> None:
    manifest = brought.manifest
    digest = hashlib.sha256()
    with snapshot.open("rb") as file:
        for chunk in chunks_of(file):
            digest.update(chunk)
        file.seek(0)
        server = SnapshotServer(brought.settings, manifest.location, manifest.collection)
        try:
            server.recover(chunks_of(file), digest.hexdigest())
        finally:
            server.close()
