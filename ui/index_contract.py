"""What the command line prints of indexes for other programs: one JSON object a line.

Field names and their order are a public contract: add at the end, rename never.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.indexes import HeldIndex

if TYPE_CHECKING:
    from ingest.report import IngestReport
    from ingest.verification.findings import Verification

Record = dict[str, Any]


def report_record(report: IngestReport) -> Record:
    """The object of ``ingest``: the index in use afterwards, and what became of each text.

    ``fate`` is ``new``, ``changed``, ``unchanged`` or ``removed``, compared with the index before;
    where nothing had to be done, every text is as it was.
    """
    changes = {change.text.key: change for change in report.changes}
    gone = [change.text for change in report.changes if change.fate == "removed"]
    texts = []
    for each in (*report.manifest.texts, *gone):
        change = changes.get(each.key)
        texts.append(
            {
                "instrument": each.instrument,
                "version": each.version,
                "language": each.language,
                "authority": each.authority.value,
                "file": each.file,
                "sha256": each.sha256,
                "provisions": each.provisions,
                "passages": each.passages,
                "fate": change.fate.value if change else "unchanged",
                "provisions_changed": change.changed if change else 0,
                "provisions_added": change.added if change else 0,
                "provisions_removed": change.removed if change else 0,
            }
        )
    return {
        "index": report.manifest.id,
        "previous": report.previous or None,
        "unchanged": report.unchanged,
        "passages": report.manifest.passages,
        "embedded": report.embedded,
        "texts": texts,
        "skipped": [{"file": file, "reason": why} for file, why in report.skipped.items()],
        "seconds": report.seconds,
    }


def held_record(held: HeldIndex) -> Record:
    """The object of ``index list``: one index. What an incomplete one holds is null."""
    manifest = held.manifest
    return {
        "id": held.id,
        "state": state_of(held).replace("_", "-"),
        "in_use": held.in_use,
        "previous": held.previous,
        "created": manifest.created.isoformat() if manifest else None,
        "format": manifest.format if manifest else None,
        "model": manifest.model if manifest else None,
        "texts": len(manifest.official) if manifest else None,
        "passages": manifest.passages if manifest else None,
        "engine": ("server" if manifest.location else "local") if manifest else None,
        "bytes": held.size,
    }


def verification_record(found: Verification) -> Record:
    """The object of ``index verify``: each check, and what is wrong in it."""
    return {
        "id": found.index,
        "sound": found.ok,
        "checks": [
            {
                "check": check.name.value,
                "looked_at": check.looked_at,
                "failed": check.failed,
                "problems": [
                    {"problem": problem.code, "words": problem.sentence("en")}
                    for problem in check.problems
                ],
            }
            for check in found.checks.values()
        ],
        "seconds": found.seconds,
    }


def state_of(held: HeldIndex) -> str:
    """Whether an index is in use, and if not, what it is for."""
    if held.manifest is None:
        return "incomplete"
    if held.in_use:
        return "in_use"
    if not held.usable:
        return "other_format"
    return "previous" if held.previous else "kept"
