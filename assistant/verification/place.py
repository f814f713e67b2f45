"""Whose law a statement speaks of.

The cited instrument has to be of a jurisdiction that was asked about, and a statement names no
other jurisdiction or instrument unless the provision itself does.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.answer import Check
from assistant.verification.statement import Context, Statement
from corpus.catalogue import catalogue
from corpus.glossary.names import NameIndex
from corpus.script import fold

_HERE = frozenset(("国内", "國內", "我国", "我國", "特區", "特区"))
"""Names that every country uses of itself: 国内法 of a Member State is its national law."""


def check(statement: Statement, context: Context) -> Check:
    """The statement is about the jurisdictions asked about, and names no other law."""
    cited = {b.provision.edition.jurisdiction for b in statement.backings}
    laws = {b.provision.edition.instrument for b in statement.backings}
    wrong = sorted(cited - set(context.jurisdictions)) if context.jurisdictions else []
    held = _names(statement.provided)
    for name, place, law in _found(statement.text):
        own = (law in laws) if law else (place in cited)
        if not own and (place, law) not in held and not _printed(name, statement):
            wrong.append(name)
    return Check(
        statement=statement.text, test="jurisdiction", passed=not wrong, detail=", ".join(wrong)
    )


def _names(text: str) -> set[tuple[str, str]]:
    return {(place, law) for _, place, law in _found(text)}


def _printed(name: str, statement: Statement) -> bool:
    return name not in _capitals() and fold(name) in fold(statement.provided)


def _found(text: str) -> list[tuple[str, str, str]]:
    """Names in a text with their jurisdiction and, for a law, its instrument."""
    found = [(match.name, *match.value) for match in _index().find(text)]
    for name, place in _capitals().items():
        if re.search(rf"(?<![A-Za-z.]){re.escape(name)}(?![A-Za-z])", text):
            found.append((name, place, ""))
    return found


@cache
def _capitals() -> dict[str, str]:
    """Names of two letters, such as EU: they count only as they are written, for “us” is a word."""
    return {
        name: place.id
        for place in catalogue().jurisdiction
        for name in place.aliases
        if re.fullmatch(r"[A-Z]{2}", name)
    }


@cache
def _index() -> NameIndex[tuple[str, str]]:
    book = catalogue()
    names: list[tuple[str, tuple[str, str]]] = []
    for place in book.jurisdiction:
        own = {place.name.en, place.name.zh_hant, place.name.zh_hans, *place.aliases}
        names += [(name, (place.id, "")) for name in own if _is_name(name)]
    for law in book.instrument_:
        known = {law.short, law.title}
        own = {title.get(tag) for title in known for tag in ("en", "zh-Hant", "zh-Hans")}
        names += [
            (name, (law.jurisdiction, law.id)) for name in (*own, *law.aliases) if _is_name(name)
        ]
    return NameIndex(names)


def _is_name(name: str) -> bool:
    return name not in _HERE and (len(name) > 2 or re.search(r"[\u3400-\u9fff]", name) is not None)
