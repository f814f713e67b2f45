"""Reading figures: amounts, shares, lengths of time, days, and the numbers of provisions.

One reading for three languages, so that what one language writes can be looked for in another:
``EUR 35 million``, ``3500 萬歐元`` and ``EUR 35 000 000`` are one amount, ``three years`` and
``三年`` one length of time, ``10 %`` and ``百分之十`` one share.

Example:
    >>> [str(q) for q in read("up to EUR 35 million or 7 % within three years").quantities]
    ['35000000 EUR', '7 percent', '36 month']
    >>> sorted(read("第64(3A)條及附件三").references)
    ['3', '3a', '64']
    >>> [str(d) for d in read("由2026年12月2日起").days]
    ['2026-12-2']
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assistant.verification import numerals
from corpus.script import fold

_UNITS = (
    ("working-day", r"working[ -]days?|business days?|个?工作[日天]"),
    ("year", r"years?|周?年(?![度龄代])"),
    ("month", r"(?:calendar )?months?|个月"),
    ("week", r"weeks?|个?星期|周(?!年)"),
    ("day", r"(?:calendar |clear |consecutive )?days?|[日天]"),
    ("hour", r"hours?|个?小时"),
    ("minute", r"minutes?|分钟"),
    ("second", r"seconds?|秒"),
    ("percent", r"%|per ?cent|percent(?:age points?)?|个?百分点"),
    ("EUR", r"euros?|eur|欧元"),
    ("dollar", r"(?:hong kong )?dollars?|港[元币]|元"),
    ("times", r"times|倍"),
)
"""What may follow a number, folded as :func:`corpus.script.fold` does."""

_SAME = {"year": ("month", 12), "week": ("day", 7)}
_TIMES = frozenset(("month", "day", "working-day", "hour", "minute", "second"))
_AFTER = "|".join(f"(?P<u{n}>{pattern})" for n, (_, pattern) in enumerate(_UNITS))
_COUNTED = "[个名项类种次份款级人位家层步]|方面|部分"
_UNIT_AHEAD = "|".join(pattern for _, pattern in _UNITS)
_QUANTITY = re.compile(
    rf"(?:(?P<eur>eur|€)|(?P<dollar>(?:hk|us)?\$))? ?"
    rf"(?:百分之(?P<share>{numerals.HAN}|\d+(?:\.\d+)?)"
    rf"|level (?P<level>\d+)|第 ?(?P<level_zh>{numerals.HAN}|\d+) ?级"
    rf"|(?<![a-z0-9.^])(?P<digits>{numerals.DIGITS})(?:[ -]?(?P<scale>{numerals.SCALE}))?"
    rf"|(?<![a-z])(?P<word>{numerals.WORD})(?![a-z])(?:[ -](?P<word_scale>{numerals.SCALE}))?"
    rf"|(?<!第)(?P<han>{numerals.HAN})(?= ?(?:{_COUNTED}|{_UNIT_AHEAD})))"
    rf"(?:(?: ?\([^()]{{1,12}}\))?[ -]?(?:{_AFTER})(?![a-z]))?"
)
_RANGE = re.compile(r"\s*(?:to|or|and|-|–|至|或者?|、|,|/)\s*")

_YEAR, _MONTH, _DAY = r"(?P<y>\d{4})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_DAYS = (
    re.compile(rf"(?<!\d){_YEAR}-{_MONTH}-{_DAY}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR} ?年 ?(?:{_MONTH} ?月 ?(?:{_DAY} ?[日号])?)?"),
    re.compile(rf"(?<![\d年]){_MONTH} ?月 ?{_DAY} ?[日号]"),
    re.compile(rf"(?<!\d){_DAY}(?:st|nd|rd|th)? (?P<name>{numerals.MONTH})(?:,? {_YEAR})?(?!\d)"),
    re.compile(rf"(?P<name>{numerals.MONTH}) {_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?(?!\d)"),
    re.compile(rf"(?P<name>{numerals.MONTH}) {_YEAR}(?!\d)"),
)
_HAN_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")

_NUMBER = r"(?:\d+[a-z]{0,2}|[ivxl]+)(?:-\d+)?(?![a-z])"
_STEPS = r"(?: ?\((?:\d+[a-z]{0,2}|[a-z]{1,4})\))"
_ITEM = rf"(?:{_NUMBER}{_STEPS}*|{_STEPS}+)"
_PLACE = (
    r"(?:sub)?sections?|ss?\.|articles?|arts?\.|annex(?:es)?|schedules?|recitals?|chapters?|parts?|"
    r"(?:sub)?divisions?|principles?|dpps?|(?:sub)?paragraphs?|paras?\.?|points?|cap\.|tables?|"
    r"appendi(?:x|ces)|items?|regulations?|directives?|orders?|no\."
)
_ENGLISH_PLACE = re.compile(
    rf"(?<![a-z])(?:{_PLACE}) ?(?:\(e[uc]\) )?(?:no\.? )?"
    rf"(?P<list>{_ITEM}(?:(?:, (?:and |or )?| and | or | to | ?[-–] ?){_ITEM})*)"
)
_HAN_ITEM = rf"(?:(?:\d+[a-z]{{0,2}}|{numerals.HAN}|[ivxl]+)(?:-\d+)?{_STEPS}*|{_STEPS}+)"
_CHINESE_PLACE = re.compile(
    rf"第 ?(?P<list>{_HAN_ITEM}(?: ?[、,至到或及和与-] ?(?:第 ?)?{_HAN_ITEM})*) ?"
    r"(?=[条款项点章节部段分原号保附表])"
    rf"|(?:附件|附录|附表|表) ?(?P<list2>{numerals.HAN}|\d+[a-z]?|[ivxl]+)"
    rf"|(?P<list3>{_STEPS}(?: ?[、,或及和] ?{_STEPS})*)(?= ?[点项款段])"
)
_IDENTIFIER = re.compile(
    r"(?<![\d/])(?P<doc>\d{2,4}/\d{2,5})(?:/e[uc])?"
    r"|(?<![a-z])(?:govern|map|measure|manage|gv|mp|ms|mg)[ -](?P<nist>\d+(?:\.\d+)?(?:-\d+)?)"
    r"|iso(?:/iec)?[ \d:/-]*\d|ai (?:100-1|600-1)"
)
_LABEL = re.compile(r"^\s*(?:\((?:\d+[a-z]?|[a-z]{1,2})\)|\d+[a-z]?\.(?= )|\d+\s*$)", re.MULTILINE)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit.

    Attributes:
        value: In the smaller unit where two mean the same: months for years, days for weeks.
        unit: ``month``, ``EUR``, ``percent`` …; empty where none is written.
        printed: As it stands in the text, folded.
    """

    value: Decimal
    unit: str
    printed: str

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}".strip()

    @property
    def is_time(self) -> bool:
        """Whether it is a length of time."""
        return self.unit in _TIMES


