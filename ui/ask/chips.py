"""How a question was understood, as small controls: what is wrong is put right where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer
from corpus.catalogue import LANGUAGES, catalogue
from corpus.digest import Topic
from corpus.texts import joined, text, written_date
from ui.conversation import Turn
from ui.interface_language import html_lang
from ui.page.escaping import escaped
from ui.site.frame import OWN_NAMES
from ui.wording import instrument_name

_FEW = 3
"""Topics that the assistant finds and a chip names."""


@dataclass(frozen=True)
class Choices:
    """What can be chosen from.

    Attributes:
        jurisdictions: Those with installed texts, in the catalogue's order.
        topics: By id.
    """

    jurisdictions: Sequence[str]
    topics: Mapping[str, Topic]


def chips_html(
    turn: Turn, answer: Answer, language: str, choices: Choices, *, documents: bool = False
) -> str:
    """The chips under a question and, hidden behind each, the form to correct it.

    Args:
        turn: The question.
        answer: How it was understood.
        language: Language of the interface.
        choices: What can be chosen from.
        documents: Whether the reader has documents that could be looked in.
    """
    names = ("language", "jurisdictions", "as_at", "topics")
    makers = (_language, _jurisdictions, _as_at, _topics)
    made = [make(turn, answer, language, choices) for make in makers]
    chips = "".join(
        _chip(turn, name, label, value, language)
        for name, (label, value, _) in zip(names, made, strict=True)
    )
    forms = "".join(
        _form(turn, name, label, fields, language)
        for name, (label, _, fields) in zip(names, made, strict=True)
    )
    told = escaped(text(language, "ask.chips"))
    return (
        f'<div class="rb-chips" role="group" aria-label="{told}">{chips}'
        f"{_only(turn, language)}{_documents(turn, language, there=documents)}</div>{forms}"
    )


def _chip(turn: Turn, name: str, label: str, value: str, language: str) -> str:
    mine = name in turn.options.chosen
    sign = escaped(text(language, "ask.set_by_you")) if mine else ""
    told = f' <span class="rb-set">{sign}</span>' if mine else ""
    ident = f"t{turn.number}-{name}"
    kind = "rb-chip rb-mine" if mine else "rb-chip"
    return (
        f'<button type="button" class="{kind}" id="{ident}"'
        f' data-act="chip" aria-expanded="false" aria-controls="{ident}-form">'
        f"<span>{escaped(label)}</span> {escaped(value)}{told}</button>"
    )


def _form(turn: Turn, name: str, label: str, fields: str, language: str) -> str:
    ident = f"t{turn.number}-{name}"
    apply, cancel, reset = (
        escaped(text(language, f"ask.{key}")) for key in ("chip_apply", "cancel", "chip_reset")
    )
    free = ""
    if name in turn.options.chosen:
        free = f'<button type="button" class="rb-second" data-act="unset">{reset}</button>'
    return (
        f'<form class="rb-correct" id="{ident}-form" data-correct="{name}"'
        f' data-turn="{turn.number}" hidden><fieldset><legend>{escaped(label)}</legend>'
        f'{fields}</fieldset><div class="rb-row"><button type="submit" class="rb-button">{apply}'
        f'</button>{free}<button type="button" class="rb-second" data-act="close-chip">{cancel}'
        "</button></div></form>"
    )


def _choice(kind: str, name: str, value: str, label: str, on: bool, lang: str = "") -> str:
    checked = " checked" if on else ""
    return (
        f'<label{lang}><input type="{kind}" name="{name}" value="{escaped(value)}"{checked}>'
        f" {escaped(label)}</label>"
    )


def _language(turn: Turn, answer: Answer, language: str, choices: Choices) -> tuple[str, str, str]:
    del choices
    fields = "".join(
        _choice(
            "radio", f"t{turn.number}-reply", tag, OWN_NAMES[tag], tag == answer.language,
            f' lang="{html_lang(tag)}"',
        )
        for tag in LANGUAGES
    )  # fmt: skip
    name = text(language, f"answer.language_{answer.language}")
    return text(language, "ask.chip_language"), name, fields


def _jurisdictions(
    turn: Turn, answer: Answer, language: str, choices: Choices
) -> tuple[str, str, str]:
    del turn
    meant = answer.understanding.jurisdictions
    places = {place.id: place.name.get(language) for place in catalogue().every_place}
    fields = "".join(
        _choice("checkbox", "jurisdictions", place, places[place], place in meant)
        for place in choices.jurisdictions
    )
    hint = f'<p class="rb-hint">{escaped(text(language, "ask.chip_places_hint"))}</p>'
    said = joined(language, (places.get(place, place) for place in meant))
    value = said or text(language, "ask.chip_everywhere")
    return text(language, "ask.chip_jurisdictions"), value, fields + hint


def _as_at(turn: Turn, answer: Answer, language: str, choices: Choices) -> tuple[str, str, str]:
    del choices
    day: date = answer.understanding.as_at
    ident = f"t{turn.number}-day"
    label = text(language, "ask.chip_as_at")
    fields = (
        f'<input type="date" id="{ident}" name="as_at" value="{day.isoformat()}" required'
        f' min="1990-01-01" max="2100-12-31" aria-label="{escaped(label)}">'
    )
    return label, written_date(language, day), fields


def _topics(turn: Turn, answer: Answer, language: str, choices: Choices) -> tuple[str, str, str]:
    meant = [t for t in answer.understanding.topics if t in choices.topics]
    names = {key: topic.name.get(language) for key, topic in choices.topics.items()}
    held = "".join(_choice("checkbox", "topics", t, names[t], on=True) for t in meant)
    more = "".join(
        f'<option value="{escaped(key)}">{escaped(name)}</option>'
        for key, name in names.items()
        if key not in meant
    )
    ident = f"t{turn.number}-topic"
    fields = (
        f'{held}<label for="{ident}">{escaped(text(language, "ask.chip_add_topic"))}</label>'
        f'<select id="{ident}" name="more"><option value="">–</option>{more}</select>'
    )
    shown = joined(language, (names[t] for t in meant[:_FEW]))
    return text(language, "ask.chip_topics"), shown or text(language, "ask.chip_no_topic"), fields


def _only(turn: Turn, language: str) -> str:
    """The texts that a reader has narrowed the search to, with the way out of it."""
    if not turn.options.instruments:
        return ""
    names = joined(language, (instrument_name(i, language) for i in turn.options.instruments))
    words = escaped(text(language, "ask.chip_only", names=names))
    remove = escaped(text(language, "ask.chip_remove"))
    return (
        f'<button type="button" class="rb-chip rb-mine" id="t{turn.number}-instruments"'
        f' data-act="unset" data-correct="instruments" data-turn="{turn.number}">{words}'
        f' <span class="rb-set">{remove}</span></button>'
    )


def _documents(turn: Turn, language: str, *, there: bool) -> str:
    """Own documents, to be looked in at a touch, or no longer."""
    chosen = turn.options.documents
    if not (there or chosen):
        return ""
    words = escaped(text(language, "ask.chip_documents"))
    kind, act, sign = "rb-chip", "set", ""
    if chosen:
        kind, act = "rb-chip rb-mine", "unset"
        sign = f' <span class="rb-set">{escaped(text(language, "ask.set_by_you"))}</span>'
    return (
        f'<button type="button" class="{kind}" id="t{turn.number}-documents" data-act="{act}"'
        f' data-correct="documents" data-turn="{turn.number}"'
        f' aria-pressed="{str(chosen).lower()}">{words}{sign}</button>'
    )
