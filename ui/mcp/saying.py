"""Results in words, for readers of a tool's text; programs read the structured content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.answer import Answer
from assistant.comparing.comparison import Cell, Matrix
from assistant.composing.citation import pinpoint
from assistant.composing.notices import short
from corpus.catalogue import catalogue
from corpus.texts import text
from ui.contract import answer_text
from ui.export.outline import clean
from ui.mcp.sources import marks, notice_lines, source_lines
from ui.service.results import ProvisionView, QuoteCheck, SearchResult
from ui.wording import instrument_name, language_name, standing, version_label


def say_answer(answer: Answer) -> str:
    """An answer with its marks and sources, or the reason why there is none."""
    language = answer.language
    if answer.abstained:
        return _lines((answer.reason, *notice_lines(answer.notices, language)))
    said = [answer_text(answer)]
    said += [sentence.text for sentence in answer.synthesis]
    said += notice_lines(answer.notices, language)
    said += source_lines(answer.citations, language)
    return _lines(said)


def say_found(result: SearchResult, language: str) -> str:
    """Provisions found, best first."""
    said = []
    for number, found in enumerate(result.candidates, 1):
        place = f"{instrument_name(found.instrument, language)} {pinpoint(found.locator, language)}"
        heading = " ".join(found.heading.split())
        edition = version_label(found.instrument, found.version, language)
        tongue = language_name(found.language, language)
        said.append(f"{number}. {found.locator} · {place} · {heading} · {edition} · {tongue}")
    if not said or result.abstain:
        said.append(text(language, "mcp.too_far"))
    return _lines(said)


def say_provision(view: ProvisionView, language: str) -> str:
    """A provision's words under its place, with what kind of text they are."""
    badges = standing(view, language, view.status, view.applies_from)
    badges.append(version_label(view.instrument, view.version, language))
    badges.append(language_name(view.language, language))
    said = [
        f"{instrument_name(view.instrument, language)} {view.pinpoint} · {' · '.join(badges)}",
        " › ".join((*view.heading_path, view.title)),
        "",
        view.text or text(language, "ui.own_words"),
    ]
    if view.gist:
        label = text(language, "compare.gist")
        said += ["", text(language, "ui.labelled", label=label, words=view.gist)]
    if view.commencement:
        said += ["", view.commencement]
    said += ["", f"{view.locator} {view.url}".rstrip()]
    return _lines(said)


def say_matrix(matrix: Matrix) -> str:
    """Topic by topic, place by place, with the sources of all."""
    language = matrix.language
    said: list[str] = []
    for row in matrix.rows:
        said += [f"# {row.name}"]
        for cell in row.cells:
            said += _cell(cell, language)
        said += [sentence.text for sentence in row.synthesis]
        said += [""]
    said += notice_lines(matrix.notices, language)
    said += source_lines(matrix.citations, language)
    return _lines(said)


def say_check(check: QuoteCheck, language: str) -> str:
    """Whether and where a quotation stands."""
    if check.verified:
        said = [text(language, "mcp.verified")]
    else:
        said = [text(language, "mcp.not_verified", editions=", ".join(check.searched))]
    for found in check.found:
        name = instrument_name(found.locator.split("/")[0], language)
        kind = text(language, f"authority.{found.authority.value}")
        tongue = language_name(found.language, language)
        edition = version_label(found.locator.split("/")[0], found.version, language)
        said.append(f"- {name} {found.pinpoint} · {kind} · {edition} · {tongue}")
        said.append(f"  {found.locator} {found.url}".rstrip())
    return _lines(said)


def _cell(cell: Cell, language: str) -> Iterator[str]:
    place = catalogue().place(cell.jurisdiction)
    yield f"## {place.name.get(language) if place else cell.jurisdiction}"
    if cell.remark:
        yield cell.remark
    for entry in cell.entries:
        cited = entry.citation
        words = cited.gist or entry.heading
        where = f"{short([cited.instrument], language)} {cited.pinpoint}"
        named = text(language, "mcp.remarked", words=words, remark=where)
        yield f"- {named}{marks((cited.number,))}"


def _lines(said: Iterable[str]) -> str:
    # Some clients are terminals; direction marks would put one source's words into another's.
    return clean("\n".join(said)).strip()
