"""Which files of an installation go into a backup, each opened before any of them is written.

A file that is opened can be read to its end whatever becomes of its name: a document that is
removed meanwhile is in the backup as a whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from corpus.catalogue.reading import FOLDER as CATALOGUE
from corpus.documents.shelf import FOLDER as DOCUMENTS
from corpus.settings import Settings
from ingest.backup.inventory import Part

SOURCES = "sources"
FEEDBACK = "feedback.jsonl"
ACCOUNTS = {"users.json": "users_path", "keys.json": "keys_path"}
"""Member → the setting's property that says where the file is."""

Opened = Sequence[tuple[str, IO[bytes]]]
"""Paths in the archive, and the files."""


def places(settings: Settings) -> dict[Part, Path]:
    """The folders that are saved and put back as a whole."""
    return {
        Part.SOURCES: settings.home / SOURCES,
        Part.DOCUMENTS: settings.home / DOCUMENTS,
        Part.CATALOGUE: settings.home / CATALOGUE,
    }


def groups(settings: Settings, *, accounts: bool) -> Iterator[tuple[Part, list[Path], Path]]:
    """Files that belong together: part, files, and the folder that their paths begin at."""
    for part, folder in places(settings).items():
        if part is Part.DOCUMENTS:
            # Each document is complete in a folder of its own.
            for document in sorted(folder.glob("*/*")):
                if not document.parent.name.startswith("."):
                    yield part, _files(document), folder
        else:
            yield part, _files(folder), folder
    if accounts:
        for attribute in ACCOUNTS.values():
            path: Path = getattr(settings, attribute)
            yield Part.ACCOUNTS, [path] if path.is_file() else [], path.parent
    yield Part.FEEDBACK, _files(settings.home / FEEDBACK), settings.home


@contextmanager
def opened(part: Part, files: list[Path], folder: Path) -> Iterator[Opened]:
    """All files of a group; none of them where one has gone meanwhile."""
    with ExitStack() as stack:
        try:
            found: Opened = [
                (f"{part.value}/{path.relative_to(folder).as_posix()}",
                 stack.enter_context(path.open("rb")))
                for path in files
            ]  # fmt: skip
        except FileNotFoundError:
            found = []
        yield found


def account_member(settings: Settings, path: Path) -> str:
    """The name that a file of accounts has in an archive, whatever it is called here."""
    names = {getattr(settings, attribute): name for name, attribute in ACCOUNTS.items()}
    return f"{Part.ACCOUNTS.value}/{names[path]}"


def _files(place: Path) -> list[Path]:
    """All plain files at or below a place; drafts and locks, whose names begin with a dot, not."""
    if place.is_file() and not place.is_symlink():
        return [place]
    return sorted(
        path
        for path in place.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and not any(step.startswith(".") for step in path.relative_to(place).parts)
        and path.suffix not in (".new", ".part", ".lock")
    )
