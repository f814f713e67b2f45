"""What a reader has to know about the texts an answer uses.

Law that does not apply yet, a section not in operation, an unofficial translation, a voluntary
framework, our own digest instead of the law: each is said once, with the citations it concerns.
An answer that needs one never goes without it: they follow from the citations alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from assistant.answer import Citation, ComparisonCell, Notice
from assistant.composing.citation import pinpoint
from corpus.catalogue import Trilingual, catalogue
from corpus.provision import Authority, BindingForce, Status, encloses, instrument_of
from corpus.texts import joined, text, written_date

_FORCES = {
    BindingForce.VOLUNTARY_FRAMEWORK: "voluntary",
    BindingForce.RECOMMENDATION: "recommendation",
    BindingForce.POLICY: "policy",
    BindingForce.TREATY: "treaty",
    BindingForce.GOVERNMENT_DIRECTIVE: "government_directive",
}
"""Whom a text binds, where that is not everybody, by the key of the notice."""


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


def not_installed(instruments: Sequence[str], language: str) -> Notice:
    """That a question also names instruments that are known here and not installed.

    Args:
        instruments: Ids of further instruments.
        language: Language of the answer.
    """
    words = text(
        language,
        "notices.known_not_installed",
        instruments=short(instruments, language),
        command=f"rulebridge sources fetch {' '.join(instruments)}",
    )
    return Notice(code="known_not_installed", text=words)


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
    yield from _of_status(citation, where, language)
    if citation.applies_from and citation.applies_from > as_at:
        day = written_date(language, citation.applies_from)
        yield (
            "not_yet_applicable",
            text(language, "notices.not_yet_applicable", pinpoint=where, date=day),
        )
    else:
        yield from _later_parts(citation, where, language, as_at)
    if rule and rule.remark and (rule.until is None or as_at <= rule.until):
        yield "commencement", rule.remark.get(language)
    if version is not None and version.remark is not None:
        yield "edition", version.remark.get(language)
    yield from _of_version(citation, name, language, as_at)
    if citation.status is Status.EXPLANATORY and instrument_of(citation.locator) == "eu-ai-act":
        yield "explanatory", text(language, "notices.explanatory", pinpoint=where)
    yield from _of_text(citation, name, language)
    if code := _FORCES.get(citation.binding_force):
        yield code, text(language, f"notices.{code}", instrument=name)


def _of_status(citation: Citation, where: str, language: str) -> Iterator[tuple[str, str]]:
    """That a provision does not operate."""
    codes = {
        Status.NOT_IN_OPERATION: "not_in_operation",
        Status.REPEALED: "repealed",
        Status.OMITTED: "omitted",
    }
    code = codes.get(citation.status)
    if code:
        yield code, text(language, f"notices.{code}", pinpoint=where)


def _later_parts(
    citation: Citation, where: str, language: str, as_at: date
) -> Iterator[tuple[str, str]]:
    """That some of what stands in a provision applies later than the rest."""
    version = catalogue().version(citation.instrument, citation.version)
    days: dict[date, list[str]] = {}
    for rule in version.commencement if version else ():
        for tail in rule.locators:
            place_ = f"{citation.instrument}/{tail}"
            inside = place_ != citation.locator and encloses(citation.locator, place_)
            if inside and rule.start > as_at:
                days.setdefault(rule.start, []).append(pinpoint(place_, language))
    for day, places in days.items():
        words = text(
            language,
            "notices.partly_later",
            pinpoint=where,
            places=joined(language, places),
            date=written_date(language, day),
        )
        yield "partly_later", words


def _of_version(
    citation: Citation, name: str, language: str, as_at: date
) -> Iterator[tuple[str, str]]:
    """That the text quoted is not the one in force on the day asked about."""
    book = catalogue()
    version = book.version(citation.instrument, citation.version)
    if version is not None and not version.covers(as_at):
        words = text(
            language,
            "notices.other_version",
            instrument=name,
            version=version.label.get(language),
            date=written_date(language, as_at),
        )
        yield "other_version", words


def _of_text(citation: Citation, name: str, language: str) -> Iterator[tuple[str, str]]:
    """What kind of text is quoted, where it is not an authentic one."""
    original = _original(citation)
    if original is not None and citation.authority in _TRANSLATED:
        code = _TRANSLATED[citation.authority]
        own = original.get(language)
        yield code, text(language, f"notices.{code}", instrument=name, languages=own)
        return
    if citation.authority is Authority.OFFICIAL_TRANSLATION:
        names = (text(language, f"answer.language_{tag}") for tag in _authentic(citation))
        words = text(
            language,
            "notices.translation_prevails",
            instrument=name,
            languages=joined(language, names),
        )
        yield "translation_prevails", words
    if citation.authority is Authority.MACHINE_CONVERTED:
        yield "machine_converted", text(language, "notices.machine_converted", instrument=name)
    if citation.authority is Authority.UNOFFICIAL_TRANSLATION:
        yield (
            "unofficial_translation",
            text(language, "notices.unofficial_translation", instrument=name),
        )
    if citation.authority is Authority.OWN_DIGEST:
        yield "own_digest", text(language, "notices.own_digest", instrument=name)


_TRANSLATED = {
    Authority.OFFICIAL_TRANSLATION: "translation_prevails_elsewhere",
    Authority.UNOFFICIAL_TRANSLATION: "unofficial_translation_elsewhere",
}


def _original(citation: Citation) -> Trilingual | None:
    """The language of the authentic text, where none of it is held."""
    version = catalogue().version(citation.instrument, citation.version)
    texts = version.text if version else ()
    return next((t.original for t in texts if t.language == citation.language), None)


def _authentic(citation: Citation) -> list[str]:
    """The languages in which the instrument is authentic."""
    version = catalogue().version(citation.instrument, citation.version)
    held = version.text if version else ()
    return [t.language for t in held if t.authority is Authority.AUTHENTIC]
