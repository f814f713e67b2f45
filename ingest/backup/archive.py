"""The archive: a zip of members and an inventory, written at once and read with suspicion.

Whoever hands in an archive may have made it: a path may lead elsewhere, a member may be a link, a
thousand times its size, or not what the inventory says. Nothing of it is believed before it was
compared, and nothing is unpacked that the inventory does not name.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from corpus.closing import Closing
from corpus.durable import replacing
from corpus.errors import BackupRefused
from ingest.backup.inventory import FORMAT, INVENTORY, Inventory, Member

_CHUNK = 1 << 20
_EMPTY = bytes(_CHUNK)
_LARGEST_INVENTORY = 64 << 20
_LEVEL = 1
"""Of compression: vectors hardly shrink, and empty stretches shrink at any level."""


class ArchiveWriter:
    """Takes members one after the other; made by `writing`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: list[Member] = []

    def add(self, path: str, chunks: Iterable[bytes], length: int | None = None) -> None:
        """Write one member; with `length`, of a file that goes on in zeros up to there."""
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        with self._archive.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        whole = None if length is None or length <= size else length
        self.members.append(Member(path=path, size=size, length=whole, sha256=digest.hexdigest()))

    def add_opened(self, path: str, opened: IO[bytes]) -> None:
        """Write an opened file."""
        self.add(path, chunks_of(opened))

    def add_reserved(self, path: str, opened: IO[bytes]) -> None:
        """Write an opened file without the zeros that it ends in: space kept for later."""
        self.add(path, _without_end(opened), os.fstat(opened.fileno()).st_size)

    def finish(self, inventory: Inventory) -> str:
        """Write the inventory, and so seal all members.

        Returns:
            The fingerprint of the backup.
        """
        data = inventory.model_dump_json(indent=1).encode()
        self._archive.writestr(INVENTORY, data)
        return hashlib.sha256(data).hexdigest()


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Write an archive that only its owner can read; it is there when the block has ended well."""
    with replacing(path) as file:
        os.fchmod(file.fileno(), 0o600)
        with zipfile.ZipFile(
            file, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=_LEVEL, allowZip64=True
        ) as archive:
            yield ArchiveWriter(archive)


class ArchiveReader(Closing):
    """An archive that is what its inventory says; members are compared when they are read.

    Args:
        path: The file.

    Raises:
        BackupRefused: It is no backup, of a newer format, damaged or altered.

    Attributes:
        inventory: What it holds.
        fingerprint: Hash of the inventory, and through it of everything.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "no zip"
            raise self._refused(f"it cannot be opened ({reason})") from error
        try:
            data = self._read_inventory()
            self.fingerprint = hashlib.sha256(data).hexdigest()
            self.inventory = self._parsed(data)
            self._compare_names()
        except BaseException:
            self._zip.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def check(self) -> None:
        """Compare every member with its hash.

        Raises:
            BackupRefused: One is not what the inventory says.
        """
        for member in self.inventory.members:
            for _ in self.chunks(member):
                pass

    def chunks(self, member: Member) -> Iterator[bytes]:
        """The bytes of a member. What has come is only good once the iterator has ended.

        Raises:
            BackupRefused: They are not what the inventory says.
        """
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(member.path) as opened:
                for chunk in chunks_of(opened):
                    size += len(chunk)
                    if size > member.size:
                        break
                    digest.update(chunk)
                    yield chunk
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise self._refused(f"{member.path} is damaged") from error
        if size != member.size or digest.hexdigest() != member.sha256:
            raise self._refused(f"{member.path} is not what was saved")

    def extract(self, member: Member, target: Path) -> None:
        """Write a member to a file that is not there yet; empty stretches take up no space."""
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for chunk in self.chunks(member):
                if chunk == _EMPTY[: len(chunk)]:
                    file.seek(len(chunk), os.SEEK_CUR)
                else:
                    file.write(chunk)
            file.truncate(member.length or member.size)

    def _read_inventory(self) -> bytes:
        try:
            info = self._zip.getinfo(INVENTORY)
            if info.file_size > _LARGEST_INVENTORY or _odd(info):
                raise self._refused("its inventory is not one")
            with self._zip.open(info) as opened:
                return opened.read(_LARGEST_INVENTORY)
        except (KeyError, OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise self._refused("it has no inventory that can be read") from error

    def _parsed(self, data: bytes) -> Inventory:
        found = _format_of(data)
        if found is not None and found > FORMAT:
            raise BackupRefused(
                f"The backup {self.path.name} has format {found}, this program reads {FORMAT}: it "
                "was made by a newer RuleBridge; upgrade this one and restore it then.",
                file=self.path.name,
            )
        try:
            return Inventory.model_validate_json(data)
        except ValidationError as error:
            raise self._refused(f"its inventory is wrong ({error.errors()[0]['msg']})") from error

    def _compare_names(self) -> None:
        sizes = {member.path: member.size for member in self.inventory.members}
        infos = [info for info in self._zip.infolist() if info.filename != INVENTORY]
        if len(infos) + 1 != len(self._zip.infolist()):
            raise self._refused("it has two inventories")
        if sorted(info.filename for info in infos) != sorted(sizes):
            raise self._refused("its members are not those of its inventory")
        for info in infos:
            if _odd(info) or info.file_size != sizes[info.filename]:
                raise self._refused(f"{info.filename} is not a plain file of its size")

    def _refused(self, reason: str) -> BackupRefused:
        return BackupRefused(
            f"The backup {self.path.name} is refused: {reason}; use another copy of it. Nothing "
            "was changed.",
            file=self.path.name,
        )


def chunks_of(opened: IO[bytes]) -> Iterator[bytes]:
    """What is left of an opened file, piece by piece."""
    while chunk := opened.read(_CHUNK):
        yield chunk


def _without_end(opened: IO[bytes]) -> Iterator[bytes]:
    zeros = 0
    for chunk in chunks_of(opened):
        if chunk == _EMPTY[: len(chunk)]:
            zeros += len(chunk)
            continue
        while zeros > 0:
            yield _EMPTY[:zeros]
            zeros -= _CHUNK
        full = chunk.rstrip(b"\0")
        yield full
        zeros = len(chunk) - len(full)


def _odd(info: zipfile.ZipInfo) -> bool:
    """Whether a member is encrypted, a link or a folder, or packed in an unusual way."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return (
        bool(info.flag_bits & 0x1)
        or info.is_dir()
        or kind not in (0, stat.S_IFREG)
        or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    )


def _format_of(data: bytes) -> int | None:
    try:
        found = json.loads(data)
        if not isinstance(found, dict) or found.get("rulebridge") != "backup":
            return None
        return found["format"] if isinstance(found.get("format"), int) else None
    except (ValueError, RecursionError):
        return None
