"""Understanding the question: language, jurisdictions, instruments, conversation.

Deterministic and explainable: everything found here is returned with the answer. A question
that names a jurisdiction is only ever searched in that jurisdiction's instruments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from assistant.answer import Answer, Understanding
from assistant.defined_terms import DefinedTerms
from assistant.language import recognise, reply_language
from assistant.reference import resolve
from corpus.catalogue import catalogue
from corpus.glossary import Glossary, glossary
from corpus.scope import OutsideName, outside_names
from corpus.script import fold

_HAN = re.compile(r"[\u3400-\u9fff]")
_FOLLOW_UP = re.compile(
    r"^\s*((and|what about|how about|but|then|same|also)\b|[咁噉那又]|至於|至于|還有|还有)",
    re.IGNORECASE,
)
MAX_REFERENCES = 8
"""Provisions that one question may name; “Articles 8 to 49” is not asked to be read out."""

_TOO_GENERAL = frozenset(("人工智能", "人工智慧"))
"""Words that every instrument here is about: they find nothing in particular."""

_SHORT = 14
"""A question of at most this many content units may lean on the one before it."""


@dataclass(frozen=True)
class _Name:
    pattern: re.Pattern[str]
    jurisdiction: str
    instrument: str | None


def _pattern(alias: str) -> re.Pattern[str]:
    folded = fold(alias)
    if _HAN.search(alias):
        return re.compile(re.escape(folded))
    # Short capitals (EU, US, HK) are also words or parts of words: they keep their case.
    if alias.isupper() and len(alias.replace(".", "")) <= 3:
        return re.compile(rf"(?<![A-Za-z]){re.escape(alias)}(?![A-Za-z])")
    return re.compile(rf"(?<![a-z]){re.escape(folded)}(?![a-z])")


@cache
def _written(alias: str) -> re.Pattern[str]:
    """A pattern for an alias in a text that has not been folded."""
    if _HAN.search(alias):
        return re.compile(re.escape(alias))
    case = re.NOFLAG if alias.isupper() else re.IGNORECASE
    return re.compile(rf"(?<![A-Za-z]){re.escape(alias)}(?![A-Za-z])", case)


@cache
def _names() -> tuple[_Name, ...]:
    book = catalogue()
    names = [
        _Name(_pattern(alias), instrument.jurisdiction, instrument.id)
        for instrument in book.instruments
        for alias in instrument.aliases
    ]
    names += [
        _Name(_pattern(a), place.id, None) for place in book.jurisdiction for a in place.aliases
    ]
    return tuple(names)


def named(question: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The jurisdictions and the instruments that a text names, in order of mention.

    >>> named("歐盟同大陸對AI生成內容嘅標示要求有咩分別？")
    (('eu', 'cn'), ())
    >>> named("What does the PDPO say about us?")
    (('hk',), ('cap-486',))
    """
    folded = fold(question).replace(fold("中國香港"), fold("香港"))
    mentions: list[tuple[int, _Name]] = []
    for name in _names():
        match = name.pattern.search(folded) or name.pattern.search(question)
        if match:
            mentions.append((match.start(), name))
    mentions.sort(key=lambda mention: mention[0])
    jurisdictions = tuple(dict.fromkeys(name.jurisdiction for _, name in mentions))
    instruments = tuple(dict.fromkeys(n.instrument for _, n in mentions if n.instrument))
    return jurisdictions, instruments


def subject(question: str) -> str:
    """The question without the jurisdictions it names, for searching.

    Where to look is settled by then; left in, “Hong Kong” finds every provision that says it.

    >>> subject("Who is the author of an AI-generated work in Hong Kong?")
    'Who is the author of an AI-generated work in ?'
    """
    kept = question
    for place in catalogue().jurisdiction:
        for pattern in map(_written, place.aliases):
            kept = pattern.sub(" ", kept)
    return " ".join(kept.split()) if re.search(r"\w", kept) else question


