"""The answer contract: what every face, export and evaluation receives.

An :class:`Answer` is a list of claims. Every claim is bound to citations, and every citation
carries the exact words of a provision, checked against the stored text at answer time. What is
not bound is not a claim.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from corpus.provision import Authority, BindingForce, Status


class Support(StrEnum):
    """What carries a claim."""

    VERBATIM = "verbatim"
    """The claim is the quotation."""
    DIGEST = "digest"
    """The claim is our own gist, bound to its provision."""
    ENTAILED = "entailed"
    """Written by a language model and passed by every check."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(_Part):
    """A provision with the words that carry a claim."""

    number: int = Field(description="The mark in the answer, counted from 1.")
    locator: str
    instrument: str
    jurisdiction: str
    language: str = Field(description="Language of the quotation, BCP 47.")
    version: str
    authority: Authority
    binding_force: BindingForce
    status: Status = Status.OPERATIVE
    applies_from: date | None = None
    heading: str = Field("", description="Label and heading of the top-level provision.")
    heading_path: tuple[str, ...] = ()
    pinpoint: str = Field("", description="As a reader cites it, in the answer's language.")
    quote: str = Field(description="Verbatim words of the provision; ` … ` marks omissions.")
    quote_verified: bool = Field(description="Whether code found the words in the provision.")
    spans: tuple[tuple[int, int], ...] = Field(
        (), description="Where the quoted words stand in the provision's text, in characters."
    )
    gist: str = Field("", description="Our own gist in the answer's language, if we have one.")
    url: str = Field("", description="The publisher's page for the provision.")
    page: int | None = None


class Claim(_Part):
    """One statement and the citations that carry it."""

    text: str
    language: str
    support: Support
    citations: tuple[int, ...] = Field(min_length=1, description="Citation numbers.")


class Notice(_Part):
    """Something the reader has to know about the texts used."""

    code: str = Field(description="Key in the text catalogue, section `notices`.")
    text: str = Field(description="The sentence in the answer's language.")
    citations: tuple[int, ...] = ()


class Understanding(_Part):
    """How the question was understood; shown on request."""

    question: str = Field(description="Standing alone, the conversation taken in.")
    subject: str = Field(description="What is searched for: without the jurisdictions named.")
    expansion: tuple[str, ...] = Field(
        (), description="Words of the law that the glossary knows for colloquial ones."
    )
    language: str = Field(description="`en`, `zh-Hant`, `zh-Hans`, or another BCP 47 tag.")
    cantonese: bool = False
    reply_language: str
    jurisdictions: tuple[str, ...] = ()
    instruments: tuple[str, ...] = Field((), description="Searched, in order.")
    references: tuple[str, ...] = Field((), description="Locators that the question names.")
    outside: tuple[str, ...] = Field((), description="Laws it names that are not held here.")
    comparison: bool = False
    as_at: date

    @property
    def searched_text(self) -> str:
        """What is searched for: the subject and the words of the law for it."""
        return " ".join((self.subject, *self.expansion))


class Candidate(_Part):
    """A provision that retrieval considered, with what each leg thought of it."""

    locator: str
    instrument: str
    language: str
    version: str
    heading: str = ""
    score: float = Field(description="Fused score; only its order means anything.")
    legs: dict[str, int] = Field(default_factory=dict, description="Rank in each leg, from 1.")


class ComparisonCell(_Part):
    """What one jurisdiction says on the question; empty where nothing was found."""

    jurisdiction: str
    claims: tuple[int, ...] = Field((), description="Positions in `Answer.claims`.")
    searched: tuple[str, ...] = ()


class Answer(_Part):
    """A reply to one question, or the reason why there is none."""

    question: str
    language: str = Field(description="Language of the reply.")
    abstained: bool = False
    reason: str = Field("", description="Why there is no answer, in the reply's language.")
    reason_code: str = ""
    lead: str = Field("", description="The first sentence: what was found, and where.")
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    comparison: tuple[ComparisonCell, ...] = ()
    searched: tuple[str, ...] = Field((), description="Instruments that were searched.")
    understanding: Understanding
    candidates: tuple[Candidate, ...] = ()
    withheld: int = Field(0, description="Statements withheld because a check failed.")
    trace: dict[str, Any] = Field(default_factory=dict)
    ms: float = 0.0

    def citation(self, number: int) -> Citation:
        """The citation behind a mark."""
        return next(c for c in self.citations if c.number == number)
