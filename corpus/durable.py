"""Files that are there as a whole or not at all, also after a power cut.

Data reach the disk in the order in which they are forced there. A file is written beside its place,
forced to disk, and only then given its name; the name is forced to disk with the folder it
stands in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_NEW = ".new"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Write a file anew: readers see the old one until the block has ended well.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     note = Path(folder) / "note"
    ...     with replacing(note) as file:
    ...         _ = file.write(b"kettle")
    ...     note.read_bytes()
    b'kettle'
    """
    draft = path.with_name(path.name + _NEW)
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Force everything in a folder to disk: each file, then each folder's list of names."""
    for place, _, names in os.walk(folder, topdown=False):
        for name in names:
            _sync(Path(place) / name)
        sync_folder(Path(place))


def sync_folder(folder: Path) -> None:
    """Force a folder's list of names to disk; where a system cannot, it keeps order by itself."""
    if os.name == "posix":
        _sync(folder)


def _sync(path: Path) -> None:
    # Windows forces only what was opened for writing.
    flags = os.O_RDONLY if os.name == "posix" else os.O_RDWR
    opened = os.open(path, flags)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
