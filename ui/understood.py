"""How a question was understood, in the reader's words: all that shaped the answer."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer
from assistant.composing.citation import pinpoint
from assistant.composing.notices import short
from corpus.digest import digest
from corpus.digest.roles import role_name
from corpus.provision import instrument_of
from corpus.texts import joined, text, texts, written_date
from ui.reading import place_name
from ui.wording import instrument_name, language_name


@dataclass(frozen=True)
class Fact:
    """One thing that was understood.

    Attributes:
        label: What it is called, in the answer's language.
        value: What it is.
        language: Language of the value.
    """

    label: str
    value: str
    language: str


def completed(answer: Answer) -> str:
    """The question that was answered, where it is not the words that were typed; else empty."""
    question = answer.understanding.question.strip()
    return "" if question == answer.question.strip() else question


def in_short(answer: Answer) -> list[str]:
    """The gist of it in a few phrases: language, kind of need, places, topics, day."""
    language, understood = answer.language, answer.understanding
    places = joined(language, (place_name(j, language) for j in understood.jurisdictions))
    outside = joined(language, understood.outside)
    day = written_date(language, understood.as_at)
    phrases = (
        _spoken(answer),
        text(language, f"why.need_{understood.need.value}"),
        places,
        _topics(answer),
        text(language, "ui.labelled", label=text(language, "understood.outside"), words=outside)
        if outside
        else "",
        text(language, "answer.as_at", date=day),
    )
    return [phrase for phrase in phrases if phrase]


def besides_chips(answer: Answer) -> list[str]:
    """What of the understanding the page's chips do not say: kind of need, Cantonese, outside."""
    language, understood = answer.language, answer.understanding
    outside = joined(language, understood.outside)
    phrases = [text(language, f"why.need_{understood.need.value}")]
    if understood.cantonese or understood.mixed or understood.language != answer.language:
        phrases.append(_spoken(answer))
    if outside:
        label = text(language, "understood.outside")
        phrases.append(text(language, "ui.labelled", label=label, words=outside))
    return phrases


def in_full(answer: Answer) -> list[Fact]:
    """Everything that was understood and shaped the answer."""
    language, understood = answer.language, answer.understanding
    day = written_date(language, understood.as_at)
    facts = {
        "question": completed(answer),
        "operation": _operation(answer),
        "language": _spoken(answer),
        "need": text(language, f"why.need_{understood.need.value}"),
        "places": joined(language, (place_name(j, language) for j in understood.jurisdictions))
        or text(language, "understood.everywhere"),
        "outside": joined(language, understood.outside),
        "instruments": short(understood.instruments, language),
        "references": joined(
            language, (provision_name(r, language) for r in understood.references)
        ),
        "missing": joined(language, understood.missing),
        "subject": "" if understood.subject == understood.question else understood.subject,
        "expansion": joined(language, understood.expansion),
        "roles": joined(language, (role_name(role, language) for role in understood.roles)),
        "topics": _topics(answer),
        "day": text(language, "understood.day_named", date=day) if understood.as_at_named else day,
    }
    own = {"question": understood.language, "subject": understood.language, "expansion": "zh-Hant"}
    return [
        Fact(text(language, f"understood.{key}"), value, own.get(key, language))
        for key, value in facts.items()
        if value
    ]


def provision_name(locator: str, language: str) -> str:
    """Instrument and place of a provision, as a reader cites it."""
    gap = " " if language == "en" else ""
    return f"{instrument_name(instrument_of(locator), language)}{gap}{pinpoint(locator, language)}"


def _operation(answer: Answer) -> str:
    """What a follow-up does with the answer before it."""
    known = texts(answer.language)["understood"]
    return known.get(f"op_{answer.understanding.operation}", answer.understanding.operation)


def _spoken(answer: Answer) -> str:
    """The language of the question, and that of the reply where it is another."""
    language, understood = answer.language, answer.understanding
    reply = language_name(understood.reply_language, language)
    own = language_name(understood.language, language)
    spoken = text(language, "answer.cantonese") if understood.cantonese else own
    if understood.mixed:
        spoken = text(language, "understood.mixed", spoken=spoken)
    if understood.language == understood.reply_language and not understood.cantonese:
        return spoken
    return text(language, "understood.answered_in", spoken=spoken, reply=reply)


def _topics(answer: Answer) -> str:
    known = digest().topics
    names = (
        known[t].name.get(answer.language) if t in known else t for t in answer.understanding.topics
    )
    return joined(answer.language, names)
