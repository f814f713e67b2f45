"""No space left, said in one sentence, whoever ran into it."""

from __future__ import annotations

import errno
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import DiskFull, HomeUnwritable, IndexMismatch, StoreUnavailable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BARRED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO}
_WORDS = re.compile(
    r"no space left|disk is full|file too large|quota exceeded|storagefull|filetoolarge"
    r"|os error (28|27|122)\b|code: (28|27|122)\b",
    re.IGNORECASE,
)
"""How SQLite and the built-in store, which have no numbers, tell of a full disk."""

_BAD_DISK = re.compile(r"disk i/o error|readonly database|unable to open database", re.IGNORECASE)

_STORE_ROOM = 96 * 2**20
"""Bytes that the built-in store and its log take up before the first passage."""

_BYTES_A_NUMBER = 24
"""Bytes on disk for each number of a passage's vector: in the store, its log, and kept."""

_BYTES_A_PASSAGE = 8192


@contextmanager
def disk_errors(place: Path) -> Iterator[None]:
    """Turn failures of the disk into ours.

    Args:
        place: Where is written.

    Raises:
        DiskFull: There is no space left, or no more may be used.
        HomeUnwritable: The place may not be written, or the disk fails.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _full(place) from error
        if error.errno in _BARRED:
            raise _unwritable(place, error.strerror or str(error)) from error
        raise
    except (sqlite3.Error, StoreUnavailable, IndexMismatch) as error:
        if _WORDS.search(str(error)):
            raise _full(place) from error
        if _BAD_DISK.search(str(error)):
            raise _unwritable(place, str(error)) from error
        raise


def require_space(place: Path, passages: int, dimension: int, *, on_server: bool) -> None:
    """Refuse at the start what would not fit: memory-mapped files fail without a word.

    Args:
        place: Where the index is going to be; the folder exists.
        passages: How many passages it will hold.
        dimension: Length of a vector.
        on_server: Whether the passages go elsewhere.

    Raises:
        DiskFull: It would not fit.
    """
    store = 0 if on_server else _STORE_ROOM
    needed = store + passages * (_BYTES_A_PASSAGE + dimension * _BYTES_A_NUMBER)
    free = shutil.disk_usage(place).free
    if free < needed:
        raise DiskFull(
            f"The new index needs about {needed >> 20} MB in {place}, where {free >> 20} MB are "
            "free; the index in use stays. Free some space and run “rulebridge ingest” again.",
            place=str(place),
        )


def _full(place: Path) -> DiskFull:
    return DiskFull(
        f"There is no space left in {place}; what was begun is removed and the index in use stays. "
        "Free some space and run “rulebridge ingest” again.",
        place=str(place),
    )


def _unwritable(place: Path, reason: str) -> HomeUnwritable:
    return HomeUnwritable(
        f"{place} cannot be written ({reason}); check the disk and the permissions of the folder, "
        "or set RULEBRIDGE_HOME to another.",
        place=str(place),
    )
