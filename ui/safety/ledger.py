"""A small JSON file of names: for its owner's eyes, replaced as a whole, re-read when changed."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from corpus.errors import RuleBridgeError

_OWNER_ONLY = 0o600
_PATIENCE = 10.0
"""Seconds to wait for another writer; a change takes milliseconds."""


class UnreadableAccounts(RuleBridgeError):
    """The file of users or keys cannot be read."""

    code = "accounts-unreadable"


class Ledger:
    """Names with what is known of each.

    Args:
        path: The file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] | None = None
        self._entries: dict[str, dict[str, Any]] = {}

    def entries(self) -> dict[str, dict[str, Any]]:
        """Everything in the file, as it stands now.

        Raises:
            UnreadableAccounts: The file is damaged or not ours to read.
        """
        try:
            status = self.path.stat()
            seen = (status.st_mtime_ns, status.st_size, status.st_ino)
            if seen != self._seen:
                self._entries = _checked(json.loads(self.path.read_text("utf-8")))
                self._seen = seen
        except FileNotFoundError:
            self._entries, self._seen = {}, None
        except (OSError, ValueError) as error:
            raise UnreadableAccounts(
                f"{self.path} cannot be read as a file of accounts ({type(error).__name__}); "
                "restore it, or remove it and add the accounts again."
            ) from error
        return self._entries

    def put(self, name: str, entry: dict[str, Any], *, replace: bool = True) -> bool:
        """Add one name, or replace it; whether it was done.

        Args:
            name: The name.
            entry: What is known of it.
            replace: Whether to do it where the name is there already.
        """
        with self._held():
            before = self.entries()
            if name in before and not replace:
                return False
            self._write({**before, name: entry})
        return True

    def drop(self, name: str) -> bool:
        """Take one name out; whether it was there."""
        with self._held():
            before = self.entries()
            if name not in before:
                return False
            self._write({other: entry for other, entry in before.items() if other != name})
        return True

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Nobody else changes the file between reading and replacing it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=_PATIENCE)
            with lock:
                # What another process wrote within the clock's last tick must not be overlooked.
                self._seen = None
                yield
        except Timeout as error:
            raise UnreadableAccounts(
                f"{self.path} is held by another program; try again."
            ) from error
        except OSError as error:
            raise UnreadableAccounts(
                f"{self.path} cannot be changed ({error.strerror}); see to the folder."
            ) from error

    def _write(self, entries: dict[str, dict[str, Any]]) -> None:
        words = json.dumps(entries, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        write_private(self.path, words)


def write_private(path: Path, words: str) -> None:
    """Replace a file by one that only its owner can read; nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(words)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


class Register:
    """A file of names that may come in. It is read again whenever it has changed.

    Args:
        path: The file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self._ledger = Ledger(path)

    def __bool__(self) -> bool:
        """Whether there is anybody."""
        return bool(self._ledger.entries())

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in order."""
        return tuple(sorted(self._ledger.entries()))


def _checked(found: object) -> dict[str, dict[str, Any]]:
    if not isinstance(found, dict) or not all(isinstance(e, dict) for e in found.values()):
        raise ValueError("not an object of objects")
    return found
