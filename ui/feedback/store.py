"""Where feedback is kept: one file of JSON lines in the home folder, only ever appended to.

Several processes may write to it. A line is complete once its line end is on the disk; what a crash
left half-written is closed off by the next writer and skipped by readers.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from corpus.errors import FeedbackFull, FeedbackOff, FeedbackUnavailable
from corpus.settings import Settings
from ui.feedback.feedback import Feedback

FILE = "feedback.jsonl"
MAX_SIZE = 16 * 1024 * 1024
"""Bytes that the file may grow to: some ten thousand pieces of feedback."""

_PATIENCE = 10.0
"""Seconds to wait for another writer; a line takes milliseconds."""
_OWNER_ONLY = 0o600


class FeedbackStore:
    """Keeps feedback in a file.

    Args:
        path: The file; it need not exist.
        max_size: Bytes that it may grow to.

    Example:
        ```python
        store = FeedbackStore.of(settings())
        store.add(Feedback.on(answer, "outdated", manifest, interface="en", at=now))
        ```
    """

    def __init__(self, path: Path, max_size: int = MAX_SIZE) -> None:
        self.path = path
        self.max_size = max_size
        self._lock = FileLock(path.with_name(path.name + ".lock"), timeout=_PATIENCE)

    @classmethod
    def of(cls, configuration: Settings) -> FeedbackStore:
        """The store of an installation, for those who read it."""
        return cls(configuration.home / FILE)

    @classmethod
    def open_to_readers(cls, configuration: Settings) -> FeedbackStore:
        """The store of an installation, for those who leave feedback.

        Raises:
            FeedbackOff: The settings do not allow it.
        """
        if not configuration.feedback:
            raise FeedbackOff("Feedback is switched off; RULEBRIDGE_FEEDBACK=true allows it.")
        return cls.of(configuration)

    def add(self, feedback: Feedback) -> None:
        """Keep a piece of feedback; when this returns, it is on the disk.

        Raises:
            FeedbackFull: The file has reached its largest size.
            FeedbackUnavailable: It cannot be written, or somebody holds it.
        """
        line = feedback.model_dump_json().encode() + b"\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                self._append(line)
        except Timeout as error:
            raise self._unavailable("another program holds it") from error
        except OSError as error:
            raise self._unavailable(error.strerror or type(error).__name__) from error

    def __iter__(self) -> Iterator[Feedback]:
        """All feedback that can be read, oldest first.

        Raises:
            FeedbackUnavailable: The file cannot be read.
        """
        yield from (feedback for feedback in self._read() if feedback is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def unreadable(self) -> int:
        """Lines that are no feedback: half-written ones, or changed by hand."""
        return sum(feedback is None for feedback in self._read())

    def clear(self) -> int:
        """Delete all feedback.

        Returns:
            How many pieces there were.

        Raises:
            FeedbackUnavailable: The file cannot be deleted.
        """
        try:
            if not self.path.exists():
                return 0
            with self._lock:
                count = len(self)
                self.path.unlink(missing_ok=True)
        except Timeout as error:
            raise self._unavailable("another program holds it") from error
        except OSError as error:
            raise self._unavailable(error.strerror or type(error).__name__) from error
        return count

    def _append(self, line: bytes) -> None:
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _OWNER_ONLY)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    line = b"\n" + line
            if size + len(line) > self.max_size:
                raise FeedbackFull(
                    f"The file of feedback has reached {self.max_size} bytes; export it with "
                    "“rulebridge feedback export” and then empty it with “rulebridge feedback "
                    "clear”."
                )
            try:
                whole = file.write(line) == len(line)
                os.fsync(file.fileno())
            except OSError:
                file.truncate(size)
                raise
            if not whole:
                file.truncate(size)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _read(self) -> Iterator[Feedback | None]:
        try:
            with self.path.open("rb") as file:
                for line in file:
                    if line.strip():
                        yield _feedback(line)
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unavailable(error.strerror or type(error).__name__) from error

    def _unavailable(self, reason: str) -> FeedbackUnavailable:
        return FeedbackUnavailable(
            f"Feedback cannot be kept in {self.path} ({reason}); see to the folder and try again."
        )


def _feedback(line: bytes) -> Feedback | None:
    try:
        return Feedback.model_validate_json(line)
    except ValidationError:
        return None
