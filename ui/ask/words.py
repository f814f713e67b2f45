"""The words of a provision as HTML: blocks in blocks, the cited words marked."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.texts import text
from ui.interface_language import html_lang
from ui.page.escaping import escaped
from ui.site.words import Block, Fold, Line, Part, Stretch


def words_html(root: Block, reader: str) -> str:
    """A root provision with everything inside it.

    Args:
        root: As `ui.site.words.block_of` cuts it.
        reader: Language of what folds open.
    """
    title = ""
    if root.label or root.heading:
        title = f'<p class="rb-words-title">{escaped(root.label)} {_stretches(root.heading)}</p>'
    here = ' class="rb-here"' if root.here else ""
    return f"<div{here}>{title}{_parts(root.parts, reader)}</div>"


def _parts(parts: Iterable[Part], reader: str) -> str:
    return "".join(_part(part, reader) for part in parts)


def _part(part: Part, reader: str) -> str:
    if isinstance(part, Line):
        return f"<p>{_stretches(part.stretches)}</p>"
    if isinstance(part, Fold):
        key = "browse.fold_before" if part.before else "browse.fold_after"
        more = escaped(text(reader, key, count=len(part.parts)))
        return (
            f'<details class="rb-fold"><summary lang="{html_lang(reader)}">{more}</summary>'
            f"{_parts(part.parts, reader)}</details>"
        )
    label = f'<span class="rb-label-of">{escaped(part.label)}</span>' if part.label else ""
    heading = f'<p class="rb-words-title">{_stretches(part.heading)}</p>' if part.heading else ""
    here = " rb-here" if part.here else ""
    bare = "" if part.label else " rb-bare"
    return (
        f'<div class="rb-block{here}{bare}">{label}<div>{heading}{_parts(part.parts, reader)}'
        "</div></div>"
    )


def _stretches(of: Iterable[Stretch]) -> str:
    return "".join(
        f"<sup>{s.note}</sup>"
        if s.note
        else f"<mark>{escaped(s.text)}</mark>"
        if s.mark
        else escaped(s.text)
        for s in of
    )
