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
    places = [escaped(place) for place in of.places]
    head = "".join(f'<th role="columnheader" scope="col">{place}</th>' for place in places)
    rows = ""
    for number, line in enumerate(of.lines):
        # Where a place is silent is said once.
        silent = of.silent if not number else [""] * len(places)
        cells = zip(places, line.cells, silent, strict=True)
        rows += (
            f'<tr role="row"><th role="rowheader" scope="row">{escaped(line.label)}</th>'
            f"{''.join(_cell(*cell, language, turn) for cell in cells)}</tr>"
        )
    label = escaped(text(language, "ui.comparison"))
    return (
        f'<div class="rb-matrix" role="region" tabindex="0" aria-label="{label}">'
        f'<table role="table" aria-label="{label}">'
        f'<thead role="rowgroup"><tr role="row"><td role="cell"></td>{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _cell(place: str, items: tuple[Item, ...], silent: str, language: str, turn: int) -> str:
    """A cell; one with nothing in it is left out where the table is stacked."""
    if silent:
        inside = f'<p class="rb-none">{escaped(silent)}</p>'
    elif items:
        inside = "".join(_item(item, language, turn) for item in items)
    else:
        none = escaped(text(language, "ui.no_value"))
        inside = f'<p aria-hidden="true">–</p><p class="rb-sr">{none}</p>'
    blank = "" if items or silent else ' class="rb-blank"'
    name = f'<span class="rb-place" aria-hidden="true">{place}</span>'
    return f'<td role="cell"{blank}>{name}{inside}</td>'


def _item(item: Item, language: str, turn: int) -> str:
    part = f'<span class="rb-label">{escaped(item.part)}</span> ' if item.part else ""
    words = f'<span lang="{html_lang(item.language)}">{escaped(item.words)}</span>'
    return f"<p>{part}{words}{marks_html(item.marks, turn, language)}</p>"
