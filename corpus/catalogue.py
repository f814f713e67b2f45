"""The catalogue: which instruments there are, in which versions, languages and files.

Everything that is known about an instrument without reading its text stands in
``catalogue.toml``: titles in three languages, jurisdiction, binding force, publisher, licence,
versions with their dates, and the files of a source folder that carry each text.

Example:
    >>> from datetime import date
    >>> book = catalogue()
    >>> book.instrument("cap-486").short.en
    'PDPO (Cap. 486)'
    >>> book.version_on("eu-ai-act", date(2025, 1, 1)).id
    '2024-07-12'
"""

from __future__ import annotations

import tomllib
from datetime import date
from fnmatch import fnmatch
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import UnknownInstrument
from corpus.provision import Authority, BindingForce, Edition, encloses, instrument_of

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
"""The languages RuleBridge answers in, BCP 47."""


class Trilingual(BaseModel):
    """One short text in the three languages."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="forbid")

    en: str
    zh_hant: str = Field(alias="zh-Hant")
    zh_hans: str = Field(alias="zh-Hans")

    def get(self, language: str) -> str:
        """The text in ``en``, ``zh-Hant`` or ``zh-Hans``."""
        return {"en": self.en, "zh-Hant": self.zh_hant, "zh-Hans": self.zh_hans}[language]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Jurisdiction(_Entry):
    """A place whose rules are covered, with the names people give it."""

    id: str
    name: Trilingual
    aliases: tuple[str, ...] = ()


class Commencement(_Entry):
    """From which day some provisions of a version apply."""

    start: date = Field(alias="from")
    locators: tuple[str, ...] = Field(description="Without the instrument: `art_5/par_1a`.")
    remark: Trilingual | None = None
    until: date | None = Field(None, description="Last day on which the remark matters.")


class Text(_Entry):
    """One language of one version, as some file gives it."""

    language: str
    authority: Authority
    format: str = Field(description="Which parser reads it.")
    files: tuple[str, ...] = Field(description="File names (glob) in a source folder.")
    url: str
    provision_url: str = ""
    translator: str = ""


class Version(_Entry):
    """An instrument as it stands between two dates."""

    id: str
    label: Trilingual
    remark: Trilingual | None = None
    in_force_from: date
    in_force_to: date | None = None
    applies_from: date | None = Field(None, description="Default day of application.")
    amended_by: tuple[str, ...] = Field(
        (), description="What people call the amendment that made this version."
    )
    text: tuple[Text, ...]
    commencement: tuple[Commencement, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether this version is the one in force on ``day``."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


class Instrument(_Entry):
    """An instrument: a regulation, an ordinance, departmental rules, a framework."""

    id: str
    jurisdiction: str
    binding_force: BindingForce
    title: Trilingual
    short: Trilingual
    aliases: tuple[str, ...] = ()
    implied_by: tuple[str, ...] = Field(
        (), description="Bodies and terms that only this instrument has: they say where to look."
    )
    publisher: str
    licence: str
    attribution: str
    citation: dict[str, str] = Field(default_factory=dict, description="Fixed parts of citations.")
    version: tuple[Version, ...]


class Catalogue(_Entry):
    """All jurisdictions and instruments, with the look-ups that the rooms need."""

    jurisdiction: tuple[Jurisdiction, ...]
    instrument_: tuple[Instrument, ...] = Field(alias="instrument")

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """All instruments, in the order of the file."""
        return self.instrument_

    def instrument(self, instrument_id: str) -> Instrument:
        """One instrument by id.

        Raises:
            UnknownInstrument: The id is not in the catalogue; the message lists those that are.
        """
        for instrument in self.instrument_:
            if instrument.id == instrument_id:
                return instrument
        known = ", ".join(i.id for i in self.instrument_)
        raise UnknownInstrument(
            f"There is no instrument “{instrument_id}”; choose from: {known}.",
            instrument=instrument_id,
            known=known,
        )

    def place(self, jurisdiction_id: str) -> Jurisdiction | None:
        """One jurisdiction by id."""
        return next((j for j in self.jurisdiction if j.id == jurisdiction_id), None)

    def version(self, instrument_id: str, version_id: str) -> Version | None:
        """One version of an instrument."""
        versions = self.instrument(instrument_id).version
        return next((v for v in versions if v.id == version_id), None)

    def version_on(self, instrument_id: str, day: date) -> Version | None:
        """The version in force on a day; none before the first."""
        return next((v for v in self.instrument(instrument_id).version if v.covers(day)), None)

    def text_for(self, file_name: str) -> tuple[Instrument, Version, Text] | None:
        """Which text a file of a source folder is, judged by its name."""
        for instrument in self.instrument_:
            for version in instrument.version:
                for text in version.text:
                    if any(fnmatch(file_name, pattern) for pattern in text.files):
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
        version = self.version(instrument_of(locator), version_id)
        texts = version.text if version else ()
        text = next((t for t in texts if t.language == language), texts[0] if texts else None)
        if text is None:
            return ""
        if not text.provision_url or ("{page}" in text.provision_url and page is None):
            return text.url
        step = locator.split("/")[1]
        return text.provision_url.format(step=step, compact=step.replace("_", ""), page=page)


@cache
def catalogue() -> Catalogue:
    """The catalogue of this installation, read once."""
    data = files("corpus").joinpath("catalogue.toml").read_text("utf-8")
    return Catalogue.model_validate(tomllib.loads(data))
