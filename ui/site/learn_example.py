"""How one question became an answer, step by step, for those who learn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from assistant.answer import Answer, Candidate, Citation, Part
from corpus.catalogue import LANGUAGES
from corpus.provision import encloses
from corpus.texts import text, texts
from ui.explained import Account, account
from ui.reading import Marked, opening
from ui.site.place import address
from ui.understood import Fact, in_full, provision_name
from ui.wording import language_name

MOST_CANDIDATES = 8
MOST_QUOTES = 3


@dataclass(frozen=True)
class Considered:
    """A provision that was found: where it stands, what found it, what became of it."""

    place: str
    href: str
    legs: tuple[str, ...]
    outcome: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Carrier:
    """A provision that carries the answer."""

    number: int
    place: str
    href: str
    part: str


@dataclass(frozen=True)
class Quoted:
    """Verified words, and the address that checks them again."""

    number: int
    words: str
    language: str
    kind: str
    place: str
    check: str


@dataclass(frozen=True)
class Worked:
    """An answer as a worked example.

    Attributes:
        answer: The answer itself.
        question_language: Language of the question.
        facts: What was understood.
        considered: The best provisions found.
        total: How many were found.
        account: How sure it was, what was passed over, what was withheld.
        opening: The first sentences with their marks.
        carriers: The provisions behind the answer.
        quotes: Some of the quotations.
        verified: How many quotations were found word for word.
        ask: Address of the Ask page with the question.
    """

    answer: Answer
    question_language: str
    facts: tuple[Fact, ...]
    considered: tuple[Considered, ...]
    total: int
    account: Account
    opening: Marked
    carriers: tuple[Carrier, ...]
    quotes: tuple[Quoted, ...]
    verified: int
    ask: str


def worked(answer: Answer) -> Worked:
    """An answer as a worked example, in the answer's language."""
    spoken = answer.understanding.language
    quoted = [c for c in answer.citations if c.quote and c.quote_verified]
    return Worked(
        answer=answer,
        question_language=spoken if spoken in LANGUAGES or len(spoken) == 2 else "",
        facts=tuple(_facts(answer)),
        considered=tuple(islice(_considered(answer), MOST_CANDIDATES)),
        total=len({candidate.locator for candidate in answer.candidates}),
        account=account(answer),
        opening=opening(answer),
        carriers=tuple(_carriers(answer)),
        quotes=tuple(_quoted(c, answer.language) for c in quoted[:MOST_QUOTES]),
        verified=len(quoted),
        ask="/?" + urlencode({"q": answer.question}),
    )


def _facts(answer: Answer) -> Iterator[Fact]:
    """What was understood, without what is told elsewhere on the page or only looks odd."""
    left_out = {text(answer.language, "understood.subject")}
    if answer.understanding.cantonese:
        left_out.add(text(answer.language, "understood.expansion"))
    return (fact for fact in in_full(answer) if fact.label not in left_out)


def _considered(answer: Answer) -> Iterator[Considered]:
    seen: set[str] = set()
    for candidate in answer.candidates:
        if candidate.locator in seen:
            continue
        seen.add(candidate.locator)
        numbers = tuple(
            c.number
            for c in answer.citations
            if encloses(c.locator, candidate.locator) or encloses(candidate.locator, c.locator)
        )
        yield Considered(
            provision_name(candidate.locator, answer.language),
            address(candidate.locator),
            tuple(_legs(candidate, answer.language)),
            _outcome(answer, candidate, numbers),
            numbers,
        )


def _legs(candidate: Candidate, language: str) -> Iterator[str]:
    known = texts(language)["why"]
    for leg, rank in sorted(candidate.legs.items(), key=lambda item: item[1]):
        if f"leg_{leg}" in known:
            yield text(language, f"why.leg_{leg}", rank=rank)


def _outcome(answer: Answer, candidate: Candidate, numbers: tuple[int, ...]) -> str:
    if numbers:
        return text(answer.language, "learn.used")
    code = answer.trace.passed_over.get(candidate.locator, "")
    known = texts(answer.language)["why"]
    return known.get(f"passed_{code}") or text(answer.language, "learn.not_used")


def _carriers(answer: Answer) -> Iterator[Carrier]:
    for citation in answer.citations:
        parts = {claim.part for claim in answer.claims if citation.number in claim.citations}
        said = ""
        for part in (Part.EXCEPTION, Part.DEFINITION):
            if parts == {part}:
                said = text(answer.language, f"learn.part_{part.value}")
        yield Carrier(
            citation.number, _place(citation, answer.language), address(citation.locator), said
        )


def _quoted(citation: Citation, language: str) -> Quoted:
    kind = text(
        language,
        "compare_page.quoted_as",
        spoken=language_name(citation.language, language),
        authority=text(language, f"authority.{citation.authority.value}"),
    )
    check = "/learn?" + urlencode({"quote": citation.quote}) + "#check"
    place = _place(citation, language)
    return Quoted(citation.number, citation.quote, citation.language, kind, place, check)


def _place(citation: Citation, language: str) -> str:
    """Its place as cited; the pinpoint of a definition names the term."""
    name = provision_name(citation.locator, language)
    return name if "/def" not in citation.locator else f"{name} ({citation.pinpoint})"
