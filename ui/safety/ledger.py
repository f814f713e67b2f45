"""A small JSON file of names: for its owner's eyes, replaced as a whole, re-read when changed."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any

from corpus.errors import RuleBridgeError

_OWNER_ONLY = 0o600


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

    def put(self, name: str, entry: dict[str, Any]) -> None:
        """Add or replace one name."""
        self._write({**self.entries(), name: entry})

    def drop(self, name: str) -> bool:
        """Take one name out; whether it was there."""
        kept = {other: entry for other, entry in self.entries().items() if other != name}
        if len(kept) == len(self._entries):
            return False
        self._write(kept)
        return True

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


def _checked(found: object) -> dict[str, dict[str, Any]]:
    if not isinstance(found, dict) or not all(isinstance(e, dict) for e in found.values()):
        raise ValueError("not an object of objects")
    return found
