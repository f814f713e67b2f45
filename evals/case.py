"""What a metric looks at: a question, the answer to it, and the texts to check it against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from assistant.answer import Answer, Citation
from corpus.catalogue import catalogue
from corpus.digest import Digest
from corpus.errors import UnknownInstrument
from corpus.provision import instrument_of
from corpus.provisions import ProvisionTable
from evals.questions import Question


class Score(NamedTuple):
    """One question's part in a metric: the metric is the sum of parts over the sum of wholes."""

    part: float
    whole: float = 1.0


class Texts(Protocol):
    """The words that answers are checked against, independent of the answer."""

    def provision(self, locator: str, language: str, version: str) -> str | None:
        """The stored words of a provision in one edition; None where there is none."""

    def gist(self, locator: str, language: str) -> str | None:
        """The digest's gist that speaks for a provision; None where there is none."""


@dataclass(frozen=True)
class StoredTexts:
    """The texts of an index and the digest of this installation."""

    table: ProvisionTable
    digest: Digest

    def provision(self, locator: str, language: str, version: str) -> str | None:
        """The stored words of a provision in one edition; None where there is none."""
        editions = self.table.get(locator, language=language, version=version)
        return editions[0].text if editions else None

    def gist(self, locator: str, language: str) -> str | None:
        """The digest's gist that speaks for a provision; None where there is none."""
        entry = self.digest.nearest(locator)
        return entry.gist.get(language) if entry else None


@dataclass(frozen=True)
class Case:
    """One question with its answer."""

    question: Question
    answer: Answer
    texts: Texts

    @property
    def cited(self) -> tuple[str, ...]:
        """Locators cited, each once, in order."""
        return tuple(dict.fromkeys(citation.locator for citation in self.answer.citations))


Measure = Callable[[Case], Score | None]
"""Returns None where a metric has nothing to say about a question."""


def jurisdiction_of(citation: Citation) -> str:
    """The jurisdiction of the instrument cited, by the catalogue where it knows it."""
    return jurisdiction(instrument_of(citation.locator)) or citation.jurisdiction


def jurisdiction(instrument: str) -> str | None:
    """The jurisdiction of an instrument; None for a document of the reader's own."""
    try:
        return catalogue().instrument(instrument).jurisdiction
    except UnknownInstrument:
        return None
