"""What the pages are made from: an open assistant, and what is read from it once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Protocol

from assistant.assistant import Assistant
from corpus.digest import Digest
from corpus.index import IndexedText
from corpus.provisions import ProvisionTable
from corpus.settings import Settings
from ui.site.dates import Calendar
from ui.site.gathering import Gathering
from ui.site.terms import TermIndex


class Serving(Protocol):
    """Whatever holds the assistant that answers."""

    @property
    def assistant(self) -> Assistant:
        """Open; shared by all who ask."""
        ...


class Site:
    """The data of the pages.

    Args:
        service: Holds the assistant.
        settings: Of this installation.
        what_is_kept: Says in a language what this installation keeps about its readers.
    """

    def __init__(
        self, service: Serving, settings: Settings, what_is_kept: Callable[[str], str] | None = None
    ) -> None:
        self._service = service
        self.settings = settings
        self.what_is_kept = what_is_kept
        self.terms = TermIndex(self.table)
        self.gathering = Gathering(self.table, self.words, self.terms)

    @cached_property
    def calendar(self) -> Calendar:
        """The days of all instruments."""
        return Calendar(self.table, self.words)

    @property
    def table(self) -> ProvisionTable:
        """The words of the law."""
        return self._service.assistant.index.provisions

    @property
    def words(self) -> Digest:
        """The digest."""
        return self._service.assistant.words

    @property
    def texts(self) -> tuple[IndexedText, ...]:
        """What is installed."""
        return self._service.assistant.index.manifest.texts

    @property
    def model(self) -> str:
        """Fingerprint of the embedding model."""
        return self._service.assistant.index.manifest.model
