"""Composing an answer from the provisions themselves, without a language model.

The clauses found are put in order of use, each with the words that carry it quoted verbatim in
their own language and script, and with our own gist in the reader's language where we have one.
Nothing is said that is not bound to a provision.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.answer import (
    Candidate,
    Citation,
    Claim,
    ComparisonCell,
    Notice,
    Support,
    Understanding,
)
from assistant.citation import pinpoint
from assistant.notices import notices, place
from assistant.retrieval import Retrieval
from assistant.verification import OMISSION, find_quote
from corpus.catalogue import catalogue
from corpus.digest import Digest
from corpus.index import Index
from corpus.passage import Passage
from corpus.provision import Authority, Provision
from corpus.texts import joined, text

MAX_CLAIMS = 5
"""Clauses in an answer about one jurisdiction, or about none in particular."""

MAX_CLAIMS_COMPARED = 3
"""Clauses for each jurisdiction of a comparison."""

MAX_QUOTE = 600
"""Characters quoted of one provision; the source panel shows it whole."""

_LEAST_SHARE = 0.45
"""A clause is used if its score is at least this share of the best one's."""

_LEAST_SHARED = 3
"""Words (pairs of characters in Chinese) that a later sentence shares with the question to be
quoted as well."""

_LEAD_IN = (":", "—", "：", "——", "－")
"""How words end that announce a list: the list belongs to the quotation."""

