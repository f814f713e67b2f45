"""The passage: the stretch of a provision that is embedded, found and shown.

A passage is derived from a provision and leads back to it by locator, edition and the exact
character span. Its text is verbatim; what gives it meaning (the heading path) is kept apart.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from corpus.provision import Authority, BindingForce, Status

_NAMESPACE = uuid.UUID("5ad1c7a6-3f0e-5c58-9d0b-6b4c2f6f0a11")


class Passage(BaseModel):
    """What the store holds for one stretch of one provision in one edition."""

    model_config = ConfigDict(frozen=True)

    locator: str = Field(description="Finest provision that encloses the whole passage.")
    root: str = Field(description="Top-level provision it stands in.")
    instrument: str
    jurisdiction: str
    version: str
    language: str
    authority: Authority
    binding_force: BindingForce
    status: Status = Status.OPERATIVE
    applies_from: date | None = None
    heading: str = Field("", description="Label and heading of the root provision, for lists.")
    context: str = Field("", description="Heading path put before the text when it is embedded.")
    text: str = Field(description="The words: verbatim, `provision.text[start:end]`.")
    span: tuple[int, int] = Field(description="Start and end in the text of `locator`.")
    topics: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A UUID that is the same for the same stretch of the same edition, run after run."""
        return _identifier(
            self.edition, self.language, self.authority, self.locator, self.span, self.text
        )

    @property
    def edition(self) -> str:
        """Instrument and version in one key, ``eu-ai-act@2026-07-27``: what filters use."""
        return f"{self.instrument}@{self.version}"

    @property
    def embedded_text(self) -> str:
        """What the embedding model reads: the context, then the words."""
        return f"{self.context}\n{self.text}" if self.context else self.text


# A question sorts hundreds of passages by their ids, and mostly those that were found before.
@lru_cache(maxsize=1 << 15)
def _identifier(
    edition: str, language: str, authority: str, locator: str, span: tuple[int, int], text: str
) -> str:
    parts = (edition, language, authority, locator, *map(str, span), text)
    return str(uuid.uuid5(_NAMESPACE, "|".join(parts)))


class PassageFilter(BaseModel):
    """Which passages a search may return. An empty field does not restrict."""

    model_config = ConfigDict(frozen=True)

    instruments: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    editions: tuple[str, ...] = Field((), description="`instrument@version` keys.")
    languages: tuple[str, ...] = ()
    authorities: tuple[Authority, ...] = ()
    binding_forces: tuple[BindingForce, ...] = ()
    locators: tuple[str, ...] = Field((), description="Exact locators.")
    roots: tuple[str, ...] = Field((), description="Top-level provisions.")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with the score of the leg that found it (higher is better)."""

    passage: Passage
    score: float
