"""The provision: the one currency of the whole system.

A provision is a place in an instrument (an article, a paragraph of it, a data protection
principle, a subcategory) in one *edition*: one version, one language, one published file.
Passages, vectors, citations, comparison cells and test cases all lead back to provisions.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

LOCATOR = re.compile(r"[A-Za-z0-9:._-]+(/[A-Za-z0-9._-]+)*")
"""The form of a locator: ASCII steps separated by ``/``, from the whole to the part."""


class Authority(StrEnum):
    """What kind of text this is: who stands behind the wording."""

    AUTHENTIC = "authentic"
    OFFICIAL_TRANSLATION = "official-translation"
    UNOFFICIAL_TRANSLATION = "unofficial-translation"
    MACHINE_CONVERTED = "machine-converted"
    OWN_DIGEST = "own-digest"
    OWN_DOCUMENT = "own-document"
    """A reader's own document: its author's words, which nobody here stands behind."""

    @property
    def is_official(self) -> bool:
        """Whether the words are the instrument's, in whatever translation or script."""
        return self not in (Authority.OWN_DIGEST, Authority.OWN_DOCUMENT)


class BindingForce(StrEnum):
    """What the instrument is in law."""

    REGULATION = "regulation"
    STATUTE = "statute"
    DEPARTMENTAL_RULES = "departmental-rules"
    NORMATIVE_DOCUMENT = "normative-document"
    """A document of Mainland departments that is not issued as rules, and stands below them."""
    TREATY = "treaty"
    """Binds the states that are parties to it."""
    GOVERNMENT_DIRECTIVE = "government-directive"
    """A government's order to its own institutions; nobody else is bound."""
    RECOMMENDATION = "recommendation"
    """What an international organisation recommends to its members."""
    POLICY = "policy"
    """What a government says it intends."""
    VOLUNTARY_FRAMEWORK = "voluntary-framework"
    NOT_LAW = "not-law"

    @property
    def is_voluntary(self) -> bool:
        """Whether it advises, recommends or announces, and obliges nobody."""
        return self in (
            BindingForce.VOLUNTARY_FRAMEWORK,
            BindingForce.RECOMMENDATION,
            BindingForce.POLICY,
        )


class Status(StrEnum):
    """Whether a provision operates, as the publisher marks it or the catalogue knows."""

    OPERATIVE = "operative"
    NOT_IN_OPERATION = "not-in-operation"
    EXPLANATORY = "explanatory"
    """Part of the published text without being a rule: a recital, an appendix, a note."""
    REPEALED = "repealed"
    OMITTED = "omitted"


class Edition(BaseModel):
    """One instrument in one version and one language, as one file gives it."""

    model_config = ConfigDict(frozen=True)

    instrument: str = Field(description="Catalogue id, the first step of every locator.")
    jurisdiction: str = Field(description="`eu`, `cn`, `hk`, `us`, or `own` for own documents.")
    version: str = Field(description="Id of the version within the instrument, e.g. `2026-07-27`.")
    language: str = Field(description="BCP 47 tag of the text: `en`, `zh-Hant` or `zh-Hans`.")
    authority: Authority
    binding_force: BindingForce
    in_force_from: date | None = Field(None, description="First day of this version.")
    in_force_to: date | None = Field(None, description="Last day of this version; open if none.")
    source_url: str = Field(description="The publisher's page for this version and language.")
    source_sha256: str = Field("", description="Hash of the file that was parsed, hex.")


class Note(BaseModel):
    """A remark beside the text: a footnote, an amendment history, an editorial note."""

    model_config = ConfigDict(frozen=True)

    offset: int = Field(description="Where it stands: characters into the root provision's text.")
    text: str


class Term(BaseModel):
    """A term that a provision defines, with the other language's term where it is given."""

    model_config = ConfigDict(frozen=True)

    term: str
    other: str | None = None
    other_language: str | None = None