# The number of a paragraph (“2. ”) belongs to the sentence it opens.
_SENTENCE = re.compile(
    r"(?:(?<![^\n])\w{1,4}\.[^\S\n]+)?"
    r"(?:[^\n。；！？;.!?]|\.(?!\s|$))*(?:[。；！？;!?]\n?|\.\n?|\n|$)"
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class Draft:
    """An answer being put together."""

    language: str
    lead: str = ""
    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    comparison: list[ComparisonCell] = field(default_factory=list)
    withheld: int = 0


def compose(
    understanding: Understanding, retrieval: Retrieval, index: Index, words: Digest
) -> Draft:
    """Put the clauses found into an answer.

    Args:
        understanding: The question.
        retrieval: What was found.
        index: For the provisions' words.
        words: The digest, for gists in the reader's language.

    Returns:
        Claims with citations whose quotations have been checked; a clause whose quotation fails
        the check is withheld and counted.
    """
    draft = Draft(understanding.reply_language)
    limit = MAX_CLAIMS_COMPARED if understanding.comparison else MAX_CLAIMS
    for group in retrieval.groups:
        first = len(draft.claims)
        for candidate in _chosen(group.candidates, limit, each=bool(understanding.jurisdictions)):
            _add(draft, candidate, group.passages[candidate.locator], understanding, index, words)
        if understanding.comparison:
            draft.comparison.append(
                ComparisonCell(
                    jurisdiction=group.jurisdiction,
                    claims=tuple(range(first, len(draft.claims))),
                    searched=group.instruments,
                )
            )
    draft.lead = _lead(draft, understanding)
    draft.notices = notices(draft.citations, draft.comparison, draft.language, understanding.as_at)
    return draft


def _chosen(candidates: Sequence[Candidate], limit: int, *, each: bool) -> list[Candidate]:
    """The clauses to use: the best ones, and with ``each`` the best of every instrument.

    A place may have several instruments that bear on a question from different sides (a picture
    of a person is personal data and a work): the second law is not crowded out by the first.
    """
    if not candidates:
        return []
    least = candidates[0].score * _LEAST_SHARE
    close = [c for c in candidates if c.score >= least]
    first = {c.instrument: c for c in reversed(close)} if each else {}
    chosen = close[:limit]
    for candidate in first.values():
        if candidate not in chosen:
            chosen[-1] = candidate
    return chosen


def _add(
    draft: Draft,
    candidate: Candidate,
    passage: Passage,
    understanding: Understanding,
    index: Index,
    words: Digest,
) -> None:
    language = draft.language
    entry = words.nearest(candidate.locator)
    gist = entry.gist.get(language) if entry else ""
    provision = _edition_for(candidate.locator, passage, language, index)
    number = len(draft.citations) + 1
    if provision is None:
        if not gist:
            return
        citation = _digest_citation(number, candidate, passage, language, gist)
        draft.citations.append(citation)
        draft.claims.append(
            Claim(text=gist, language=language, support=Support.DIGEST, citations=(number,))
        )
        return
    quote = _quote(provision, passage, understanding.subject)
    spans = find_quote(quote, provision.text)
    if spans is None:
        draft.withheld += 1
        return
    draft.citations.append(_citation(number, provision, quote, spans, language, gist))
    draft.claims.append(
        Claim(
            text=gist or quote,
            language=language if gist else provision.edition.language,
            support=Support.DIGEST if gist else Support.VERBATIM,
            citations=(number,),
        )
    )


def _edition_for(locator: str, passage: Passage, language: str, index: Index) -> Provision | None:
    """The provision in the reader's language where there is such a text, else as it was found."""
    editions = index.provisions.get(locator, version=passage.version)
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


def _quote(provision: Provision, passage: Passage, question: str) -> str:
    """The words to quote: the passage found, or the provision, cut at sentences if long."""
    found = passage.language == provision.edition.language and (
        passage.authority is not Authority.OWN_DIGEST
    )
    body = passage.text if found and passage.text in provision.text else provision.body
    if body.endswith(_LEAD_IN):
        body = provision.body
    if len(body) <= MAX_QUOTE:
        return body or provision.text
    return _shortened(body, question)


def _shortened(body: str, question: str) -> str:
    """The opening, as far as it fits, and the later sentence nearest to the question.

    A quotation goes on from its beginning, because a sentence out of the middle of a list means
    little, or something else, without the words before it.
    """
    sentences = [m.group() for m in _SENTENCE.finditer(body) if m.group().strip()]
    if not sentences:
        return body[:MAX_QUOTE]
    kept: set[int] = set()
    length = 0
    for number, sentence in enumerate(sentences):
        if kept and length + len(sentence) > MAX_QUOTE:
            break
        kept.add(number)
        length += len(sentence)
    asked = set(_units(question))
    later = [
        n
        for n in range(len(kept), len(sentences))
        if len(sentences[n]) <= MAX_QUOTE / 2 and _LETTER.search(sentences[n])
    ]
    shared = {n: len(asked & set(_units(sentences[n]))) for n in later}
    best = max(later, key=lambda n: (shared[n], -n), default=None)
    if best is not None and shared[best] >= _LEAST_SHARED:
        kept.add(best)
    pieces: list[str] = []
    previous = -1
    for number in sorted(kept):
        if number != previous + 1:
            pieces.append(f" {OMISSION} ")
        after_omission = bool(pieces) and number != previous + 1
        pieces.append(sentences[number].lstrip() if after_omission else sentences[number])
        previous = number
    if previous != len(sentences) - 1:
        pieces.append(f" {OMISSION}")
    return "".join(pieces).strip()


def _units(words: str) -> Iterable[str]:
    lowered = words.lower()
    yield from re.findall(r"[a-z]{4,}|\d+", lowered)
    han = re.findall(r"[\u3400-\u9fff]+", lowered)
    for run in han:
        yield from (run[n : n + 2] for n in range(len(run) - 1))


def _citation(
    number: int,
    provision: Provision,
    quote: str,
    spans: tuple[tuple[int, int], ...],
    language: str,
    gist: str,
) -> Citation:
    edition = provision.edition
    term = provision.terms[0] if provision.terms else None
    defined = ""
    if term is not None:
        same = edition.language == language or not term.other
        defined = term.term if same else term.other or ""
    return Citation(
        number=number,
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


def _digest_citation(
    number: int, candidate: Candidate, passage: Passage, language: str, gist: str
) -> Citation:
    """A citation where no official text is installed: no quotation, and marked as ours."""
    book = catalogue()
    return Citation(
        number=number,
        locator=candidate.locator,
        instrument=candidate.instrument,
        jurisdiction=passage.jurisdiction,
        language=language,
        version=passage.version,
        authority=Authority.OWN_DIGEST,
        binding_force=book.instrument(candidate.instrument).binding_force,
        applies_from=passage.applies_from,
        heading=passage.heading,
        pinpoint=pinpoint(candidate.locator, language),
        quote="",
        quote_verified=False,
        gist=gist,
        url=book.url_of(candidate.locator, passage.version, language),
    )


def _lead(draft: Draft, understanding: Understanding) -> str:
    language = draft.language
    if not draft.claims:
        return ""
    if understanding.comparison:
        return text(language, "lead.comparison")
    names = _short_names(draft.citations, language)
    if len(draft.citations) == 1:
        return text(language, "lead.found_one", pinpoint=place(draft.citations[0], language))
    return text(
        language,
        "lead.found",
        instruments=joined(language, names),
        count=len(draft.citations),
        pinpoint=place(draft.citations[0], language),
    )


def _short_names(citations: Iterable[Citation], language: str) -> list[str]:
    book = catalogue()
    return list(dict.fromkeys(book.instrument(c.instrument).short.get(language) for c in citations))
