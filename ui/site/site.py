"""What the pages are made from: an open assistant, and what is read from it once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from assistant.assistant import Assistant
from corpus.catalogue import Instrument, catalogue
from corpus.digest import Digest
from corpus.index import IndexedText
from corpus.provisions import ProvisionTable
from corpus.settings import Settings
from ui.service.per_index import PerIndex
from ui.site.dates import Calendar
from ui.site.gathering import Gathering
from ui.site.terms import TermIndex
from ui.site.within import Within


class Serving(Protocol):
    """Whatever holds the assistant that answers."""

    @property
    def assistant(self) -> Assistant:
        """Open; the same one for the whole of a request."""
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
        self._terms = PerIndex(lambda held: TermIndex(held.index.provisions))
        self._gathering = PerIndex(self._gathered)
        self._within = PerIndex(lambda held: Within(held.index.provisions))
        self._calendar = PerIndex(lambda held: Calendar(held.index.provisions, held.words))

    def prepare(self, assistant: Assistant) -> None:
        """Read beforehand what the first reader of an index would wait for."""
        self._terms.of(assistant).read()
        self._calendar.of(assistant)

    @property
    def terms(self) -> TermIndex:
        """Where terms are defined."""
        return self._terms.of(self._service.assistant)

    @property
    def gathering(self) -> Gathering:
        """Looks things up for the pages of provisions."""
        return self._gathering.of(self._service.assistant)

    @property
    def within(self) -> Within:
        """Searches in the words of an instrument."""
        return self._within.of(self._service.assistant)

    @property
    def calendar(self) -> Calendar:
        """The days of all instruments."""
        return self._calendar.of(self._service.assistant)

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
    def instruments(self) -> tuple[Instrument, ...]:
        """What the pages list: what is answered from, and what is installed besides."""
        return catalogue().shown({text.instrument for text in self.texts})

    @property
    def model(self) -> str:
        """Fingerprint of the embedding model."""
        return self._service.assistant.index.manifest.model

    def _gathered(self, held: Assistant) -> Gathering:
        return Gathering(held.index.provisions, held.words, self._terms.of(held))
