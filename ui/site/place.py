"""What a permalink shows about one provision."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from ui.service.results import ProvisionView
from ui.site.beside import Beside
from ui.site.terms import Defined
from ui.site.words import Block


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere on this site."""

    words: str
    href: str
    language: str = ""
    """Of the words, where it is not the reader's."""


@dataclass(frozen=True)
class Choice:
    """Another edition of the same provision."""

    words: str
    href: str
    current: bool


@dataclass(frozen=True)
class Gist:
    """Our own words for a provision, or for what encloses it."""

    language: str
    heading: str
    words: str
    about: str = ""
    """Pinpoint of what it describes, where that is not the provision itself."""


@dataclass(frozen=True)
class Place:
    """A provision as its page shows it."""

    view: ProvisionView
    wording_from: date | None
    """First day of these words, where the publisher gives it."""
    name: str
    pinpoint: str
    heading: str
    crumbs: tuple[Link, ...]
    badges: tuple[str, ...]
    notices: tuple[str, ...]
    block: Block | None
    publisher_notes: tuple[str, ...]
    gist: Gist | None
    beside: Beside | None
    others: tuple[Gist, ...]
    versions: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    terms: tuple[Defined, ...]
    parent: Link | None
    children: tuple[Link, ...]
    previous: Link | None
    next: Link | None
    topics: tuple[Link, ...]
    ask: str
    permalink: str
    kept: dict[str, str]

    def href(self, locator: str) -> str:
        """The address of another provision, the edition kept where the reader chose one."""
        return address(locator, **self.kept)


def address(locator: str, **query: str) -> str:
    """The permalink of a provision.

    >>> address("eu-ai-act/art_5", language="en")
    '/p/eu-ai-act/art_5?language=en'
    """
    asked = urlencode({key: value for key, value in query.items() if value})
    return f"/p/{locator}{'?' if asked else ''}{asked}"


def anchor(path: Sequence[str]) -> str:
    """The name of a chapter on the page of contents.

    >>> anchor(["Part 1"]) == anchor(["Part 1"]) != anchor(["Part 2"])
    True
    """
    return "c" + hashlib.sha256("\n".join(path).encode()).hexdigest()[:8]
