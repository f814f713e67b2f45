"""The folder of fetched files.

``<home>/sources/<instrument>/<version>/<file>`` holds what is accepted, with a record beside each
file; ``<home>/sources/<instrument>/pending/<language>/<file>`` what has changed and waits. A file
without its record does not count: the record is written last, so a run that dies halfway leaves
nothing that could be mistaken for an accepted text.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import SourcesUnwritable
from ingest.fetching.provenance import SUFFIX, Accepted, Provenance, read_record, record_of

PENDING = "pending"
"""Name of the folder of changed texts."""


class Shelf:
    """What has been fetched, accepted or waiting.

    Args:
        home: ``home`` of the settings.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "sources"

    def accepted(self, damaged: dict[str, str] | None = None) -> list[tuple[Path, Provenance]]:
        """Every accepted file with its record, oldest acceptance first.

        Args:
            damaged: Where records that cannot be read are noted, file name → reason.

        Raises:
            SourcesUnwritable: One cannot be read, and there is nowhere to note it.
        """
        return sorted(
            (
                (path, record)
                for path, record in self._records("*/*/*" + SUFFIX, damaged)
                if record.accepted and path.parent.name == record.version
            ),
            key=lambda entry: (entry[1].accepted_at or entry[1].fetched, entry[1].source),
        )

    def pending(self) -> list[tuple[Path, Provenance]]:
        """Every changed file that waits, with its record."""
        return sorted(self._records(f"*/{PENDING}/*/*{SUFFIX}"))

    def last_accepted(self, source: str) -> tuple[Path, Provenance] | None:
        """The file of a download that was accepted last."""
        found = [entry for entry in self.accepted() if entry[1].source == source]
        return found[-1] if found else None

    def waiting(self, source: str) -> tuple[Path, Provenance] | None:
        """The changed file of a download that waits."""
        return next((entry for entry in self.pending() if entry[1].source == source), None)

    def accept(self, data: bytes, record: Provenance, version: str, how: Accepted) -> Provenance:
        """Keep a file as the text of a version.

        Returns:
            The record as it was written.

        Raises:
            SourcesUnwritable: The folder cannot be written.
        """
        path = self.folder / record.instrument / version / record.file
        kept = record.model_copy(
            update={"version": version, "accepted": how, "accepted_at": datetime.now(UTC)}
        )
        self._keep(path, data, kept)
        return kept

    def hold(self, data: bytes, record: Provenance) -> Path:
        """Keep a changed file until somebody accepts it; what waited there before goes."""
        folder = self.folder / record.instrument / PENDING / record.language
        with _writing(folder):
            shutil.rmtree(folder, ignore_errors=True)
        path = folder / record.file
        self._keep(path, data, record)
        return path

    def release(self, path: Path) -> None:
        """Forget a changed file: it was accepted, or the publisher took it back."""
        with _writing(path):
            record_of(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)
            for folder in (path.parent, path.parent.parent):
                if not any(folder.iterdir()):
                    folder.rmdir()

    def write(self, path: Path, data: bytes) -> None:
        """Replace a file as a whole; nobody ever sees half of it.

        Raises:
            SourcesUnwritable: The folder cannot be written.
        """
        with _writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{secrets.token_hex(8)}.part")
            try:
                with draft.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)

    def read(self, path: Path) -> bytes:
        """The bytes of a fetched file.

        Raises:
            SourcesUnwritable: They cannot be read.
        """
        with _writing(path):
            return path.read_bytes()

    def _keep(self, path: Path, data: bytes, record: Provenance) -> None:
        with _writing(path):
            # An old record must never stand beside new bytes.
            record_of(path).unlink(missing_ok=True)
        self.write(path, data)
        words = record.model_dump_json(indent=2) + "\n"
        self.write(record_of(path), words.encode())

    def _records(
        self, pattern: str, damaged: dict[str, str] | None = None
    ) -> Iterator[tuple[Path, Provenance]]:
        for found in sorted(self.folder.glob(pattern)):
            path = found.with_name(found.name.removesuffix(SUFFIX))
            if not path.is_file():
                continue
            try:
                yield path, read_record(found)
            except SourcesUnwritable as error:
                if damaged is None:
                    raise
                damaged[path.name] = str(error)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SourcesUnwritable(
            f"{path} cannot be used ({error.strerror}); check the permissions and free space of "
            "the folder.",
            place=str(path),
        ) from error
