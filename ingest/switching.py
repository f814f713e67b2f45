"""Puts another index into use: a chosen one, or the one before."""

from __future__ import annotations

from corpus.errors import IndexMismatch, NoPreviousIndex
from corpus.indexes import index_folder, previous_id, use
from corpus.manifest import (
    Manifest,
    current_id,
    index_root,
    manifest_to_read,
)
from corpus.settings import Settings
from ingest.full_disk import disk_errors
from ingest.locking import changing_indexes
from ingest.verification.verifying import verify_index


def switch(settings: Settings, index_id: str, model: str) -> Manifest:
    """Put an index into use, if it fits the program and the model and is sound.

    Args:
        settings: Where indexes are.
        index_id: Which one.
        model: Fingerprint of the embedding model that will search it.

    Returns:
        What it holds.

    Raises:
        UnknownIndex: There is no such index.
        IndexMissing: It is not complete.
        IndexMismatch: It has another format, was made by another model, or fails verification.
        IndexBusy: Another process holds its passages.
        IngestRunning: Another process is changing the indexes.
    """
    with changing_indexes(settings), disk_errors(index_root(settings)):
        return _switch(settings, index_id, model)


def rollback(settings: Settings, model: str) -> Manifest:
    """Go back to the index that was in use before the present one.

    Args:
        settings: Where indexes are.
        model: Fingerprint of the embedding model.

    Raises:
        NoPreviousIndex: There is none.
        RuleBridgeError: As `switch`.
    """
    with changing_indexes(settings), disk_errors(index_root(settings)):
        before = previous_id(settings)
        if before is None:
            raise NoPreviousIndex(
                "There is no earlier index to go back to; “rulebridge index list” shows what "
                "there is."
            )
        return _switch(settings, before, model)


def _switch(settings: Settings, index_id: str, model: str) -> Manifest:
    index_folder(settings, index_id)
    manifest = manifest_to_read(settings, index_id)
    if manifest.model != model:
        raise IndexMismatch(
            f"The index {index_id} was made with the embedding model {manifest.model}, not with "
            f"{model}; set that model, or choose another index.",
            found=manifest.model,
            given=model,
        )
    if index_id != current_id(settings):
        verify_index(settings, index_id).require()
        use(settings, index_id)
    return manifest