class Provision(BaseModel):
    """A place in an instrument with its words.

    The words of a provision include those of the provisions inside it. A top-level provision
    (an article, a section, a schedule, an annex, a recital) is a *root*; every provision
    inside it is an exact stretch of the root's text, ``root_text[start:end]``.
    """

    model_config = ConfigDict(frozen=True)

    locator: str = Field(description="Stable public name, e.g. `eu-ai-act/art_50/par_2`.")
    kind: str = Field(description="`article`, `paragraph`, `point`, `section`, `principle`, …")
    edition: Edition
    label: str = Field("", description="The number as printed: `Article 50`, `(a)`, `第四条`.")
    heading: str = Field("", description="The provision's own heading, if it has one.")
    heading_path: tuple[str, ...] = Field(
        (), description="Headings of what encloses it, outermost first, its own not included."
    )
    text: str = Field(description="The exact words, one printed block a line, labels included.")
    body_start: int = Field(
        0, description="Characters of label and heading before the rule itself."
    )
    root: str = Field(description="Locator of the top-level provision this one stands in.")
    span: tuple[int, int] = Field(description="Start and end in the root's text, in characters.")
    order: int = Field(0, description="Position in reading order within the edition.")
    status: Status = Status.OPERATIVE
    in_force_from: date | None = Field(None, description="First day of this wording, if known.")
    applies_from: date | None = Field(None, description="First day of application, if it differs.")
    commencement: str = Field("", description="Key of the catalogue's remark on commencement.")
    page: int | None = Field(None, description="Page of the source PDF, counted from 1.")
    own_language: str = Field(
        "", description="Language of these words where it is not the edition's, BCP 47."
    )
    notes: tuple[Note, ...] = ()
    terms: tuple[Term, ...] = ()

    @model_validator(mode="after")
    def _well_formed(self) -> Self:
        if not LOCATOR.fullmatch(self.locator):
            raise ValueError(f"not a locator: {self.locator!r}")
        if self.span[1] - self.span[0] != len(self.text):
            raise ValueError(f"{self.locator}: span {self.span} does not fit {len(self.text)}")
        return self

    @property
    def language(self) -> str:
        """The language these words are in: one document may be in several."""
        return self.own_language or self.edition.language

    @property
    def is_root(self) -> bool:
        """Whether this is a top-level provision."""
        return self.locator == self.root

    @property
    def body(self) -> str:
        """The words without the provision's own label and heading."""
        return self.text[self.body_start :]

    @property
    def title(self) -> str:
        """Label and heading in one line, for lists and headings."""
        return f"{self.label} {self.heading}".strip()


class Furniture(BaseModel):
    """Published words that belong to no provision: titles, formulae, part headings."""

    model_config = ConfigDict(frozen=True)

    text: str
    order: int = Field(description="Position in reading order, in one sequence with provisions.")


class ParsedText(BaseModel):
    """Everything a parser found in one file, nothing lost: provisions and furniture."""

    model_config = ConfigDict(frozen=True)

    edition: Edition
    provisions: tuple[Provision, ...]
    furniture: tuple[Furniture, ...] = ()

    def reassembled(self) -> str:
        """All published words in reading order, notes at their places.

        Returns:
            The words of the file; equal to the source's up to white space. This is what the
            completeness tests compare with an independent reading of the file.
        """
        pieces = [(f.order, f.text) for f in self.furniture]
        pieces += [(p.order, _with_notes(p)) for p in self.provisions if p.is_root]
        return "\n".join(text for _, text in sorted(pieces, key=lambda piece: piece[0]))


def _with_notes(root: Provision) -> str:
    parts: list[str] = []
    done = 0
    for note in root.notes:
        parts += [root.text[done : note.offset], " ", note.text, " "]
        done = note.offset
    return "".join([*parts, root.text[done:]])


@lru_cache(maxsize=1 << 15)
def enclosing(locator: str) -> tuple[str, ...]:
    """The locators that enclose this one, nearest first, the instrument left out.

    >>> enclosing("eu-ai-act/art_5/par_1/pnt_a")
    ('eu-ai-act/art_5/par_1', 'eu-ai-act/art_5')
    """
    steps = locator.split("/")
    return tuple("/".join(steps[:n]) for n in range(len(steps) - 1, 1, -1))


def instrument_of(locator: str) -> str:
    """The instrument id that a locator starts with.

    >>> instrument_of("cap-486/s_26/ss_1")
    'cap-486'
    """
    return locator.split("/", 1)[0]


OWN = "own:"
"""What every locator in a reader's own document begins with."""


def is_own(locator: str) -> bool:
    """Whether a locator, or an instrument's id, is that of a reader's own document.

    >>> is_own("own:notes/par_1"), is_own("eu-ai-act/art_5")
    (True, False)
    """
    return locator.startswith(OWN)


def encloses(outer: str, inner: str) -> bool:
    """Whether ``outer`` is ``inner`` or encloses it.

    >>> encloses("cap-486/s_64", "cap-486/s_64/ss_3A"), encloses("cap-486/s_6", "cap-486/s_64")
    (True, False)
    """
    return inner == outer or inner.startswith(outer + "/")
