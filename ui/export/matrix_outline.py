"""A comparison as a document: for each topic the table and its sum, then notices and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.comparing.comparison import Matrix
from assistant.comparing.comparison import Row as TopicRow
from corpus.texts import joined, text
from ui.compare import lines, taken_as
from ui.export.about import about_blocks, foot
from ui.export.answer_outline import synthesis_runs
from ui.export.outline import (
    Block,
    Bullets,
    Heading,
    Item,
    Outline,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
    cell,
)
from ui.export.setting import Setting
from ui.export.sources import soft, source_blocks
from ui.reading import place_name


def matrix_outline(matrix: Matrix, setting: Setting) -> Outline:
    """The document of a comparison.

    Args:
        matrix: What to export.
        setting: Under which circumstances.
    """
    language = matrix.language
    topics = joined(language, (row.name for row in matrix.rows))
    title = Run(text(language, "export.comparison_title", topics=topics), language)
    searched = (i for row in matrix.rows for cell in row.cells for i in cell.searched)
    blocks = (
        Heading(1, (title,)),
        *([Paragraph((soft(taken, language),))] if (taken := taken_as(matrix)) else ()),
        *(block for row in matrix.rows for block in _topic(row, len(matrix.rows) > 1, language)),
        *_notices(matrix),
        *source_blocks(matrix.citations, language, setting),
        *about_blocks(
            language,
            setting,
            as_at=matrix.as_at,
            searched=searched,
            quoted=(citation.instrument for citation in matrix.citations),
            written={text(language, "export.written"): text(language, "export.no_model")},
        ),
    )
    return Outline(title, language, blocks, foot(language, setting))


def _topic(row: TopicRow, several: bool, language: str) -> Iterator[Block]:
    if several:
        yield Heading(2, (Run(row.name, language),))
    heads = tuple(Run(place_name(c.jurisdiction, language), language) for c in row.cells)
    rows = tuple(
        Row(Run(line.label, language), tuple(_cell(items, language) for items in line.cells))
        for line in lines(row.cells, language)
    )
    yield Table(Run(row.name, language), heads, rows)
    if row.synthesis:
        yield Heading(3 if several else 2, (Run(text(language, "compare.in_sum"), language),))
        yield Bullets(tuple(Item(synthesis_runs(s.kind, s.text, language)) for s in row.synthesis))


def _cell(items: Iterable[tuple[str, int | None]], language: str) -> tuple[Runs, ...]:
    marked = ((words, () if number is None else (number,)) for words, number in items)
    return cell(((Run(words, language, marks),) for words, marks in marked), language)


def _notices(matrix: Matrix) -> Iterator[Block]:
    language = matrix.language
    if matrix.notices:
        yield Heading(2, (Run(text(language, "ui.notices"), language),))
        yield Bullets(tuple(Item((Run(n.text, language, n.citations),)) for n in matrix.notices))
