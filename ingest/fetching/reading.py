"""Fetched files as provisions: for judging a download, for comparing, for the pipeline."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from corpus.catalogue import Text, Version
from corpus.errors import NotTheText, RuleBridgeError, SourcesUnwritable, UnreadableSource
from corpus.found_versions import FoundVersions, described, read_versions, versions_path
from corpus.provision import ParsedText
from ingest.fetching.provenance import Provenance
from ingest.fetching.publishers import Source, catalogue_text, source_of
from ingest.fetching.shelf import Shelf
from ingest.sources import SourceFile


def judged(source: Source, data: bytes, host: str) -> ParsedText:
    """A download as provisions, if it can be the whole text.

    Raises:
        NotTheText: The parser cannot read it, or finds too few provisions.
    """
    try:
        parsed = _parsed(source, data)
    except (UnreadableSource, RecursionError, ValueError) as error:
        raise NotTheText(
            f"What {host} sent is not the text of {source.instrument}: {error}", host=host
        ) from error
    roots = sum(p.is_root for p in parsed.provisions)
    if roots < source.at_least:
        raise NotTheText(
            f"What {host} sent has {roots} provisions where {source.instrument} has at least "
            f"{source.at_least}; it was not kept.",
            host=host,
        )
    return parsed


def read_kept(shelf: Shelf, path: Path, record: Provenance) -> ParsedText:
    """A kept file as provisions.

    Raises:
        UnreadableSource: It cannot be read any more, or is not what was recorded.
    """
    data = shelf.read(path)
    if hashlib.sha256(data).hexdigest() != record.sha256:
        raise UnreadableSource(
            f"{path} is not the file that was fetched; remove it and fetch again.", file=path.name
        )
    return _parsed(source_of(record.source), data)


def intact(path: Path, record: Provenance) -> bool:
    """Whether a kept file is still what was fetched."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == record.sha256
    except OSError:
        return False


def accepted_sources(home: Path, skipped: dict[str, str] | None = None) -> list[SourceFile]:
    """Every accepted file, ready for the pipeline: one for each text of each version.

    Versions that were found by fetching are described as in ``versions.toml``. A file that is no
    longer what was fetched, or whose record is damaged, is left out.

    Args:
        home: ``home`` of the settings.
        skipped: Where it is noted what was left out, and why: file name → reason.

    Raises:
        SourcesUnwritable: ``versions.toml`` is damaged, and there is nowhere to note it.
    """
    left = {} if skipped is None else skipped
    try:
        found = read_versions(home)
    except SourcesUnwritable as error:
        if skipped is None:
            raise
        # The versions of the catalogue are there all the same.
        skipped[versions_path(home).name] = str(error)
        found = FoundVersions()
    kept: dict[tuple[str, str, str], SourceFile] = {}
    for path, record in Shelf(home).accepted(left):
        try:
            source = source_of(record.source)
        except KeyError:
            left[path.name] = f"{record.source} is no longer in the catalogue."
            continue
        entry = catalogue_text(source)
        if entry is None:
            left[path.name] = f"{record.source} is no longer in the catalogue."
            continue
        if not intact(path, record):
            left[path.name] = (
                "It is not the file that was fetched: remove it, and “rulebridge sources fetch” "
                "gets it again."
            )
            continue
        instrument = described(entry[0], found)
        version = next((v for v in instrument.version if v.id == record.version), None)
        text = _in_language(version, record.language)
        if version is None or text is None:
            left[path.name] = f"Its version {record.version} is not among those that are known."
        else:
            key = (instrument.id, version.id, text.language)
            kept[key] = SourceFile(path, instrument, version, text)
    return [kept[key] for key in sorted(kept)]


def preferred(local: Iterable[SourceFile], fetched: Iterable[SourceFile]) -> list[SourceFile]:
    """One file for each text of each version: what somebody put there by hand before downloads.

    Args:
        local: Files of the folder of sources.
        fetched: Files of ``accepted_sources``.
    """
    chosen: dict[tuple[str, str, str], SourceFile] = {}
    for source in (*local, *fetched):
        key = (source.instrument.id, source.version.id, source.text.language)
        chosen.setdefault(key, source)
    return list(chosen.values())


def _in_language(version: Version | None, language: str) -> Text | None:
    texts = version.text if version else ()
    return next((t for t in texts if t.language == language), None)


def _parsed(source: Source, data: bytes) -> ParsedText:
    entry = catalogue_text(source)
    if entry is None:
        raise RuleBridgeError(
            f"The catalogue has no text {source.of}; correct ingest/fetching/publishers.toml."
        )
    return SourceFile(Path(source.file), *entry).parse(data)
