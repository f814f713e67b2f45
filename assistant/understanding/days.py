"""Days, months and years as people write them, in English and Chinese.

Example:
    >>> from datetime import date
    >>> today = date(2026, 11, 22)
    >>> read_day("1 March 2025", today).isoformat(), read_day("2025年3月", today).isoformat()
    ('2025-03-01', '2025-03-31')
    >>> read_day("2026", today).isoformat(), read_day("二零二五年三月一日", today).isoformat()
    ('2026-11-22', '2025-03-01')
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_ORDINAL = r"[0-3]?\d(?:st|nd|rd|th)?"
_DIGIT = "〇零○一二三四五六七八九"
_NUMBER = rf"(?:\d{{1,2}}|[{_DIGIT}十]{{1,3}})"

ENGLISH_DAY = (
    rf"(?:{_ORDINAL} (?:of )?{_MONTH},? {_YEAR}|{_MONTH} {_ORDINAL},? {_YEAR}"
    rf"|{_YEAR}[-/.]\d\d?[-/.]\d\d?|{_MONTH},? {_YEAR}|{_YEAR}(?![-/.]?\d))"
)
CHINESE_DAY = (
    rf"(?:{_YEAR}[-/.]\d\d?[-/.]\d\d?"
    rf"|(?:{_YEAR}|[{_DIGIT}]{{4}}) ?年(?: ?{_NUMBER} ?月(?:份|底|初)?(?: ?{_NUMBER} ?[日號号])?)?)"
)
"""A day, a month or a year; no groups."""


def year_only(words: str) -> bool:
    """Whether a day of the patterns above is a year alone.

    >>> year_only("2025"), year_only("2025年"), year_only("March 2025")
    (True, True, False)
    """
    return bool(re.fullmatch(rf"{_YEAR}|(?:{_YEAR}|[{_DIGIT}]{{4}}) ?年", words.strip()))


def read_day(words: str, today: date) -> date | None:
    """The day meant; of a month or year its last day, or today while it is running.

    Args:
        words: What one of the patterns above matched.
        today: Today.

    Returns:
        The day, or None for one that does not exist (30 February).
    """
    year, month, day = _numbers(words.strip().lower())
    if year is None or not 1 <= (month or 1) <= 12:
        return None
    if day is not None and month is not None:
        return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None
    if year == today.year and month in (None, today.month):
        return today
    last = month or 12
    return date(year, last, monthrange(year, last)[1])


def first_day(words: str) -> date | None:
    """The first day meant: “before 2026” ends where 2026 begins.

    >>> first_day("2026"), first_day("27 July 2026")
    (datetime.date(2026, 1, 1), datetime.date(2026, 7, 27))
    """
    year, month, day = _numbers(words.strip().lower())
    try:
        return date(year or 0, month or 1, day or 1)
    except ValueError:
        return None


def _numbers(words: str) -> tuple[int | None, int | None, int | None]:
    chinese = re.fullmatch(
        rf"({_YEAR}|[{_DIGIT}]{{4}}) ?年"
        rf"(?: ?({_NUMBER}) ?月[份底初]?(?: ?({_NUMBER}) ?[日號号])?)?",
        words,
    )
    if chinese:
        year, month, day = (_value(group) if group else None for group in chinese.groups())
        return year, month, day
    iso = re.fullmatch(rf"({_YEAR})[-/.](\d\d?)[-/.](\d\d?)", words)
    if iso:
        return int(iso[1]), int(iso[2]), int(iso[3])
    if not re.fullmatch(ENGLISH_DAY, words):
        return None, None, None
    year_found = re.search(_YEAR, words)
    month_found = re.search(_MONTH, words)
    day_found = re.search(r"(?<!\d)[0-3]?\d(?!\d)", words)
    return (
        int(year_found[0]) if year_found else None,
        _MONTHS.index(month_found[0][:3]) + 1 if month_found else None,
        int(day_found[0]) if day_found and month_found else None,
    )


def _value(numeral: str) -> int:
    """An Arabic or Chinese number: 12, 十二, 二〇二五."""
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    digits = {character: max(0, at - 2) for at, character in enumerate(_DIGIT)}
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        return 10 * (digits.get(tens, 1) if tens else 1) + (digits.get(ones, 0) if ones else 0)
    return int("".join(str(digits[character]) for character in numeral))
