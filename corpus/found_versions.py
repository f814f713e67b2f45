"""Versions that were found by fetching: ``<home>/sources/versions.toml``.

The catalogue describes the versions known when RuleBridge was released. A text that changed since
is a version of its own, beside the old one, with the dates that were given when it was accepted.
``ingest/fetching`` writes the file; here it is read.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.catalogue import LANGUAGES, Instrument, Trilingual, Version
from corpus.errors import SourcesUnwritable, UsageError


class FoundVersion(BaseModel):
    """A version that is not in the catalogue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instrument: str
    id: str
    in_force_from: date
    follows: str = Field(description="The version whose texts were fetched when this one came.")
    files: dict[str, str] = Field(description="Language → file name.")


class FoundVersions(BaseModel):
    """All of them, in the order in which they were accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: tuple[FoundVersion, ...] = ()

    def get(self, instrument: str, version: str) -> FoundVersion | None:
        """One version."""
        return next(
            (v for v in self.version if (v.instrument, v.id) == (instrument, version)), None
        )

    def with_(self, added: FoundVersion) -> FoundVersions:
        """These and one more; texts in other languages join the version of the same id.

        Raises:
            UsageError: There is a version of that id with another date.
        """
        known = self.get(added.instrument, added.id)
        if known is None:
            return FoundVersions(version=(*self.version, added))
        if known.in_force_from != added.in_force_from:
            raise UsageError(
                f"There is a version {added.id} of {added.instrument} already, in force from "
                f"{known.in_force_from}; give another --version."
            )
        joined = known.model_copy(update={"files": known.files | added.files})
        return FoundVersions(version=tuple(joined if v == known else v for v in self.version))


def versions_path(home: Path) -> Path:
    """The file of found versions."""
    return home / "sources" / "versions.toml"


def read_versions(home: Path) -> FoundVersions:
    """The found versions of an installation; none where there is no file.

    Raises:
        SourcesUnwritable: The file is damaged.
    """
    path = versions_path(home)
    try:
        return FoundVersions.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return FoundVersions()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise SourcesUnwritable(
            f"{path} cannot be read ({type(error).__name__}); restore it, or remove it and accept "
            "the versions again.",
            place=str(path),
        ) from error


def described(instrument: Instrument, found: FoundVersions) -> Instrument:
    """An instrument with its found versions beside the catalogue's, oldest first.

    A version ends on the day before the next one begins. Commencement dates that differ by
    provision are not known of a found version until the catalogue describes it.
    """
    versions = list(instrument.version)
    for new in found.version:
        base = _base(instrument, found, new)
        if new.instrument == instrument.id and base and not any(v.id == new.id for v in versions):
            versions.append(_version(new, base))
    if len(versions) == len(instrument.version):
        return instrument
    versions.sort(key=lambda v: v.in_force_from)
    ends = [v.in_force_from - timedelta(days=1) for v in versions[1:]]
    ended = [
        v.model_copy(update={"in_force_to": min(v.in_force_to or end, end)})
        for v, end in zip(versions, ends, strict=False)
    ]
    return instrument.model_copy(update={"version": (*ended, versions[-1])})


def _base(instrument: Instrument, found: FoundVersions, new: FoundVersion) -> Version | None:
    """The catalogue's version that a found one goes back to."""
    follows = new.follows
    for _ in found.version:
        before = found.get(instrument.id, follows)
        if before is None:
            break
        follows = before.follows
    return next((v for v in instrument.version if v.id == follows), None)


def _version(new: FoundVersion, base: Version) -> Version:
    from corpus.texts import text, written_date

    labels = {
        language: text(
            language, "sources.version_label", date=written_date(language, new.in_force_from)
        )
        for language in LANGUAGES
    }
    texts = tuple(
        t.model_copy(update={"files": (new.files[t.language],)})
        for t in base.text
        if t.language in new.files
    )
    return Version(
        id=new.id,
        label=Trilingual.model_validate(labels),
        in_force_from=new.in_force_from,
        text=texts,
    )
