"""Puts folders and files in their places, keeping what was there, and back again if one fails."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.durable import sync_folder


class Placing:
    """Moves several things into place as if it were one: either all of them or none.

    What stood in a place is moved to the folder `kept`. A process that dies in between leaves
    every old file there.

    Args:
        kept: Folder for what was there; made when it is needed.
    """

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self._undo = ExitStack()

    def put(self, new: Path, place: Path, name: str) -> None:
        """Move something into its place.

        Args:
            new: What comes; on the same file system.
            place: Where it belongs.
            name: What the old one is called in the folder of what was there.
        """
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists() or place.is_symlink():
            old = self.kept / name
            old.parent.mkdir(parents=True, exist_ok=True)
            _move(place, old)
            self._undo.callback(_move, old, place)
        _move(new, place)
        self._undo.callback(_move, place, new)
        sync_folder(place.parent)

    @property
    def used(self) -> Path | None:
        """The folder of what was there, if anything was."""
        return self.kept if self.kept.is_dir() else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._undo.pop_all()
        self._undo.close()
        if error is not None and self.kept.is_dir():
            # Everything is where it was; the empty folders would only look like something.
            with suppress(OSError):
                for folder in sorted((p for p in self.kept.rglob("*") if p.is_dir()), reverse=True):
                    folder.rmdir()
                self.kept.rmdir()


def _move(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError:
        # A file of accounts may lie on another file system.
        shutil.move(source, target)
