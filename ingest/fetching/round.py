"""One round of fetching: text by text, each failure a sentence, and the rest goes on."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date

from corpus.errors import FetchFailed, NotTheText, RuleBridgeError
from ingest.fetching.archives import Archives
from ingest.fetching.asking import Asker, Progress, host_of, silent
from ingest.fetching.consolidated import following
from ingest.fetching.fetcher import Fetcher
from ingest.fetching.formats import check_type
from ingest.fetching.hkel import Listed
from ingest.fetching.keeping import Origin, keep
from ingest.fetching.messages import Answer
from ingest.fetching.provenance import Provenance
from ingest.fetching.publishers import Kind, Source
from ingest.fetching.reading import intact
from ingest.fetching.report import FetchReport, Outcome, Result
from ingest.fetching.shelf import Shelf
from ingest.sources import MAX_BYTES

_NOT_MODIFIED = 304


class Round:
    """Fetches texts, one after the other.

    Args:
        shelf: Where files are kept.
        fetcher: Asks the publishers.
        whole: Whether archives are fetched whole, so that the publisher's hash can be checked;
            otherwise only the parts that are needed are.
        progress: Told how much has come.
        away: Hosts that are known not to answer, and why.
    """

    def __init__(
        self,
        shelf: Shelf,
        fetcher: Fetcher,
        *,
        whole: bool = True,
        progress: Progress = silent,
        away: Mapping[str, FetchFailed] | None = None,
    ) -> None:
        self._shelf, self._whole = shelf, whole
        self._asker = Asker(fetcher, progress, away)

    def fetch(self, sources: Iterable[Source]) -> FetchReport:
        """Fetch texts; whatever fails is in the report."""
        return self._each(sources, self._fetched, self._fetched_later)

    def check(self, sources: Iterable[Source]) -> FetchReport:
        """Ask whether there is something newer; no text is downloaded or kept."""
        return self._each(sources, self._compared, self._told_later)

    def _each(
        self,
        sources: Iterable[Source],
        work: Callable[[Source, Archives], Outcome],
        later: Callable[[Source, date, Outcome], list[Outcome]],
    ) -> FetchReport:
        outcomes: list[Outcome] = []
        with ExitStack() as files:
            archives = Archives(self._asker, self._shelf.folder, files, whole=self._whole)
            for source in sources:
                if source.kind is Kind.BY_HAND:
                    outcomes.append(Outcome(source, Result.BY_HAND))
                    continue
                try:
                    outcomes += self._and_later(source, work(source, archives), later)
                except RuleBridgeError as error:
                    outcomes.append(Outcome(source, Result.FAILED, error=error))
        return FetchReport(tuple(outcomes))

    def _and_later(
        self,
        source: Source,
        outcome: Outcome,
        later: Callable[[Source, date, Outcome], list[Outcome]],
    ) -> list[Outcome]:
        """What became of a text, and of the consolidated version that follows it, if there is one.

        Where one waits to be accepted, that is the one; the next is asked for after it.
        """
        last = self._shelf.last_accepted(source.of)
        if source.kind is not Kind.CELEX or last is None or self._shelf.waiting(source.of):
            return [outcome]
        here = last[1].publisher_version or source.version_date
        assert here is not None, "publishers.toml gives every such text its date"
        try:
            day = following(self._asker, source, here)
        except RuleBridgeError as error:
            return [replace(outcome, doubt=error)]
        return later(source, day, outcome) if day else [outcome]

    def _fetched_later(self, source: Source, day: date, outcome: Outcome) -> list[Outcome]:
        try:
            return [outcome, self._file(source.dated(day), day)]
        except RuleBridgeError as error:
            return [outcome, Outcome(source, Result.FAILED, error=error, publisher_version=day)]

    def _told_later(self, source: Source, day: date, outcome: Outcome) -> list[Outcome]:
        return [Outcome(source, Result.NEWER, outcome.record, publisher_version=day)]

    def _fetched(self, source: Source, archives: Archives) -> Outcome:
        if source.kind is Kind.HKEL:
            return self._out_of_archive(source, archives)
        day = self._day_of(source)
        return self._file(source.dated(day), day)

    def _day_of(self, source: Source) -> date | None:
        """The publisher's date of the version to ask for: that seen last, else the catalogue's."""
        if source.kind is not Kind.CELEX:
            return None
        known = self._seen_last(source)
        return (known.publisher_version if known else None) or source.version_date

    def _file(self, source: Source, day: date | None) -> Outcome:
        sink = io.BytesIO()
        answer, url = self._asker.first_of(source, sink, MAX_BYTES, self._conditions(source))
        if answer.status == _NOT_MODIFIED:
            return self._as_before(source)
        check_type(answer.content_type, source.types, host_of(answer.url))
        origin = Origin(
            url,
            answer.url,
            answer.content_type,
            answer.headers.get("ETag", ""),
            answer.headers.get("Last-Modified", ""),
            day=day,
        )
        return keep(self._shelf, source, sink.getvalue(), origin)

    def _out_of_archive(self, source: Source, archives: Archives) -> Outcome:
        entry = archives.listed(source)
        for known in (self._shelf.waiting(source.of), self._shelf.last_accepted(source.of)):
            if known and _same(known[1], entry) and intact(*known):
                return self._as_before(source)
        data, checked = archives.text(source, entry)
        origin = Origin(source.urls[0], entry.archive, checked=checked, entry=entry)
        return keep(self._shelf, source, data, origin)

    def _compared(self, source: Source, archives: Archives) -> Outcome:
        record = self._seen_last(source)
        if source.kind is Kind.HKEL:
            entry = archives.listed(source)
            if record and _same(record, entry):
                return self._as_before(source)
            result = Result.NEWER if record else Result.MISSING
            return Outcome(source, result, record, publisher_version=entry.day)
        source = source.dated(self._day_of(source))
        conditions = self._conditions(source)
        answer, _ = self._asker.first_of(source, io.BytesIO(), None, conditions)
        if answer.status == _NOT_MODIFIED:
            return self._as_before(source)
        if record is None:
            return Outcome(source, Result.MISSING)
        alike = _alike(record, answer)
        if alike:
            return self._as_before(source)
        return Outcome(source, Result.UNKNOWN if alike is None else Result.NEWER, record)

    def _as_before(self, source: Source) -> Outcome:
        """The publisher has what is here already."""
        waiting = self._shelf.waiting(source.of)
        if waiting:
            return Outcome(source, Result.WAITING, waiting[1])
        last = self._shelf.last_accepted(source.of)
        if last is None:
            host = host_of(source.urls[0])
            raise NotTheText(f"{host} says “not modified” of a file never fetched.", host=host)
        return Outcome(source, Result.UNCHANGED, last[1])

    def _seen_last(self, source: Source) -> Provenance | None:
        known = self._shelf.waiting(source.of) or self._shelf.last_accepted(source.of)
        return known[1] if known else None

    def _conditions(self, source: Source) -> dict[str, dict[str, str]]:
        """Headers by address that ask for the file only if it is not the one seen last."""
        known = self._shelf.waiting(source.of) or self._shelf.last_accepted(source.of)
        if known is None or not intact(*known):
            return {}
        record = known[1]
        headers = {"If-None-Match": record.etag, "If-Modified-Since": record.last_modified}
        return {record.url: {name: value for name, value in headers.items() if value}}


def _same(record: Provenance, entry: Listed) -> bool:
    """Whether a record is of the file that the manifest names: names carry the version."""
    return (record.archive_file, record.publisher_version) == (entry.file, entry.day)


def _alike(record: Provenance, answer: Answer) -> bool | None:
    """Whether the headers are those of the file that is here; None where they do not tell."""
    said = [
        (then, answer.headers.get(name))
        for name, then in (("ETag", record.etag), ("Last-Modified", record.last_modified))
        if then
    ]
    return any(then == now for then, now in said) if said else None
