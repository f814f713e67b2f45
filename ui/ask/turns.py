"""One turn of the conversation as pieces of HTML: the page writes anew only what has changed."""

from __future__ import annotations

import json
from collections.abc import Collection
from urllib.parse import urlencode

from assistant.answer import Answer, Citation
from corpus.catalogue import LANGUAGES
from corpus.texts import text
from ui.ask.chips import Choices, chips_html
from ui.ask.taking import taking_html
from ui.conversation import OPERATIONS, State, Turn
from ui.interface_language import html_lang
from ui.page.disclosures import understood_html
from ui.page.escaping import DOT, escaped
from ui.page.reply import answer_parts
from ui.wording import failure, instrument_name, standing

Parts = list[tuple[str, str, str]]
"""Name of a piece, language of its words, HTML."""


def turn_parts(
    turn: Turn,
    language: str,
    choices: Choices,
    *,
    newest: bool,
    feedback: bool = False,
    documents: bool = False,
) -> Parts:
    """Everything that is shown of a turn.

    Args:
        turn: The turn.
        language: Language of the interface.
        choices: What the chips offer.
        newest: Whether it is the last of the conversation.
        feedback: Whether readers may say what they think of it.
        documents: Whether the reader has documents of their own.
    """
    parts: Parts = [("question", language, _question(turn, language))]
    answer = turn.answer
    if answer is not None and turn.state in (State.DONE, State.GROWING, State.STOPPED):
        if turn.settled:
            chips = chips_html(turn, answer, language, choices, documents=documents)
            parts.append(("chips", language, chips))
        parts.append(("understood", answer.language, understood_html(answer, turn.number)))
        # Statements that are still to come must not look as if there were none.
        pieces = answer_parts(answer, turn.number)
        late = () if turn.settled else ("notices", "excerpts", "origin", "why")
        parts += [(name, answer.language, words) for name, words in pieces if name not in late]
        parts.append(("sources", language, _cited(answer, turn.number, language)))
    if not turn.settled:
        parts.append(("state", language, _working(turn, language)))
    elif turn.state is not State.DONE:
        parts.append(("state", language, _trouble(turn, language)))
    if answer is not None and turn.state is State.DONE:
        parts.append(("tools", language, taking_html(turn, answer, language, feedback=feedback)))
        if newest and not answer.abstained:
            parts.append(("operations", language, _operations(answer, language)))
    return parts


def question_lang(turn: Turn) -> str:
    """The attribute for the language of a question, where it is one of ours."""
    known = turn.answer.understanding.language if turn.answer else ""
    return f' lang="{html_lang(known)}"' if known in LANGUAGES else ""


def permalink(citation: Citation, language: str) -> str:
    """The address of the cited provision in the edition quoted.

    Args:
        citation: What is cited.
        language: Language of the page it leads to.
    """
    query = {"version": citation.version, "lang": language}
    if citation.quote:
        query["language"] = citation.language
    return f"/p/{citation.locator}?{urlencode(query)}"


def _question(turn: Turn, language: str) -> str:
    asked = escaped(text(language, "ui.you"))
    buttons = ""
    if turn.settled:
        buttons = "".join(
            f'<button type="button" class="rb-quiet-button" id="t{turn.number}-{act}"'
            f' data-act="{act}" data-turn="{turn.number}">'
            f"{escaped(text(language, f'ask.{act}'))}</button>"
            for act in ("edit", "retry")
        )
        buttons = f'<div class="rb-question-tools">{buttons}</div>'
    return (
        f'<div class="rb-question"><h2><span class="rb-sr">{asked}: </span>'
        f"<span{question_lang(turn)}>{escaped(turn.question)}</span></h2>{buttons}</div>"
    )


def _working(turn: Turn, language: str) -> str:
    if turn.wait and turn.state is State.WAITING:
        words = text(language, "ask.in_line", seconds=turn.wait)
    else:
        words = text(language, "ask.writing" if turn.state is State.GROWING else "ui.working")
    return f'<p class="rb-working"><span></span>{escaped(words)}</p>'


def _trouble(turn: Turn, language: str) -> str:
    """Why there is no whole answer, and the way to one."""
    if turn.state is State.BUSY:
        words = text(language, "ask.busy", seconds=turn.wait)
    elif turn.state is State.FAILED and turn.error is not None:
        words = failure(turn.error, language)
    else:
        words = text(language, f"ask.{turn.state.value}")
    kind = "rb-error" if turn.state is State.FAILED else "rb-trouble"
    again = escaped(text(language, "ask.again"))
    return (
        f'<div class="{kind}"><p>{escaped(words)}</p><button type="button" class="rb-button"'
        f' id="t{turn.number}-again" data-act="retry" data-turn="{turn.number}">{again}</button>'
        "</div>"
    )


def _cited(answer: Answer, turn: int, language: str) -> str:
    """What the page's script shows beside a mark, and where the mark leads."""
    items = "".join(_citation(citation, answer, turn, language) for citation in answer.citations)
    return f'<div class="rb-cites" hidden>{items}</div>' if items else ""


def _citation(citation: Citation, answer: Answer, turn: int, language: str) -> str:
    place = {
        "locator": citation.locator,
        "version": citation.version,
        "language": citation.language,
        "authority": citation.authority.value,
        "spans": citation.spans,
        "turn": turn,
        "number": citation.number,
    }
    reply = html_lang(answer.language)
    name = instrument_name(citation.instrument, answer.language)
    if citation.quote:
        lang = html_lang(citation.language)
        words = f'<blockquote lang="{lang}">{escaped(citation.quote)}</blockquote>'
    else:
        own = escaped(text(language, "ui.own_words"))
        words = f'<blockquote lang="{reply}">{escaped(citation.gist)}</blockquote><p>{own}</p>'
    badges = [escaped(badge) for badge in standing(citation, language)[:1]]
    if citation.quote_verified:
        badges.append(escaped(text(language, "ui.verified")))
    if citation.page:
        badges.append(escaped(text(language, "answer.page", page=citation.page)))
    return (
        f'<div id="t{turn}s{citation.number}" data-place="{escaped(json.dumps(place))}"'
        f' data-href="{escaped(permalink(citation, language))}">'
        f'<p class="rb-pop-where" lang="{reply}"><b>{escaped(citation.pinpoint)}</b>'
        f" <span>{escaped(name)}</span></p>"
        f'<p class="rb-pop-facts">{DOT.join(badges)}</p>{words}</div>'
    )


def _operations(answer: Answer, language: str) -> str:
    """What can be asked of an answer at a touch, in the language of the interface."""
    offered: Collection[str] = [
        name for name in OPERATIONS if name not in (answer.language, answer.understanding.operation)
    ]
    buttons = "".join(
        f'<button type="button" class="rb-say" data-act="say" data-say="{name}">'
        f"{escaped(text(language, f'say.{name}'))}</button>"
        for name in offered
    )
    label = escaped(text(language, "say.label"))
    return f'<div class="rb-operations" role="group" aria-label="{label}">{buttons}</div>'
