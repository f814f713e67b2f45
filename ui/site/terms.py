"""Defined terms that a provision uses, with the place of their definition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from assistant.composing.citation import pinpoint
from corpus.provision import Edition, Provision
from corpus.provisions import ProvisionTable

MOST = 12
"""Terms that are listed for one provision."""


@dataclass(frozen=True)
class Defined:
    """A term and where it is defined."""

    term: str
    locator: str


class TermIndex:
    """The terms that each edition defines, read when they are first wanted.

    Args:
        table: The provisions.
    """

    def __init__(self, table: ProvisionTable) -> None:
        self._table = table
        self._terms: dict[Edition, list[Defined]] | None = None
        self._names: dict[str, dict[bool, str]] = {}
        self._reading = Lock()

    def read(self) -> None:
        """Read them now."""
        self._all()

    def used_in(self, provision: Provision) -> tuple[Defined, ...]:
        """The terms in a provision's words that its own edition defines elsewhere, as they come."""
        if provision.terms:
            return ()
        places: dict[str, tuple[int, Defined]] = {}
        for defined in self._all().get(provision.edition, ()):
            found = _pattern(defined.term).search(provision.text)
            inside = defined.locator.startswith(provision.locator)
            if found and not inside and defined.term not in places:
                places[defined.term] = (found.start(), defined)
        ordered = sorted(places.values(), key=lambda item: item[0])
        return tuple(defined for _, defined in ordered[:MOST])

    def pinpoint(self, locator: str, reader: str) -> str:
        """How a reader cites a provision; a definition by its term in the reader's script."""
        if "/def_" not in locator:
            return pinpoint(locator, reader)
        self._all()
        steps = locator.split("/")
        at = next(n for n, step in enumerate(steps) if step.startswith("def_"))
        names = self._names.get("/".join(steps[: at + 1]), {})
        return pinpoint(locator, reader, names.get(reader == "en", ""))

    def _all(self) -> dict[Edition, list[Defined]]:
        with self._reading:
            if self._terms is None:
                terms: dict[Edition, list[Defined]] = {}
                for provision in self._table:
                    for term in provision.terms:
                        held = terms.setdefault(provision.edition, [])
                        held.append(Defined(term.term, provision.locator))
                        english = provision.edition.language == "en"
                        names = self._names.setdefault(provision.locator, {})
                        names.setdefault(english, term.term)
                        if term.other:
                            names.setdefault(not english, term.other)
                self._terms = terms
            return self._terms


@lru_cache(maxsize=4096)
def _pattern(term: str) -> re.Pattern[str]:
    words = re.escape(term)
    return re.compile(rf"\b{words}(?:e?s)?\b" if term.isascii() else words)
