"""A comparison as HTML: the sentences across the cells, then the table.

On a narrow screen the table is stacked, line by line, each cell under the name of its place. The
roles are written out because a stacked table is none to some browsers.
"""

from __future__ import annotations

from itertools import groupby

from assistant.answer import Answer
from corpus.texts import text
from ui.interface_language import html_lang
from ui.matrix import Item, Matrix
from ui.page.escaping import escaped
from ui.page.marks import marks_html


def synthesis_html(answer: Answer) -> str:
    """What is common, what differs and what is missing."""
    if not answer.synthesis:
        return ""
    parts = []
    for kind, sentences in groupby(answer.synthesis, key=lambda sentence: sentence.kind):
        parts.append(f"<dt>{escaped(text(answer.language, f'compare.{kind}'))}</dt>")
        parts += [f"<dd>{escaped(sentence.text)}</dd>" for sentence in sentences]
    return f'<dl class="rb-synthesis">{"".join(parts)}</dl>'


def matrix_html(of: Matrix, language: str, turn: int) -> str:
    """The table.

    Args:
        of: What to show.
        language: Language of the answer.
        turn: Number of the question in the conversation.
    """
    names = [escaped(place) for place in of.places]
    head = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in names)
    rows = "".join(
        f'<tr role="row"><th role="rowheader" scope="row">{escaped(line.label)}</th>'
        + "".join(
            f'<td role="cell"{_blank(items, row, silent)}><span class="rb-place" aria-hidden="true">{name}</span>'
            f"{_cell(items, '' if row else silent, language, turn)}</td>"
            for name, items, silent in zip(names, line.cells, of.silent, strict=True)
        )
        + "</tr>"
        for row, line in enumerate(of.lines)
    )
    label = escaped(text(language, "ui.comparison"))
    return (
        f'<div class="rb-matrix" role="region" tabindex="0" aria-label="{label}">'
        f'<table role="table" aria-label="{label}">'
        f'<thead role="rowgroup"><tr role="row"><td role="cell"></td>{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _blank(items: tuple[Item, ...], row: int, silent: str) -> str:
    """The class of a cell that a stacked table can do without."""
    return "" if items or (silent and not row) else ' class="rb-blank"'


def _cell(items: tuple[Item, ...], silent: str, language: str, turn: int) -> str:
    if silent:
        return f'<p class="rb-none">{escaped(silent)}</p>'
    if not items:
        none = escaped(text(language, "ui.no_value"))
        dash = f'<span aria-hidden="true">–</span><span class="rb-sr">{none}</span>'
        return f'<p class="rb-none">{dash}</p>'
    return "".join(_item(item, language, turn) for item in items)


def _item(item: Item, language: str, turn: int) -> str:
    part = f'<span class="rb-label">{escaped(item.part)}</span> ' if item.part else ""
    words = f'<span lang="{html_lang(item.language)}">{escaped(item.words)}</span>'
    return f"<p>{part}{words}{marks_html(item.marks, turn, language)}</p>"
