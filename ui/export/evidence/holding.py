"""Holding what a pack cites against the installed texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer, Citation, Notice
from assistant.composing.clause import citation_of
from assistant.composing.notices import notices
from assistant.verification import Centred, Context, Statement, backing, find_quote, verify
from corpus.digest import Digest
from corpus.provision import Authority, Provision
from corpus.provisions import ProvisionTable
from corpus.texts import text
from ui.export.evidence.clauses import ChosenClause, installed
from ui.export.evidence.layout import sha256
from ui.export.evidence.report import ClauseResult, ClauseState
from ui.service.service import Service

_WHOSE = frozenset(("authority", "jurisdiction", "binding_force", "instrument"))
"""What a citation says of whose words they are: no version of the software says otherwise."""


@dataclass(frozen=True)
class Holdings:
    """What citations are held against.

    Attributes:
        provisions: The words of the law that are installed.
        words: The digest.
        same_code: Whether the same software made the pack.
        same_digest: Whether its digest is the same.
        same_texts: The texts (instrument, version, language) that are the same files.
    """

    provisions: ProvisionTable
    words: Digest
    same_code: bool
    same_digest: bool
    same_texts: frozenset[tuple[str, str, str]]


def clause_results(
    answer: Answer, chosen: Sequence[ChosenClause], holdings: Holdings
) -> tuple[ClauseResult, ...]:
    """Every citation of an answer against the installed texts.

    Args:
        answer: As recorded.
        chosen: The clauses as recorded; none where they are not known.
        holdings: What to compare with.
    """
    recorded = {clause.number: clause for clause in chosen}
    return tuple(
        _of_digest(citation, answer.language, holdings)
        if citation.authority is Authority.OWN_DIGEST
        else _of_law(citation, recorded.get(citation.number), answer.language, holdings)
        for citation in sorted(answer.citations, key=lambda each: each.number)
    )


def failing_statements(answer: Answer, service: Service) -> Iterator[str]:
    """Statements of a language model that fail a check when they are checked again.

    Args:
        answer: Whose citations are in the installed texts.
        service: Whose texts and embedding model to check with.

    Yields:
        Their names, such as `claims[0]`.
    """
    assistant = service.assistant
    index = assistant.index
    context = Context(
        answer.language,
        answer.understanding.jurisdictions,
        Centred(assistant.embedder, index.means, index.scope),
        strict=True,
        terms=assistant.knowledge.terms,
    )
    for position, claim in enumerate(answer.claims):
        cited = [answer.citation(number) for number in claim.citations]
        found = [(installed(c, index.provisions), c.quote) for c in cited]
        backings = [backing(p, quote, index.provisions) for p, quote in found if p is not None]
        if not verify(Statement(claim.text, tuple(backings)), context).passed:
            yield f"claims[{position}]"


def true_notices(answer: Answer) -> bool:
    """Whether a model's answer has the notices that its citations call for, and no others."""
    language = answer.language
    expected = notices(answer.citations, [], language, answer.understanding.as_at)
    converted = Notice(code="reply_converted", text=text(language, "notices.reply_converted"))
    return list(answer.notices) in (expected, [*expected, converted])


def _of_law(
    citation: Citation, clause: ChosenClause | None, language: str, holdings: Holdings
) -> ClauseResult:
    provision = installed(citation, holdings.provisions)
    if provision is None:
        return _elsewhere(citation, holdings.provisions)
    edition = (citation.instrument, citation.version, citation.language)
    same = holdings.same_code and edition in holdings.same_texts
    spans = find_quote(citation.quote, provision.text)
    if spans is None:
        state = ClauseState.ALTERED if same else ClauseState.NOT_INSTALLED
        return _result(citation, state, differs=("quote",))
    differing = list(_differing(citation, provision, spans, language))
    differing += _gist(citation, language, holdings)
    words = _words(clause, provision)
    if not differing and not words:
        return _result(citation, ClauseState.SAME)
    if same or _WHOSE & set(differing) or ("gist" in differing and holdings.same_digest):
        state = ClauseState.ALTERED
    else:
        state = ClauseState.OTHER_WORDING if words else ClauseState.DESCRIBED
    return _result(citation, state, differs=(*differing, *words))


def _differing(
    citation: Citation, provision: Provision, spans: tuple[tuple[int, int], ...], language: str
) -> Iterator[str]:
    """What a citation says of its provision that the installed text does not."""
    true = citation_of(provision, citation.quote, spans, language, citation.gist)
    facts, said = (each.model_dump(exclude={"number"}) for each in (true, citation))
    yield from (name for name in facts if facts[name] != said[name])


def _words(clause: ChosenClause | None, provision: Provision) -> list[str]:
    """What is not the same of the provision's words and their file."""
    if clause is None:
        return []
    same_words = clause.text_sha256 == sha256(provision.text)
    same_file = clause.source_sha256 == provision.edition.source_sha256
    return ([] if same_words else ["text"]) + ([] if same_file else ["source"])


def _gist(citation: Citation, language: str, holdings: Holdings) -> list[str]:
    entry = holdings.words.nearest(citation.locator)
    ours = entry.gist.get(language) if entry else ""
    return [] if citation.gist in ("", ours) else ["gist"]


def _elsewhere(citation: Citation, provisions: ProvisionTable) -> ClauseResult:
    """A citation of an edition that is not installed; the same place in those that are."""
    others = provisions.get(citation.locator)
    named = tuple(
        f"{p.edition.language} {p.edition.version} {p.edition.authority.value}" for p in others
    )
    edition = (citation.language, citation.version)
    if any((p.edition.language, p.edition.version) == edition for p in others):
        # The text is here; only whose words it is has been changed.
        return _result(citation, ClauseState.ALTERED, differs=("authority",), installed=named)
    stands = any(citation.quote and find_quote(citation.quote, p.text) for p in others)
    state = ClauseState.OTHER_EDITION if stands else ClauseState.NOT_INSTALLED
    return _result(citation, state, installed=named)


def _of_digest(citation: Citation, language: str, holdings: Holdings) -> ClauseResult:
    if citation.quote:
        # Our own words are never a quotation.
        return _result(citation, ClauseState.ALTERED, differs=("quote",))
    if citation.gist and not _gist(citation, language, holdings):
        return _result(citation, ClauseState.SAME)
    state = ClauseState.ALTERED if holdings.same_digest else ClauseState.NOT_INSTALLED
    return _result(citation, state, differs=("gist",))


def _result(citation: Citation, state: ClauseState, **more: Any) -> ClauseResult:
    return ClauseResult(
        number=citation.number,
        locator=citation.locator,
        language=citation.language,
        version=citation.version,
        state=state,
        **more,
    )
