"""When what applies: the days of the catalogue and of the provisions, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.catalogue import Instrument, Trilingual, Version, catalogue
from corpus.digest import Digest
from corpus.provision import BindingForce, Edition, Provision, Status
from corpus.provisions import ProvisionTable


class What(StrEnum):
    """What happens on a day."""

    VERSION = "version"
    """A version of an instrument takes effect."""
    PUBLISHED = "published"
    """The same of what nobody is bound by."""
    SOME = "some"
    """Provisions named in the instrument begin to apply."""
    REST = "rest"
    """All provisions begin to apply for which no other day is named."""
    WORDING = "wording"
    """The words of provisions are as they are now."""


@dataclass(frozen=True)
class Event:
    """Something that happens on a day."""

    day: date
    instrument: str
    what: What
    version: Version
    locators: tuple[str, ...] = ()
    remark: Trilingual | None = None


@dataclass(frozen=True)
class Standing:
    """How an instrument stands on a day."""

    instrument: Instrument
    version: Version | None
    later: tuple[tuple[date, tuple[str, ...]], ...]
    """What does not apply yet, by the day from which it will."""
    idle: tuple[str, ...]
    """What has been enacted and does not operate."""


class Calendar:
    """The days of all instruments.

    Args:
        table: The provisions.
        words: The digest, for instruments of which no text is installed.
    """

    def __init__(self, table: ProvisionTable, words: Digest) -> None:
        self._words = words
        self._roots: dict[tuple[str, str], list[Provision]] = {}
        seen: dict[tuple[str, str], Edition] = {}
        for edition in table.editions():
            seen.setdefault((edition.instrument, edition.version), edition)
        for key, edition in seen.items():
            found = table.roots(edition.instrument, edition.language, edition.version)
            self._roots[key] = [p for p in found if p.edition == edition]
        self._shown = catalogue().shown({instrument for instrument, _ in seen})
        found_events = (e for i in self._shown for e in self._events(i))
        self.events = tuple(sorted(found_events, key=lambda event: event.day))
        self._idle = {key: tuple(_idle(roots, table)) for key, roots in self._roots.items()}

    def on(self, day: date, instrument: str = "") -> list[Standing]:
        """How the instruments stand on a day."""
        return [self._standing(i, day) for i in self._shown if instrument in ("", i.id)]

    def _standing(self, instrument: Instrument, day: date) -> Standing:
        version = catalogue().version_on(instrument.id, day)
        if version is None:
            return Standing(instrument, None, (), ())
        later: dict[date, list[str]] = {}
        for event in self._applications(instrument, version):
            if event.day > day:
                later.setdefault(event.day, []).extend(event.locators)
        idle = self._idle.get((instrument.id, version.id), ())
        ordered = sorted((start, tuple(places)) for start, places in later.items())
        return Standing(instrument, version, tuple(ordered), idle)

    def _events(self, instrument: Instrument) -> Iterator[Event]:
        for version in instrument.version:
            force = instrument.binding_force
            voluntary = force.is_voluntary or force is BindingForce.TREATY
            what = What.PUBLISHED if voluntary else What.VERSION
            yield Event(version.in_force_from, instrument.id, what, version, remark=version.remark)
            # What a version that has been replaced said of later days no longer holds.
            yield from (e for e in self._applications(instrument, version) if version.covers(e.day))
            yield from self._wordings(instrument, version)

    def _applications(self, instrument: Instrument, version: Version) -> Iterator[Event]:
        for rule in version.commencement:
            places = tuple(f"{instrument.id}/{tail}" for tail in rule.locators)
            yield Event(rule.start, instrument.id, What.SOME, version, places, rule.remark)
        if version.applies_from:
            book = catalogue()
            rest = tuple(
                locator
                for locator in self._places(instrument, version)
                if book.commencement_of(locator, version.id) is None
                and book.applies_from(locator, version.id) == version.applies_from
            )
            yield Event(version.applies_from, instrument.id, What.REST, version, rest)

    def _wordings(self, instrument: Instrument, version: Version) -> Iterator[Event]:
        days: dict[date, list[str]] = {}
        for root in self._roots.get((instrument.id, version.id), ()):
            if root.in_force_from and root.in_force_from != version.in_force_from:
                days.setdefault(root.in_force_from, []).append(root.locator)
        for day, places in days.items():
            yield Event(day, instrument.id, What.WORDING, version, tuple(places))

    def _places(self, instrument: Instrument, version: Version) -> Iterable[str]:
        roots = self._roots.get((instrument.id, version.id))
        if roots:
            return [p.locator for p in roots]
        inside = self._words.within(instrument.id)
        return list(dict.fromkeys("/".join(e.locator.split("/")[:2]) for e in inside))


def _idle(roots: Iterable[Provision], table: ProvisionTable) -> Iterator[str]:
    """The outermost provisions that do not operate."""
    for provision in roots:
        if provision.status is Status.NOT_IN_OPERATION:
            yield provision.locator
            continue
        edition = provision.edition
        inside = table.children(provision.locator, edition.language, edition.version)
        yield from _idle((p for p in inside if p.edition == edition), table)
