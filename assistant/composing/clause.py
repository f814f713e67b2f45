"""A clause on its way into an answer: what was found, its words, and our own words for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from assistant.answer import Candidate, Citation
from assistant.composing.citation import pinpoint
from corpus.catalogue import catalogue
from corpus.digest import DigestEntry
from corpus.index import Index
from corpus.passage import Passage
from corpus.provision import Authority, Provision
from corpus.sparse import terms

_STARTS = re.compile(
    r"\b(?:appl(?:y|ies)|applicable) (?:only )?from (\d{1,2} [A-Z][a-z]+ \d{4})", re.IGNORECASE
)


@dataclass(frozen=True)
class Clause:
    """A provision that an answer rests on.

    Attributes:
        citation: Its words, with its number in the answer.
        entry: The digest entry for it, or for the nearest place that encloses it.
        candidate: How it was found.
        nearness: Similarity of the question to the nearest known way of asking for it, for what
            encloses it or for what is inside it.
        own_nearness: The same, for its own entry only.
    """

    citation: Citation
    entry: DigestEntry | None
    candidate: Candidate
    nearness: float = 0.0
    own_nearness: float = 0.0

    @property
    def number(self) -> int:
        """Its mark in the answer."""
        return self.citation.number

    @property
    def gist(self) -> str:
        """Our gist in the answer's language; empty for none."""
        return self.citation.gist

    @property
    def voluntary(self) -> bool:
        """Whether it obliges nobody."""
        return self.citation.binding_force.is_voluntary

    @property
    def about_start(self) -> bool:
        """Whether what it says is from when other provisions apply."""
        return self.entry is not None and self.entry.topics[0] == "commencement"

    @property
    def starts(self) -> date | None:
        """From when it applies: as the catalogue or else the gist knows."""
        if self.citation.applies_from is not None:
            return self.citation.applies_from
        found = _STARTS.search(self.entry.gist.en) if self.entry and not self.about_start else None
        return datetime.strptime(found[1], "%d %B %Y").date() if found else None

    def shared_with(self, words: frozenset[str], language: str) -> int:
        """How many search terms it shares with a text: its gist, heading and known phrasings."""
        if self.entry is None:
            return 0
        return len(words & _terms_of(self.entry, language))

    def numbered(self, number: int) -> Clause:
        """The same clause under its mark."""
        return replace(self, citation=self.citation.model_copy(update={"number": number}))


def edition_for(locator: str, version: str, language: str, index: Index) -> Provision | None:
    """The provision in the reader's language where there is such a text, else the authentic one.

    A reader of one Chinese script is shown the other rather than a translation.
    """
    editions = index.provisions.get(locator, version=version)
    if not editions:
        return None
    same_script = [p for p in editions if p.edition.language == language]
    chinese = [p for p in editions if p.edition.language.startswith("zh")]
    if same_script:
        return same_script[0]
    if language.startswith("zh") and chinese:
        return chinese[0]
    authentic = [p for p in editions if p.edition.authority is Authority.AUTHENTIC]
    return (authentic or editions)[0]


def citation_of(
    provision: Provision, quote: str, spans: tuple[tuple[int, int], ...], language: str, gist: str
) -> Citation:
    """The citation of words that have been found in the provision; its number is given later."""
    edition = provision.edition
    term = provision.terms[0] if provision.terms else None
    defined = ""
    if term is not None:
        same = edition.language == language or not term.other
        defined = term.term if same else term.other or ""
    return Citation(
        number=0,
        locator=provision.locator,
        instrument=edition.instrument,
        jurisdiction=edition.jurisdiction,
        language=edition.language,
        version=edition.version,
        authority=edition.authority,
        binding_force=edition.binding_force,
        status=provision.status,
        applies_from=provision.applies_from,
        heading=(provision.heading_path[-1] if provision.heading_path else provision.title),
        heading_path=(*provision.heading_path, provision.title),
        pinpoint=pinpoint(provision.locator, language, defined),
        quote=quote,
        quote_verified=True,
        spans=spans,
        gist=gist,
        url=catalogue().url_of(
            provision.locator, edition.version, edition.language, provision.page
        ),
        page=provision.page,
    )


def digest_citation(locator: str, passage: Passage, language: str, gist: str) -> Citation:
    """A citation where no official text is installed: no quotation, and marked as ours."""
    book = catalogue()
    return Citation(
        number=0,
        locator=locator,
        instrument=passage.instrument,
        jurisdiction=passage.jurisdiction,
        language=language,
        version=passage.version,
        authority=Authority.OWN_DIGEST,
        binding_force=book.instrument(passage.instrument).binding_force,
        status=passage.status,
        applies_from=passage.applies_from,
        heading=passage.heading,
        pinpoint=pinpoint(locator, language),
        quote="",
        quote_verified=False,
        gist=gist,
        url=book.url_of(locator, passage.version, language),
    )


def _terms_of(entry: DigestEntry, language: str) -> frozenset[str]:
    words = (
        entry.heading.get(language),
        entry.gist.get(language),
        *entry.asked.in_language(language),
    )
    return _terms_of_words(" ".join(words))


@lru_cache(maxsize=2048)
def _terms_of_words(words: str) -> frozenset[str]:
    return frozenset(terms(words))
