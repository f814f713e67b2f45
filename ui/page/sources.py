"""The cited clauses as HTML: whole, with the cited words marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.answer import Answer, Citation
from corpus.catalogue import LANGUAGES
from corpus.provision import Provision
from corpus.texts import text
from ui.conversation import Turn
from ui.interface_language import html_lang
from ui.page.escaping import escaped
from ui.wording import instrument_name, standing, version_label


def sources_html(turns: Sequence[Turn], language: str) -> str:
    """The cited clauses, whole, with the cited words marked; those of the last answer on top.

    Args:
        turns: Oldest first.
        language: Language of the interface.
    """
    title = f'<h2 class="rb-title">{escaped(text(language, "ui.sources_title"))}</h2>'
    cited = [turn for turn in reversed(turns) if turn.answer and turn.answer.citations]
    blocks = [
        _sources(turn, turn.answer, language)
        if turn is turns[-1]
        else f'<details class="rb-earlier"><summary>{_summary(turn, language)}</summary>'
        f"{_sources(turn, turn.answer, language)}</details>"
        for turn in cited
        if turn.answer
    ]
    if not (cited and cited[0] is turns[-1]):
        blocks.insert(0, f'<p class="rb-empty">{escaped(text(language, "ui.sources_empty"))}</p>')
    return f'<div class="rb-sources" lang="{html_lang(language)}">{title}{"".join(blocks)}</div>'


def marked(
    words: str, spans: Sequence[tuple[int, int]], head: int = 0, anchor: str = "mark"
) -> str:
    """The words of a clause with the cited ones in ``<mark>``, its heading in ``<b>``.

    Args:
        words: The provision's text.
        spans: Start and end of the cited words, in characters.
        head: Length of label and heading at the beginning.
        anchor: Name on the page of the first marked words.

    >>> marked("1. All data", [(3, 6)], head=2, anchor="m")
    '<b>1.</b> <mark id="m">All</mark> data'
    """
    cuts = sorted(
        {0, len(words), min(head, len(words)), *(place for span in spans for place in span)}
    )
    pieces: list[str] = []
    named = False
    for start, end in pairwise(cuts):
        piece = escaped(words[start:end])
        if any(first <= start and end <= last for first, last in spans):
            name = "" if named else f' id="{anchor}"'
            named = True
            piece = f"<mark{name}>{piece}</mark>"
        pieces.append(f"<b>{piece}</b>" if end <= head else piece)
    return "".join(pieces)


def question_lang(turn: Turn) -> str:
    """The attribute for the language of a question, where it is one of ours."""
    known = turn.answer.understanding.language if turn.answer else ""
    return f' lang="{html_lang(known)}"' if known in LANGUAGES else ""


def _summary(turn: Turn, language: str) -> str:
    question = f"<q{question_lang(turn)}>{escaped(turn.question)}</q>"
    return escaped(text(language, "ui.sources_for", question="\0")).replace("\0", question)


def _sources(turn: Turn, answer: Answer, language: str) -> str:
    cards = (
        _source(turn.number, citation, turn.clauses.get(citation.number), answer.language, language)
        for citation in answer.citations
    )
    return "".join(cards)


def _source(
    turn: int, citation: Citation, clause: Provision | None, reply: str, language: str
) -> str:
    lang = html_lang(citation.language)
    name = escaped(text(language, "ui.cited", number=citation.number))
    title = (
        f'<h3 lang="{html_lang(reply)}">{escaped(citation.pinpoint)}'
        f" <span>{escaped(instrument_name(citation.instrument, reply))}</span></h3>"
    )
    path = ""
    if clause is not None and clause.heading_path:
        label = escaped(text(language, "ui.where"))
        steps = escaped(" › ".join(clause.heading_path))
        path = f'<p class="rb-path" lang="{lang}" aria-label="{label}">{steps}</p>'
    if clause is not None:
        words = marked(clause.text, citation.spans, clause.body_start, f"t{turn}c{citation.number}")
        body = f'<div class="rb-clause" lang="{lang}" tabindex="0">{words}</div>'
    else:
        own = escaped(text(language, "ui.own_words"))
        gist = escaped(citation.gist or citation.quote)
        body = (
            f'<div class="rb-clause" id="t{turn}c{citation.number}">'
            f'<p lang="{html_lang(reply)}">{gist}</p><p class="rb-own">{own}</p></div>'
        )
    return (
        f'<article class="rb-source" id="t{turn}s{citation.number}" aria-label="{name}">'
        f'<div class="rb-head"><span class="rb-number" aria-hidden="true">{citation.number}</span>'
        f"<div>{title}{path}</div></div>{body}{_facts(citation, language)}</article>"
    )


def _facts(citation: Citation, language: str) -> str:
    facts = [
        version_label(citation.instrument, citation.version, language),
        *standing(citation, language, citation.status, citation.applies_from),
    ]
    if citation.page:
        facts.append(text(language, "answer.page", page=citation.page))
    if citation.quote_verified:
        facts.append(text(language, "ui.verified"))
    listed = "".join(f"<li>{escaped(fact)}</li>" for fact in facts)
    link = ""
    if citation.url.startswith(("https://", "http://")):
        words = escaped(text(language, "answer.open_publisher"))
        hint = escaped(text(language, "ui.new_tab"))
        link = (
            f'<a class="rb-link" href="{escaped(citation.url)}" target="_blank"'
            f' rel="noopener noreferrer">{words} <span aria-hidden="true">↗</span>'
            f'<span class="rb-sr"> ({hint})</span></a>'
        )
    return f'<ul class="rb-facts">{listed}</ul>{link}'
