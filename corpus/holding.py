"""Who reads an index just now, so that nobody removes it from under them.

Whoever opens an index holds it; whoever removes one claims it first, and leaves it where somebody
holds it. The operating system lets go for a process that dies. Where it has no such locks
(Windows, which refuses to remove open files by itself), nothing is held.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.errors import IndexMissing

try:
    import fcntl
except ImportError:
    _LOCKS = False
else:
    _LOCKS = True

MARKER = "in-use"
"""Name of the file in an index's folder that is locked."""


class Hold:
    """Holds an index until it is let go.

    Args:
        folder: The index's folder.

    Raises:
        IndexMissing: The index is being removed.
    """

    def __init__(self, folder: Path) -> None:
        self._opened = _opened(folder) if _LOCKS else None
        if self._opened is not None and not _locked(self._opened, shared=True):
            self.release()
            raise IndexMissing(
                f"The index {folder.name} is being removed; open the one in use.",
                index=folder.name,
            )

    def release(self) -> None:
        """Let go; a second time is harmless."""
        if self._opened is not None:
            os.close(self._opened)
            self._opened = None


@contextmanager
def claimed(folder: Path) -> Iterator[bool]:
    """Whether nobody holds an index; if so, nobody can while the block runs."""
    opened = _opened(folder) if _LOCKS else None
    try:
        yield opened is None or _locked(opened, shared=False)
    finally:
        if opened is not None:
            os.close(opened)


def _opened(folder: Path) -> int | None:
    with suppress(OSError):
        return os.open(folder / MARKER, os.O_RDWR | os.O_CREAT, 0o644)
    # A folder that may only be read can be held all the same.
    with suppress(OSError):
        return os.open(folder / MARKER, os.O_RDONLY)
    return None


def _locked(opened: int, *, shared: bool) -> bool:
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(opened, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # A file system without locks.
        return True
    return True
