"""What the catalogue's files say of a place, an instrument, a version and a text."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from corpus.provision import Authority, BindingForce

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


class Entry(BaseModel):
    """What all of them have in common: nothing unknown is let pass, nothing changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Jurisdiction(Entry):
    """A place whose rules are covered, with the names people give it."""

    id: str
    name: Trilingual
    aliases: tuple[str, ...] = ()


class Commencement(Entry):
    """From which day some provisions of a version apply."""

    start: date = Field(alias="from")
    locators: tuple[str, ...] = Field(description="Without the instrument: `art_5/par_1a`.")
    remark: Trilingual | None = None
    until: date | None = Field(None, description="Last day on which the remark matters.")


class Text(Entry):
    """One language of one version, as some file gives it."""

    language: str
    authority: Authority
    format: str = Field(description="Which parser reads it.")
    files: tuple[str, ...] = Field(description="File names (glob) in a source folder.")
    url: str
    provision_url: str = ""
    translator: str = ""
    original: Trilingual | None = Field(
        None, description="Language of the authentic text, where the catalogue has none of it."
    )


class Version(Entry):
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
    found: bool = Field(
        False, description="Not of the catalogue: fetched since, see `corpus/found_versions.py`."
    )

    def covers(self, day: date) -> bool:
        """Whether this version is the one in force on ``day``."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


class Instrument(Entry):
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

    @property
    def described_version(self) -> Version:
        """The version that our digest describes: the latest that the catalogue itself has."""
        return next((v for v in reversed(self.version) if not v.found), self.version[-1])
