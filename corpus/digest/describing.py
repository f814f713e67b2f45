"""Whether what the digest says of a provision holds for a version of its instrument.

The digest is written for one version. An earlier text, or one that was fetched since, may say
something else, or the same from another day.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from corpus.catalogue import catalogue
from corpus.digest import DigestEntry
from corpus.provision import Provision, instrument_of

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


class Held(Protocol):
    """Where the words of provisions stand."""

    def get(
        self, locator: str, language: str | None = None, version: str | None = None
    ) -> list[Provision]:
        """The provision in every edition as asked for; maybe none."""
        ...


def describes(entry: DigestEntry, version: str, held: Held) -> bool:
    """Whether an entry may be shown beside a version.

    It may where it was written for the version, and where the provision has the same words there.
    A year that it names must then stand in these words, or be the one in which they begin to
    apply: “applies from 2027” was not true before the amendment that put it off. Of a version
    that was fetched since, nobody has said that its days are others.

    Args:
        entry: What the digest says of a provision.
        version: Id of the version.
        held: The words of the law.
    """
    instrument = catalogue().find(instrument_of(entry.locator))
    if instrument is None:
        return False
    if version == instrument.described_version.id:
        return True
    words = same_words(entry.locator, version, held)
    if not words:
        return False
    known = catalogue().version(instrument.id, version)
    if known is not None and known.found:
        return True
    begins = catalogue().applies_from(entry.locator, version)
    return all(year in words or _is_in(begins, year) for year in _YEAR.findall(entry.gist.en))


def same_words(locator: str, version: str, held: Held) -> str:
    """The words of a provision in a version, if they are those that the digest describes.

    Args:
        locator: Which provision.
        version: Id of the version.
        held: The words of the law.

    Returns:
        The words in one language; empty where they differ in any, or one of the versions is not
        there.
    """
    ours = catalogue().instrument(instrument_of(locator)).described_version
    there = held.get(locator, version=version)
    return _alike(there, held.get(locator, version=ours.id)) if there else ""


def _alike(there: list[Provision], ours: list[Provision]) -> str:
    """The words that both versions have in a language; empty where in one they differ."""
    known = {(p.edition.language, p.edition.authority): p for p in ours}
    words = ""
    for provision in there:
        other = known.get((provision.edition.language, provision.edition.authority))
        if other is None:
            continue
        words = " ".join(provision.text.split())
        if words != " ".join(other.text.split()) or provision.status is not other.status:
            return ""
    return words


def _is_in(day: date | None, year: str) -> bool:
    return day is not None and str(day.year) == year
