"""What is told of the history of a provision: typed request and result."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from corpus.changes import Turn
from corpus.provision import Authority, BindingForce, Status
from ui.service.requests import Language, Locator


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class HistoryRequest(_Model):
    """A provision whose history is asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    locator: Locator
    language: str | None = Field(None, max_length=20, description="Of the text; BCP 47.")
    reader: Language = Field("en", description="Language of pinpoints and of our own words.")


class Step(StrEnum):
    """What a version did to a provision."""

    FIRST = "first"
    """It is in the oldest version that is installed."""
    ADDED = "added"
    AMENDED = "amended"
    TYPOGRAPHY = "typography"
    """Nothing but punctuation or spacing differs."""
    UNCHANGED = "unchanged"
    REPEALED = "repealed"
    """It is printed, and marked as no longer being law."""
    REMOVED = "removed"
    """It is not in the version any more."""


class Words(_Model):
    """Words that stayed, came or went."""

    turn: Turn
    text: str


class PlaceChange(_Model):
    """What became of one place: the provision's own words, or a provision inside it."""

    locator: str
    pinpoint: str
    step: Step
    words: tuple[Words, ...] = Field(description="All of one turn where it came or went whole.")
    status_before: Status | None = None
    status: Status | None = None


class Start(_Model):
    """From when a part of a provision applies, where that differs from the rest."""

    locator: str
    pinpoint: str
    applies_from: date
    remark: str = ""


class VersionStep(_Model):
    """A provision in one version, against the version before."""

    version: str
    label: str = Field(description="How readers know the version.")
    remark: str = Field("", description="The catalogue's remark on the version.")
    step: Step
    status: Status | None = Field(description="Null where the version does not have it.")
    in_force_from: date | None = None
    in_force_to: date | None = None
    wording_from: date | None = Field(
        None, description="First day of these words, where the publisher gives it."
    )
    applies_from: date | None = None
    applied_from_before: date | None = Field(
        None, description="What the version before said of it, where that differs."
    )
    commencement: str = Field("", description="The catalogue's remark on its application.")
    parts: tuple[Start, ...] = ()
    changes: tuple[PlaceChange, ...] = ()
    url: str = Field("", description="The publisher's page, as near as its links go.")


class History(_Model):
    """A provision in every installed version of its instrument that knows it, oldest first."""

    locator: str
    instrument: str
    pinpoint: str
    heading: str
    language: str
    authority: Authority
    binding_force: BindingForce
    languages: tuple[str, ...] = Field(description="In which its history can be read.")
    versions: tuple[VersionStep, ...]
    not_installed: tuple[str, ...] = Field(
        (), description="Labels of versions that are known, and not installed in this language."
    )
