"""Whether the files of a pack say the same as each other, whatever is installed here."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Answer, Support
from assistant.model.endpoint import Failure
from corpus.catalogue import LANGUAGES
from ui.export.evidence.asking import leaning
from ui.export.evidence.building import checks_record
from ui.export.evidence.layout import (
    ANSWER,
    CHECKS,
    CLAUSES,
    QUESTION,
    UNDERSTANDING,
    clause_file,
    sha256,
)
from ui.export.evidence.pack import Pack

_WORDS = "clauses/0"


def contradicting(pack: Pack) -> Iterator[str]:
    """Names of the files that do not say what the answer says."""
    answer = pack.answer
    if answer.language not in LANGUAGES or answer.understanding.reply_language not in LANGUAGES:
        yield ANSWER
    if pack.understanding != pack.said.get("understanding"):
        yield UNDERSTANDING
    if pack.checks != checks_record(answer):
        yield CHECKS
    if not _question_agrees(pack):
        yield QUESTION
    if not (_chosen_agree(pack) and _considered_agree(pack)):
        yield CLAUSES


def unbound(answer: Answer) -> Iterator[str]:
    """Parts of an answer that claim to come from where they cannot.

    Yields:
        Their names: claims that are no gist or quotation of what they cite, or cite nothing that
        is there; a language model's claims without a model; a lead in a model's answer.
    """
    known = {citation.number: citation for citation in answer.citations}
    for position, claim in enumerate(answer.claims):
        cited = [known[number] for number in claim.citations if number in known]
        bound = {
            Support.VERBATIM: {c.quote for c in cited},
            Support.DIGEST: {c.gist for c in cited},
            Support.ENTAILED: {claim.text} if answer.written_by else set(),
        }[claim.support]
        if len(cited) < len(claim.citations) or claim.text not in bound:
            yield f"claims[{position}]"
    if answer.written_by:
        # A model writes claims; everything else of an answer is ours.
        ours = ("lead", "comparison", "synthesis")
        yield from (name for name in ours if getattr(answer, name))
        if any(claim.support is not Support.ENTAILED for claim in answer.claims):
            yield "claims"
    elif answer.trace.checks and not answer.fallback:
        yield "trace.checks"
    yield from _dangling(answer, set(known))
    if answer.fallback and answer.language in LANGUAGES:
        reasons = {failure.sentence(answer.language) for failure in Failure}
        if answer.fallback not in reasons:
            yield "fallback"


def _dangling(answer: Answer, numbers: set[int]) -> Iterator[str]:
    """Parts that point to citations or claims that are not there."""
    if not set(answer.lead_citations) <= numbers:
        yield "lead_citations"
    for place, notice in enumerate(answer.notices):
        if not set(notice.citations) <= numbers:
            yield f"notices[{place}]"
    for place, cell in enumerate(answer.comparison):
        if not set(cell.claims) <= set(range(len(answer.claims))):
            yield f"comparison[{place}]"


def _question_agrees(pack: Pack) -> bool:
    answer, question = pack.answer, pack.question
    said = (question.day, question.leans, question.earlier_answers)
    true = (answer.understanding.as_at, leaning(answer), len(pack.history))
    return said == true and question.question.strip() == answer.question.strip()


def _chosen_agree(pack: Pack) -> bool:
    """Whether the clauses and their words are those that the answer cites."""
    cited = {c.number: c for c in pack.answer.citations}
    numbers = [clause.number for clause in pack.clauses.chosen]
    files = {name for name in pack.files if name.startswith(_WORDS)}
    if numbers != sorted(cited) or files != set(map(clause_file, cited)):
        return False
    for clause in pack.clauses.chosen:
        citation = cited[clause.number]
        words = pack.files[clause_file(clause.number)]
        same = ("locator", "instrument", "language", "version", "authority", "quote", "spans")
        if any(getattr(clause, name) != getattr(citation, name) for name in (*same, "url")):
            return False
        said = (clause.file, clause.text_sha256, clause.quote_sha256)
        if said != (clause_file(clause.number), sha256(words), sha256(citation.quote)):
            return False
    return True


def _considered_agree(pack: Pack) -> bool:
    answer = pack.answer
    if len(pack.clauses.considered) != len(answer.candidates):
        return False
    cited = {citation.locator for citation in answer.citations}
    over = answer.trace.passed_over
    same = ("locator", "language", "version", "score", "legs", "followed_from")
    return all(
        all(getattr(clause, name) == getattr(candidate, name) for name in same)
        and clause.used == (candidate.locator in cited)
        and clause.passed_over == over.get(candidate.locator, "")
        for clause, candidate in zip(pack.clauses.considered, answer.candidates, strict=True)
    )
