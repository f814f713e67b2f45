"""What is verified: a statement, what it rests on, and what was asked.

Nothing here is trusted: the text and the quotations come from a language model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.glossary import Glossary, glossary
from corpus.provision import Provision, enclosing
from corpus.provisions import ProvisionTable

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Backing:
    """One provision that a statement cites, with the words quoted from it.

    Attributes:
        provision: In the edition whose words are quoted.
        quotation: As the statement gives it; ``…`` marks omissions.
        around: The provisions that enclose it in the same edition, nearest first. They carry the
            words that announce a list (“Providers shall:”) and the headings.
    """

    provision: Provision
    quotation: str
    around: tuple[Provision, ...] = ()

    @cached_property
    def announced(self) -> str:
        """What stands before the provision and governs it: headings and the words of lists."""
        words = [*self.provision.heading_path, self.provision.heading]
        for outer in self.around:
            words.append(outer.heading)
            words.append(outer.body.split("\n", 1)[0])
        return "\n".join(word for word in dict.fromkeys(words) if word)

    @property
    def language(self) -> str:
        """The language of the quotation."""
        return self.provision.edition.language


def backing(provision: Provision, quotation: str, table: ProvisionTable) -> Backing:
    """A provision with its quotation and what encloses it.

    Args:
        provision: In the edition quoted.
        quotation: As the model gives it.
        table: Where the enclosing provisions are looked up.
    """
    edition = provision.edition
    around = (
        outer
        for locator in enclosing(provision.locator)
        for outer in table.get(locator, edition.language, edition.version)[:1]
    )
    return Backing(provision, quotation, tuple(around))


@dataclass(frozen=True)
class Statement:
    """A sentence or two that say one thing, and what they rest on.

    Attributes:
        text: The words to be shown.
        backings: At least one provision with its quotation.
    """

    text: str
    backings: tuple[Backing, ...]

    @cached_property
    def quoted(self) -> str:
        """All quotations, with the words that announce them."""
        return "\n".join(f"{b.announced}\n{b.quotation}" for b in self.backings)

    @cached_property
    def provided(self) -> str:
        """The provisions whole, with the words that announce them and their own labels."""
        return "\n".join(f"{b.announced}\n{b.provision.text}\n{b.quotation}" for b in self.backings)


class Meaning(Protocol):
    """Vectors that compare across languages; :class:`assistant.verification.Centred` is one."""

    def vectors(self, texts: Sequence[str], language: str) -> Vectors:
        """Vectors at length 1 with the language's mean removed, shape (n, dimension)."""
        ...

    def background(self, instrument: str) -> Vectors:
        """Vectors of many lines about an instrument, to tell near from usual; maybe no rows."""
        ...


@dataclass(frozen=True)
class Context:
    """What a statement has to suit.

    Attributes:
        language: The language of the reply.
        jurisdictions: Those asked about; empty allows all.
        meaning: For comparing meanings. Without it the checks that need it are not made, and
            force and negation are judged by words alone.
        strict: Whether to withhold in doubt: more wrong statements are caught, and more right
            ones are lost (`evals/corruption`).
        terms: The glossary, with the ordinances' own terms where they are installed.
    """

    language: str
    jurisdictions: tuple[str, ...] = ()
    meaning: Meaning | None = None
    strict: bool = False
    terms: Glossary = field(default_factory=glossary)
