"""A comparison in a terminal: jurisdictions side by side, then the clauses behind the marks.

Where the terminal is too narrow for all jurisdictions, the table is continued below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from assistant.answer import Citation
from assistant.comparing.aspects import Aspect
from assistant.comparing.comparison import Cell, Matrix, Row, State
from assistant.comparing.synthesis import named
from corpus.digest import Topic
from corpus.digest.roles import role_name
from corpus.provision import Authority, Status
from corpus.texts import joined, text
from ui.reading import place_name
from ui.render import plain
from ui.wording import instrument_name, standing, version_label
from ui.wrapping import Words

_LABELS = 14
"""Columns of the table's first column."""
_LEAST = 16
"""Columns that a jurisdiction needs."""
_INDENT = 4
_DOT = " · "


@dataclass(frozen=True)
class Line:
    """One line of a comparison across the jurisdictions.

    Attributes:
        label: What the line is about, in the reader's language.
        cells: For each jurisdiction the items, each with the number of its citation or None.
    """

    label: str
    cells: tuple[tuple[tuple[str, int | None], ...], ...]


def lines(cells: Sequence[Cell], language: str) -> Iterator[Line]:
    """A row of the matrix as lines that read across; a line with nothing in it is left out.

    Args:
        cells: The row's cells, or some of them.
        language: The reader's.
    """
    for aspect in Aspect:
        items = [_of_aspect(cell, aspect, language) for cell in cells]
        yield from _line(f"aspect_{aspect.value}", items, language)
    figures = [
        [(figure, e.citation.number) for e in cell.entries for figure in e.figures]
        for cell in cells
    ]
    yield from _line("figures", figures, language)
    values: dict[str, list[Sequence[str]]] = {
        "state": [_remarks(cell, language) for cell in cells],
        "roles": [[role_name(role, language) for role in cell.roles] for cell in cells],
        "force": [
            [text(language, f"binding_force.{force.value}") for force in cell.binding_force]
            for cell in cells
        ],
        "dates": [cell.dates for cell in cells],
        "editions": [cell.editions for cell in cells],
    }
    for key, told in values.items():
        items = [[(value, None) for value in cell] for cell in told]
        yield from _line(key, items, language)


def _line(
    key: str, cells: Sequence[Sequence[tuple[str, int | None]]], language: str
) -> Iterator[Line]:
    if any(cells):
        yield Line(text(language, f"compare.{key}"), tuple(map(tuple, cells)))


def _of_aspect(cell: Cell, aspect: Aspect, language: str) -> list[tuple[str, int | None]]:
    cited = [entry.citation for entry in cell.entries]
    return [
        (
            text(
                language,
                "compare.with_places",
                phrase=entry.heading,
                pinpoints=named(entry.citation, cited, language),
            ),
            entry.citation.number,
        )
        for entry in cell.entries
        if entry.aspect is aspect
    ]


def _remarks(cell: Cell, language: str) -> list[str]:
    more = text(language, "compare.more", count=cell.more) if cell.more else ""
    return [remark for remark in (cell.remark, more) if remark]


