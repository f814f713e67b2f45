"""From source files and the digest to an index that is complete before it is used.

Plan, parse, cut, embed, write beside the index in use, check, switch over. A file that cannot
be read is reported and the rest goes on; a run whose inputs have not changed does nothing.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from corpus.catalogue import catalogue
from corpus.centring import LanguageMeans
from corpus.digest import Digest, digest, digest_files
from corpus.embedding import Embedder
from corpus.errors import IndexMismatch, RuleBridgeError, UsageError
from corpus.index import (
    FORMAT,
    IndexedText,
    Manifest,
    NewIndex,
    current_manifest,
    index_root,
    kept_vectors,
)
from corpus.passage import Passage, PassageFilter
from corpus.precomputed import Precomputed
from corpus.provision import Authority, ParsedText, instrument_of
from corpus.scope import Scope, lines_of
from corpus.settings import Settings
from corpus.sparse import encode_passage
from corpus.store import PassageStore, Vectors
from ingest.embeddings import Embeddings
from ingest.passages import digest_passages, passages_of
from ingest.sources import SourceFile, find_sources

_HEADINGS = 1200
"""Headings embedded as questions to find each language's mean question."""

Progress = Callable[[str, int, int], None]
"""Called with the stage (`read`, `embed`, `write`), how much is done, and how much there is."""


def _silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


@dataclass
class IngestReport:
    """What a run did.

    Attributes:
        manifest: The index in use afterwards.
        unchanged: Whether the index was up to date and nothing was done.
        skipped: File name → why it was left out.
        seconds: Duration of each stage.
        embedded: Texts that had to be embedded; the others' vectors were known.
    """

    manifest: Manifest
    unchanged: bool = False
    skipped: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    embedded: int = 0


@dataclass
class _Material:
    parsed: list[tuple[SourceFile, str, ParsedText]]
    skipped: dict[str, str]


def ingest(
    settings: Settings,
    embedder: Embedder,
    *,
    sources: Path | None = None,
    instruments: Collection[str] = (),
    progress: Progress = _silent,
) -> IngestReport:
    """Index the digest and, where a folder is given, the official texts in it.

    Args:
        settings: Where the index goes.
        embedder: The embedding model.
        sources: Folder of official files; the digest alone is indexed where None.
        instruments: Only these instrument ids; all where empty.
        progress: Told how far each stage is.

    Returns:
        What was done.

    Raises:
        UsageError: No such folder, an unknown instrument, or nothing at all to index.
        RuleBridgeError: The store or the model is not available. The index in use stays.
    """
    for instrument in instruments:
        catalogue().instrument(instrument)
    found = find_sources(sources, instruments) if sources else []
    data = {source.path.name: source for source in found}
    material = _Material([], {})
    contents: dict[str, bytes] = {}
    for name, source in data.items():
        try:
            contents[name] = source.read()
        except RuleBridgeError as error:
            material.skipped[name] = str(error)
    plan = _plan(contents, instruments, embedder)
    before = current_manifest(settings)
    if before is not None and before.plan == plan and before.format == FORMAT:
        return IngestReport(before, unchanged=True, skipped=material.skipped)
    for number, (name, content) in enumerate(contents.items(), start=1):
        try:
            material.parsed.append((data[name], name, data[name].parse(content)))
        except RuleBridgeError as error:
            material.skipped[name] = str(error)
        progress("read", number, len(contents))
    passages, texts = _passages(material, instruments, digest())
    if not passages:
        raise UsageError(
            "There is nothing to index: neither official files nor digest entries were found for "
            f"{', '.join(instruments) or 'any instrument'}."
        )
    embeddings = Embeddings(embedder, kept_vectors(settings, before), Precomputed.load())
    report = _write(settings, embedder, embeddings, plan, passages, texts, material, progress)
    _tidy_up(settings, report.manifest.id, before.id if before else None)
    return report


def _plan(contents: dict[str, bytes], instruments: Collection[str], embedder: Embedder) -> str:
    """A hash of everything that decides what the index holds, the code's own part included."""
    plan = hashlib.sha256()
    for name in sorted(contents):
        plan.update(name.encode() + hashlib.sha256(contents[name]).digest())
    for file in digest_files():
        plan.update(file.read_bytes())
    here = Path(__file__).parent
    for code in sorted([*here.glob("*.py"), *here.glob("parsers/*.py")]):
        plan.update(code.read_bytes())
    book = catalogue().model_dump_json()
    plan.update("|".join((embedder.fingerprint, book, *sorted(instruments))).encode())
    return plan.hexdigest()


