"""The chat's pages: answers and clauses as HTML, every word escaped and in its language.

Pure functions. The three things a browser needs to treat a text rightly stand on every piece of
it: its language, its role, and that it is text and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer
from corpus.texts import text
from ui.conversation import OPERATIONS, Turn
from ui.interface_language import html_lang
from ui.page.disclosures import understood_html
from ui.page.escaping import escaped
from ui.page.reply import answer_html
from ui.page.sources import question_lang
from ui.wording import failure


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
        _turn(turn, language, claims if position == last else None, newest=position == last)
        for position, turn in enumerate(turns)
    )
    return f"{opening}{''.join(parts)}</div>"


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


def _turn(turn: Turn, language: str, claims: int | None, *, newest: bool) -> str:
    asked = escaped(text(language, "ui.you"))
    question = (
        f'<div class="rb-question"><span class="rb-sr">{asked}: </span>'
        f"<p{question_lang(turn)}>{escaped(turn.question)}</p></div>"
    )
    if turn.error is not None:
        words = escaped(failure(turn.error, language))
        reply = f'<p class="rb-error" role="alert">{words}</p>'
    elif turn.answer is None:
        reply = f'<p class="rb-working">{escaped(text(language, "ui.working"))}</p>'
    else:
        reply = understood_html(turn.answer, turn.number)
        reply += answer_html(turn.answer, turn.number, claims)
        complete = claims is None or claims >= len(turn.answer.claims)
        if newest and complete and not turn.answer.abstained:
            reply += _operations(turn.answer, language)
    return f'<article class="rb-turn" id="t{turn.number}" tabindex="-1">{question}{reply}</article>'


def _operations(answer: Answer, language: str) -> str:
    """What can be asked of an answer at a touch, in the language of the interface."""
    offered = [
        name for name in OPERATIONS if name not in (answer.language, answer.understanding.operation)
    ]
    buttons = "".join(
        f'<button type="button" class="rb-say" data-say="{name}">'
        f"{escaped(text(language, f'say.{name}'))}</button>"
        for name in offered
    )
    label = escaped(text(language, "say.label"))
    return (
        f'<div class="rb-operations" role="group" lang="{html_lang(language)}"'
        f' aria-label="{label}">{buttons}</div>'
    )
