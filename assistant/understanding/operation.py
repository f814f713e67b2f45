"""What a follow-up does with the answer before it: “shorter”, 全文引用, “only Hong Kong”.

Recognised only where it is the whole message: “Why must providers keep logs?” is a question.
The forms are in ``operation_forms``.

Example:
    >>> from datetime import date
    >>> today = date(2026, 11, 22)
    >>> operation_of("點解？", today).kind.value, operation_of("用简体中文", today).language
    ('why', 'zh-Hans')
    >>> operation_of("only Hong Kong please", today).jurisdictions
    ('hk',)
    >>> operation_of("Why must providers keep logs?", today) is None
    True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.understanding.as_at import as_at_of
from assistant.understanding.days import CHINESE_DAY, ENGLISH_DAY, read_day
from assistant.understanding.mention import known
from assistant.understanding.names import levelled
from assistant.understanding.naming import named
from assistant.understanding.operation_forms import (
    BESIDE_DAY,
    BESIDE_ONLY,
    EDGES,
    FORMS,
    LANGUAGES,
    ONLY,
    POLITE,
    SAID,
    SAID_IN,
    OperationKind,
)

__all__ = ["Operation", "OperationKind", "operation_of"]

_DAY = re.compile(f"{CHINESE_DAY}|{ENGLISH_DAY}")
_RELATIVE = (
    (-1, re.compile(r"\blast year\b|去年|旧年|上年")),
    (1, re.compile(r"\bnext year\b|明年|出年")),
    (0, re.compile(r"\b(?:today|now|currently)\b|今日|今天|而家|依家|现在|目前")),
)
"""Years from now and their words; a year stands for its last day."""

_LONGEST = 120
"""Characters of a message that may be an operation."""


@dataclass(frozen=True)
class Operation:
    """What a message does with the answer before it.

    Attributes:
        kind: What.
        language: Language to answer in, for ``LANGUAGE``: a tag, or ``zh`` for either script.
        instruments: Instruments to keep to, for ``ONLY``.
        jurisdictions: Jurisdictions to keep to, for ``ONLY``.
        day: The day whose law counts, for ``AS_AT``.
    """

    kind: OperationKind
    language: str = ""
    instruments: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    day: date | None = None


def operation_of(question: str, today: date) -> Operation | None:
    """What a message does with the answer before it; None where it is anything else.

    Args:
        question: The message, as typed.
        today: What “today” and “last year” are counted from.
    """
    if len(question) > _LONGEST:
        return None
    bare = _bare(levelled(question))
    if not bare:
        return None
    for kind, pattern in FORMS:
        if pattern.fullmatch(bare):
            return Operation(kind)
    language = _language(bare)
    if language:
        return Operation(OperationKind.LANGUAGE, language=language)
    return _only(question) or _as_at(question, bare, today)


def _bare(level: str) -> str:
    """A message without courtesies and what stands at its edges."""
    bare, before = level, ""
    while bare != before:
        before = bare
        bare = " ".join(EDGES.sub("", POLITE.sub(" ", bare)).split())
    return bare


def _language(bare: str) -> str:
    for tag, names in LANGUAGES:
        if re.fullmatch(SAID_IN + names + SAID, bare):
            return tag
    return ""


def _only(question: str) -> Operation | None:
    """“Only Hong Kong”, 淨係睇私隱條例: names of ours and nothing else."""
    names = list(known(question))
    if not names or any(name.outside for name in names):
        return None
    rest, at = "", 0
    for name in names:
        rest += question[at : max(at, name.start)] + " "
        at = max(at, name.end)
    level = POLITE.sub(" ", levelled(rest + question[at:]))
    if not ONLY.search(level) or re.search(r"\w", EDGES.sub("", BESIDE_ONLY.sub(" ", level))):
        return None
    places, laws = named(question)
    return Operation(OperationKind.ONLY, instruments=laws, jurisdictions=places)


def _as_at(question: str, bare: str, today: date) -> Operation | None:
    """“As of 2025”, 截至2025年呢: a day and nothing else."""
    if re.search(r"[^\W\d_]", EDGES.sub("", BESIDE_DAY.sub(" ", bare))):
        return None
    named = as_at_of(question, today)
    day = named.day if named else _day(levelled(question), today)
    return Operation(OperationKind.AS_AT, day=day) if day else None


def _day(level: str, today: date) -> date | None:
    """The day of a message that is nothing else, without the words that a question would need."""
    written = [*_DAY.finditer(level)]
    if len(written) == 1:
        return read_day(written[0][0], today)
    for years, words in _RELATIVE:
        if not written and words.search(level):
            return today if not years else date(today.year + years, 12, 31)
    return None
