"""The matrix of a comparison inside an answer: what stands in which cell, for any face."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.answer import Answer, Citation, ComparisonCell, Part, Support
from assistant.comparing.synthesis import dates, editions, named
from assistant.composing.notices import short
from corpus.texts import text
from ui.reading import place_name


@dataclass(frozen=True)
class Item:
    """One thing in a cell.

    Attributes:
        words: What it is.
        language: Language of the words.
        marks: Numbers of the citations behind it.
        part: What a claim does in the answer, where it does not simply answer; else empty.
    """

    words: str
    language: str
    marks: tuple[int, ...] = ()
    part: str = ""


@dataclass(frozen=True)
class Line:
    """One line across the jurisdictions; an item list for each of `Matrix.places`."""

    label: str
    cells: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True)
class Matrix:
    """A comparison, laid out.

    Attributes:
        places: Names of the jurisdictions, in the order of the cells.
        silent: For each, where was looked in vain; empty where something was found.
        lines: What is compared; a line in which no cell has anything is left out.
    """

    places: tuple[str, ...]
    silent: tuple[str, ...]
    lines: tuple[Line, ...]


def matrix(answer: Answer) -> Matrix | None:
    """The matrix of an answer; None where it compares nothing."""
    if not answer.comparison:
        return None
    language = answer.language
    rows = (
        ("aspect_rule", _gists),
        ("figures", _figures),
        ("force", _force),
        ("pinpoint", _pinpoints),
        ("dates", _dates),
        ("editions", _editions),
    )
    lines = (
        Line(
            text(language, f"compare.{key}"), tuple(tuple(of(c, answer)) for c in answer.comparison)
        )
        for key, of in rows
    )
    return Matrix(
        tuple(place_name(cell.jurisdiction, language) for cell in answer.comparison),
        tuple(_silence(cell, language) for cell in answer.comparison),
        tuple(line for line in lines if any(line.cells)),
    )


_Items = Callable[[ComparisonCell, Answer], Iterator[Item]]


def _silence(cell: ComparisonCell, language: str) -> str:
    if cell.claims:
        return ""
    if not cell.searched:
        return text(language, "ui.nothing_here")
    return text(
        language,
        "ui.silent",
        place=place_name(cell.jurisdiction, language),
        instruments=short(cell.searched, language),
    )


def _gists(cell: ComparisonCell, answer: Answer) -> Iterator[Item]:
    for position in cell.claims:
        claim = answer.claims[position]
        part = ""
        if claim.part is not Part.MAIN:
            part = text(answer.language, f"answer.part_{claim.part.value}")
        yield Item(claim.text, claim.language, claim.citations, part)


def _figures(cell: ComparisonCell, answer: Answer) -> Iterator[Item]:
    for figure in cell.figures:
        yield Item(figure, answer.language)


def _force(cell: ComparisonCell, answer: Answer) -> Iterator[Item]:
    for force in dict.fromkeys(c.binding_force for c in _cited(cell, answer)):
        yield Item(text(answer.language, f"binding_force.{force.value}"), answer.language)


def _pinpoints(cell: ComparisonCell, answer: Answer) -> Iterator[Item]:
    cited = _cited(cell, answer)
    for citation in cited:
        where = named(citation, cited, answer.language)
        yield Item(where, answer.language, (citation.number,))


def _dates(cell: ComparisonCell, answer: Answer) -> Iterator[Item]:
    cited, language = _cited(cell, answer), answer.language
    for phrase in dates(cited, language, answer.understanding.as_at):
        yield Item(phrase, language)


def _editions(cell: ComparisonCell, answer: Answer) -> Iterator[Item]:
    for phrase in editions(_cited(cell, answer), answer.language):
        yield Item(phrase, answer.language)


def _cited(cell: ComparisonCell, answer: Answer) -> list[Citation]:
    numbers = dict.fromkeys(n for p in cell.claims for n in answer.claims[p].citations)
    return [answer.citation(number) for number in numbers]


def in_matrix(answer: Answer, position: int) -> bool:
    """Whether the matrix has the words of a claim already."""
    claim = answer.claims[position]
    return claim.support is not Support.VERBATIM and any(
        position in cell.claims for cell in answer.comparison
    )
