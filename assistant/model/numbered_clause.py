"""The clauses that a language model may use, as it sees them, and how many of them fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Citation
from corpus.catalogue import catalogue
from corpus.provision import Provision, enclosing
from corpus.provisions import ProvisionTable

MAX_LEAD_IN = 400
"""Characters of the words that announce a point: of a longer opening, the end."""

_WIDE = re.compile(r"[\u2e80-\uffef]")


class NumberedClause(BaseModel):
    """A provision as a language model sees it."""

    model_config = ConfigDict(frozen=True)

    number: int = Field(ge=1, description="Number of the citation, by which the model names it.")
    source: str = Field(description="Instrument and pinpoint, such as `EU AI Act, Article 50(2)`.")
    text: str = Field(description="The provision's stored words.")
    lead_in: str = Field("", description="The words that announce it, where it is a point.")
    voluntary: bool = Field(False, description="Whether it only recommends.")


def numbered(citations: Iterable[Citation], provisions: ProvisionTable) -> list[NumberedClause]:
    """The provisions cited, whole, under the numbers of their citations.

    A citation of our own digest has no official words to quote and is left out.
    """
    found: list[NumberedClause] = []
    for citation in citations:
        editions = provisions.get(citation.locator, citation.language, citation.version)
        if editions:
            name = catalogue().instrument(citation.instrument).short.get("en")
            found.append(
                NumberedClause(
                    number=citation.number,
                    source=f"{name}, {citation.pinpoint}",
                    text=editions[0].text,
                    lead_in=lead_in(editions[0], provisions),
                    voluntary=citation.binding_force.is_voluntary,
                )
            )
    return found


def lead_in(provision: Provision, provisions: ProvisionTable) -> str:
    """The words with which the provisions around a point open: “The following are prohibited:”."""
    edition = provision.edition
    openings: list[str] = []
    for around in reversed(enclosing(provision.locator)):
        outer = provisions.get(around, edition.language, edition.version)
        inner = provisions.children(around, edition.language, edition.version)
        if outer and inner:
            first = min(child.span[0] for child in inner) - outer[0].span[0]
            openings.append(outer[0].text[outer[0].body_start : first].strip())
    return " ".join(filter(None, openings))[-MAX_LEAD_IN:]


def fitting(clauses: Sequence[NumberedClause], budget: int) -> list[NumberedClause]:
    """The clauses that fit a budget of tokens, whole, in their order.

    A clause is never cut, since what is cut off may be the exception; one that does not fit is
    left out, and a shorter one after it may still find room.

    >>> words = {1: "a" * 999, 2: "b"}
    >>> clauses = [NumberedClause(number=n, source="s", text=t) for n, t in words.items()]
    >>> [clause.number for clause in fitting(clauses, budget=100)]
    [2]
    """
    chosen: list[NumberedClause] = []
    for clause in clauses:
        needed = tokens(clause.text + clause.lead_in + clause.source) + _MARKS
        if needed <= budget:
            chosen.append(clause)
            budget -= needed
    return chosen


_MARKS = 20
"""Tokens of what is written around a clause."""


def tokens(text: str) -> int:
    """About how many tokens a text has at most; the models' own tokenizers are not at hand.

    One for a Chinese character and one for three others is on the safe side for current models.

    >>> tokens("abcdef"), tokens("條例")
    (3, 3)
    """
    wide = len(_WIDE.findall(text))
    return wide + (len(text) - wide) // 3 + 1
