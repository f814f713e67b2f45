"""Changed texts: what changed in them, and accepting them as a version beside the old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from corpus.catalogue import catalogue, refresh
from corpus.changes import Changes, changes
from corpus.errors import NothingPending, UsageError
from corpus.found_versions import (
    FoundVersion,
    FoundVersions,
    described,
    read_versions,
    versions_path,
)
from ingest.fetching.provenance import Accepted, Provenance
from ingest.fetching.publishers import catalogue_text, source_of
from ingest.fetching.reading import read_kept
from ingest.fetching.shelf import Shelf
from ingest.fetching.versions import check_version_id, written


@dataclass(frozen=True)
class Waiting:
    """A changed text that waits.

    Attributes:
        path: The file.
        record: Its record.
        before: Record of the file accepted last; None where there was none.
        changes: From that one to this one.
    """

    path: Path
    record: Provenance
    before: Provenance | None
    changes: Changes


def waiting_texts(shelf: Shelf, instrument: str) -> list[Waiting]:
    """The changed texts of an instrument, with what changed in each.

    Raises:
        NothingPending: There is none.
        UnreadableSource: One of them, or the file before it, is not what was fetched.
    """
    catalogue().instrument(instrument)
    found = []
    for path, record in shelf.pending():
        if record.instrument != instrument:
            continue
        last = shelf.last_accepted(record.source)
        new = read_kept(shelf, path, record)
        old = read_kept(shelf, *last).provisions if last else ()
        differences = changes(old, new.provisions)
        found.append(Waiting(path, record, last[1] if last else None, differences))
    if not found:
        raise NothingPending(
            f"No changed text of {instrument} waits; “rulebridge sources fetch” asks for one.",
            instrument=instrument,
        )
    return found


def accept(
    shelf: Shelf,
    instrument: str,
    *,
    version: str | None = None,
    in_force_from: date | None = None,
) -> list[Provenance]:
    """Accept the changed texts of an instrument, in all languages that wait.

    A file whose provisions have the same words as before takes the place of the one before; any
    other becomes a version of its own.

    Args:
        shelf: Where files are kept.
        instrument: Catalogue id.
        version: Id of the new version; the first day in force if not given.
        in_force_from: First day of the new version; the publisher's date if it gives one.

    Returns:
        The records as accepted.

    Raises:
        NothingPending: There is nothing to accept.
        UsageError: The day is missing or too early, or the version's id is taken.
    """
    waiting = waiting_texts(shelf, instrument)
    kept = []
    for each in waiting:
        data = shelf.read(each.path)
        if each.before and not each.changes:
            record = each.record.model_copy(update={"file": each.before.file})
            kept.append(shelf.accept(data, record, each.before.version, Accepted.SAME_WORDS))
        else:
            kept.append(_new_version(shelf, each, data, version, in_force_from))
        shelf.release(each.path)
    return kept


def _new_version(
    shelf: Shelf, each: Waiting, data: bytes, version: str | None, in_force_from: date | None
) -> Provenance:
    record = each.record
    day = in_force_from or record.publisher_version
    if day is None:
        raise UsageError(
            f"The publisher does not say from when the new text of {record.instrument} is in "
            "force; give --in-force-from YYYY-MM-DD."
        )
    chosen = version or day.isoformat()
    follows = each.before.version if each.before else record.source.split("/")[1]
    name = PurePath(record.file)
    file = f"{name.stem}.{chosen}{name.suffix}"
    found = read_versions(shelf.home)
    check_version_id(record.instrument, chosen, found)
    before = _first_day(record.instrument, follows, found)
    if before and each.before and day <= before:
        raise UsageError(
            f"The new text of {record.instrument} follows one in force from {before}; give a later "
            "--in-force-from."
        )
    page = _page(record)
    added = FoundVersion(
        instrument=record.instrument,
        id=chosen,
        in_force_from=day,
        follows=follows,
        files={record.language: file},
        pages={record.language: page} if page else {},
    )
    # Described before it is there: broken off in between, the next try completes it.
    shelf.write(versions_path(shelf.home), written(found.with_(added)).encode())
    refresh()
    renamed = record.model_copy(update={"file": file})
    return shelf.accept(data, renamed, chosen, Accepted.NEW_VERSION)


def _page(record: Provenance) -> str:
    """The publisher's page for the version, where its address carries the version's date."""
    source = source_of(record.source)
    known = catalogue_text(source)
    if known is None or record.publisher_version is None:
        return ""
    page = source.for_day(known[2].url, record.publisher_version)
    return page if page != known[2].url else ""


def _first_day(instrument: str, version: str, found: FoundVersions) -> date | None:
    versions = described(catalogue().instrument(instrument), found).version
    return next((v.in_force_from for v in versions if v.id == version), None)
