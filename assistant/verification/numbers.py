"""Numbers, amounts, shares, days, lengths of time and references that a statement gives.

Each has to stand in the provisions cited (the quotation or the rest of the provision), in any
language and any way of writing. The number of a provision has to be the one cited, or to be named
in the provision. Days may also be those on which the cited text applies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.answer import Check
from assistant.verification import numerals
from assistant.verification.quantities import Day, Figures, Quantity, read
from assistant.verification.statement import Backing, Context, Statement
from corpus.catalogue import catalogue
from corpus.provision import enclosing

_LARGEST_COUNT = 12
"""Up to here a bare number may count what the provision lists."""

_LABELS = tuple(
    re.compile(rf"^\s*{label}", re.MULTILINE)
    for label in (
        r"\([a-z]\)",
        r"\([ivx]+\)",
        r"[(（]\d+[)）]",
        r"\d+\.\s",
        r"（[一二三四五六七八九十]+）",
        r"[–—•-]",
    )
)
"""The labels of points, by kind."""
_IN_A_ROW = re.compile(r"[;；、,，]|\band\b|\bor\b|及|和|或")
"""What parts things listed in one sentence."""
_STEP = re.compile(r"\d+[a-z]{0,2}|[ivxl]+(?![a-z])|[a-z]{1,2}(?![a-z])", re.IGNORECASE)


def check(statement: Statement, context: Context) -> Check:  # noqa: ARG001 - all checks take both
    """Every figure of the statement is carried by what it cites."""
    said, held = read(statement.text), read(statement.provided)
    missing = [
        *(q.printed for q in said.quantities if not _held(q, held, statement)),
        *(str(d) for d in said.days if not _dated(d, held, statement)),
        *sorted(said.references - held.references - _named(statement, held)),
        *sorted(said.identifiers - held.identifiers - _named(statement, held)),
    ]
    return Check(
        statement=statement.text, test="numbers", passed=not missing, detail=", ".join(missing)
    )


def _held(quantity: Quantity, held: Figures, statement: Statement) -> bool:
    if any(_same(quantity, other) for other in held.quantities):
        return True
    if quantity.unit:
        return False
    if quantity.value <= 1 and not quantity.printed[0].isdigit():
        return True
    whole = format(quantity.value.normalize(), "f")
    if whole in held.references or any(quantity.value in (d.year, d.day) for d in held.days):
        return True
    most = max((_countable(b.provision.text) for b in statement.backings), default=0)
    return not quantity.printed[0].isdigit() and quantity.value <= most


def _countable(text: str) -> int:
    """How many things a provision lists, for “three conditions”: its points, else things in a row.

    How laws arrange what they list differs too much for more than “not more than these”.
    """
    points = max(len(label.findall(text)) for label in _LABELS)
    listed = points if points > 1 else 1 + len(_IN_A_ROW.findall(text))
    return min(_LARGEST_COUNT, listed)


def _same(said: Quantity, held: Quantity) -> bool:
    if said.value != held.value:
        return False
    if said.unit == held.unit or not said.unit:
        return True
    # “40 days” is not carried by a bare 40, but a share or an amount of a table may be.
    return not held.unit and not said.is_time


def _dated(day: Day, held: Figures, statement: Statement) -> bool:
    return any(day.within(other) for other in (*held.days, *_known_days(statement)))


def _known_days(statement: Statement) -> Iterator[Day]:
    """The days from which the cited texts are in force and apply."""
    for backing in statement.backings:
        provision, edition = backing.provision, backing.provision.edition
        for known in (
            edition.in_force_from,
            edition.in_force_to,
            provision.in_force_from,
            provision.applies_from,
        ):
            if isinstance(known, date):
                yield Day(known.year, known.month, known.day)


def _named(statement: Statement, held: Figures) -> set[str]:
    """The numbers by which the provisions cited may be called."""
    steps = set(map(str, (q.value for q in held.quantities if not q.unit)))
    for backing in statement.backings:
        steps |= _labels(backing)
    return steps


def _labels(backing: Backing) -> set[str]:
    provision = backing.provision
    words = [provision.locator, provision.label, *(p.label for p in backing.around)]
    words += list(enclosing(provision.locator))
    instrument = catalogue().find(provision.edition.instrument)
    if instrument is not None:
        words += [instrument.short.en, instrument.title.en]
    found = {
        numerals.step(step) for word in words for step in _STEP.findall(word.replace("_", " "))
    }
    found |= {identifier for word in words for identifier in read(word).identifiers}
    found |= set(re.findall(r"\d+(?:\.\d+)*(?:-\d+)?", " ".join(words)))
    # Every step inside the provision can be named as well: “(b)”, “(3A)”, 第（二）項.
    inside = re.findall(
        r"[（(]([0-9]{1,3}[A-Za-z]?|[a-z]{1,3}|[一二三四五六七八九十]{1,3})[）)]", provision.text
    )
    return found | {numerals.step(step) for step in inside}
