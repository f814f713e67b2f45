"""Takes one file out of a publisher's zip archive, within limits and by our own name for it."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from typing import IO

from corpus.errors import DownloadTooLarge, NotTheText

MAX_MEMBERS = 300_000
"""Most files in an archive; the largest known has some ten thousand."""

_MAX_RATIO = 250
_SMALL = 1 << 20
_ONE_READ = 64 * 2**20
_UNIX = 3
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(NotImplementedError, RuntimeError, EOFError, ValueError, OverflowError),
)


class _Rationed(io.RawIOBase):
    """A file that gives no more than 64 MB at once: a table of contents cannot fill memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int | None = -1) -> bytes:
        wanted = _ONE_READ + 1 if size is None or size < 0 else size
        data = self._file.read(min(wanted, _ONE_READ + 1))
        if len(data) > _ONE_READ:
            raise zipfile.BadZipFile("a table of contents beyond measure")
        return data


def member(file: IO[bytes], folder: str, name: str, limit: int, host: str) -> bytes:
    r"""The bytes of one file of an archive.

    Args:
        file: The archive, seekable.
        folder: The folder that should hold it; ``\`` counts as ``/``.
        name: The file's own name.
        limit: Most bytes that it may have unpacked.
        host: Whose archive it is, for messages.

    Returns:
        The bytes; their CRC-32 has been checked. Nothing is written anywhere.

    Raises:
        NotTheText: No archive, a damaged one, or one without exactly one such file in a place
            and form that can be trusted.
        DownloadTooLarge: The file unpacked is larger than ``limit``, or a bomb.
    """
    try:
        with zipfile.ZipFile(_Rationed(file)) as archive:
            found = _found(archive, folder, name, host)
            return _read(archive, found, limit, host)
    except _DAMAGED as error:
        raise NotTheText(
            f"The archive that {host} sent cannot be read ({type(error).__name__}); try again.",
            host=host,
        ) from error


def _found(archive: zipfile.ZipFile, folder: str, name: str, host: str) -> zipfile.ZipInfo:
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS:
        raise NotTheText(f"The archive that {host} sent has too many files.", host=host)
    wanted = _steps(name)[-1:]
    hits = [e for e in entries if _steps(e.filename)[-1:] == wanted and not e.is_dir()]
    if len(hits) > 1:
        hits = [e for e in hits if _steps(e.filename) == [*_steps(folder), *wanted]]
    if len(hits) != 1:
        raise NotTheText(
            f"The archive that {host} sent holds {len(hits)} files named {name[:80]}, not one.",
            host=host,
        )
    found = hits[0]
    steps = found.filename.replace("\\", "/").split("/")
    kind = stat.S_IFMT(found.external_attr >> 16) if found.create_system == _UNIX else 0
    if (
        ".." in steps
        or steps[0] == ""
        or ":" in steps[0]
        or kind not in (0, stat.S_IFREG)
        or found.flag_bits & _ENCRYPTED
        or found.compress_type not in _METHODS
    ):
        raise NotTheText(
            f"The file {name[:80]} in the archive from {host} stands in a place or form that is "
            "not trusted.",
            host=host,
        )
    return found


def _read(archive: zipfile.ZipFile, found: zipfile.ZipInfo, limit: int, host: str) -> bytes:
    bomb = found.file_size > _SMALL and found.file_size > _MAX_RATIO * found.compress_size
    if found.file_size > limit or bomb:
        raise _too_large(limit, host)
    parts, size = [], 0
    with archive.open(found) as unpacked:
        # The size that the entry declares is the archive's word; what comes out is counted.
        while part := unpacked.read(_SMALL):
            size += len(part)
            if size > limit:
                raise _too_large(limit, host)
            parts.append(part)
    return b"".join(parts)


def _steps(path: str) -> list[str]:
    return [step for step in path.replace("\\", "/").split("/") if step not in ("", ".")]


def _too_large(limit: int, host: str) -> DownloadTooLarge:
    return DownloadTooLarge(
        f"A file in the archive from {host} unpacks to more than {limit / 2**20:.0f} MB or is "
        "packed beyond belief; nothing was kept.",
        host=host,
    )
