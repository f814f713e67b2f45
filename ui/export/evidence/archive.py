"""The zip around a pack: the same bytes every time; read as if an enemy had sent it."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from corpus.errors import PackRefused
from ui.export.evidence.layout import (
    MAX_FILE,
    MAX_FILES,
    MAX_PACKED,
    MAX_RATIO,
    MAX_UNPACKED,
    REQUIRED,
    known,
)
from ui.export.evidence.refusing import refused

_BEGINNING = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_SIZE = 22
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SMALL = 64 * 1024
"""Bytes below which no ratio is a bomb: twenty equal lines are no attack."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of files, in the order of their names.

    Nothing is compressed: compressors differ between machines, and these bytes must not.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[name])
    return written.getvalue()


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that may be a pack.

    Raises:
        PackRefused: There is no such file, it cannot be read, or it is too large.
    """
    try:
        if not path.is_file():
            raise refused("no_file", name=path.name)
        if path.stat().st_size > MAX_PACKED:
            raise refused("large", most=_mib(MAX_PACKED))
        with path.open("rb") as file:
            return file.read(MAX_PACKED + 1)
    except OSError as error:
        raise refused("no_file", name=path.name) from error


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of a zip: name → content.

    Nothing is written anywhere. Every limit is held before a byte is unpacked, and again while it
    is, because a zip can lie about its sizes.

    Raises:
        PackRefused: It is not a zip such as `packed` writes, or breaks a limit.
    """
    if len(data) > MAX_PACKED:
        raise refused("large", most=_mib(MAX_PACKED))
    if not data.startswith(_BEGINNING):
        raise refused("not_zip")
    if _claimed(data) > MAX_FILES:
        raise refused("many", most=MAX_FILES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(data), archive.comment)
            return _contents(archive, entries)
    except PackRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise refused("damaged") from error
    except (NotImplementedError, RuntimeError, ValueError, UnicodeError) as error:
        raise refused("foreign") from error


def _claimed(data: bytes) -> int:
    """How many files the zip says it has: read before anything is made of them."""
    at = data.rfind(_END)
    if at < 0 or at + _END_SIZE > len(data):
        raise refused("damaged")
    return int.from_bytes(data[at + 10 : at + 12], "little")


def _check_entries(entries: list[zipfile.ZipInfo], size: int, comment: bytes) -> None:
    if len(entries) > MAX_FILES:
        raise refused("many", most=MAX_FILES)
    if comment or (entries and min(e.header_offset for e in entries) != 0):
        raise refused("hidden")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if entry.orig_filename != name or not known(name):
            raise refused("unknown", name=_printable(entry.orig_filename))
        if name in seen:
            raise refused("twice", name=name)
        seen.add(name)
        _check_entry(entry)
    if sum(e.compress_size for e in entries) > size:
        raise refused("bomb")
    if sum(e.file_size for e in entries) > MAX_UNPACKED:
        raise refused("unpacked", most=_mib(MAX_UNPACKED))
    for name in sorted(REQUIRED - seen):
        raise refused("missing", name=name)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG) or entry.is_dir():
        raise refused("link", name=name)
    if entry.flag_bits & _ENCRYPTED:
        raise refused("encrypted", name=name)
    if entry.compress_type not in _METHODS:
        raise refused("foreign")
    if entry.file_size > MAX_FILE:
        raise refused("file_large", name=name, most=_mib(MAX_FILE))
    if entry.file_size > max(_SMALL, entry.compress_size * MAX_RATIO):
        raise refused("bomb")


def _contents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for entry in entries:
        with archive.open(entry) as file:
            content = file.read(entry.file_size + 1)
        if len(content) != entry.file_size:
            raise refused("damaged")
        files[entry.filename] = content
    return files


def _printable(name: str) -> str:
    """A name that may be shown: a pack's names are as little trusted as its words."""
    shown = "".join(c if c.isprintable() else "?" for c in name[:80])
    return shown or "?"


def _mib(size: int) -> str:
    return f"{size // (1024 * 1024)} MiB"