def understand(
    question: str,
    *,
    available: Collection[str],
    as_at: date,
    interface: str | None = None,
    language: str | None = None,
    instruments: Iterable[str] | None = None,
    history: Sequence[Answer] = (),
    exists: Callable[[str], bool] = bool,
    definitions: DefinedTerms | None = None,
    terms: Glossary | None = None,
) -> Understanding:
    """What a question asks for, and where to look.

    Args:
        question: As typed.
        available: Instruments in the index.
        as_at: The day whose law counts.
        interface: Language of the interface; decides where the question's does not.
        language: Language to answer in; overrides what is recognised.
        instruments: Search only these; overrides what the question names.
        history: Earlier answers of the conversation, oldest first.
        exists: Whether a locator leads somewhere; names of places that do not are dropped.
        definitions: Where terms are defined.
        terms: The glossary; this installation's, without the statutes' terms, where not given.
    """
    earlier = history[-1].language if history else None
    recognised = recognise(question, earlier or interface)
    places, laws = named(question)
    standalone = question
    understood_in = language or reply_language(recognised, earlier or interface)
    if history:
        before = history[-1].understanding
        if _leans_on_history(question):
            standalone = f"{before.question} {question}"
        if not places:
            # A conversation about one place stays there until another is named.
            places, laws = before.jurisdictions, tuple(before.instruments)
    outside = _outside(question)
    chosen = tuple(instruments) if instruments else _instruments(places, laws)
    if not instruments and outside and not _ours(question, outside):
        chosen = ()
    if instruments:
        book = catalogue()
        places = tuple(dict.fromkeys(book.instrument(i).jurisdiction for i in chosen))
    searched = tuple(i for i in chosen if i in available)
    references = resolve(question, exists, searched, definitions) if searched else ()
    return Understanding(
        question=standalone,
        subject=subject(standalone),
        expansion=_expansion(standalone, places, terms) if recognised.cantonese else (),
        language=recognised.language,
        cantonese=recognised.cantonese,
        reply_language=understood_in,
        jurisdictions=places,
        instruments=searched,
        references=references[:MAX_REFERENCES],
        outside=tuple(name.name.get(understood_in) for name in outside),
        comparison=len(places) > 1,
        as_at=as_at,
    )


_GENERIC = re.compile(
    r"AI Act|AIA|Artificial Intelligence Act|人工智能法|人工智慧法|AI ?法", re.IGNORECASE
)
"""Names of the AI Act that the acts of other places go by as well."""


def _ours(question: str, outside: Sequence[OutsideName]) -> bool:
    """Whether a question that names law not held here also names an instrument that is.

    A place of ours is enough beside a place that is not (“the EU and the UK”), but not beside a
    law: “fines under the GDPR in the EU” is not answered by the AI Act.
    """
    if any(name.jurisdiction != "eu" for name in outside):
        question = _GENERIC.sub(" ", question)
    places, laws = named(question)
    return bool(laws) or (bool(places) and all(name.kind == "place" for name in outside))


@cache
def _outside_names() -> tuple[tuple[tuple[re.Pattern[str], ...], OutsideName], ...]:
    return tuple((tuple(map(_pattern, name.aliases)), name) for name in outside_names())


def _outside(question: str) -> tuple[OutsideName, ...]:
    """Laws and places that a question names and that are not held here."""
    folded = fold(question)
    return tuple(
        name
        for patterns, name in _outside_names()
        if any(p.search(folded) or p.search(question) for p in patterns)
    )


def _instruments(places: Sequence[str], laws: Sequence[str]) -> tuple[str, ...]:
    """The instruments to search: those named; all of a jurisdiction named without one."""
    book = catalogue()
    everything = tuple(i.id for i in book.instruments)
    if not places and not laws:
        return everything
    named_in = {book.instrument(law).jurisdiction for law in laws}
    return tuple(
        i.id
        for i in book.instruments
        if i.id in laws or (i.jurisdiction in places and i.jurisdiction not in named_in)
    )


def _expansion(question: str, places: Sequence[str], terms: Glossary | None) -> tuple[str, ...]:
    """The law's words for what is said in Cantonese.

    Written questions are not expanded: on dev it found no more, and lost some.
    """
    words = terms or glossary()
    found = words.expand(subject(question), "zh-Hant", jurisdictions=places, most=1)
    return tuple(word for word in found.words if word not in _TOO_GENERAL)


def _leans_on_history(question: str) -> bool:
    """Whether a question is too short, or opens too much like a reply, to stand alone."""
    units = len(_HAN.findall(question)) + len(re.findall(r"[A-Za-z0-9]+", question))
    return units <= _SHORT and bool(_FOLLOW_UP.match(question) or units <= _SHORT // 3)
