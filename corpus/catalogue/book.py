"""All places and instruments, with the look-ups that the rooms need."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fnmatch import fnmatch

from pydantic import Field

from corpus.catalogue.entry import (
    Commencement,
    Entry,
    Instrument,
    Jurisdiction,
    Text,
    Version,
)
from corpus.errors import UnknownInstrument
from corpus.provision import Edition, encloses, instrument_of, is_own


class Catalogue(Entry):
    """All places and instruments.

    *Instruments* are those that the digest describes and that questions are answered from.
    *Further* ones are known besides, and searched only when they are named or chosen.
    """

    jurisdiction: tuple[Jurisdiction, ...]
    instrument_: tuple[Instrument, ...] = Field(alias="instrument")
    further: tuple[Instrument, ...] = ()
    further_places: tuple[Jurisdiction, ...] = ()

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """The instruments that questions are answered from, in the order of the file."""
        return self.instrument_

    @property
    def every(self) -> tuple[Instrument, ...]:
        """All instruments, the further ones last."""
        return self.instrument_ + self.further

    def is_further(self, instrument_id: str) -> bool:
        """Whether an instrument is searched only when it is named or chosen."""
        return any(i.id == instrument_id for i in self.further)

    def shown(self, held: Collection[str]) -> tuple[Instrument, ...]:
        """What lists show: the instruments answered from, and further ones that are installed.

        Args:
            held: Ids of the instruments in the index.
        """
        return self.instrument_ + tuple(i for i in self.further if i.id in held)

    def places(self, held: Collection[str]) -> tuple[Jurisdiction, ...]:
        """The places of what lists show.

        Args:
            held: Ids of the instruments in the index.
        """
        more = {i.jurisdiction for i in self.further if i.id in held}
        return self.jurisdiction + tuple(p for p in self.further_places if p.id in more)

    @property
    def every_place(self) -> tuple[Jurisdiction, ...]:
        """All places, those of further instruments last."""
        return self.jurisdiction + self.further_places

    def find(self, instrument_id: str) -> Instrument | None:
        """One instrument by id, further ones included; None where there is none."""
        return next((i for i in self.every if i.id == instrument_id), None)

    def instrument(self, instrument_id: str) -> Instrument:
        """One instrument by id.

        Raises:
            UnknownInstrument: The id is not in the catalogue; the message lists those that are.
        """
        found = self.find(instrument_id)
        if found is not None:
            return found
        known = ", ".join(i.id for i in self.every)
        raise UnknownInstrument(
            f"There is no instrument “{instrument_id}”; choose from: {known}.",
            instrument=instrument_id,
            known=known,
        )

    def place(self, jurisdiction_id: str) -> Jurisdiction | None:
        """One jurisdiction by id."""
        return next((j for j in self.every_place if j.id == jurisdiction_id), None)

    def version(self, instrument_id: str, version_id: str) -> Version | None:
        """One version of an instrument."""
        versions = self.instrument(instrument_id).version
        return next((v for v in versions if v.id == version_id), None)

    def version_on(self, instrument_id: str, day: date) -> Version | None:
        """The version in force on a day; none before the first."""
        return next((v for v in self.instrument(instrument_id).version if v.covers(day)), None)

    def version_held(self, instrument_id: str, day: date, held: Collection[str]) -> str:
        """The version to read for a day, of those that are installed.

        Args:
            instrument_id: The instrument.
            day: The day whose law counts.
            held: Ids of the installed versions.

        Returns:
            The one in force on the day; where that is not installed the last before it, and for
            a day before all of them the first. Empty where none is installed.
        """
        known = self.find(instrument_id)
        ordered = [v for v in known.version if v.id in held] if known else []
        if not ordered:
            return max(held, default="")
        begun = [v for v in ordered if v.in_force_from <= day]
        return (begun[-1] if begun else ordered[0]).id

    def text_for(self, file_name: str) -> tuple[Instrument, Version, Text] | None:
        """Which text a file of a source folder is, judged by its name.

        A text that names the file comes before one whose pattern only fits it.
        """
        texts = [(i, v, t) for i in self.every for v in i.version for t in v.text]
        for match in (lambda name, pattern: name == pattern, fnmatch):
            for instrument, version, text in texts:
                if any(match(file_name, pattern) for pattern in text.files):
                    return instrument, version, text
        return None

    def edition(
        self, instrument: Instrument, version: Version, text: Text, sha256: str = ""
    ) -> Edition:
        """The edition that stamps every provision of one file."""
        return Edition(
            instrument=instrument.id,
            jurisdiction=instrument.jurisdiction,
            version=version.id,
            language=text.language,
            authority=text.authority,
            binding_force=instrument.binding_force,
            in_force_from=version.in_force_from,
            in_force_to=version.in_force_to,
            source_url=text.url,
            source_sha256=sha256,
        )

    def commencement_of(self, locator: str, version_id: str) -> Commencement | None:
        """The commencement rule for a provision: the one that names it most closely."""
        instrument = instrument_of(locator)
        version = self.version(instrument, version_id)
        if version is None:
            return None
        best: tuple[int, Commencement] | None = None
        for rule in version.commencement:
            for tail in rule.locators:
                outer = f"{instrument}/{tail}"
                if encloses(outer, locator) and (best is None or len(outer) > best[0]):
                    best = (len(outer), rule)
        return best[1] if best else None

    def applies_from(self, locator: str, version_id: str) -> date | None:
        """The first day on which a provision applies, where it differs from the version's.

        Recitals and annexes have no day of their own.
        """
        rule = self.commencement_of(locator, version_id)
        if rule is not None:
            return rule.start
        version = self.version(instrument_of(locator), version_id)
        is_rule = not locator.split("/")[1].startswith(("rct_", "anx_"))
        return version.applies_from if version is not None and is_rule else None

    def url_of(self, locator: str, version_id: str, language: str, page: int | None = None) -> str:
        """The publisher's page for a provision, as close to it as the publisher's links go."""
        if is_own(locator):
            return ""
        version = self.version(instrument_of(locator), version_id)
        texts = version.text if version else ()
        text = next((t for t in texts if t.language == language), texts[0] if texts else None)
        if text is None:
            return ""
        if not text.provision_url or ("{page}" in text.provision_url and page is None):
            return text.url
        step = locator.split("/")[1]
        return text.provision_url.format(step=step, compact=step.replace("_", ""), page=page)
