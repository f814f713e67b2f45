"""A document as an HTML page of its own, made for printing: no script, nothing fetched.

The page may be opened from a disk, where no server speaks for it, so it carries its own policy:
only the style in it is applied. The only links that lead away are those to publishers.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from corpus.texts import text
from ui.export.outline import (
    Block,
    Bullets,
    Facts,
    Heading,
    Item,
    Outline,
    Paragraph,
    Quote,
    Run,
    Table,
    Weight,
)
from ui.interface_language import html_lang
from ui.page.escaping import escaped


def as_html(outline: Outline) -> str:
    """The whole page."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    writer = _Writer(outline.language)
    body = "".join(map(writer.block, outline.blocks))
    return (
        f'<!DOCTYPE html>\n<html lang="{html_lang(outline.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escaped(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escaped(outline.title.words)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>{body}</main>\n<footer>{writer.run(outline.foot)}</footer>\n</body>\n"
        "</html>\n"
    )


@cache
def _style() -> str:
    return files("ui.export").joinpath("printable.css").read_text("utf-8")


class _Writer:
    """Writes blocks of a document in one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def block(self, block: Block) -> str:
        if isinstance(block, Heading):
            anchor = f' id="source-{block.source}"' if block.source else ""
            return f"<h{block.level}{anchor}>{self.runs(block.runs)}</h{block.level}>\n"
        if isinstance(block, Paragraph):
            name = ' class="lead"' if block.lead else ""
            return f"<p{name}>{self.runs(block.runs)}</p>\n"
        if isinstance(block, Quote):
            lang = f' lang="{escaped(html_lang(block.run.language))}"'
            return f"<blockquote{lang}>{escaped(block.run.words)}</blockquote>\n"
        if isinstance(block, Bullets):
            return self._list(block.items)
        if isinstance(block, Facts):
            facts = "".join(
                f"<div><dt>{self.run(fact.label)}</dt><dd>{self.runs(fact.value)}</dd></div>"
                for fact in block.facts
            )
            return f"<dl>{facts}</dl>\n"
        return self._table(block)

    def runs(self, runs: tuple[Run, ...]) -> str:
        return "".join(map(self.run, runs))

    def run(self, run: Run) -> str:
        words = escaped(run.words).replace("\n", "<br>")
        if run.link:
            words = f'<a href="{escaped(run.link)}" rel="noopener noreferrer">{words}</a>'
        attributes = ""
        if run.language != self._language and run.language:
            attributes += f' lang="{escaped(html_lang(run.language))}"'
        if run.weight is Weight.SOFT:
            attributes += ' class="soft"'
        name = "strong" if run.weight is Weight.STRONG else "span"
        if attributes or name == "strong":
            words = f"<{name}{attributes}>{words}</{name}>"
        return words + "".join(map(self._mark, run.marks))

    def _mark(self, number: int) -> str:
        label = escaped(text(self._language, "ui.cited", number=number))
        # The word joiner keeps a mark on the line of the words it belongs to.
        return f'&#8288;<a class="mark" href="#source-{number}" aria-label="{label}">[{number}]</a>'

    def _list(self, items: tuple[Item, ...]) -> str:
        written = ""
        for position, item in enumerate(items):
            inner = position + 1 < len(items) and items[position + 1].depth > item.depth
            outer = position + 1 == len(items) or items[position + 1].depth < item.depth
            written += f"<li>{self.runs(item.runs)}" + ("<ul>" if inner else "</li>")
            if outer and item.depth:
                written += "</ul></li>"
        return f"<ul>{written}</ul>\n"

    def _table(self, table: Table) -> str:
        heads = "".join(f'<th scope="col">{self.run(head)}</th>' for head in table.heads)
        rows = ""
        for row in table.rows:
            cells = "".join(
                f"<td>{''.join(f'<p>{self.runs(runs)}</p>' for runs in cell)}</td>"
                for cell in row.cells
            )
            rows += f'<tr><th scope="row">{self.run(row.label)}</th>{cells}</tr>'
        caption = f"<caption>{self.run(table.caption)}</caption>"
        label = escaped(table.caption.words)
        return (
            f'<div class="table" role="region" tabindex="0" aria-label="{label}">'
            f"<table>{caption}<thead><tr><td></td>{heads}</tr></thead>"
            f"<tbody>{rows}</tbody></table></div>\n"
        )
