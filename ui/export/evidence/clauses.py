"""The clauses of an answer as evidence: what was considered, what is cited, and its exact words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer, Candidate, Citation
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import Digest
from corpus.errors import UnknownInstrument
from corpus.provision import Authority, Provision
from corpus.provisions import ProvisionTable
from corpus.texts import text
from ui.export.evidence.layout import clause_file, sha256
from ui.wording import instrument_name, language_name, version_label


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChosenClause(_Record):
    """A clause that is cited, with what it takes to find its words again."""

    number: int
    file: str = Field(description="The file in the pack that holds its words and nothing else.")
    locator: str
    instrument: str
    version: str
    language: str
    authority: Authority
    text_sha256: str = Field(description="Of the provision's words, UTF-8: the hash of the file.")
    source_sha256: str = Field(description="Of the publisher's file; empty for our own digest.")
    quote: str
    quote_sha256: str
    spans: tuple[tuple[int, int], ...] = Field(description="In characters of the words.")
    url: str
    publisher: str
    licence: str
    attribution: str


class ConsideredClause(_Record):
    """A clause that the search found, with what became of it."""

    locator: str
    language: str
    version: str
    text_sha256: str = Field(description="Empty where its words are not installed.")
    source_sha256: str
    score: float
    legs: dict[str, int]
    followed_from: str
    used: bool
    passed_over: str = Field(description="Code of the reason why it was not used.")


class Clauses(_Record):
    """The file `clauses.json`."""

    chosen: tuple[ChosenClause, ...]
    considered: tuple[ConsideredClause, ...]


def clause_records(answer: Answer, provisions: ProvisionTable, words: Digest) -> Clauses:
    """Every clause that was considered and every one that is cited.

    Args:
        answer: The answer.
        provisions: The words of the law.
        words: The digest, for clauses of which no official text is installed.
    """
    cited = {citation.locator for citation in answer.citations}
    over = answer.trace.passed_over
    considered = tuple(
        _considered(c, provisions, words, c.locator in cited, over.get(c.locator, ""))
        for c in answer.candidates
    )
    chosen = tuple(_chosen(c, provisions) for c in _in_order(answer))
    return Clauses(chosen=chosen, considered=considered)


def clause_files(answer: Answer, provisions: ProvisionTable) -> dict[str, bytes]:
    """The words of every clause cited, one file each."""
    return {
        clause_file(c.number): words_of(c, installed(c, provisions)).encode()
        for c in _in_order(answer)
    }


def installed(citation: Citation, provisions: ProvisionTable) -> Provision | None:
    """The provision that is cited, in the edition that is quoted."""
    found = provisions.get(
        citation.locator, citation.language, citation.version, citation.authority
    )
    return found[0] if found else None


def words_of(citation: Citation, provision: Provision | None) -> str:
    """The words that a citation rests on: the provision's, or else those of the citation itself."""
    if provision is not None:
        return provision.text
    return citation.gist if citation.authority is Authority.OWN_DIGEST else citation.quote


def sources_text(answer: Answer, clauses: Clauses) -> str:
    """Whose words stand in which file, in the answer's language."""
    language = answer.language
    blocks = [text(language, "evidence.sources_head")]
    for clause, citation in zip(clauses.chosen, _in_order(answer), strict=True):
        rows = _rows(clause, citation, language)
        facts = [text(language, "ui.labelled", label=name, words=words) for name, words in rows]
        blocks.append("\n".join((clause.file, *(f"  {fact}" for fact in facts))))
    if not clauses.chosen:
        blocks.append(text(language, "evidence.sources_none"))
    return "\n\n".join(blocks) + "\n"


def _rows(clause: ChosenClause, citation: Citation, language: str) -> Iterator[tuple[str, str]]:
    def label(key: str) -> str:
        return text(language, f"evidence.label_{key}")

    name = instrument_name(citation.instrument, language)
    yield label("place"), f"{name} {citation.pinpoint} ({citation.locator})"
    yield label("authority"), text(language, f"authority.{citation.authority.value}")
    yield label("language"), language_name(citation.language, language)
    yield label("version"), version_label(citation.instrument, citation.version, language)
    if clause.publisher and clause.authority is not Authority.OWN_DIGEST:
        yield label("publisher"), clause.publisher
        yield label("licence"), clause.licence
        yield label("attribution"), clause.attribution
    if clause.url:
        yield label("address"), clause.url
    yield "SHA-256", clause.text_sha256


def _in_order(answer: Answer) -> Sequence[Citation]:
    return sorted(answer.citations, key=lambda citation: citation.number)


def _chosen(citation: Citation, provisions: ProvisionTable) -> ChosenClause:
    provision = installed(citation, provisions)
    publisher, licence, attribution = _rights(citation.instrument)
    return ChosenClause(
        number=citation.number,
        file=clause_file(citation.number),
        locator=citation.locator,
        instrument=citation.instrument,
        version=citation.version,
        language=citation.language,
        authority=citation.authority,
        text_sha256=sha256(words_of(citation, provision)),
        source_sha256=provision.edition.source_sha256 if provision else "",
        quote=citation.quote,
        quote_sha256=sha256(citation.quote),
        spans=citation.spans,
        url=citation.url,
        publisher=publisher,
        licence=licence,
        attribution=attribution,
    )


def _rights(instrument: str) -> tuple[str, str, str]:
    try:
        known = catalogue().instrument(instrument)
    except UnknownInstrument:
        # A document of the reader's own: its rights are theirs to know.
        return "", "", ""
    return known.publisher, known.licence, known.attribution


def _considered(
    candidate: Candidate, provisions: ProvisionTable, words: Digest, used: bool, over: str
) -> ConsideredClause:
    held = provisions.get(candidate.locator, candidate.language, candidate.version)
    if held:
        text_hash, source = sha256(held[0].text), held[0].edition.source_sha256
    else:
        entry = words.entry(candidate.locator)
        gist = entry.gist.get(candidate.language) if entry and _ours(candidate) else ""
        text_hash, source = (sha256(gist) if gist else ""), ""
    fields: dict[str, Any] = candidate.model_dump(
        include={"locator", "language", "version", "score", "legs", "followed_from"}
    )
    return ConsideredClause(
        **fields, text_sha256=text_hash, source_sha256=source, used=used, passed_over=over
    )


def _ours(candidate: Candidate) -> bool:
    return candidate.language in LANGUAGES
