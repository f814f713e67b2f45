"""The manifests of Hong Kong e-Legislation on DATA.GOV.HK.

One JSON file for each language lists the archives (``DataSet``: url, sha256) and the chapters
(``Chapter``: ``CapNo``, and for each version its date, the archive, and folder and name of the file
in it). The reading is lenient where converters from XML differ: a single element may stand without
its list, numbers may be text. Written from the descriptions of other programs; the live manifest
could not be tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpus.errors import NotTheText

MANIFEST_LIMIT = 32 * 2**20
"""Largest manifest read, in bytes."""


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)


def _listed(given: Any) -> Any:
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


class _Resource(_Lenient):
    url: str = ""
    sha256: str = ""


class _DataSet(_Lenient):
    resources: list[_Resource] = Field(alias="DataResource")
    _list = field_validator("resources", mode="before")(_listed)


class _VersionDate(_Lenient):
    value: str = ""
    current: bool = Field(False, alias="isCurrentVersion")


class _Version(_Lenient):
    when: _VersionDate = Field(alias="VersionDate")
    archive: str = Field("", alias="DataResourceUrl")
    folder: str = Field("", alias="FileLocation")
    file: str = Field("", alias="FileName")


class _Chapter(_Lenient):
    number: str = Field(alias="CapNo")
    versions: list[_Version] = Field(alias="Version")
    _list = field_validator("versions", mode="before")(_listed)


class _Manifest(_Lenient):
    sets: list[_DataSet] = Field(alias="DataSet")
    chapters: list[_Chapter | None] = Field(alias="Chapter")
    _list = field_validator("sets", "chapters", mode="before")(_listed)


@dataclass(frozen=True)
class Listed:
    """A chapter as the manifest lists it.

    Attributes:
        day: Date of the version, as the publisher dates it.
        archive: Address of the archive.
        sha256: Hash of the archive, hex in lower case; empty where the manifest has none.
        folder: Folder of the file in the archive.
        file: Name of the file in the archive.
    """

    day: date
    archive: str
    sha256: str
    folder: str
    file: str


def listed(data: bytes, chapter: str, host: str) -> Listed:
    """The current version of a chapter.

    Args:
        data: The manifest.
        chapter: Number of the chapter, such as ``486``.
        host: Who sent it, for the message.

    Raises:
        NotTheText: The bytes are no such manifest, or it does not list the chapter.
    """
    try:
        manifest = _Manifest.model_validate_json(data)
    except (ValidationError, RecursionError) as error:
        raise NotTheText(
            f"What {host} sent is not the list of legislation that was expected; it was not used.",
            host=host,
        ) from error
    for entry in manifest.chapters:
        if entry is None or entry.number.strip() != chapter:
            continue
        version = next((v for v in entry.versions if v.when.current), None)
        if version is None or not version.archive or not version.file:
            break
        try:
            day = date.fromisoformat(version.when.value[:10])
        except ValueError:
            break
        hashes = {r.url: r.sha256.lower() for s in manifest.sets for r in s.resources}
        return Listed(
            day, version.archive, hashes.get(version.archive, ""), version.folder, version.file
        )
    raise NotTheText(
        f"The list of legislation at {host} does not say where the current Cap. {chapter} is.",
        host=host,
    )
