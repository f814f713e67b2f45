"""Makes a backup, also while the server answers: nothing is locked but what is read."""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import BackupFailed, BackupRefused, DiskFull, IndexMissing, UsageError
from corpus.holding import MARKER, Hold
from corpus.index import open_passages
from corpus.manifest import STORE, Manifest, current_manifest, index_root
from corpus.settings import Settings
from ingest.backup.archive import ArchiveReader, ArchiveWriter, writing
from ingest.backup.gathering import account_member, groups, opened, places
from ingest.backup.inventory import Engine, Inventory, Part
from ingest.backup.points import pieces
from ingest.backup.snapshots import SnapshotServer
from ingest.full_disk import disk_errors

Progress = Callable[[str, int], None]
"""Called with the part that is saved, and how many members there are."""


def _silent(part: str, members: int) -> None:
    """No progress shown."""


_BYTES_A_NUMBER = 8
"""Of a vector: it is kept twice, in 32 bits."""

_BYTES_A_PASSAGE = 4096

_LEFT_OUT = {MARKER, "follows", "lock", "store.lock"}
"""Files in an index's folder that say how it is used here, not what it holds."""


@dataclass(frozen=True)
class Saved:
    """A backup that was made and read back.

    Attributes:
        path: The archive.
        fingerprint: Stands for everything in it; keep it apart from the archive.
        inventory: What is in it.
        size: Bytes of the archive.
    """

    path: Path
    fingerprint: str
    inventory: Inventory
    size: int


def backup(
    settings: Settings,
    target: Path,
    *,
    accounts: bool = True,
    snapshot: bool = False,
    progress: Progress = _silent,
) -> Saved:
    """Save the index in use, fetched texts, own documents, accounts and feedback.

    What is not saved: logs and kept questions (they are private and end by themselves), the
    secret that signs sessions, prepared models (they are made again), the folder of texts that
    `RULEBRIDGE_SOURCES` names.

    Args:
        settings: The installation.
        target: A file that is not there yet, or a folder, in which the name is chosen.
        accounts: Whether users and keys go in. Passwords and keys are hashes in any case.
        snapshot: Save a server's passages as its own snapshot instead of one by one.
        progress: Told what is being saved.

    Raises:
        UsageError: The target is there already, or a snapshot was asked for without a server.
        BackupFailed: The index changed while it was read, or what was written reads otherwise.
        IndexMissing: There is nothing at all to save.
        StoreUnavailable: The Qdrant server does not answer.
        DiskFull, HomeUnwritable: The archive cannot be written.
    """
    made = datetime.now(UTC)
    path = target / f"rulebridge-{made:%Y%m%dT%H%M%SZ}.zip" if target.is_dir() else target
    if path.exists():
        raise UsageError(f"There is a file {path} already; give the backup another name.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}; make it, or choose another.")
    manifest = current_manifest(settings)
    _require_room(settings, manifest, path.parent)
    with disk_errors(path.parent), writing(path) as archive, ExitStack() as held:
        engine = None
        if manifest is not None:
            held.callback(Hold(index_root(settings) / manifest.id).release)
            engine = _save_index(settings, manifest, archive, progress, snapshot=snapshot)
        for part, files, folder in groups(settings, accounts=accounts):
            with opened(part, files, folder) as found:
                for name, file in found:
                    member = account_member(settings, files[0]) if part is Part.ACCOUNTS else name
                    archive.add_opened(member, file)
                    progress(part.value, len(archive.members))
        if not archive.members:
            raise IndexMissing("There is nothing to save yet; run “rulebridge ingest” first.")
        inventory = Inventory(
            made=made,
            software=_version(),
            index=manifest.model_dump(mode="json") if manifest else None,
            engine=engine,
            members=tuple(archive.members),
        )
        fingerprint = archive.finish(inventory)
    _read_back(path, fingerprint)
    return Saved(path, fingerprint, inventory, path.stat().st_size)


def _require_room(settings: Settings, manifest: Manifest | None, place: Path) -> None:
    """Refuse at the start what would not fit, taking nothing for granted of compression."""
    folders = [index_root(settings) / manifest.id] if manifest else []
    needed = sum(_taken(folder) for folder in (*folders, *places(settings).values()))
    if manifest is not None and manifest.location:
        needed += manifest.passages * (manifest.dimension * _BYTES_A_NUMBER + _BYTES_A_PASSAGE)
    free = shutil.disk_usage(place).free
    if free < needed:
        raise DiskFull(
            f"The backup may need {needed / 2**20:.0f} MB in {place}, where {free / 2**20:.0f} MB "
            "are free; free some space, or choose another place.",
            place=str(place),
        )


def _taken(folder: Path) -> int:
    """Bytes on disk; an engine reserves space that it does not take up."""
    return sum(p.stat().st_blocks * 512 for p in folder.rglob("*") if p.is_file())


def _save_index(
    settings: Settings,
    manifest: Manifest,
    archive: ArchiveWriter,
    progress: Progress,
    *,
    snapshot: bool,
) -> Engine:
    folder = index_root(settings) / manifest.id
    if snapshot and not manifest.location:
        raise UsageError("The passages are in a folder, not on a server; leave --snapshot out.")
    for path in sorted(p for p in folder.iterdir() if p.is_file() and p.name not in _LEFT_OUT):
        with path.open("rb") as file:
            archive.add_opened(f"{Part.INDEX.value}/{path.name}", file)
        progress(Part.INDEX.value, len(archive.members))
    place = Part.PASSAGES.value
    if not manifest.location:
        _save_edge(folder / STORE, archive, progress)
        return Engine.EDGE
    if snapshot:
        server = SnapshotServer(settings, manifest.location, manifest.collection)
        try:
            with server.made() as chunks:
                archive.add(f"{place}/collection.snapshot", chunks)
        finally:
            server.close()
        return Engine.SNAPSHOT
    with open_passages(settings, manifest) as store:
        for number, piece in enumerate(pieces(store.points())):
            archive.add(f"{place}/{number:06}.npz", iter((piece,)))
            progress(place, len(archive.members))
    return Engine.POINTS


def _save_edge(store: Path, archive: ArchiveWriter, progress: Progress) -> None:
    """Copy the engine's files. A finished index is only read, so that they stand still."""
    before = _state(store)
    for path in before:
        with path.open("rb") as file:
            name = path.relative_to(store).as_posix()
            archive.add_reserved(f"{Part.PASSAGES.value}/{name}", file)
        progress(Part.PASSAGES.value, len(archive.members))
    if _state(store) != before:
        raise BackupFailed(
            f"The passages in {store} changed while they were saved; make the backup again.",
            place=str(store),
        )


def _state(store: Path) -> dict[Path, tuple[int, int]]:
    files = sorted(p for p in store.rglob("*") if p.is_file())
    return {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in files}


def _read_back(path: Path, fingerprint: str) -> None:
    """Compare what is on the disk: nobody looks at a backup again before it is needed."""
    try:
        with ArchiveReader(path) as archive:
            archive.check()
            same = archive.fingerprint == fingerprint
    except BackupRefused as error:
        path.unlink(missing_ok=True)
        raise BackupFailed(
            f"The backup could not be read back and was removed ({error}); check the disk of "
            f"{path.parent}.",
            place=str(path.parent),
        ) from error
    if not same:
        raise BackupFailed(
            f"{path} was replaced while it was written; make the backup again.", place=str(path)
        )


def _version() -> str:
    try:
        return importlib.metadata.version("rulebridge")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
