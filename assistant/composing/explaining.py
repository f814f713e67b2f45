"""Why this answer: how the question was read, where was looked, and what brought each clause in.

Plain sentences for a reader, from what the answer itself records; nothing of the law is said
here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import Answer, Candidate, Citation, Claim, Part, Understanding
from assistant.composing.notices import place, short
from corpus.catalogue import LANGUAGES
from corpus.texts import joined, text, texts, written_date


def why(answer: Answer) -> str:
    """How an answer came about, in its own language.

    Args:
        answer: Any answer; of one that abstained only the reading and the search are told.
    """
    return explanation(
        answer.understanding, answer.claims, answer.citations, answer.candidates, answer.language
    )


def explanation(
    understanding: Understanding,
    claims: Sequence[Claim],
    citations: Sequence[Citation],
    candidates: Sequence[Candidate],
    language: str,
) -> str:
    """How an answer came about.

    Args:
        understanding: How its question was read.
        claims: What it says.
        citations: What carries that.
        candidates: What retrieval considered.
        language: Language to explain in.

    Returns:
        One sentence a line.
    """
    spoken = understanding.language if understanding.language in LANGUAGES else language
    lines = [
        text(
            language,
            "why.understood",
            need=text(language, f"why.need_{understanding.need.value}"),
            spoken=text(language, f"answer.language_{spoken}"),
        )
    ]
    if understanding.rewritten:
        lines.append(text(language, "why.rewritten", question=understanding.question))
    if understanding.instruments:
        lines.append(
            text(language, "why.places", instruments=short(understanding.instruments, language))
        )
    lines.append(text(language, "why.as_at", date=written_date(language, understanding.as_at)))
    if understanding.expansion:
        words = joined(language, understanding.expansion)
        lines.append(text(language, "why.expansion", words=words))
    found = {candidate.locator: candidate for candidate in candidates}
    lines += [
        _brought_in(citation, claims, citations, found, understanding, language)
        for citation in citations
    ]
    if any(citation.quote for citation in citations):
        lines.append(text(language, "why.words"))
    return "\n".join(lines)


def _brought_in(
    citation: Citation,
    claims: Sequence[Claim],
    citations: Sequence[Citation],
    found: Mapping[str, Candidate],
    understanding: Understanding,
    language: str,
) -> str:
    values = {"mark": f"[{citation.number}]", "place": place(citation, language)}
    parts = {claim.part for claim in claims if citation.number in claim.citations}
    candidate = found.get(citation.locator)
    if parts == {Part.DEFINITION}:
        return text(language, "why.defines", **values)
    if parts == {Part.EXCEPTION}:
        limited = _limited(citation, claims, citations)
        return text(language, "why.followed", of=limited, **values)
    if citation.locator in understanding.references:
        return text(language, "why.named", **values)
    if candidate is None:
        return text(language, "why.other", **values)
    known = texts(language)["why"]
    legs = [
        text(language, f"why.leg_{leg}", rank=rank)
        for leg, rank in sorted(candidate.legs.items(), key=lambda item: item[1])
        if f"leg_{leg}" in known
    ]
    if not legs:
        return text(language, "why.other", **values)
    return text(language, "why.found", legs=joined(language, legs), **values)


def _limited(citation: Citation, claims: Sequence[Claim], citations: Sequence[Citation]) -> str:
    """The mark of what an exception limits: the claim that it stands behind."""
    marks = ""
    for claim in claims:
        if citation.number in claim.citations:
            break
        if claim.part is Part.MAIN:
            marks = "".join(f"[{number}]" for number in claim.citations)
    return marks or f"[{citations[0].number}]"
