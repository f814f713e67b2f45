"""The chat's pages: answers and clauses as HTML, every word escaped and in its language.

Pure functions. The three things a browser needs to treat a text rightly stand on every piece of
it: its language, its role, and that it is text and nothing else.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import pairwise

from assistant.answer import Answer, Citation, Support
from corpus.catalogue import LANGUAGES
from corpus.provision import Provision, Status
from corpus.texts import text
from ui.conversation import Turn
from ui.interface_language import html_lang
from ui.wording import claim_groups, failure, instrument_name, standing, version_label

_DOT = ' <span class="rb-dot" aria-hidden="true">·</span> '
# Gradio reads HTML as a template: `${…}` and `{{…}}` in a question must not become one.
_TEMPLATE = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;"})


def escaped(words: str) -> str:
    """Words as HTML text or attribute value, inert also to Gradio's templates.

    >>> escaped("<b>${x}</b>")
    '&lt;b&gt;&#36;&#123;x&#125;&lt;/b&gt;'
    """
    return html.escape(words).translate(_TEMPLATE)


def conversation_html(turns: Sequence[Turn], language: str, claims: int | None = None) -> str:
    """The conversation so far.

    Args:
        turns: Oldest first.
        language: Language of the interface.
        claims: How many claims of the last answer to show yet; all where None.
    """
    label = escaped(text(language, "ui.conversation"))
    opening = f'<div class="rb-log" role="log" lang="{html_lang(language)}" aria-label="{label}">'
    if not turns:
        welcome = escaped(text(language, "ui.conversation_empty"))
        return f'{opening}<p class="rb-empty">{welcome}</p></div>'
    last = len(turns) - 1
    parts = (
        _turn(turn, language, claims if position == last else None)
        for position, turn in enumerate(turns)
    )
    return f"{opening}{''.join(parts)}</div>"


def sources_html(turns: Sequence[Turn], language: str) -> str:
    """The cited clauses, whole, with the cited words marked; those of the last answer on top.

    Args:
        turns: Oldest first.
        language: Language of the interface.
    """
    title = f'<h2 class="rb-title">{escaped(text(language, "ui.sources_title"))}</h2>'
    blocks = [
        _sources(turn, turn.answer, language)
        for turn in reversed(turns)
        if turn.answer is not None and turn.answer.citations
    ]
    if not blocks:
        blocks = [f'<p class="rb-empty">{escaped(text(language, "ui.sources_empty"))}</p>']
    newest, *earlier = blocks
    older = "".join(
        f'<details class="rb-earlier"><summary>{_summary(turn, language)}</summary>'
        f"{block}</details>"
        for turn, block in zip(_cited(turns)[1:], earlier, strict=True)
    )
    return f'<div class="rb-sources" lang="{html_lang(language)}">{title}{newest}{older}</div>'


def header_html(language: str) -> str:
    """Name and purpose, at the top of the page."""
    title, tagline = (escaped(text(language, f"ui.{key}")) for key in ("title", "tagline"))
    return (
        f'<header class="rb-header" lang="{html_lang(language)}">'
        f"<h1>{title}</h1><p>{tagline}</p></header>"
    )


def footer_html(sentences: Sequence[str], language: str) -> str:
    """What is installed and where it runs, at the foot of the page.

    Args:
        sentences: About the installed texts.
        language: Language of the interface.
    """
    lines = [*sentences, text(language, "ui.local"), text(language, "notices.not_advice")]
    body = "".join(f"<p>{escaped(sentence)}</p>" for sentence in lines)
    return f'<footer class="rb-footer" lang="{html_lang(language)}">{body}</footer>'


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


def _turn(turn: Turn, language: str, claims: int | None) -> str:
    asked = escaped(text(language, "ui.you"))
    question = (
        f'<div class="rb-question"><span class="rb-sr">{asked}: </span>'
        f"<p{_question_lang(turn)}>{escaped(turn.question)}</p></div>"
    )
    if turn.error is not None:
        words = escaped(failure(turn.error, language))
        reply = f'<p class="rb-error" role="alert">{words}</p>'
    elif turn.answer is None:
        reply = f'<p class="rb-working">{escaped(text(language, "ui.working"))}</p>'
    else:
        reply = _answer(turn.answer, turn.number, claims)
    return f'<article class="rb-turn" id="t{turn.number}">{question}{reply}</article>'


def _question_lang(turn: Turn) -> str:
    known = turn.answer.understanding.language if turn.answer else ""
    return f' lang="{html_lang(known)}"' if known in LANGUAGES else ""


def _answer(answer: Answer, number: int, claims: int | None) -> str:
    language = answer.language
    lead = answer.reason if answer.abstained else answer.lead
    parts = [f'<p class="rb-lead">{escaped(lead)}</p>']
    complete = claims is None or claims >= len(answer.claims)
    left = len(answer.claims) if claims is None else claims
    for name, positions in claim_groups(answer, language):
        if left <= 0 and not complete:
            break
        if name:
            parts.append(f"<h3>{escaped(name)}</h3>")
        now = positions if complete else positions[:left]
        if not positions:
            parts.append(f'<p class="rb-none">{escaped(text(language, "ui.nothing_here"))}</p>')
        items = "".join(_claim(answer, position, number) for position in now)
        parts.append(f'<ul class="rb-claims">{items}</ul>')
        left -= len(positions)
    if complete:
        parts.append(_notices(answer))
    return f'<div class="rb-answer" lang="{html_lang(language)}">{"".join(parts)}</div>'


def _claim(answer: Answer, position: int, turn: int) -> str:
    claim = answer.claims[position]
    language = answer.language
    marks = "".join(_mark(turn, number, language) for number in claim.citations)
    gist = ""
    if claim.support is not Support.VERBATIM:
        words = f'<span lang="{html_lang(claim.language)}">{escaped(claim.text)}</span>'
        gist = f'<p class="rb-gist">{words}{marks}</p>'
        marks = ""
    quoted = "".join(
        _quotation(answer.citation(number), language, marks) for number in claim.citations
    )
    return f"<li>{gist}{quoted}</li>"


def _mark(turn: int, number: int, language: str) -> str:
    label = escaped(text(language, "ui.cited", number=number))
    # The word joiner keeps a mark on the line of the words it belongs to.
    return (
        f'&#8288;<a class="rb-mark" href="#t{turn}s{number}" data-mark="t{turn}c{number}"'
        f' aria-label="{label}">{number}</a>'
    )


def _quotation(citation: Citation, language: str, marks: str) -> str:
    quote = ""
    if citation.quote:
        lang = html_lang(citation.language)
        quote = f'<blockquote lang="{lang}">{escaped(citation.quote)}</blockquote>'
    where = [
        f"<strong>{escaped(citation.pinpoint)}</strong>",
        escaped(instrument_name(citation.instrument, language)),
        escaped(version_label(citation.instrument, citation.version, language)),
    ]
    if citation.status is not Status.OPERATIVE:
        where.append(escaped(text(language, f"status.{citation.status.value}")))
    if citation.quote and not citation.quote_verified:
        where.append(escaped(text(language, "answer.unverified")))
    return f'{quote}<p class="rb-where">{_DOT.join(where)}{marks}</p>'


def _notices(answer: Answer) -> str:
    language = answer.language
    sentences = [notice.text for notice in answer.notices]
    if answer.withheld:
        sentences.append(text(language, "ui.withheld", count=answer.withheld))
    if not sentences:
        return ""
    items = "".join(f"<li>{escaped(sentence)}</li>" for sentence in sentences)
    heading = escaped(text(language, "ui.notices"))
    return f'<aside class="rb-notices"><h3>{heading}</h3><ul>{items}</ul></aside>'


def _cited(turns: Sequence[Turn]) -> list[Turn]:
    return [t for t in reversed(turns) if t.answer is not None and t.answer.citations]


def _summary(turn: Turn, language: str) -> str:
    question = f"<q{_question_lang(turn)}>{escaped(turn.question)}</q>"
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
