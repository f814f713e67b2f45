"""The trilingual digest: every provision people ask about, in our own words.

The data files beside this module are edited by hand; their format is in ``README.md``. They are
validated when they are read, and an entry that breaks a rule is refused by name.

Example:
    >>> entry = digest().entry("cap-486/s_26")
    >>> entry is None or entry.locator == "cap-486/s_26"
    True
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus.catalogue import Trilingual
from corpus.errors import UnreadableSource
from corpus.provision import LOCATOR, encloses, enclosing, instrument_of

Role = Literal[
    "provider", "deployer", "importer", "distributor", "authorised-representative",
    "manufacturer", "gpai-provider", "notified-body", "authority", "commission", "member-state",
    "data-user", "data-processor", "individual", "copyright-owner", "author", "performer",
    "user-of-works", "online-service-provider", "library-or-school", "organisation", "ai-actor",
    "court", "everyone",
]  # fmt: skip
FigureKind = Literal["fine", "imprisonment", "period", "date", "threshold", "percentage", "amount"]
Unit = Literal[
    "EUR", "HKD", "percent", "seconds", "hours", "days", "working-days", "months", "years",
    "FLOP", "persons", "level", "date", "count",
]  # fmt: skip

MAX_GIST_WORDS = 60
MAX_GIST_CHARACTERS = 120
_HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Topic(_Entry):
    """A subject that provisions of several instruments speak to."""

    id: str
    name: Trilingual
    description: Trilingual


class Figure(_Entry):
    """A number or date in a provision, as data."""

    kind: FigureKind
    value: int | float | str = Field(description="A number, or an ISO 8601 date.")
    unit: Unit
    printed: tuple[str, ...] = Field(description="The characters of the law that carry it.")
    what: Trilingual


class Asked(_Entry):
    """How people ask for the provision; indexed, never shown."""

    en: tuple[str, ...] = ()
    yue: tuple[str, ...] = ()
    zh_hant: tuple[str, ...] = Field((), alias="zh-Hant")
    zh_hans: tuple[str, ...] = Field((), alias="zh-Hans")

    def in_language(self, language: str) -> tuple[str, ...]:
        """The phrasings in one written language; Cantonese counts as Traditional Chinese."""
        if language == "en":
            return self.en
        return self.zh_hans if language == "zh-Hans" else self.zh_hant + self.yue


class DigestEntry(_Entry):
    """One provision in our own words. Never the law, always marked as ours."""

    locator: str
    heading: Trilingual
    gist: Trilingual
    topics: tuple[str, ...] = Field(min_length=1, max_length=4)
    roles: tuple[Role, ...] = ()
    figures: tuple[Figure, ...] = ()
    asked: Asked = Asked()

    @model_validator(mode="after")
    def _within_limits(self) -> Self:
        if not LOCATOR.fullmatch(self.locator):
            raise ValueError(f"{self.locator!r} is not a locator")
        words = len(self.gist.en.split())
        if words > MAX_GIST_WORDS:
            raise ValueError(f"the English gist has {words} words, at most {MAX_GIST_WORDS}")
        for language in ("zh-Hant", "zh-Hans"):
            characters = len(_HAN.findall(self.gist.get(language)))
            if characters > MAX_GIST_CHARACTERS:
                raise ValueError(
                    f"the {language} gist has {characters} characters, "
                    f"at most {MAX_GIST_CHARACTERS}"
                )
        return self


class Digest:
    """All topics and entries, with the look-ups that the rooms need.

    Args:
        topics: The controlled vocabulary.
        entries: The entries, at most one for a locator.

    Raises:
        UnreadableSource: A locator stands twice, or an entry names an unknown topic.
    """

    def __init__(self, topics: Iterable[Topic], entries: Iterable[DigestEntry]) -> None:
        self.topics = {topic.id: topic for topic in topics}
        self.entries: dict[str, DigestEntry] = {}
        for entry in entries:
            if entry.locator in self.entries:
                raise UnreadableSource(
                    f"The digest has two entries for {entry.locator}; merge them."
                )
            for topic in entry.topics:
                if topic not in self.topics:
                    raise UnreadableSource(
                        f"The digest entry {entry.locator} names the topic “{topic}”, "
                        "which topics.toml does not have."
                    )
            self.entries[entry.locator] = entry

    def entry(self, locator: str) -> DigestEntry | None:
        """The entry for exactly this provision."""
        return self.entries.get(locator)

    def nearest(self, locator: str) -> DigestEntry | None:
        """The entry for this provision, else for the nearest one that encloses it."""
        for place in (locator, *enclosing(locator)):
            if place in self.entries:
                return self.entries[place]
        return None

    def within(self, locator: str) -> list[DigestEntry]:
        """The entries for a provision and everything inside it, in file order."""
        return [e for e in self.entries.values() if encloses(locator, e.locator)]

    @cached_property
    def instruments(self) -> frozenset[str]:
        """The instruments that it describes."""
        return frozenset(map(instrument_of, self.entries))

    @cached_property
    def by_topic(self) -> dict[str, dict[str, list[DigestEntry]]]:
        """Topic id → instrument id → entries that speak to it; empty where none does."""
        table: dict[str, dict[str, list[DigestEntry]]] = {topic: {} for topic in self.topics}
        for entry in self.entries.values():
            for topic in entry.topics:
                place = table[topic].setdefault(instrument_of(entry.locator), [])
                place.append(entry)
        return table


def read_entries(data: str, name: str) -> list[DigestEntry]:
    """The entries of one digest file.

    Args:
        data: The file's text, TOML.
        name: The file's name, for messages.

    Raises:
        UnreadableSource: Not TOML, or an entry breaks the format; names the entry.
    """
    try:
        raw = tomllib.loads(data).get("entry", [])
    except tomllib.TOMLDecodeError as error:
        raise UnreadableSource(f"The digest file {name} is not valid TOML: {error}.") from error
    entries = []
    for number, item in enumerate(raw, start=1):
        try:
            entries.append(DigestEntry.model_validate(item))
        except ValidationError as error:
            where = item.get("locator", f"entry {number}")
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"])) or "entry"
            raise UnreadableSource(
                f"In the digest file {name}, {where}: {field}: {first['msg']}."
            ) from error
    return entries


def digest_files() -> list[Traversable]:
    """The entry files of this installation, by name."""
    folder = files("corpus.digest")
    vocabularies = ("topics.toml", "roles.toml")
    found = [f for f in folder.iterdir() if f.name.endswith(".toml") and f.name not in vocabularies]
    return sorted(found, key=lambda f: f.name)


@cache
def digest() -> Digest:
    """The digest of this installation, read once (about a second)."""
    topics = tomllib.loads(files("corpus.digest").joinpath("topics.toml").read_text("utf-8"))
    entries = [
        entry
        for file in digest_files()
        for entry in read_entries(file.read_text("utf-8"), file.name)
    ]
    return Digest((Topic.model_validate(t) for t in topics["topic"]), entries)
