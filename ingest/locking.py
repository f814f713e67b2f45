"""One at a time: whoever makes, switches or removes an index holds a lock.

The operating system holds it and lets go for a process that dies, so none is ever left behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from corpus.errors import IngestRunning
from corpus.manifest import index_root
from corpus.settings import Settings
from ingest.full_disk import disk_errors

LOCK = "lock"
"""Name of the file in the folder of indexes that is locked."""


@contextmanager
def changing_indexes(settings: Settings) -> Iterator[None]:
    """Be the only one that changes the indexes of an installation while the block runs.

    Raises:
        IngestRunning: Another process, or another thread of this one, is doing so.
        DiskFull, HomeUnwritable: The folder of indexes cannot be written.
    """
    root = index_root(settings)
    with disk_errors(root):
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise IngestRunning(
                f"Another process is making or switching the index in {root}; wait until it is "
                "done, the index in use goes on serving.",
                place=str(root),
            ) from error
    try:
        yield
    finally:
        lock.release()