def _passages(
    material: _Material, instruments: Collection[str], words: Digest
) -> tuple[list[Passage], list[IndexedText]]:
    passages: list[Passage] = []
    texts: list[IndexedText] = []
    for _, name, parsed in material.parsed:
        cut = passages_of(parsed)
        edition = parsed.edition
        texts.append(
            IndexedText(
                instrument=edition.instrument,
                version=edition.version,
                language=edition.language,
                authority=edition.authority,
                file=name,
                sha256=edition.source_sha256,
                provisions=len(parsed.provisions),
                passages=len(cut),
            )
        )
        passages += cut
    entries = [
        e for e in words.entries.values()
        if not instruments or instrument_of(e.locator) in instruments
    ]  # fmt: skip
    own = digest_passages(entries)
    for key in dict.fromkeys((p.instrument, p.version, p.language) for p in own):
        count = sum((p.instrument, p.version, p.language) == key for p in own)
        texts.append(
            IndexedText(
                instrument=key[0],
                version=key[1],
                language=key[2],
                authority=Authority.OWN_DIGEST,
                file=f"{key[0]}.toml",
                sha256="",
                provisions=count,
                passages=count,
            )
        )
    return passages + own, texts


def _write(
    settings: Settings,
    embedder: Embedder,
    embeddings: Embeddings,
    plan: str,
    passages: Sequence[Passage],
    texts: list[IndexedText],
    material: _Material,
    progress: Progress,
) -> IngestReport:
    clock = _Clock()
    unique = list({p.id: p for p in passages}.values())
    created = datetime.now(UTC)
    new = NewIndex(settings, f"{created:%Y%m%dT%H%M%S%f}-{plan[:8]}")
    try:
        steps = len(material.parsed) + 1
        with new.create_table() as table:
            for done in range(1, steps):
                # Each text is let go once it is written: embedding needs the memory.
                table.write(material.parsed.pop(0)[2].provisions)
                progress("write", done, steps)
        dense = embeddings.vectors(
            "passage",
            [p.embedded_text for p in unique],
            lambda done, total: progress("embed", done, total),
        )
        languages = [p.language for p in unique]
        headings = sorted({(p.language, p.heading) for p in unique if p.heading})
        headings = headings[:: max(1, len(headings) // _HEADINGS)]
        as_questions = embeddings.vectors("query", [heading for _, heading in headings])
        means = LanguageMeans.measure(
            dense, languages, as_questions, [language for language, _ in headings]
        )
        clock.stage("embed")
        sparse = [encode_passage(p.embedded_text) for p in unique]
        vectors = Vectors(dense, sparse, means.centred_passages(dense, languages))
        with new.open_store(embedder.dimension) as store:
            store.upsert(unique, vectors)
            store.flush()
            _check(store, unique)
        progress("write", steps, steps)
        manifest = Manifest(
            id=new.id,
            created=created,
            model=embedder.fingerprint,
            dimension=embedder.dimension,
            plan=plan,
            texts=tuple(texts),
            passages=len(unique),
            location=new.location,
            collection=new.collection,
        )
        scope = Scope.measure(
            lines_of(digest()), means, lambda texts: embeddings.vectors("query", texts)
        )
        new.finish(manifest, means, scope, embeddings.kept())
    except BaseException:
        shutil.rmtree(new.folder, ignore_errors=True)
        raise
    clock.stage("write")
    return IngestReport(
        manifest,
        skipped=material.skipped,
        seconds=clock.seconds,
        embedded=embeddings.embedded,
    )


def _check(store: PassageStore, passages: Sequence[Passage]) -> None:
    """The new store holds what was written, in every instrument."""
    for instrument in sorted({p.instrument for p in passages}):
        wanted = sum(p.instrument == instrument for p in passages)
        found = store.count(PassageFilter(instruments=(instrument,)))
        if found != wanted:
            raise IndexMismatch(
                f"The new index holds {found} of {wanted} passages of {instrument}; the old one "
                "stays in use. Run “rulebridge ingest” again."
            )


def _tidy_up(settings: Settings, current: str, before: str | None) -> None:
    """Remove indexes that nobody needs any more, and remains of runs that broke off."""
    keep = {current, before}
    for folder in sorted(p for p in index_root(settings).iterdir() if p.is_dir()):
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


class _Clock:
    def __init__(self) -> None:
        self._last = datetime.now(UTC)
        self.seconds: dict[str, float] = {}

    def stage(self, name: str) -> None:
        now = datetime.now(UTC)
        self.seconds[name] = round((now - self._last).total_seconds(), 2)
        self._last = now