@dataclass(frozen=True)
class Day:
    """A calendar day, month or year; what is not written is None."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        return "-".join(str(part) for part in (self.year, self.month, self.day) if part)

    def within(self, other: Day) -> bool:
        """Whether everything that is said here is said in ``other`` as well."""
        return all(
            mine is None or mine == theirs
            for mine, theirs in (
                (self.year, other.year),
                (self.month, other.month),
                (self.day, other.day),
            )
        )


@dataclass(frozen=True)
class Figures:
    """Everything counted, dated or numbered in a text.

    Attributes:
        quantities: In reading order.
        days: In reading order.
        references: The numbers of provisions, each step by itself: 50, 2, 3a.
        identifiers: Numbers of documents and subcategories: 2016/679, 1.1.
    """

    quantities: tuple[Quantity, ...]
    days: tuple[Day, ...]
    references: frozenset[str]
    identifiers: frozenset[str]


def read(text: str) -> Figures:
    """Read the figures of a text in any of the three languages."""
    days: list[Day] = []
    references: set[str] = set()
    identifiers: set[str] = set()
    left = _plain(text)
    left = _IDENTIFIER.sub(_taking(lambda m: identifiers.add(m["doc"] or m["nist"] or "")), left)
    for pattern in _DAYS:
        left = pattern.sub(_taking(lambda m: days.append(_day(m))), left)
    for pattern in (_ENGLISH_PLACE, _CHINESE_PLACE):
        left = pattern.sub(_taking(lambda m: references.update(_steps(m))), left)
    left = _LABEL.sub(" ", left)
    identifiers.discard("")
    return Figures(_quantities(left), tuple(days), frozenset(references), frozenset(identifiers))


def _plain(text: str) -> str:
    # Published texts lose the raised figures of 10²⁵; so it is read as 1025 however it is written.
    folded = re.sub(r"(?<=\d)\^(?=\d)", "", fold(text)).replace("’", "'")
    # Spaces of every width part thousands; lines stay, for labels stand at their beginning.
    spaced = re.sub(r"[^\S\n]+", " ", folded)
    return _HAN_YEAR.sub(lambda m: str(numerals.chinese(m[0])), spaced)


def _taking(note: Callable[[re.Match[str]], object]) -> Callable[[re.Match[str]], str]:
    """Note a match and leave a mark in its place that is no number and no word."""

    def take(match: re.Match[str]) -> str:
        note(match)
        return "|"

    return take


def _day(match: re.Match[str]) -> Day:
    found = match.groupdict()
    name = found.get("name")
    month = numerals.MONTHS[name] if name else int(found["m"]) if found.get("m") else None
    return Day(
        int(found["y"]) if found.get("y") else None,
        month,
        int(found["d"]) if found.get("d") else None,
    )


def _steps(match: re.Match[str]) -> list[str]:
    written = next(part for part in match.groups() if part)
    steps = re.findall(rf"{numerals.HAN}|\d+[a-z]{{0,2}}|[a-z]+", written)
    joining = {"and", "or", "to", "no"}
    return [numerals.step(step) for step in steps if step not in joining]


def _quantities(text: str) -> tuple[Quantity, ...]:
    found: list[Quantity] = []
    ends: list[int] = []
    for match in _QUANTITY.finditer(text):
        value = _value(match)
        if value is None:
            continue
        unit = _unit(match)
        unit, times = _SAME.get(unit, (unit, 1))
        quantity = Quantity(value * times, unit, match.group().strip())
        if (
            unit
            and found
            and not found[-1].unit
            and _RANGE.fullmatch(text, ends[-1], match.start())
        ):
            # “40 or 50 days”: the unit is that of both.
            found[-1] = Quantity(found[-1].value * times, unit, found[-1].printed)
        found.append(quantity)
        ends.append(match.end())
    return tuple(found)


def _value(match: re.Match[str]) -> Decimal | None:
    part = match.groupdict()
    if part["digits"]:
        scale = part["scale"]
        return numerals.digits(part["digits"]) * (numerals.SCALES[scale] if scale else 1)
    if part["word"]:
        scale = part["word_scale"]
        return Decimal(numerals.english(part["word"]) * (numerals.SCALES[scale] if scale else 1))
    written = part["share"] or part["level"] or part["level_zh"] or part["han"]
    if written[0].isdigit():
        return Decimal(written)
    value = numerals.chinese(written)
    return None if value is None else Decimal(value)


def _unit(match: re.Match[str]) -> str:
    part = match.groupdict()
    if part["share"]:
        return "percent"
    if part["level"] or part["level_zh"]:
        return "level"
    if part["eur"]:
        return "EUR"
    if part["dollar"]:
        return "dollar"
    return next((name for n, (name, _) in enumerate(_UNITS) if part[f"u{n}"]), "")
