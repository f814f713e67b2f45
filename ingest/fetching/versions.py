"""Writes ``versions.toml``, which ``corpus/found_versions.py`` reads."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from corpus.catalogue import catalogue
from corpus.errors import UsageError
from corpus.found_versions import FoundVersions
from ingest.fetching.shelf import PENDING

VERSION_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}")
"""What a version may be called: it names a folder."""

_HEAD = "# Versions that “rulebridge sources accept” found. Read by corpus/found_versions.py.\n"


def written(found: FoundVersions) -> str:
    """The file's text. JSON strings of our names are TOML strings too."""
    parts = [_HEAD]
    for version in found.version:
        parts.append(
            "\n[[version]]\n"
            f"instrument = {json.dumps(version.instrument)}\n"
            f"id = {json.dumps(version.id)}\n"
            f"in_force_from = {version.in_force_from.isoformat()}\n"
            f"follows = {json.dumps(version.follows)}\n"
            f"files = {_table(version.files)}\n"
        )
        if version.pages:
            parts.append(f"pages = {_table(version.pages)}\n")
    return "".join(parts)


def _table(values: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in values.items()) + " }"


def check_version_id(instrument: str, version: str, found: FoundVersions) -> None:
    """Refuse an id that cannot name a new version.

    Raises:
        UsageError: It is malformed, or the catalogue has that version.
    """
    if not VERSION_ID.fullmatch(version) or version.casefold() == PENDING:
        raise UsageError(
            f"“{version}” cannot name a version: use letters, digits, “.” and “-”, such as "
            "2027-01-01."
        )
    shipped = catalogue().version(instrument, version) is not None
    if shipped and found.get(instrument, version) is None:
        raise UsageError(
            f"The catalogue has a version {version} of {instrument} already; give another "
            "--version."
        )
