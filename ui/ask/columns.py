"""One provision in several languages, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.texts import text
from ui.ask.looking import Look, Seen
from ui.interface_language import html_lang
from ui.page.escaping import escaped
from ui.wording import language_name


def beside_html(look: Look, seen: Seen) -> str:
    """The same provision in every language, aligned; our gist where there is no text."""
    reader = look.reader
    parts = []
    if seen.beside is not None:
        heads = "".join(
            f'<th scope="col" lang="{html_lang(reader)}">'
            f"{escaped(language_name(p.edition.language, reader))}"
            f" <span>{escaped(text(reader, f'authority.{p.edition.authority.value}'))}</span></th>"
            for p in seen.beside.texts
        )
        tags = [p.edition.language for p in seen.beside.texts]
        rows = "".join(f"<tr>{_cells(row, tags, reader)}</tr>" for row in seen.beside.rows)
        label = escaped(text(reader, "browse.beside"))
        parts.append(
            f'<div class="rb-beside" role="region" tabindex="0" aria-label="{label}"><table>'
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )
    for language, words in seen.ours:
        name = escaped(language_name(language, reader))
        ours = escaped(text(reader, "authority.own-digest"))
        parts.append(
            f'<div class="rb-words rb-ours"><h4>{name} <span>{ours}</span></h4>'
            f'<p lang="{html_lang(language)}">{escaped(words)}</p></div>'
        )
    return "".join(parts)


def _cells(row: Sequence[str], tags: Sequence[str], reader: str) -> str:
    none = escaped(text(reader, "browse.no_counterpart"))
    return "".join(
        f'<td lang="{html_lang(tag)}" data-name="{escaped(language_name(tag, reader))}">'
        f"{escaped(words)}</td>"
        if words
        else f'<td class="rb-quiet" lang="{html_lang(reader)}">{none}</td>'
        for words, tag in zip(row, tags, strict=True)
    )
