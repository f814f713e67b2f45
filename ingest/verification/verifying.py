"""Verifies an index: manifest against contents, words against provisions, vectors, searches."""

from __future__ import annotations

import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path

from corpus.errors import IndexMismatch, IndexMissing, StoreUnavailable
from corpus.holding import Hold
from corpus.index import open_passages
from corpus.indexes import index_folder
from corpus.manifest import FORMAT, MANIFEST, TABLE, IndexedText, Manifest, read_manifest
from corpus.provision import Authority
from corpus.provisions import ProvisionTable
from corpus.settings import Settings
from corpus.store import PassageStore
from ingest.verification.findings import CheckName, Verification
from ingest.verification.vectors import KeptVectors
from ingest.verification.words import (
    check_digest,
    check_passages,
    check_provisions,
    filter_of,
    name_of,
)


def verify_index(settings: Settings, index_id: str) -> Verification:
    """Look at everything in an index; nothing in it is changed.

    Args:
        settings: Where indexes are.
        index_id: Which one.

    Raises:
        UnknownIndex: There is no such index.
        IndexBusy: Another process holds its passages.
        StoreUnavailable: The server that keeps them does not answer.
    """
    started = time.perf_counter()
    folder = index_folder(settings, index_id)
    found = Verification(index_id)
    hold = Hold(folder)
    try:
        manifest = _manifest(folder, found)
        if manifest is not None:
            _contents(settings, folder, manifest, found)
    finally:
        hold.release()
    found.seconds = round(time.perf_counter() - started, 2)
    return found


def _manifest(folder: Path, found: Verification) -> Manifest | None:
    files = found.checks[CheckName.FILES]
    try:
        manifest = read_manifest(folder)
    except IndexMissing:
        files.expect(False, "file", file=MANIFEST)
        return None
    except IndexMismatch as error:
        files.expect(False, "format", found=error.details["found"], known=FORMAT)
        return None
    files.expect(manifest.id == folder.name, "id", found=manifest.id, wanted=folder.name)
    same = files.expect(manifest.format == FORMAT, "format", found=manifest.format, known=FORMAT)
    return manifest if same else None


def _contents(settings: Settings, folder: Path, manifest: Manifest, found: Verification) -> None:
    files = found.checks[CheckName.FILES]
    vectors = KeptVectors(folder, manifest, found)
    try:
        with ExitStack() as opened:
            table = _table(folder, found)
            if table is not None:
                opened.enter_context(table)
            store = _store(settings, manifest, found)
            if store is not None:
                opened.enter_context(store)
            _totals(manifest, table, store, found)
            for text in manifest.texts:
                _text(text, table, store, vectors, found)
    except (IndexMismatch, ValueError, sqlite3.Error) as error:
        # A row or a passage that is none any more.
        files.expect(False, "reading", reason=_in_short(error))
    except StoreUnavailable as error:
        if manifest.location:
            # It says nothing about the index that its server is away.
            raise
        files.expect(False, "reading", reason=_in_short(error))


def _totals(
    manifest: Manifest,
    table: ProvisionTable | None,
    store: PassageStore | None,
    found: Verification,
) -> None:
    counts = found.checks[CheckName.COUNTS]
    if table is not None:
        said = {text.key for text in manifest.official}
        for e in table.editions():
            key = (e.instrument, e.version, e.language, e.authority)
            counts.expect(key in said, "unnamed", text=" ".join(key))
    if store is not None:
        there = store.count()
        counts.expect(
            there == manifest.passages == sum(t.passages for t in manifest.texts),
            "all_passages",
            found=there,
            wanted=manifest.passages,
        )


def _text(
    text: IndexedText,
    table: ProvisionTable | None,
    store: PassageStore | None,
    vectors: KeptVectors,
    found: Verification,
) -> None:
    """One text at a time, so that a large index needs no more memory than its largest text."""
    counts = found.checks[CheckName.COUNTS]
    own = text.authority is Authority.OWN_DIGEST
    provisions = [] if own or table is None else table.edition(*text.key)
    if not own and table is not None:
        counts.expect(
            len(provisions) == text.provisions,
            "provisions",
            text=name_of(text),
            found=len(provisions),
            wanted=text.provisions,
        )
        check_provisions(found.checks[CheckName.PROVISIONS], text, provisions)
    if store is None:
        return
    passages = list(store.passages(filter_of(text)))
    counts.expect(
        len({p.id for p in passages}) == text.passages,
        "passages",
        text=name_of(text),
        found=len(passages),
        wanted=text.passages,
    )
    if own:
        check_digest(found.checks[CheckName.DIGEST], passages)
    elif table is not None:
        check_passages(found.checks[CheckName.PASSAGES], passages, provisions)
    vectors.check(passages)
    vectors.search(store, passages, filter_of(text))


def _table(folder: Path, found: Verification) -> ProvisionTable | None:
    files = found.checks[CheckName.FILES]
    path = folder / TABLE
    try:
        table = ProvisionTable(path)
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            said = str(opened.execute("PRAGMA quick_check").fetchone()[0])
    except (IndexMissing, IndexMismatch, sqlite3.Error) as error:
        files.expect(False, "file_reason", file=TABLE, reason=_in_short(error))
        return None
    return table if files.expect(said == "ok", "file_reason", file=TABLE, reason=said) else None


def _store(settings: Settings, manifest: Manifest, found: Verification) -> PassageStore | None:
    files = found.checks[CheckName.FILES]
    try:
        store = open_passages(settings, manifest)
    except (IndexMissing, IndexMismatch) as error:
        files.expect(False, "store", reason=_in_short(error))
        return None
    files.looked_at += 1
    return store


def _in_short(error: Exception) -> str:
    # Some go on for lines, with the words that could not be read in them.
    return str(error).partition("\n")[0][:300]
