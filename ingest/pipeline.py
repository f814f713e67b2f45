"""From source files and the digest to an index that is complete before it is used.

Plan, parse, cut, embed what changed, write beside the index in use, verify, switch over. A file
that cannot be read is reported and the rest goes on; a run whose inputs have not changed does
nothing. Whatever happens on the way, the index in use stays as it is.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from corpus.catalogue import catalogue
from corpus.digest import digest
from corpus.embedding import Embedder
from corpus.errors import DiskFull, UsageError
from corpus.index import FORMAT, Manifest, current_manifest, index_root, kept_vectors
from corpus.indexes import remove, tidy_up, use
from corpus.manifest import current_id
from corpus.new_index import NewIndex
from corpus.precomputed import Precomputed
from corpus.server_collections import drop_left_collections
from corpus.settings import Settings
from ingest.checkpoints import Checkpoints
from ingest.embeddings import Embeddings
from ingest.full_disk import disk_errors
from ingest.locking import changing_indexes
from ingest.material import Material, gathered
from ingest.plan import plan_of
from ingest.report import IngestReport, text_changes
from ingest.verification.verifying import verify_index
from ingest.writing import Contents, Progress, write_index

__all__ = ["IngestReport", "Progress", "ingest"]


def _silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


def ingest(
    settings: Settings,
    embedder: Embedder,
    *,
    sources: Path | None = None,
    instruments: Collection[str] = (),
    progress: Progress = _silent,
) -> IngestReport:
    """Index the digest, the texts that were fetched and, of a folder, the official texts in it.

    Args:
        settings: Where the index goes.
        embedder: The embedding model; it is not loaded where nothing changed.
        sources: Folder of official files.
        instruments: Only these instrument ids; all where empty.
        progress: Told how far each stage is.

    Returns:
        What was done.

    Raises:
        UsageError: No such folder, an unknown instrument, or nothing at all to index.
        IngestRunning: Another process is at it.
        DiskFull: There is no space for the new index.
        RuleBridgeError: The store or the model is not available. The index in use stays, whatever
            is raised.
    """
    for instrument in instruments:
        catalogue().instrument(instrument)
    with changing_indexes(settings):
        material = gathered(settings, sources, instruments)
        plan = plan_of(settings, material.contents, instruments, embedder.fingerprint)
        before = current_manifest(settings)
        if before is not None and _up_to_date(settings, before, plan):
            report = IngestReport(before, unchanged=True, skipped=material.skipped)
        else:
            with disk_errors(index_root(settings)):
                report = _made_anew(
                    settings, embedder, material, instruments, before, plan, progress
                )
        tidy_up(settings)
        return report


def _up_to_date(settings: Settings, before: Manifest, plan: str) -> bool:
    here = before.location == (settings.qdrant_url or "")
    return before.plan == plan and before.format == FORMAT and here


def _made_anew(
    settings: Settings,
    embedder: Embedder,
    material: Material,
    instruments: Collection[str],
    before: Manifest | None,
    plan: str,
    progress: Progress,
) -> IngestReport:
    clock = _Clock()
    parsed = material.parsed(lambda done, total: progress("read", done, total))
    contents = Contents.of(parsed, instruments, digest())
    if not contents.passages:
        raise UsageError(
            "There is nothing to index: neither official files nor digest entries were found for "
            f"{', '.join(instruments) or 'any instrument'}."
        )
    clock.stage("read")
    checkpoints = Checkpoints(settings, embedder.fingerprint)
    known = (kept_vectors(settings, before), *checkpoints.known(), Precomputed.load())
    embeddings = Embeddings(embedder, *known, keep=checkpoints.keep)
    created = datetime.now(UTC)
    new = NewIndex(settings, f"{created:%Y%m%dT%H%M%S%f}-{plan[:8]}")
    try:
        manifest = write_index(
            new, contents, embedder, embeddings, plan=plan, created=created, progress=progress
        )
        clock.stage("write")
        progress("verify", 0, 1)
        verify_index(settings, new.id).require()
        new.secure()
        changes = text_changes(settings, before, manifest)
        progress("verify", 1, 1)
        clock.stage("verify")
        use(settings, new.id)
    except BaseException as error:
        # The very last step may fail after it has taken effect.
        if current_id(settings) != new.id:
            remove(new.folder)
        drop_left_collections(settings)
        if isinstance(error, OSError | DiskFull):
            checkpoints.clear()
        raise
    checkpoints.clear()
    return IngestReport(
        manifest,
        skipped=material.skipped,
        seconds=clock.seconds,
        embedded=embeddings.embedded,
        changes=changes,
        previous=before.id if before else "",
    )


class _Clock:
    """Takes the time of each stage."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self.seconds: dict[str, float] = {}

    def stage(self, name: str) -> None:
        now = time.monotonic()
        self.seconds[name] = round(now - self._last, 2)
        self._last = now
