"""What is in a pack: names, limits and the manifest, known to the writer and the reader alike."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 1
"""Number of the pack's format."""

MANIFEST = "manifest.json"
QUESTION = "question.json"
HISTORY = "history.json"
"""Earlier answers of the conversation; only where the question leans on one."""
SETTINGS = "settings.json"
UNDERSTANDING = "understanding.json"
CLAUSES = "clauses.json"
SOURCES = "clauses/SOURCES.txt"
ANSWER = "answer.json"
READABLE = "answer.md"
CHECKS = "checks.json"
SOFTWARE = "software.json"
README = "README.txt"

REQUIRED = frozenset(
    (MANIFEST, QUESTION, SETTINGS, UNDERSTANDING, CLAUSES, ANSWER, READABLE, CHECKS, SOFTWARE)
) | {README, SOURCES}
OPTIONAL = frozenset((HISTORY,))
CLAUSE_FILE = re.compile(r"clauses/[0-9]{3}\.txt")

MAX_PACKED = 8 * 1024 * 1024
"""Bytes of the zip."""
MAX_FILE = 4 * 1024 * 1024
"""Bytes of one file in it."""
MAX_UNPACKED = 16 * 1024 * 1024
"""Bytes of all files in it."""
MAX_FILES = 128
MAX_RATIO = 100
"""How many times its packed size a file may have; more is a bomb, not text."""


class Sealed(BaseModel):
    """One file of a pack, as its manifest knows it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size: int = Field(ge=0)


class PackManifest(BaseModel):
    """What a pack consists of. Its id depends on every byte of every file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    id: str = Field(description="SHA-256 over the rest of the manifest.")
    made_at: datetime
    answer: str = Field(description="Canonical hash of the answer.")
    files: dict[str, Sealed]


def known(name: str) -> bool:
    """Whether a pack may have a file of this name.

    >>> known("answer.json"), known("clauses/001.txt"), known("../answer.json")
    (True, True, False)
    """
    return name in REQUIRED or name in OPTIONAL or bool(CLAUSE_FILE.fullmatch(name))


def clause_file(number: int) -> str:
    """Name of the file with a clause's words.

    >>> clause_file(7)
    'clauses/007.txt'
    """
    return f"clauses/{number:03d}.txt"


def sha256(content: bytes | str) -> str:
    """SHA-256 in hexadecimal; of text, that of its UTF-8."""
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


def encoded(record: object) -> bytes:
    """A record as the bytes of a JSON file that people can read."""
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def sealed(files: Mapping[str, bytes], made_at: datetime, answer_hash: str) -> PackManifest:
    """The manifest for some files.

    Args:
        files: Name → content, the manifest left out.
        made_at: When; with its time zone.
        answer_hash: Canonical hash of the answer.
    """
    entries = {
        name: Sealed(sha256=sha256(files[name]), size=len(files[name])) for name in sorted(files)
    }
    moment = made_at.astimezone(UTC).replace(microsecond=0)
    lines = [f"{FORMAT} {moment.isoformat()} {answer_hash}"]
    lines += [f"{each.sha256} {each.size} {name}" for name, each in entries.items()]
    return PackManifest(
        format=FORMAT,
        id=sha256("\n".join(lines)),
        made_at=moment,
        answer=answer_hash,
        files=entries,
    )
