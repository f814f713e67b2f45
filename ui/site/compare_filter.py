"""Some provisions of a comparison: those of one binding force, those with figures.

What is filtered out is not missing: a cell that a filter empties says so, and no sentence across
the cells speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.comparing.comparison import Cell, Entry, Matrix, Row, State, side
from assistant.comparing.synthesis import dates, editions, synthesis
from assistant.composing.notices import notices
from ui.site.compare_query import CompareQuery


@dataclass(frozen=True)
class Narrowed:
    """A comparison of which some provisions are shown.

    Attributes:
        matrix: With these alone.
        hidden: Topic and jurisdiction → provisions filtered out.
    """

    matrix: Matrix
    hidden: Mapping[tuple[str, str], int]


def narrowed(matrix: Matrix, query: CompareQuery) -> Narrowed:
    """The provisions of a comparison that a reader wants to see.

    Args:
        matrix: Everything.
        query: What is wanted.
    """
    if not query.narrowed:
        return Narrowed(matrix, {})
    hidden: dict[tuple[str, str], int] = {}
    rows = []
    for row in matrix.rows:
        cells = tuple(_cell(cell, query, matrix) for cell in row.cells)
        for before, after in zip(row.cells, cells, strict=True):
            if left_out := len(before.entries) - len(after.entries):
                hidden[row.topic, before.jurisdiction] = left_out
        rows.append(_row(row, cells, matrix.language))
    kept = matrix.model_copy(update={"rows": tuple(rows)})
    told = notices(kept.citations, (), matrix.language, matrix.as_at)
    return Narrowed(kept.model_copy(update={"notices": tuple(told)}), hidden)


def _wanted(entry: Entry, query: CompareQuery) -> bool:
    if query.figures and not entry.figures:
        return False
    return query.force in (None, entry.citation.binding_force)


def _cell(cell: Cell, query: CompareQuery, matrix: Matrix) -> Cell:
    entries = tuple(entry for entry in cell.entries if _wanted(entry, query))
    if entries == cell.entries:
        return cell
    cited = [entry.citation for entry in entries]
    return cell.model_copy(
        update={
            "entries": entries,
            # Whether the others have a figure or that force is not known here.
            "more": 0,
            "roles": _distinct(role for entry in entries for role in entry.roles),
            "figures": _distinct(figure for entry in entries for figure in entry.figures),
            "binding_force": tuple(dict.fromkeys(c.binding_force for c in cited)),
            "dates": dates(cited, matrix.language, matrix.as_at),
            "editions": editions(cited, matrix.language),
        }
    )


def _row(row: Row, cells: tuple[Cell, ...], language: str) -> Row:
    sides = [side(c, language) for c in cells if c.entries or c.state is not State.FOUND]
    return row.model_copy(update={"cells": cells, "synthesis": synthesis(sides, language)})


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
