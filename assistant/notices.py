"""What a reader has to know about the texts an answer uses.

Law that does not apply yet, a section not in operation, an unofficial translation, a voluntary
framework, our own digest instead of the law: each is said once, with the citations it concerns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from assistant.answer import Citation, ComparisonCell, Notice
from corpus.catalogue import catalogue
from corpus.provision import Authority, BindingForce, Status, instrument_of
from corpus.texts import joined, text, written_date


def notices(
    citations: Iterable[Citation], cells: Iterable[ComparisonCell], language: str, as_at: date
) -> list[Notice]:
    """All notices that an answer needs, in the order of its citations.

    Args:
        citations: The answer's citations.
        cells: Its comparison, if it is one.
        language: Language of the answer.
        as_at: The day whose law was asked about.
    """
    found: dict[str, Notice] = {}
    pairs = [(code, words, c.number) for c in citations for code, words in _of(c, language, as_at)]
    for code, words, number in pairs:
        held = found.get(words)
        numbers = (*held.citations, number) if held else (number,)
        found[words] = Notice(code=code, text=words, citations=numbers)
    for cell in cells:
        if not cell.claims:
            words = text(
                language, "notices.no_provision", instruments=short(cell.searched, language)
            )
            found[words] = Notice(code="no_provision", text=words)
    return list(found.values())


def place(citation: Citation, language: str) -> str:
    """Instrument and pinpoint in one phrase, as the answer's language writes it."""
    gap = " " if language == "en" else ""
    return f"{short([citation.instrument], language)}{gap}{citation.pinpoint}"


def short(instruments: Iterable[str], language: str) -> str:
    """The short names of instruments, in one line."""
    book = catalogue()
    return joined(language, (book.instrument(i).short.get(language) for i in instruments))


def _of(citation: Citation, language: str, as_at: date) -> Iterator[tuple[str, str]]:
    where, name = place(citation, language), short([citation.instrument], language)
    book = catalogue()
    rule = book.commencement_of(citation.locator, citation.version)
    version = book.version(citation.instrument, citation.version)
    if citation.status is Status.NOT_IN_OPERATION:
        yield "not_in_operation", text(language, "notices.not_in_operation", pinpoint=where)
    if citation.applies_from and citation.applies_from > as_at:
        day = written_date(language, citation.applies_from)
        yield (
            "not_yet_applicable",
            text(language, "notices.not_yet_applicable", pinpoint=where, date=day),
        )
    if rule and rule.remark and (rule.until is None or as_at <= rule.until):
        yield "commencement", rule.remark.get(language)
    if version is not None and version.remark is not None:
        yield "edition", version.remark.get(language)
    if citation.status is Status.EXPLANATORY and instrument_of(citation.locator) == "eu-ai-act":
        yield "explanatory", text(language, "notices.explanatory", pinpoint=where)
    if citation.authority is Authority.UNOFFICIAL_TRANSLATION:
        yield (
            "unofficial_translation",
            text(language, "notices.unofficial_translation", instrument=name),
        )
    if citation.authority is Authority.OWN_DIGEST:
        yield "own_digest", text(language, "notices.own_digest", instrument=name)
    if citation.binding_force is BindingForce.VOLUNTARY_FRAMEWORK:
        yield "voluntary", text(language, "notices.voluntary", instrument=name)
