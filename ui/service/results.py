"""What the service gives: typed results beside the assistant's own answers and matrices."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Candidate, Understanding
from corpus.provision import Authority, BindingForce, Provision, Status


class _Result(BaseModel):
    model_config = ConfigDict(frozen=True)


class SearchResult(_Result):
    """Provisions found for a question."""

    understanding: Understanding
    candidates: tuple[Candidate, ...]
    abstain: bool = Field(description="Whether asking would be declined.")


class EditionView(_Result):
    """One edition of a provision."""

    version: str
    language: str
    authority: Authority
    in_force_from: date | None = None
    in_force_to: date | None = None


class Neighbour(_Result):
    """A provision beside, around or inside another."""

    locator: str
    title: str
    pinpoint: str


class ProvisionView(_Result):
    """A provision in one edition, with its place and what stands around it."""

    locator: str
    instrument: str
    jurisdiction: str
    pinpoint: str = Field(description="As a reader cites it.")
    title: str
    heading_path: tuple[str, ...] = ()
    text: str = Field(description="Verbatim; empty where only the digest is installed.")
    body_start: int = Field(0, description="Characters of label and heading before the rule.")
    language: str
    version: str
    authority: Authority
    binding_force: BindingForce
    status: Status
    in_force_from: date | None = None
    in_force_to: date | None = None
    applies_from: date | None = None
    commencement: str = Field("", description="The catalogue's remark on it.")
    gist: str = Field("", description="Our own words for it, in the reader's language.")
    topics: tuple[str, ...] = ()
    url: str = Field("", description="The publisher's page, as near as its links go.")
    page: int | None = None
    source_sha256: str = ""
    notes: tuple[str, ...] = ()
    editions: tuple[EditionView, ...] = ()
    parent: Neighbour | None = None
    children: tuple[Neighbour, ...] = ()
    previous: Neighbour | None = None
    next: Neighbour | None = None
    foreign: tuple[tuple[int, int, str], ...] = Field(
        (),
        description="Stretches of a document's text that are in another language than `language`: "
        "first character, the one behind the last, BCP 47 tag.",
    )


class FoundQuote(_Result):
    """Where a quotation stands."""

    locator: str
    pinpoint: str
    language: str
    version: str
    authority: Authority
    spans: tuple[tuple[int, int], ...] = Field(description="In characters of the provision.")
    url: str = ""


class QuoteCheck(_Result):
    """Whether a quotation is verbatim."""

    verified: bool
    found: tuple[FoundQuote, ...] = ()
    searched: tuple[str, ...] = Field(description="Editions that were searched.")


def edition_view(provision: Provision) -> EditionView:
    """The edition that a provision stands in."""
    edition = provision.edition
    return EditionView(
        version=edition.version,
        language=edition.language,
        authority=edition.authority,
        in_force_from=edition.in_force_from,
        in_force_to=edition.in_force_to,
    )
