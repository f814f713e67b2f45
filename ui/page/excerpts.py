"""Passages of the reader's own documents, apart from the answer and marked as no law."""

from __future__ import annotations

from assistant.answer import Answer
from corpus.documents import Excerpt
from corpus.documents.placing import pinpoint
from corpus.texts import text
from ui.documents.addresses import passage_address
from ui.interface_language import html_lang
from ui.page.escaping import escaped


def excerpts_html(answer: Answer) -> str:
    """The passages under their heading; nothing where there are none.

    Args:
        answer: The law's answer, with what its reader's documents say beside it.
    """
    if not answer.excerpts:
        return ""
    language = answer.language
    items = "".join(_excerpt(excerpt, language) for excerpt in answer.excerpts)
    heading, note = (
        escaped(text(language, f"documents.{key}")) for key in ("excerpts", "excerpts_note")
    )
    return (
        f'<section class="rb-excerpts"><h3>{heading}</h3><p class="rb-hint">{note}</p>'
        f"<ol>{items}</ol></section>"
    )


def _excerpt(excerpt: Excerpt, language: str) -> str:
    place = escaped(pinpoint(excerpt, language))
    where = f' <span class="rb-hint">{place}</span>' if place else ""
    return (
        f'<li><p><a href="{escaped(passage_address(excerpt))}">{escaped(excerpt.title)}</a>{where}'
        f'</p><blockquote lang="{html_lang(excerpt.language)}">{escaped(excerpt.text)}'
        "</blockquote></li>"
    )
