"""Versions that were found by fetching: ``<home>/sources/versions.toml``.

The catalogue describes the versions known when RuleBridge was released. A text that changed since
is a version of its own, beside the old one, with the dates that were given when it was accepted.
``ingest/fetching`` writes the file; here it is read, and what it says becomes a part of
``corpus.catalogue.catalogue()``.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.catalogue import LANGUAGES, Catalogue, Instrument, Text, Trilingual, Version
from corpus.errors import SourcesUnwritable, UsageError


class FoundVersion(BaseModel):
    """A version that is not in the catalogue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instrument: str
    id: str
    in_force_from: date
    follows: str = Field(description="The version whose texts were fetched when this one came.")
    files: dict[str, str] = Field(description="Language → file name.")
    pages: dict[str, str] = Field(
        default_factory=dict,
        description="Language → the publisher's page, where it is not that of the version before.",
    )


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
        texts = {"files": known.files | added.files, "pages": known.pages | added.pages}
        joined = known.model_copy(update=texts)
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


def with_versions(book: Catalogue, found: FoundVersions) -> Catalogue:
    """A catalogue with found versions beside its own."""
    if not found.version:
        return book
    return book.model_copy(
        update={
            "instrument_": tuple(described(i, found) for i in book.instruments),
            "further": tuple(described(i, found) for i in book.further),
        }
    )


def described(instrument: Instrument, found: FoundVersions) -> Instrument:
    """An instrument with its found versions beside the catalogue's, oldest first.

    A version ends on the day before the next one begins. From when the provisions of a found
    version apply is taken over from the one before; its remark says so.
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
    texts = (t for t in base.text if t.language in new.files)
    return Version(
        id=new.id,
        label=_words("version_label", new.in_force_from),
        remark=_remark(new, base),
        in_force_from=new.in_force_from,
        applies_from=base.applies_from,
        text=tuple(_text(t, new) for t in texts),
        commencement=base.commencement,
        found=True,
    )


def _text(base: Text, new: FoundVersion) -> Text:
    page = new.pages.get(base.language, base.url)
    pinned = base.provision_url
    if page != base.url:
        # Links to provisions lead into the page only where they are made of its address.
        pinned = page + pinned.removeprefix(base.url) if pinned.startswith(base.url) else ""
    files = (new.files[base.language],)
    return base.model_copy(update={"files": files, "url": page, "provision_url": pinned})


def _remark(new: FoundVersion, base: Version) -> Trilingual | None:
    """The remark of the version before, and that its dates were taken over, if it had any."""
    dated = bool(base.commencement or base.applies_from)
    ours = _words("version_remark", new.in_force_from) if dated else None
    if base.remark is None or ours is None:
        return base.remark or ours
    both = {
        tag: ("{} {}" if tag == "en" else "{}{}").format(base.remark.get(tag), ours.get(tag))
        for tag in LANGUAGES
    }
    return Trilingual.model_validate(both)


def _words(key: str, day: date) -> Trilingual:
    from corpus.texts import text, written_date

    said = {tag: text(tag, f"sources.{key}", date=written_date(tag, day)) for tag in LANGUAGES}
    return Trilingual.model_validate(said)
