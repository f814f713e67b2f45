"""Under which circumstances something is exported: when, by which software, linked to where."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from corpus.catalogue import catalogue, derived

_PACKAGE = "rulebridge"


@dataclass(frozen=True)
class Setting:
    """The circumstances of an export.

    Attributes:
        exported_on: The day, the access date of the sources.
        base_url: Where this installation answers, without a slash at the end; empty for none.
        style: Name of the citation style, in the reader's language; empty for none.
        references: The sources in that style, by their numbers.
        references_language: Language of the references; empty for the reader's.
    """

    exported_on: date
    base_url: str = ""
    style: str = ""
    references: Mapping[int, str] = field(default_factory=dict)
    references_language: str = ""


@cache
def software_version() -> str:
    """The version of this software; empty where it runs without having been installed."""
    try:
        return importlib.metadata.version(_PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return ""


def publisher_link(url: str) -> str:
    """The address, if it leads by https to a publisher of the catalogue; else empty.

    An answer that was read back from a file may name any address; only these become links.

    >>> publisher_link("https://eur-lex.europa.eu/eli/reg/2024/1689/oj/eng") != ""
    True
    >>> publisher_link("https://eur-lex.europa.eu@elsewhere.example/")
    ''
    """
    if not url.isascii() or any(c.isspace() or c in "<>\"'`\\{}|^" for c in url):
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    plain = parts.scheme == "https" and port is None and "@" not in parts.netloc
    return url if plain and parts.hostname in _hosts() else ""


@derived
def _hosts() -> frozenset[str]:
    """The hosts of all publishers' pages."""
    urls = (
        url
        for instrument in catalogue().every
        for version in instrument.version
        for text in version.text
        for url in (text.url, text.provision_url)
    )
    return frozenset(host for url in urls if (host := urlsplit(url).hostname))
