"""What can be done with an answer: taken away, compared, judged."""

from __future__ import annotations

from urllib.parse import urlencode

from assistant.answer import Answer
from corpus.texts import text
from ui.ask.judging import judging_html
from ui.conversation import Turn
from ui.page.escaping import escaped

FORMS = ("markdown", "docx", "csv", "html", "pack")
"""Files offered; ``pack`` is the evidence pack, the rest `ui.export.format.Format`."""


def taking_html(turn: Turn, answer: Answer, language: str, *, feedback: bool) -> str:
    """The line under an answer.

    Args:
        turn: The question.
        answer: The answer.
        language: Language of the interface.
        feedback: Whether the reader may say what they think of it.
    """
    key = "ask.copy" if answer.citations else "ask.copy_plain"
    copy = _button(turn, "copy", text(language, key))
    forms = [f for f in FORMS if f != "csv" or answer.comparison]
    items = "".join(
        f"<li>{_button(turn, 'export', text(language, f'ask.export_{form}'), form)}</li>"
        for form in forms
    )
    menu = (
        f'<details class="rb-menu" id="t{turn.number}-take"><summary>'
        f"{escaped(text(language, 'ask.take_away'))}</summary><ul>{items}</ul></details>"
    )
    compare = ""
    address = compare_address(answer, language)
    if address:
        words = escaped(text(language, "ask.compare"))
        compare = f'<a class="rb-tool" href="{escaped(address)}">{words}</a>'
    label = escaped(text(language, "ask.tools"))
    learn = escaped(text(language, "ask.badges"))
    learn = f'<p class="rb-learn-only"><a href="/learn?lang={language}">{learn}</a></p>'
    judged = judging_html(turn, answer, language) if feedback else ""
    return (
        f'<div class="rb-tools" role="group" aria-label="{label}">{copy}{menu}{compare}</div>'
        f"{learn}{judged}"
    )


def compare_address(answer: Answer, language: str) -> str:
    """Where the answer's topics are laid out across jurisdictions; empty where it has none.

    Args:
        answer: The answer.
        language: Language of the page it leads to.
    """
    understood = answer.understanding
    if answer.abstained or not understood.topics:
        return ""
    pairs = [("topic", topic) for topic in understood.topics[:2]]
    if answer.comparison:
        pairs += [("jurisdiction", cell.jurisdiction) for cell in answer.comparison]
    if understood.as_at_named:
        pairs.append(("as_at", understood.as_at.isoformat()))
    return f"/compare?{urlencode([*pairs, ('lang', language)])}"


def _button(turn: Turn, act: str, words: str, form: str = "") -> str:
    more = f' data-form="{form}"' if form else ""
    ident = "-".join(part for part in (f"t{turn.number}", act, form) if part)
    return (
        f'<button type="button" class="rb-tool" id="{ident}" data-act="{act}"'
        f' data-turn="{turn.number}"{more}>{escaped(words)}</button>'
    )
