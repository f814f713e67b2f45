"""Reads a document where it can do no harm: in a process with little memory, time and rights.

The parsers keep their own limits. This is for what no parser foresees: a library that loops,
exhausts the memory or crashes ends its process, and the reader gets a sentence.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus import errors
from corpus.errors import (
    DocumentDamaged,
    DocumentTooLarge,
    DocumentTooSlow,
    UnreadableDocument,
)
from corpus.provision import ParsedText
from ingest.parsers.document.limits import LIMITS, Limits
from ingest.parsers.document.naming import shown_name

MEMORY = 2**30
"""Bytes of address space for reading a document: 1 GiB. A law of 140 pages needs a quarter."""

_STARTING = 20.0
"""Seconds that a process may take to start on a busy machine."""

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH")
"""All that the process learns of its surroundings: no setting, no key."""

_START = "import sys; sys.path[:] = {path!r}; from ingest.document_worker import main; main()"
_CLASSES = {
    each.code: each
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, UnreadableDocument)
}


class ReadDocument(BaseModel):
    """A document as it was read.

    Attributes:
        kind: The format it was read as.
        parsed: Its provisions.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    parsed: ParsedText


@dataclass(frozen=True)
class _Order:
    name: str
    title: str
    slug: str
    memory: int
    limits: Limits

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


def read_apart(
    data: bytes,
    name: str,
    *,
    title: str = "",
    slug: str = "",
    limits: Limits = LIMITS,
    memory: int = MEMORY,
) -> ReadDocument:
    """Take a document apart in a process of its own.

    Args:
        data: The file.
        name: Its name.
        title: What the reader calls it; its own title where empty.
        slug: The slug it is cited under.
        limits: What it may cost; its seconds hold for the process too.
        memory: Bytes of address space; kept where the system can (not on Windows).

    Raises:
        UnreadableDocument: It cannot be taken in, each cause with its class.
    """
    shown = shown_name(name)
    command = [sys.executable, "-I", "-c", _START.format(path=sys.path)]
    surroundings = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    order = _Order(name, title, slug, memory, limits)
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own line
            command,
            input=order.line() + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings | {"PYTHONHASHSEED": "0"},
            timeout=limits.seconds + _STARTING,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow(shown) from error
    if done.returncode != 0:
        raise _died(done.returncode, shown)
    return _read(done.stdout, shown)


def _read(said: bytes, shown: str) -> ReadDocument:
    try:
        if said.startswith(b'{"kind"'):
            return ReadDocument.model_validate_json(said)
        failure = json.loads(said)
        kind = _CLASSES[failure["code"]]
    except (ValidationError, ValueError, KeyError) as error:
        raise _damaged(shown) from error
    if not failure["message"]:
        raise _too_large(shown)
    raise kind(failure["message"], **failure["details"])


def _died(status: int, shown: str) -> UnreadableDocument:
    """What the end of the process says of the document."""
    if status == -getattr(signal, "SIGXCPU", 0):
        return _too_slow(shown)
    if status == -getattr(signal, "SIGKILL", 0) or status > 0:
        # The system kills what takes its memory; and what cannot start for want of it ends so.
        return _too_large(shown)
    return _damaged(shown)


def _too_slow(shown: str) -> DocumentTooSlow:
    return DocumentTooSlow(
        f"{shown} takes too long to read; save it anew as plain text or a simpler PDF, or split "
        "it.",
        file=shown,
    )


def _too_large(shown: str) -> DocumentTooLarge:
    return DocumentTooLarge(
        f"{shown} takes more memory to read than it may; split it into parts.", file=shown
    )


def _damaged(shown: str) -> DocumentDamaged:
    return DocumentDamaged(
        f"{shown} is damaged and cannot be read; open it in the program that made it and save it "
        "again.",
        file=shown,
    )
