"""Reading an evidence pack that anybody may have made or changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.answer import Answer
from corpus.errors import PackRefused
from ui.export.evidence.archive import read_bytes, unpacked
from ui.export.evidence.asking import Asked
from ui.export.evidence.canonical import canonical_record, record_hash
from ui.export.evidence.clauses import Clauses
from ui.export.evidence.layout import (
    ANSWER,
    CHECKS,
    CLAUSES,
    FORMAT,
    HISTORY,
    MANIFEST,
    QUESTION,
    SETTINGS,
    SOFTWARE,
    UNDERSTANDING,
    PackManifest,
    sealed,
    sha256,
)
from ui.export.evidence.refusing import refused

_M = TypeVar("_M", bound=BaseModel)
_DEEPEST = 40
_MOST_HISTORY = 20


@dataclass(frozen=True)
class Pack:
    """A pack whose files are those of its manifest. Whether what they say is true, `replay` tells.

    Attributes:
        manifest: What it consists of.
        files: Name → content, the manifest left out.
        question: How it was asked.
        answer: What was answered.
        history: Earlier answers of the conversation.
        clauses: What was considered and cited.
        software: By what it was made.
        settings: With which settings.
        said: The answer as the file has it.
        understanding: The file of that name.
        checks: The file of that name.
    """

    manifest: PackManifest
    files: Mapping[str, bytes]
    question: Asked
    answer: Answer
    history: tuple[Answer, ...]
    clauses: Clauses
    software: dict[str, Any]
    settings: dict[str, Any]
    said: dict[str, Any]
    understanding: dict[str, Any]
    checks: dict[str, Any]

    @property
    def id(self) -> str:
        """SHA-256 over the manifest: it changes with any byte of any file."""
        return self.manifest.id

    @property
    def made_at(self) -> datetime:
        """When it was made, as it says."""
        return self.manifest.made_at


def read_pack(source: bytes | Path) -> Pack:
    """Read a pack, and refuse whatever is not one as it was made.

    Args:
        source: The zip, or where it lies.

    Raises:
        PackRefused: Too large, damaged, with files too many or too few, or with a file that is
            not the one sealed; the sentence names what is wrong.
    """
    files = unpacked(read_bytes(source) if isinstance(source, Path) else source)
    manifest = _modelled(PackManifest, MANIFEST, files.pop(MANIFEST))
    if manifest.format != FORMAT:
        raise refused("format", found=manifest.format, known=FORMAT)
    _check_seal(manifest, files)
    said = _object(ANSWER, files[ANSWER])
    answer = _answer(said, ANSWER)
    if record_hash(canonical_record(said)) != manifest.answer:
        raise refused("hash", name=ANSWER)
    question = _modelled(Asked, QUESTION, files[QUESTION])
    try:
        question.request  # noqa: B018 - whether it can be asked
    except ValidationError as error:
        raise refused("json", name=QUESTION) from error
    return Pack(
        manifest=manifest,
        files=files,
        question=question,
        answer=answer,
        history=_history(files.get(HISTORY)),
        clauses=_modelled(Clauses, CLAUSES, files[CLAUSES]),
        software=_object(SOFTWARE, files[SOFTWARE]),
        settings=_object(SETTINGS, files[SETTINGS]),
        said=said,
        understanding=_object(UNDERSTANDING, files[UNDERSTANDING]),
        checks=_object(CHECKS, files[CHECKS]),
    )


def _check_seal(manifest: PackManifest, files: Mapping[str, bytes]) -> None:
    for name in sorted(set(files) ^ set(manifest.files)):
        raise refused("unsealed" if name in files else "missing", name=name)
    for name, content in files.items():
        entry = manifest.files[name]
        if entry.size != len(content) or entry.sha256 != sha256(content):
            raise refused("hash", name=name)
    try:
        again = sealed(files, manifest.made_at, manifest.answer)
    except (ValueError, OverflowError) as error:
        raise refused("json", name=MANIFEST) from error
    if manifest.made_at.tzinfo is None or again != manifest:
        raise refused("id")


def _modelled(kind: type[_M], name: str, content: bytes) -> _M:
    try:
        return kind.model_validate(_json(name, content))
    except ValidationError as error:
        raise refused("json", name=name) from error


def _history(content: bytes | None) -> tuple[Answer, ...]:
    if content is None:
        return ()
    found = _json(HISTORY, content)
    if not isinstance(found, list) or not 0 < len(found) <= _MOST_HISTORY:
        raise refused("json", name=HISTORY)
    return tuple(_answer(each, HISTORY) for each in found)


def _answer(raw: Any, name: str) -> Answer:
    try:
        answer = Answer.model_validate(raw)
    except ValidationError as error:
        raise refused("json", name=name) from error
    if not _within(raw, answer.model_dump(mode="json")):
        raise refused("json", name=name)
    numbers = [citation.number for citation in answer.citations]
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        raise refused("json", name=name)
    return answer


def _within(raw: Any, known: Any) -> bool:
    """Whether all that a file says was understood: what is ignored would never be checked."""
    if isinstance(raw, dict):
        return isinstance(known, dict) and all(
            key in known and _within(value, known[key]) for key, value in raw.items()
        )
    if isinstance(raw, list):
        return isinstance(known, list) and len(raw) == len(known) and all(map(_within, raw, known))
    return bool(raw == known) and isinstance(raw, bool) == isinstance(known, bool)


def _object(name: str, content: bytes) -> dict[str, Any]:
    found = _json(name, content)
    if not isinstance(found, dict):
        raise refused("json", name=name)
    return found


def _json(name: str, content: bytes) -> Any:
    """What a JSON file says; strict where readers differ (RFC 8259, section 4)."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            raise ValueError("a name stands twice")
        return made

    def never(constant: str) -> NoReturn:
        raise ValueError(constant)

    try:
        found = json.loads(content.decode("utf-8"), object_pairs_hook=once, parse_constant=never)
        _check_depth(found)
        json.dumps(found, ensure_ascii=False).encode()
    except PackRefused:
        raise
    except (ValueError, RecursionError) as error:
        raise refused("json", name=name) from error
    return found


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        _check_depth(inner, depth + 1)
