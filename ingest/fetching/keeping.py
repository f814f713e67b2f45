"""Decides what becomes of a file that came: accepted, unchanged, or kept until somebody accepts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePath

from corpus.provision import ParsedText
from ingest.fetching.asking import host_of
from ingest.fetching.formats import check_beginning
from ingest.fetching.hkel import Listed
from ingest.fetching.provenance import Accepted, Checked, Provenance
from ingest.fetching.publishers import Source, catalogue_text
from ingest.fetching.reading import intact, judged
from ingest.fetching.report import Outcome, Result
from ingest.fetching.shelf import Shelf
from ingest.fetching.tool import TOOL


@dataclass(frozen=True)
class Origin:
    """Where bytes came from.

    Attributes:
        url: Address that was asked for.
        final_url: Address that gave them.
        content_type: As the server said.
        etag: Of the file, for asking again.
        last_modified: Of the file, for asking again.
        checked: What speaks for them being the publisher's.
        entry: The manifest's entry, where they came out of an archive.
        day: The publisher's date of the version, where it gives one and there is no entry.
    """

    url: str
    final_url: str
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    checked: Checked = Checked.TRANSPORT
    entry: Listed | None = None
    day: date | None = None

    @property
    def published(self) -> date | None:
        """The publisher's date of the version."""
        return self.entry.day if self.entry else self.day


def keep(shelf: Shelf, source: Source, data: bytes, origin: Origin) -> Outcome:
    """Keep what came, if it is the text at all.

    The first file of a text is accepted. One that differs from what was accepted last, or whose
    publisher dates it otherwise than the catalogue, waits until somebody accepts it.

    Raises:
        NotTheText: It is not the text.
        SourcesUnwritable: It cannot be written.
    """
    host = host_of(origin.final_url)
    known = catalogue_text(source)
    form = known[2].format if known else ""
    check_beginning(data, form + PurePath(source.file).suffix * (form == "document"), host)
    parsed = judged(source, data, host)
    digest = parsed.edition.source_sha256
    last, waiting = shelf.last_accepted(source.of), shelf.waiting(source.of)
    if last and last[1].sha256 == digest:
        if waiting:
            shelf.release(waiting[0])
        if not intact(*last):
            shelf.write(last[0], data)
        return Outcome(source, Result.UNCHANGED, last[1])
    if waiting and waiting[1].sha256 == digest and intact(*waiting):
        return Outcome(source, Result.WAITING, waiting[1])
    record = _record(source, data, parsed, origin)
    if last is None and (
        origin.published is None or source.version_date in (None, origin.published)
    ):
        kept = shelf.accept(data, record, source.version, Accepted.FIRST)
        if waiting:
            shelf.release(waiting[0])
        return Outcome(source, Result.ACCEPTED, kept)
    shelf.hold(data, record)
    return Outcome(source, Result.CHANGED, record, publisher_version=record.publisher_version)


def _record(source: Source, data: bytes, parsed: ParsedText, origin: Origin) -> Provenance:
    known = catalogue_text(source)
    instrument = known[0] if known else None
    entry = origin.entry
    return Provenance(
        source=source.of,
        file=source.file,
        url=origin.url,
        final_url=origin.final_url,
        fetched=datetime.now(UTC),
        sha256=parsed.edition.source_sha256,
        size=len(data),
        content_type=origin.content_type,
        etag=origin.etag,
        last_modified=origin.last_modified,
        publisher=instrument.publisher if instrument else "",
        licence=instrument.licence if instrument else "",
        attribution=instrument.attribution if instrument else "",
        provisions=len(parsed.provisions),
        checked=origin.checked,
        publisher_version=origin.published,
        archive_url=entry.archive if entry else "",
        archive_sha256=entry.sha256 if entry else "",
        archive_file=entry.file if entry else "",
        tool=TOOL,
    )
