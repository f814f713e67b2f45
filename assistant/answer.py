"""The answer contract: what every face, export and evaluation receives.

An :class:`Answer` is a list of claims. Every claim is bound to citations, and every citation
carries the exact words of a provision, checked against the stored text at answer time. What is
not bound is not a claim.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.documents.document import Excerpt
from corpus.provision import Authority, BindingForce, Status


class Support(StrEnum):
    """What carries a claim."""

    VERBATIM = "verbatim"
    """The claim is the quotation."""
    DIGEST = "digest"
    """The claim is our own gist, bound to its provision."""
    ENTAILED = "entailed"
    """Written by a language model and passed by every check."""


class Need(StrEnum):
    """What kind of answer a question wants."""

    LOOKUP = "lookup"
    """Which provision says it, or what a named provision says."""
    EXPLANATION = "explanation"
    """What something means, how it works, why."""
    COMPARISON = "comparison"
    """What several jurisdictions say."""
    FIGURE = "figure"
    """An amount, a number, a length of time."""
    DATE = "date"
    """When something applies, starts or ends."""
    YES_NO = "yes_no"
    """Whether something is allowed, required or covered, with the conditions."""
    DUTIES = "duties"
    """The list of what a role has to do."""


class Part(StrEnum):
    """What a claim does in the answer."""

    MAIN = "main"
    """It answers."""
    EXCEPTION = "exception"
    """It limits what another claim says: an exception, exemption or condition elsewhere."""
    DEFINITION = "definition"
    """It says what a term of a quotation means."""


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
    part: Part = Part.MAIN


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
    rewritten: bool = Field(
        False, description="Whether `question` was completed from the conversation."
    )
    operation: str = Field(
        "", description="What a follow-up does with the answer before it, such as `shorter`."
    )
    need: Need = Need.LOOKUP
    roles: tuple[str, ...] = Field((), description="Roles it asks about, ids of the digest.")
    topics: tuple[str, ...] = Field((), description="Topics nearest to it, ids of the digest.")
    language: str = Field(description="`en`, `zh-Hant`, `zh-Hans`, or another BCP 47 tag.")
    cantonese: bool = False
    mixed: bool = Field(False, description="Whether Chinese and Latin words stand together.")
    reply_language: str
    jurisdictions: tuple[str, ...] = ()
    instruments: tuple[str, ...] = Field((), description="Searched, in order.")
    references: tuple[str, ...] = Field((), description="Locators that the question names.")
    outside: tuple[str, ...] = Field((), description="Laws it names that are not held here.")
    uninstalled: tuple[str, ...] = Field(
        (), description="Instruments among them that are known here and could be installed, ids."
    )
    missing: tuple[str, ...] = Field(
        (), description="Provisions it names that the instruments searched do not have."
    )
    demand: bool = Field(
        False, description="Whether it demands that something be said or made up, and asks nothing."
    )
    comparison: bool = False
    as_at: date = Field(description="The day whose law counts.")
    as_at_named: bool = Field(False, description="Whether the question itself names that day.")

    @property
    def searched_text(self) -> str:
        """What is searched for by words: the subject and the words of the law for it."""
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
    followed_from: str = Field(
        "", description="The provision whose exception it is, where it was found by following one."
    )


class ComparisonCell(_Part):
    """What one jurisdiction says on the question; empty where nothing was found."""

    jurisdiction: str
    claims: tuple[int, ...] = Field((), description="Positions in `Answer.claims`.")
    figures: tuple[str, ...] = Field((), description="Key figures, in the answer's language.")
    searched: tuple[str, ...] = ()


class Synthesis(_Part):
    """One sentence across the cells of a comparison, bound to them."""

    kind: Literal["common", "differs", "missing"]
    text: str
    jurisdictions: tuple[str, ...] = Field(min_length=1, description="The cells it rests on.")


class Check(_Part):
    """One test of one statement; kept so that an answer can be audited."""

    statement: str
    test: str = Field(description="`quotation`, `numbers`, `modality`, `negation`, `actors` …")
    passed: bool
    detail: str = ""


class Trace(_Part):
    """How an answer came about, besides its understanding and candidates."""

    confidence: dict[str, float | str] = Field(
        default_factory=dict, description="What spoke for and against answering."
    )
    passed_over: dict[str, str] = Field(
        default_factory=dict, description="Candidates not used, and the code of the reason."
    )
    checks: tuple[Check, ...] = ()
    ms: dict[str, float] = Field(
        default_factory=dict, description="Milliseconds for each stage, in their order."
    )


class Answer(_Part):
    """A reply to one question, or the reason why there is none."""

    question: str
    language: str = Field(description="Language of the reply.")
    abstained: bool = False
    reason: str = Field("", description="Why there is no answer, in the reply's language.")
    reason_code: str = ""
    lead: str = Field("", description="The first sentences: the answer, in words of the digest.")
    lead_citations: tuple[int, ...] = Field((), description="Citation numbers that carry it.")
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    comparison: tuple[ComparisonCell, ...] = ()
    synthesis: tuple[Synthesis, ...] = ()
    searched: tuple[str, ...] = Field((), description="Instruments that were searched.")
    understanding: Understanding
    candidates: tuple[Candidate, ...] = ()
    excerpts: tuple[Excerpt, ...] = Field(
        (),
        description="Words of the reader's own documents, where these were to be looked in. "
        "They are not law and carry no claim.",
    )
    withheld: int = Field(0, description="Statements withheld because a check failed.")
    written_by: str = Field("", description="The language model that wrote it; empty for none.")
    fallback: str = Field(
        "", description="Why a language model that is set was not used, in the reply's language."
    )
    trace: Trace = Trace()
    ms: float = Field(0.0, description="Milliseconds from question to answer.")

    def citation(self, number: int) -> Citation:
        """The citation behind a mark."""
        return next(c for c in self.citations if c.number == number)
