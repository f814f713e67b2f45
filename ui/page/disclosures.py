"""What opens on request: how a question was understood, and why it was answered so."""

from __future__ import annotations

from assistant.answer import Answer
from corpus.catalogue import LANGUAGES
from corpus.texts import text
from ui.explained import Account, account, listed
from ui.interface_language import html_lang
from ui.page.escaping import DOT, escaped
from ui.page.marks import with_marks
from ui.reading import numbered
from ui.understood import besides_chips, completed, in_full


def understood_html(answer: Answer, turn: int) -> str:
    """How the question was understood: one small line that opens.

    Args:
        answer: The reply.
        turn: Number of its question in the conversation.
    """
    language = answer.language
    phrases = [escaped(phrase) for phrase in besides_chips(answer)]
    question = completed(answer)
    if question:
        phrases.insert(0, f"<q{_lang(answer.understanding.language)}>{escaped(question)}</q>")
    label = escaped(text(language, "understood.label"))
    facts = "".join(
        f"<dt>{escaped(fact.label)}</dt><dd{_lang(fact.language)}>{escaped(fact.value)}</dd>"
        for fact in in_full(answer)
    )
    return (
        f'<details class="rb-understood" id="t{turn}u" lang="{html_lang(language)}">'
        f"<summary><b>{label}</b> {DOT.join(phrases)}</summary><dl>{facts}</dl></details>"
    )


def why_html(answer: Answer, turn: int) -> str:
    """Why this answer: how sure, what found each clause, what was passed over, what was withheld.

    Args:
        answer: The reply.
        turn: Number of its question in the conversation.
    """
    told = account(answer)
    if told.empty:
        return ""
    parts = [f"<p>{escaped(sentence)}</p>" for sentence in told.sure]
    if told.brought_in and answer.citations:
        items = "".join(
            f"<li>{with_marks(numbered(line, answer), turn, answer.language)}</li>"
            for line in told.brought_in
        )
        parts.append(f"{_sub(answer, 'brought_in')}<ul>{items}</ul>")
    parts.append(_passed_over(told, answer))
    if told.withheld:
        items = "".join(f"<li>{escaped(words)}</li>" for words in told.withheld)
        parts.append(f"{_sub(answer, 'checks')}<ul>{items}</ul>")
    return (
        f'<details class="rb-why" id="t{turn}w"><summary>{escaped(told.title)}</summary>'
        f"{''.join(parts)}</details>"
    )


def _passed_over(told: Account, answer: Answer) -> str:
    if not told.passed_over:
        return ""
    parts = []
    for reason, places in told.passed_over.items():
        parts.append(f"<p>{escaped(reason)}</p>")
        facts = (
            f"<dt>{escaped(name)}</dt><dd>{escaped(pinpoints)}</dd>"
            for name, pinpoints in listed(places, answer.language)
        )
        parts.append(f"<dl>{''.join(facts)}</dl>")
    return f"{_sub(answer, 'passed_over')}{''.join(parts)}"


def _sub(answer: Answer, key: str) -> str:
    return f'<p class="rb-sub">{escaped(text(answer.language, f"why.{key}"))}</p>'


def _lang(language: str) -> str:
    return f' lang="{html_lang(language)}"' if language in LANGUAGES else ""
