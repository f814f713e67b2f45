"""Making packs, and making false ones whose hashes are right."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime

from assistant.answer import Answer
from ui.export.evidence.archive import packed, unpacked
from ui.export.evidence.building import build_pack
from ui.export.evidence.canonical import canonical_hash
from ui.export.evidence.layout import ANSWER, MANIFEST, encoded, sealed
from ui.export.evidence.pack import read_pack
from ui.export.evidence.replaying import replay
from ui.service.requests import AskRequest

WHEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def made(service, question, history=(), **options):
    """An answer and its pack."""
    request = AskRequest(question=question, **options)
    answer = service.ask(request, history)
    return answer, build_pack(answer, service, made_at=WHEN, request=request, history=history)


def resealed(data: bytes, changes) -> bytes:
    """The pack with files changed, added or (None) left out, and every hash put right."""
    files = unpacked(data)
    del files[MANIFEST]
    for name, change in changes.items():
        content = change(files[name]) if callable(change) else change
        if content is None:
            del files[name]
        else:
            files[name] = content
    answer = Answer.model_validate_json(files[ANSWER])
    manifest = sealed(files, WHEN, canonical_hash(answer))
    files[MANIFEST] = encoded(manifest.model_dump(mode="json"))
    return packed(files)


def edited(change):
    """A change of a JSON file's record."""

    def change_file(content: bytes) -> bytes:
        record = json.loads(content)
        change(record)
        return encoded(record)

    return change_file


def zipped(entries, *, method=zipfile.ZIP_STORED) -> bytes:
    """A zip of (name or ZipInfo, content)."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return written.getvalue()


def replayed_pack(data: bytes, service):
    return replay(read_pack(data), service)
