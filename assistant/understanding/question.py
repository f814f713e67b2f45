"""Understanding the question: language, conversation, places, laws, need, roles, day.

Deterministic and explainable: everything found here is returned with the answer. A question
that names a jurisdiction is only ever searched in that jurisdiction's instruments.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from assistant.answer import Answer, Understanding
from assistant.composing.defined_terms import DefinedTerms
from assistant.reference import references as references_in
from assistant.reference import resolve, resolved
from assistant.reference.locators import is_sure
from assistant.understanding.as_at import as_at_of
from assistant.understanding.conversation import Asked, asked, last, reply_language_of
from assistant.understanding.demands import demanded, without_manner
from assistant.understanding.held import holding
from assistant.understanding.language import recognise, reply_language
from assistant.understanding.naming import (
    asks_everywhere,
    everywhere,
    named,
    ours,
    outside,
    searched,
    subject,
)
from assistant.understanding.need import need_of
from assistant.understanding.operation import OperationKind
from assistant.understanding.roles import roles_of
from corpus.catalogue import catalogue
from corpus.glossary import Glossary, glossary

MAX_REFERENCES = 8
"""Provisions that one question may name; “Articles 8 to 49” is not asked to be read out."""

_TOO_GENERAL = frozenset(("人工智能", "人工智慧"))
"""Words that every instrument here is about: they find nothing in particular."""


def understand(
    question: str,
    *,
    available: Collection[str],
    today: date,
    as_at: date | None = None,
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
        today: The day it is asked; its law counts where no other day is named.
        as_at: The day whose law counts; overrides what the question names.
        interface: Language of the interface; decides where the question's does not.
        language: Language to answer in; overrides what is recognised.
        instruments: Search only these; overrides what the question names.
        history: Earlier answers of the conversation, oldest first.
        exists: Whether a locator leads somewhere; names of places that do not are dropped.
        definitions: Where terms are defined.
        terms: The glossary; this installation's, without the statutes' terms, where not given.
    """
    with holding(available):
        return _understood(
            question,
            available,
            today,
            as_at,
            interface,
            language,
            instruments,
            history,
            exists,
            definitions,
            terms,
        )


def _understood(
    question: str,
    available: Collection[str],
    today: date,
    as_at: date | None,
    interface: str | None,
    language: str | None,
    instruments: Iterable[str] | None,
    history: Sequence[Answer],
    exists: Callable[[str], bool],
    definitions: DefinedTerms | None,
    terms: Glossary | None,
) -> Understanding:
    before = last(history)
    doubt = before.language if before else interface
    typed = recognise(question, doubt)
    meant = asked(question, typed.language, history, today)
    if meant.operation:
        answered_in = language or reply_language_of(meant, history, interface)
    else:
        answered_in = language or reply_language(typed, doubt)
    recognised = recognise(meant.question, answered_in) if meant.goes_on else typed
    strange = outside(meant.question if meant.operation else question)
    given = tuple(instruments or ())
    places, laws = _places(question, meant)
    chosen = given or searched(places, laws)
    if given:
        places = tuple(dict.fromkeys(catalogue().instrument(i).jurisdiction for i in given))
    elif strange and not ours(meant.question if meant.operation else question, strange):
        chosen = ()
    looked_in = tuple(i for i in chosen if i in available)
    references = _references(meant, looked_in, exists, definitions)
    day, day_named = _day(question, meant, as_at, today)
    return Understanding(
        question=meant.question,
        subject=subject(without_manner(meant.searched)),
        expansion=_expansion(meant.question, places, terms) if recognised.cantonese else (),
        rewritten=meant.rewritten,
        operation=meant.operation.kind if meant.operation else "",
        need=need_of(meant.asks, comparison=len(places) > 1, references=references),
        roles=roles_of(meant.asks) or roles_of(meant.question),
        language=recognised.language,
        cantonese=recognised.cantonese,
        mixed=recognised.mixed,
        reply_language=answered_in,
        jurisdictions=places,
        instruments=looked_in,
        references=references,
        outside=tuple(name.name.get(answered_in) for name in strange),
        uninstalled=tuple(name.instrument for name in strange if name.instrument),
        missing=_missing(meant, looked_in, exists, definitions),
        demand=demanded(meant.own),
        comparison=len(places) > 1,
        as_at=day,
        as_at_named=day_named,
    )


def _places(question: str, meant: Asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The jurisdictions and instruments meant: those named, else those of the conversation."""
    if asks_everywhere(question):
        return everywhere(), ()
    operation = meant.operation
    if operation is not None and operation.kind is OperationKind.ONLY:
        return operation.jurisdictions, operation.instruments
    places, laws = named(question)
    stays = meant.before is not None and (meant.rewritten or not meant.before.abstained)
    if meant.before is not None and stays and not places:
        # A conversation about one place stays there until another is named, unless nothing was
        # said of it and the question stands alone.
        earlier = meant.before.understanding
        return earlier.jurisdictions, earlier.instruments
    return places, laws


def _references(
    meant: Asked,
    looked_in: Sequence[str],
    exists: Callable[[str], bool],
    definitions: DefinedTerms | None,
) -> tuple[str, ...]:
    """The provisions named, where they are looked for."""
    if not looked_in:
        return ()
    if meant.operation and meant.before:
        earlier = meant.before.understanding.references
        return tuple(r for r in earlier if r.split("/")[0] in looked_in)
    return resolve(meant.own, exists, looked_in, definitions)[:MAX_REFERENCES]


def _missing(
    meant: Asked,
    looked_in: Sequence[str],
    exists: Callable[[str], bool],
    definitions: DefinedTerms | None,
) -> tuple[str, ...]:
    """What it names, in its own words, of which nothing is there where it is looked for."""
    if not looked_in or meant.operation:
        return ()
    there = {one.span for one in resolved(meant.own, exists, looked_in, definitions)}
    named_here = references_in(meant.own, looked_in, definitions)
    absent = (one for one in named_here if one.span not in there and is_sure(one.instrument))
    return tuple(dict.fromkeys(one.text for one in absent))


def _day(question: str, meant: Asked, as_at: date | None, today: date) -> tuple[date, bool]:
    """The day whose law counts, and whether the question, or its conversation, names it."""
    if as_at is not None:
        return as_at, False
    if meant.operation and meant.operation.day:
        return meant.operation.day, True
    found = as_at_of(question, today) if meant.operation is None else None
    if found is not None:
        return found.day, True
    earlier = meant.before.understanding if meant.before else None
    if earlier and (meant.operation or (meant.rewritten and earlier.as_at_named)):
        return earlier.as_at, earlier.as_at_named
    return today, False


def _expansion(question: str, places: Sequence[str], terms: Glossary | None) -> tuple[str, ...]:
    """The law's words for what is said in Cantonese.

    Written questions are not expanded: on dev it found no more, and lost some.
    """
    words = terms or glossary()
    found = words.expand(subject(question), "zh-Hant", jurisdictions=places, most=1)
    return tuple(word for word in found.words if word not in _TOO_GENERAL)
