"""Numbers as they are written: digits with separators, English words, Chinese numerals.

Example:
    >>> digits("35 000 000"), english("twenty-five"), chinese("三千五百万"), step("iii")
    (Decimal('35000000'), 25, 35000000, '3')
"""

from __future__ import annotations

import re
from decimal import Decimal

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: n for n, word in enumerate(_SMALL)} | {
    word: 10 * n for n, word in enumerate(_TENS, start=2)
}
_SIGNS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}

SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "百万": 10**6,
    "千万": 10**7, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8,
}  # fmt: skip
"""Words and signs behind a number that multiply it."""

MONTHS = {
    name: n
    for n, name in enumerate(
        "january february march april may june july august september october november "
        "december".split(),
        start=1,
    )
}

DIGITS = r"\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+(?:\.\d+)?"
"""Pattern of a number in digits, thousands parted by a space or comma."""
WORD = rf"(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_SMALL[1:10])}))?|(?:{'|'.join(reversed(_SMALL))})"
"""Pattern of a number in English words, below a hundred."""
HAN = "[零〇一二三四五六七八九十百千万亿两]+"
"""Pattern of a Chinese numeral, Simplified."""
SCALE = "|".join(SCALES)
MONTH = "|".join(MONTHS)


def digits(written: str) -> Decimal:
    """A number in digits."""
    return Decimal(re.sub(r"[ ,]", "", written))


def english(written: str) -> int:
    """An English number word below a hundred.

    Raises:
        KeyError: It is none.
    """
    return sum(_WORDS[part] for part in written.split("-"))


def chinese(written: str) -> int | None:
    """A Chinese numeral, Simplified; None for signs that make no number.

    >>> chinese("二〇二六"), chinese("十五"), chinese("六十四"), chinese("万")
    (2026, 15, 64, None)
    """
    if len(written) > 1 and all(sign in _SIGNS for sign in written):
        return int("".join(str(_SIGNS[sign]) for sign in written))
    total = part = 0
    number: int | None = None
    seen = False
    for sign in written:
        if sign in _SIGNS:
            number, seen = _SIGNS[sign], True
            continue
        power = _POWERS[sign]
        if power >= 10**4:
            if not seen:
                return None
            total, part = (total + part + (number or 0)) * power, 0
        else:
            part += (1 if number is None else number) * power
            seen = seen or power == 10
        number = None
    return total + part + (number or 0) if seen else None


def step(written: str) -> str:
    """The number of a provision in one form: Arabic, lower case.

    >>> step("XIII"), step("五十"), step("3A"), step("bb")
    ('13', '50', '3a', 'bb')
    """
    lower = written.lower()
    if re.fullmatch(HAN, lower):
        return str(chinese(lower) or lower)
    if re.fullmatch(r"[ivxl]+", lower):
        return str(_roman(lower))
    return lower


def _roman(written: str) -> int:
    values = [_ROMAN[sign] for sign in written]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
