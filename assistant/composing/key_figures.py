"""Key figures of the digest: written for a reader, chosen for a question, held against numbers.

Example:
    >>> [f"{value} {unit}" for unit, value in sorted(measures("30 days, EUR 15 million, 3 %"))]
    ['15000000 EUR', '30 day', '3 percent']
    >>> measures("死後70年") == measures("70 years")
    True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from assistant.verification.quantities import read
from corpus.digest import DigestEntry, Figure
from corpus.script import fold
from corpus.texts import text, written_date

_ASKED: dict[str, tuple[str, ...]] = {
    "fine": (
        r"\bfin(?:e|es|ed)\b|penalt|punish|sanction|\bbill\b|how much|\bcost",
        r"罚|几多钱|多少钱|几钱|赔",
    ),
    "percentage": (
        r"\bfin(?:e|es|ed)\b|penalt|percent|%|turnover|share of|\bbill\b",
        r"罚|百分|营业额|比例|几成",
    ),
    "imprisonment": (
        r"prison|imprison|jail|sentence|penalt|punish|custod",
        r"监|坐牢|判刑|判几|刑期|刑罚|罚则|坐几|处罚|惩",
    ),
    "period": (
        r"how (?:long|soon|quickly|fast|many (?:days|hours|weeks|months|years))|deadline"
        r"|time limit|within"
        r"|period|\blast|expire|duration|retain|keep",
        r"几耐|多久|多长|几多日|多少日|多少天|几日|几天|几年|几多年|多少年|期限|时限|几时|限期"
        r"|保护期|保留|之内|最迟",
    ),
    "date": (
        r"\bwhen\b|date|since|from what|deadline",
        r"几时|何时|什么时候|哪一天|边日|日期|生效|施行|适用",
    ),
    "threshold": (
        r"how (?:many|big|large|much)|threshold|minimum|least|level|flop|number of",
        r"几多|多少|门槛|阈值|至少|最少|级别|几个",
    ),
    "amount": (r"how much|amount|fee|cost|compensation|charge", r"几多|多少|金额|费|赔偿"),
}
"""What a question says that asks for a kind of figure; Chinese in the folded script."""
_KINDS = {kind: re.compile("|".join(patterns), re.IGNORECASE) for kind, patterns in _ASKED.items()}

_HIGHEST = re.compile(
    r"\b(?:highest|maximum|max|heaviest|largest|longest|greatest|at most|up to how|upper limit"
    r"|the most (?:one|you|a|an|the|anyone|somebody))\b"
    r"|最(?:高|多|长|重|大)|上限|顶格",
    re.IGNORECASE,
)
"""What asks for the upper end; Chinese in the folded script."""

_AGE = re.compile(r"\bage\b")
_COUNTED: dict[str, tuple[str, int]] = {
    "years": ("month", 12),
    "months": ("month", 1),
    "days": ("day", 1),
    "working-days": ("working-day", 1),
    "hours": ("hour", 1),
    "percent": ("percent", 1),
    "EUR": ("EUR", 1),
    "HKD": ("dollar", 1),
}
"""Units of the digest as :mod:`assistant.verification.quantities` counts them."""


def written(figure: Figure, language: str) -> str:
    """A figure as a reader's language writes it, without what it is."""
    if figure.unit == "date":
        return written_date(language, date.fromisoformat(str(figure.value)))
    if not isinstance(figure.value, int | float):
        return str(figure.value)
    unit = figure.unit.replace("-", "_")
    if unit == "years" and _AGE.search(figure.what.en):
        return text(language, "unit.years_of_age", value=figure.value)
    if language == "en" and figure.value == 1 and unit in ("days", "months", "years", "hours"):
        return text(language, f"unit.one_{unit}")
    return text(language, f"unit.{unit}", value=f"{figure.value:,}")


def with_meaning(figures: Iterable[Figure], language: str) -> list[str]:
    """What each figure is, and the figure: “maximum fine: HK$1,000,000”."""
    return [
        text(language, "lead.figure", what=f.what.get(language), value=written(f, language))
        for f in figures
    ]


def asked_for(entry: DigestEntry | None, question: str) -> tuple[Figure, ...]:
    """The figures of an entry that are of a kind that a question asks for."""
    if entry is None:
        return ()
    folded = fold(question)
    return tuple(f for f in entry.figures if _KINDS[f.kind].search(folded))


def asks_for_highest(question: str) -> bool:
    """Whether a question wants the most there is of something, and not one case of it.

    Example:
        >>> asks_for_highest("What is the maximum sentence?"), asks_for_highest("What is the fine?")
        (True, False)
    """
    return bool(_HIGHEST.search(fold(question)))


def greatest(
    entry: DigestEntry | None, question: str, unit: str = ""
) -> tuple[str, Decimal] | None:
    """The greatest figure of an entry of the kinds asked for: unit and value.

    Args:
        entry: The entry.
        question: As asked.
        unit: The unit to compare in, as `measures` writes it; that of the entry's first such
            figure where not given.
    """
    found = [m for f in asked_for(entry, question) if (m := measured(f)) is not None]
    if not found:
        return None
    unit = unit or found[0][0]
    return max((m for m in found if m[0] == unit), key=lambda m: m[1], default=None)


def measures(words: str) -> set[tuple[str, Decimal]]:
    """The amounts, shares and lengths of time that a text names: unit and value."""
    units = {unit for unit, _ in _COUNTED.values()}
    return {(q.unit, q.value) for q in read(words).quantities if q.unit in units}


def measured(figure: Figure) -> tuple[str, Decimal] | None:
    """A figure as `measures` would find it in a text; None for what has no such unit."""
    if figure.unit not in _COUNTED or not isinstance(figure.value, int | float):
        return None
    unit, factor = _COUNTED[figure.unit]
    return unit, Decimal(str(figure.value)) * factor


def contradicted(entries: Sequence[DigestEntry | None], question: str) -> tuple[int, Figure] | None:
    """The figure that says otherwise than a question takes for granted.

    Args:
        entries: The clauses' entries, in their order.
        question: As asked.

    Returns:
        The position of the entry and its figure of the same unit with another value; None where
        the question names no quantity, or some clause has the quantity it names.
    """
    said = measures(question)
    units = {unit for unit, _ in said}
    figures = [
        (number, figure, measure)
        for number, entry in enumerate(entries)
        if entry
        for figure in entry.figures
        if (measure := measured(figure)) is not None
    ]
    if said & {measure for *_, measure in figures}:
        return None
    return next(((n, f) for n, f, (unit, _) in figures if unit in units), None)
