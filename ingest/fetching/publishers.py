"""Where each text of the catalogue is downloaded from: ``publishers.toml``, typed.

Example:
    >>> source_of("nist-ai-rmf/2023-01-26/en").file
    'NIST.AI.100-1.pdf'
    >>> "resource.data.one.gov.hk" in hosts_of(source_of("cap-486/2022-10-01/en"))
    True
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from corpus.catalogue import Instrument, Text, Version, catalogue


class Kind(StrEnum):
    """How a text is got from its publisher."""

    FILE = "file"
    HKEL = "hkel"
    CELEX = "celex"
    BY_HAND = "by-hand"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Publisher(_Entry):
    """A publisher's site."""

    id: str
    hosts: tuple[str, ...]
    remark: str = ""


class Source(_Entry):
    """How one text of the catalogue is downloaded."""

    of: str = Field(description="instrument/version/language, as in the catalogue.")
    publisher: str
    kind: Kind
    urls: tuple[str, ...]
    headers: dict[str, str] = Field(default_factory=dict)
    chapter: str = Field("", description="hkel: the chapter's number in the manifest.")
    act: str = Field("", description="celex: CELEX number of the act that is consolidated.")
    listing: str = Field("", description="celex: address that lists its consolidated versions.")
    version_date: date | None = Field(
        None, description="hkel, celex: the publisher's date of the catalogue's version."
    )
    file: str = Field(description="Name under which the file is kept.")
    types: tuple[str, ...] = Field(description="Content types that are believed.")
    at_least: int = Field(ge=1, description="Least number of top-level provisions.")

    def dated(self, day: date | None) -> Source:
        """The same text in the publisher's version of another day, which its addresses carry."""
        if day is None or day == self.version_date:
            return self
        urls = tuple(self.for_day(url, day) for url in self.urls)
        return self.model_copy(update={"urls": urls, "file": self.for_day(self.file, day)})

    def for_day(self, address: str, day: date) -> str:
        """An address or name of the catalogue's version, as it is for the version of a day."""
        if self.version_date is None:
            return address
        return address.replace(f"{self.version_date:%Y%m%d}", f"{day:%Y%m%d}")

    @property
    def instrument(self) -> str:
        """Id of the instrument."""
        return self.of.split("/")[0]

    @property
    def version(self) -> str:
        """Id of the catalogue's version."""
        return self.of.split("/")[1]

    @property
    def language(self) -> str:
        """Language of the text."""
        return self.of.split("/")[2]


class Publishers(_Entry):
    """All publishers and all downloads."""

    publisher: tuple[Publisher, ...]
    text: tuple[Source, ...]

    def hosts(self, source: Source) -> frozenset[str]:
        """The hosts from which a text may come, redirects included."""
        said = next(p for p in self.publisher if p.id == source.publisher).hosts
        entry = catalogue_text(source)
        pages = (entry[2].url, entry[2].provision_url) if entry else ()
        named = (urlsplit(url).hostname for url in (*source.urls, source.listing, *pages))
        return frozenset(host.lower() for host in (*said, *named) if host)


@cache
def publishers() -> Publishers:
    """The publishers of this installation, read once."""
    data = files("ingest.fetching").joinpath("publishers.toml").read_text("utf-8")
    return Publishers.model_validate(tomllib.loads(data))


def sources_of(instruments: Collection[str] = ()) -> tuple[Source, ...]:
    """The downloads of some instruments, or of all that questions are answered from.

    Further instruments are fetched only where they are named.

    Raises:
        UnknownInstrument: The catalogue does not have one of them.
    """
    for instrument in instruments:
        catalogue().instrument(instrument)
    wanted = instruments or [i.id for i in catalogue().instruments]
    return tuple(s for s in publishers().text if s.instrument in wanted)


def source_of(of: str) -> Source:
    """One download by ``instrument/version/language``.

    Raises:
        KeyError: There is none.
    """
    for source in publishers().text:
        if source.of == of:
            return source
    raise KeyError(of)


def hosts_of(source: Source) -> frozenset[str]:
    """The hosts from which a text may come, redirects included."""
    return publishers().hosts(source)


def catalogue_text(source: Source) -> tuple[Instrument, Version, Text] | None:
    """What the catalogue says of a download's text; None where it no longer has it."""
    known = catalogue().find(source.instrument)
    for version in known.version if known else ():
        for text in version.text:
            if (version.id, text.language) == (source.version, source.language):
                assert known is not None
                return known, version, text
    return None
