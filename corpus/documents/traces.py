"""Looks whether anything is left of a removed document under the installation's folder."""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Iterator
from pathlib import Path

from corpus.documents.document import OwnDocument

_NOT_OURS = frozenset(("models",))
"""Folders that no document can have come into, and that are large."""

_OF_THE_LAW = frozenset(("index", "sources"))
"""Folders of the law: a title may well stand in them, an id or a hash may not."""

_TELLING = 8
"""Characters of a title from which on it is likely to mean this document."""


def traces_of(document: OwnDocument, home: Path) -> dict[Path, int]:
    """Files that still mention a document by its id, its hash or its title, and how often.

    Args:
        document: The document, removed already.
        home: The installation's folder.
    """
    name = re.escape(document.id.encode()) + rb"(?![a-z0-9-])"
    hashed = re.escape(document.sha256.encode()) if document.sha256 else name
    certain = re.compile(rb"|".join((name, hashed)))
    title = document.title.encode()
    telling = len(document.title) >= _TELLING
    known = re.compile(rb"|".join((name, hashed, re.escape(title)))) if telling else certain
    found = {}
    for file in _files(home):
        law = file.relative_to(home).parts[0] in _OF_THE_LAW
        if count := _count(file, certain if law else known):
            found[file] = count
    return found


def _files(home: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(home):
        if Path(folder) == home:
            folders[:] = [f for f in folders if f not in _NOT_OURS]
        yield from (Path(folder) / name for name in sorted(names))


def _count(file: Path, needle: re.Pattern[bytes]) -> int:
    try:
        with file.open("rb") as opened:
            if not opened.seek(0, 2):
                return 0
            with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return sum(1 for _ in needle.finditer(content))
    except (OSError, ValueError):
        # A socket, or gone in the meantime.
        return 0