def show_matrix(console: Console, matrix: Matrix) -> None:
    """Print a comparison: for each topic the table and the synthesis, then clauses and notices."""
    language = matrix.language
    for row in matrix.rows:
        _say(console, Text(row.name, "bold underline"))
        width = console.width - _LABELS - 3
        beside = max(1, width // (_LEAST + 3))
        for first in range(0, len(row.cells), beside):
            console.print(_table(row.cells[first : first + beside], language))
        _show_synthesis(console, row, language)
        console.print()
    _say(console, Text(text(language, "compare.clauses"), "bold"))
    for citation in matrix.citations:
        console.print()
        _show_clause(console, citation, language)
    if matrix.notices:
        console.print()
        _say(console, Text(text(language, "ui.notices"), "bold yellow"))
        for notice in matrix.notices:
            marks = "".join(f"[{number}]" for number in notice.citations)
            _say(console, Text(plain(f"{notice.text} {marks}".strip()), "yellow"), _INDENT)
    console.print()
    _say(console, Text(text(language, "notices.not_advice"), "dim"))


def show_topics(console: Console, topics: Sequence[Topic], language: str) -> None:
    """Print the topics: id, name and description."""
    for topic in topics:
        words = Text(topic.id, "bold").append(f"  {topic.name.get(language)}", "not bold")
        _say(console, words)
        _say(console, Text(topic.description.get(language), "dim"), _INDENT)


def _table(cells: Sequence[Cell], language: str) -> Table:
    table = Table(box=box.ROUNDED, expand=True, show_lines=True, padding=(0, 1))
    table.add_column("", width=_LABELS - 2, no_wrap=False)
    for cell in cells:
        table.add_column(place_name(cell.jurisdiction, language), ratio=1)
    for line in lines(cells, language):
        values = [_items(items, cell) for items, cell in zip(line.cells, cells, strict=True)]
        table.add_row(Words(Text(line.label, "bold")), *values)
    return table


def _items(items: Sequence[tuple[str, int | None]], cell: Cell) -> Group:
    style = "" if cell.state is State.FOUND else "yellow"
    parts = []
    for words, number in items:
        mark = Text(f"[{number}] ", "cyan") if number is not None else Text()
        parts.append(Words(mark.append(plain(words), style)))
    return Group(*parts)


def _show_synthesis(console: Console, row: Row, language: str) -> None:
    if not row.synthesis:
        return
    _say(console, Text(text(language, "compare.in_sum"), "bold"))
    for sentence in row.synthesis:
        kind = text(language, f"compare.{sentence.kind}")
        words = Text(f"{kind}{_DOT}", "bold cyan").append(sentence.text, "not bold default")
        _say(console, words, _INDENT)


def _show_clause(console: Console, citation: Citation, language: str) -> None:
    name = instrument_name(citation.instrument, language)
    place = f"{name}{_DOT}{citation.pinpoint}"
    _say(console, Text(f"[{citation.number}] ", "bold cyan").append(plain(place), "bold default"))
    if citation.gist:
        own = text(language, "compare.own")
        words = Text(plain(citation.gist)).append(f" {own}", "dim")
        _say(console, words, _INDENT)
    if citation.quote:
        _say(console, Text(plain(quoted(citation)), "italic"), _INDENT)
    edition = version_label(citation.instrument, citation.version, language)
    _say(console, Text(_DOT.join((edition, *facts(citation, language))), "dim"), _INDENT)
    if citation.url:
        # Never broken over lines: it has to stay one link.
        console.print(Text(f"{' ' * _INDENT}{citation.url}", "dim cyan"), soft_wrap=True)


def facts(citation: Citation, language: str) -> list[str]:
    """Authority and force of a clause, then what is known of its operation."""
    known = standing(citation, language, citation.status, citation.applies_from)
    if citation.authority is not Authority.OWN_DIGEST:
        return known
    # Whether a provision is in operation is read off the official text.
    operating = text(language, f"status.{Status.OPERATIVE.value}")
    return [phrase for phrase in known if phrase != operating]


def quoted(citation: Citation) -> str:
    """The quotation in the quotation marks of its language."""
    first, last = ("「", "」") if citation.language == "zh-Hant" else ("“", "”")
    return f"{first}{citation.quote}{last}"


def taken_as(matrix: Matrix) -> str:
    """Which topics free words were taken for; empty where topics were named."""
    names = [row.name for row in matrix.rows]
    said = {words.casefold().strip() for words in matrix.asked}
    known = {word.casefold() for row in matrix.rows for word in (row.topic, row.name)}
    if said <= known:
        return ""
    language = matrix.language
    asked = joined(language, matrix.asked)
    return text(language, "compare.taken_as", asked=asked, topics=joined(language, names))


def _say(console: Console, words: Text, indent: int = 0) -> None:
    console.print(Words(words, indent))
