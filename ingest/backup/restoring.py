"""Puts a backup back: all of it is unpacked and verified before anything is switched over."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import BackupRefused, DiskFull
from corpus.indexes import use
from corpus.manifest import FORMAT, Manifest
from corpus.settings import Settings
from ingest.backup.archive import ArchiveReader
from ingest.backup.gathering import ACCOUNTS, FEEDBACK, places
from ingest.backup.indexing import complete, fill, new_place
from ingest.backup.inventory import Part
from ingest.backup.placing import Placing
from ingest.full_disk import disk_errors
from ingest.locking import changing_indexes

Progress = Callable[[str, int, int], None]
"""Called with the part, how much of it is done, and how much there is."""


def _silent(part: str, done: int, total: int) -> None:
    """No progress shown."""


_STAGING = ".restoring-"

_SPARE = 64 << 20
"""Bytes that stay free: logs and locks go on being written."""


@dataclass(frozen=True)
class Restored:
    """What was put back.

    Attributes:
        parts: What of the archive is in place now.
        index: The index in use afterwards, if one was put back.
        kept: Folder of what was there before; None where nothing was.
        searched: Sample searches that the index passed.
        rebuild: Whether the index is of an older format: `rulebridge ingest` has to make it anew
            before it can be searched.
    """

    parts: tuple[Part, ...]
    index: Manifest | None
    kept: Path | None
    searched: int = 0
    rebuild: bool = False


def restore(
    settings: Settings,
    path: Path,
    *,
    accounts: bool = True,
    index: bool = True,
    outdated: bool = False,
    fingerprint: str | None = None,
    progress: Progress = _silent,
) -> Restored:
    """Put a backup back.

    The index becomes a new one beside the others and is switched to when it has been verified,
    so that a running server goes on answering and `rulebridge index rollback` leads back. Other
    folders take the place of those that are there, which are kept.

    Args:
        settings: The installation.
        path: The archive.
        accounts: Whether users and keys are put back.
        index: Whether the index is put back.
        outdated: Take an index of an older format too, for the next ingestion to take its
            vectors from.
        fingerprint: What `backup` said; an archive with another is refused.
        progress: Told how far it is.

    Raises:
        BackupRefused: The archive is none, damaged, altered, of another format, or not the one
            with that fingerprint. Nothing was changed.
        IndexDamaged: Its index does not verify. Nothing was changed.
        DiskFull, HomeUnwritable: There is no room for it. Nothing was changed.
        IngestRunning: An index is just being made.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with disk_errors(settings.home), ArchiveReader(path) as archive:
        if fingerprint is not None and fingerprint.lower() != archive.fingerprint:
            raise _refused(
                path, "it is not the one with that fingerprint: it was altered, or it is another"
            )
        manifest = _manifest(archive, outdated=outdated) if index else None
        _require_room(settings, archive)
        now = datetime.now(UTC)
        with changing_indexes(settings), _staging(settings) as staging:
            _extract(archive, staging, progress, index=manifest is not None, accounts=accounts)
            placing = Placing(settings.home / f"before-restore-{now:%Y%m%dT%H%M%SZ}")
            if manifest is None:
                with placing:
                    parts = _place(settings, staging, placing)
                return Restored(parts, None, placing.used)
            rebuild = manifest.format != FORMAT
            with new_place(settings, manifest, settings.qdrant_url or "", now) as brought:
                fill(brought, None if rebuild else archive.inventory.engine, staging)
                complete(brought)
                searched = 0 if rebuild else brought.verify()
                brought.secure()
                with placing:
                    parts = _place(settings, staging, placing)
                    use(settings, brought.manifest.id)
            parts = (Part.INDEX, Part.PASSAGES, *parts)
            return Restored(parts, brought.manifest, placing.used, searched, rebuild=rebuild)


def _manifest(archive: ArchiveReader, *, outdated: bool) -> Manifest | None:
    said = archive.inventory.index
    if said is None:
        return None
    found = said.get("format")
    if isinstance(found, int) and found > FORMAT:
        raise _refused(
            archive.path,
            f"its index has format {found}, this program reads {FORMAT}; upgrade this program, or "
            "put the rest back with --without-index",
        )
    try:
        manifest = archive.inventory.manifest()
    except ValidationError as error:
        raise _refused(archive.path, "what it says of its index cannot be read") from error
    if manifest is not None and manifest.format != FORMAT and not outdated:
        raise _refused(
            archive.path,
            f"its index has format {manifest.format}, this program reads {FORMAT}; with --outdated "
            "the index is put back all the same, and “rulebridge ingest” makes it anew from its "
            "vectors, or leave it out with --without-index",
        )
    return manifest


def _require_room(settings: Settings, archive: ArchiveReader) -> None:
    needed = archive.inventory.size + _SPARE
    free = shutil.disk_usage(settings.home).free
    if free < needed:
        raise DiskFull(
            f"The backup needs {needed / 2**20:.0f} MB in {settings.home}, where "
            f"{free / 2**20:.0f} MB are free; free some space and restore again. Nothing was "
            "changed.",
            place=str(settings.home),
        )


@contextmanager
def _staging(settings: Settings) -> Iterator[Path]:
    # The lock of ingestion is held, so whatever lies there was left by a process that died.
    for left in settings.home.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    staging = settings.home / f"{_STAGING}{secrets.token_hex(8)}"
    staging.mkdir(mode=0o700)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _extract(
    archive: ArchiveReader, staging: Path, progress: Progress, *, index: bool, accounts: bool
) -> None:
    left_out = set() if index else {Part.INDEX, Part.PASSAGES}
    left_out |= set() if accounts else {Part.ACCOUNTS}
    wanted = [m for m in archive.inventory.members if m.part not in left_out]
    for part in Part:
        (staging / part.value).mkdir()
    for number, member in enumerate(wanted, start=1):
        try:
            archive.extract(member, staging / member.path)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise _refused(archive.path, f"{member.path} stands in the way of another") from error
        progress(member.part.value, number, len(wanted))


def _place(settings: Settings, staging: Path, placing: Placing) -> tuple[Part, ...]:
    """Move everything but the index into place; what of it there was."""
    done: list[Part] = []
    for part, place in places(settings).items():
        if _has_something(staging / part.value):
            placing.put(staging / part.value, place, part.value)
            done.append(part)
    for name, attribute in ACCOUNTS.items():
        new = staging / Part.ACCOUNTS.value / name
        if new.is_file():
            placing.put(new, getattr(settings, attribute), f"{Part.ACCOUNTS.value}/{name}")
            done.append(Part.ACCOUNTS)
    feedback = staging / Part.FEEDBACK.value / FEEDBACK
    if feedback.is_file():
        placing.put(feedback, settings.home / FEEDBACK, FEEDBACK)
        done.append(Part.FEEDBACK)
    return tuple(dict.fromkeys(done))


def _has_something(folder: Path) -> bool:
    return any(folder.iterdir())


def _refused(path: Path, reason: str) -> BackupRefused:
    return BackupRefused(
        f"The backup {path.name} is refused: {reason}. Nothing was changed.", file=path.name
    )
