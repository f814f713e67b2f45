"""One answer as HTML: the lead, the claims with their quotations, what a reader has to know."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.answer import Answer, Citation, Part, Support
from assistant.composing.gists import sentences
from corpus.catalogue import LANGUAGES
from corpus.provision import Status
from corpus.texts import text
from ui.interface_language import html_lang
from ui.matrix import in_matrix, matrix
from ui.page.disclosures import why_html
from ui.page.escaping import DOT, escaped
from ui.page.excerpts import excerpts_html
from ui.page.marks import marks_html, with_marks
from ui.page.table import matrix_html, synthesis_html
from ui.reading import Group, Said, groups, marks_of, opening, remarks, unsaid
from ui.wording import instrument_name, version_label

_COLON = re.compile(r"[:：]")
_LONG_ENGLISH, _LONG_CHINESE = 180, 80
"""Characters from which on a first sentence is too long to stand out as a whole."""


def answer_html(answer: Answer, turn: int, claims: int | None = None) -> str:
    """An answer in one piece.

    Args:
        answer: What to show.
        turn: Number of its question in the conversation.
        claims: How many claims to show yet, in reading order; all where None.
    """
    inside = "".join(words for _, words in answer_parts(answer, turn, claims))
    return f'<div class="rb-answer" lang="{html_lang(answer.language)}">{inside}</div>'


def answer_parts(answer: Answer, turn: int, claims: int | None = None) -> list[tuple[str, str]]:
    """An answer in pieces with names, so that a page need only write anew what has changed.

    Args:
        answer: What to show.
        turn: Number of its question in the conversation.
        claims: How many claims to show yet, in reading order; all where None.
    """
    found = groups(answer)
    order = [position for group in found for position in group.positions]
    shown = set(order if claims is None else order[:claims])
    parts = [("lead", _lead(answer, turn))]
    laid_out = matrix(answer)
    if laid_out is not None:
        clauses = escaped(text(answer.language, "compare.clauses"))
        parts += [
            ("synthesis", synthesis_html(answer)),
            ("matrix", matrix_html(laid_out, answer.language, turn)),
            ("clauses", f'<h3 class="rb-sub">{clauses}</h3>'),
        ]
    deeper = "h4" if laid_out is not None else "h3"
    for number, group in enumerate(found):
        if shown.intersection(group.positions):
            parts.append((f"group{number}", _group(group, answer, turn, shown, deeper)))
    if len(shown) == len(order):
        parts += [
            ("notices", _notices(answer, turn)),
            ("excerpts", excerpts_html(answer)),
            ("origin", _origin(answer)),
            ("why", why_html(answer, turn)),
        ]
    return [(name, words) for name, words in parts if words]


def _lead(answer: Answer, turn: int) -> str:
    """The lead, its first sentence strong; an account of the search is told plainly."""
    pieces = opening(answer)
    if answer.understanding.operation == "why" and not answer.abstained:
        words = with_marks(pieces, turn, answer.language)
        return f'<div class="rb-lead rb-told">{words}</div>'
    end, at = _strong(answer), 0
    strong, rest = [], []
    for words, numbers in pieces:
        cut = max(0, min(len(words), end - at))
        inside = cut == len(words)
        strong.append((words[:cut], numbers if inside else ()))
        rest.append((words[cut:], () if inside else numbers))
        at += len(words)
    opened = with_marks(strong, turn, answer.language)
    more = with_marks(rest, turn, answer.language)
    told = f"<strong>{opened}</strong>" if opened else ""
    return f'<p class="rb-lead">{told}{more}</p>'


def _strong(answer: Answer) -> int:
    """How much of the lead stands out: its first sentence; of a long one, what announces it.

    Of a comparison nothing does: its first sentence is about the first place only.
    """
    if answer.comparison and not answer.abstained:
        return 0
    words = answer.reason if answer.abstained else answer.lead
    language = answer.language if answer.language in LANGUAGES else "en"
    first = next(iter(sentences(words, language)), words)
    end = words.find(first) + len(first)
    colon = _COLON.search(first)
    if colon and len(first) > (_LONG_ENGLISH if language == "en" else _LONG_CHINESE):
        return words.find(first) + colon.end()
    return end


def _group(group: Group, answer: Answer, turn: int, shown: Collection[int], heading: str) -> str:
    name = f"<{heading}>{escaped(group.name)}</{heading}>" if group.name else ""
    items = "".join(_claim(said, answer, turn, shown) for said in group.claims)
    return f'{name}<ul class="rb-claims">{items}</ul>' if items else ""


def _claim(said: Said, answer: Answer, turn: int, shown: Collection[int]) -> str:
    if said.claim not in shown:
        return ""
    limits = "".join(
        f"<li>{_statement(answer, position, turn)}</li>"
        for position in said.limits
        if position in shown
    )
    behind = f'<ul class="rb-limits">{limits}</ul>' if limits else ""
    return f"<li>{_statement(answer, said.claim, turn)}{behind}</li>"


def _statement(answer: Answer, position: int, turn: int) -> str:
    """A claim with what it is called, its words where they are not said already, its quotations."""
    claim, language = answer.claims[position], answer.language
    label = ""
    if claim.part is not Part.MAIN:
        words = escaped(text(language, f"answer.part_{claim.part.value}"))
        label = f'<p class="rb-label">{words}</p>'
    said = "" if in_matrix(answer, position) else unsaid(answer, claim)
    if claim.support is Support.VERBATIM or not said:
        quoted = "".join(
            _quotation(answer.citation(n), language, marks_html((n,), turn, language))
            for n in claim.citations
        )
        return label + quoted
    marks = marks_html(claim.citations, turn, language)
    words = f'<span lang="{html_lang(claim.language)}">{escaped(said)}</span>'
    quoted = "".join(_quotation(answer.citation(n), language, "") for n in claim.citations)
    return f'{label}<p class="rb-gist">{words}{marks}</p>{quoted}'


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
    return f'{quote}<p class="rb-where">{DOT.join(where)}{marks}</p>'


def _notices(answer: Answer, turn: int) -> str:
    language = answer.language
    items = [
        escaped(notice.text) + marks_html(marks_of(notice, answer), turn, language)
        for notice in remarks(answer)
    ]
    if answer.withheld:
        items.append(escaped(text(language, "ui.withheld", count=answer.withheld)))
    if answer.fallback:
        items.append(escaped(answer.fallback))
    if not items:
        return ""
    listed = "".join(f"<li>{item}</li>" for item in items)
    heading = escaped(text(language, "ui.notices"))
    return f'<aside class="rb-notices"><h3>{heading}</h3><ul>{listed}</ul></aside>'


def _origin(answer: Answer) -> str:
    """Whose words these are."""
    language = answer.language
    lines = []
    if answer.written_by:
        lines.append(text(language, "ui.written_by", model=answer.written_by))
    ours = any(claim.support is Support.DIGEST for claim in answer.claims)
    told = answer.understanding.operation == "why"
    if ours and not told and any(citation.quote for citation in answer.citations):
        lines.append(text(language, "why.words"))
    return "".join(f'<p class="rb-origin">{escaped(line)}</p>' for line in lines)
