"""Earlier versions that a question names without a day: “before the amendment”, “original text”.

The catalogue knows which instruments have an earlier version and what the amendment is called
that made the later one. A question about both versions (“how do they differ”) names none.

Example:
    >>> today = date(2026, 11, 22)
    >>> earlier_text("the AI Act before the Omnibus", today)
    [(datetime.date(2026, 7, 26), 'before the Omnibus')]
    >>> earlier_text("systems placed on the market before the amendment", today)
    []
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from assistant.understanding.names import levelled
from assistant.understanding.naming import named
from corpus.catalogue import Instrument, catalogue

_BOTH = re.compile(
    r"\bdiffer|\bchang|\bcompar|\bbefore and after\b|\bwhat(?: is|'s) new\b"
    r"|分别|区别|异同|唔同|不同|比较|对比|改咗|改动|变化|前后"
)
"""Asks about two versions at once, so that neither day is the one meant."""

_ACT = r"(?:eu )?(?:ai act|act|law|regulation)"
_ZH_LAW = (
    "(?:条文|法律|法例|法规|文本|版本|规定|规则|版(?!权)|人工智能法|欧盟|《|ai|第|有冇|有没有"
    "|系|是|点|怎|如何|[,，])"
)
_EARLIER = (
    rf"\b(?:before|prior to) (?:it|the {_ACT}) (?:was|were|got|had been) (?:last )?"
    r"(?:amended|changed|revised)\b",
    r"\b(?:before|prior to) (?:the|its|this|last) (?:\d{4} |july |recent |latest |last )*"
    r"(?:amendments?|amending|changes|revision|reform)\b",
    r"\b(?:pre-?amendment|unamended)\b",
    r"\b(?:old|earlier|previous|former|superseded) (?:text|version|wording)\b",
    rf"(?:修订|修改|修正|修例|改法|改例)(?:之|以)?前(?:有效)?(?:[的嘅时]|{_ZH_LAW})",
    rf"未经?(?:修订|修改|修正)之?前?[的嘅]{_ZH_LAW}",
    "旧[的嘅]?(?:版(?!权)|条文|文本)",
)
_ORIGINAL = (
    rf"\boriginal (?:text|version|wording) of the {_ACT}\b",
    r"\boriginal (?:eu )?ai act\b",
    r"\b(?:original|first) version\b",
    r"\bas (?:it was )?(?:originally|first) (?:adopted|enacted|published|worded|passed)\b",
    "(?:原来|原本|最初|原始|最早)[的嘅]?(?:版本|条文|ai ?act|人工智能法|《)",
    "原版本|(?:最初|原来)[的嘅]?文本",
)
_MATTER = re.compile(
    r"\b(?:placed|put|launched|marketed|made|published|sold|released|collected|trained|deployed"
    r"|used|existing)(?:\W+\w+){0,4}\W*$"
)
"""Right before “before the amendment”, these make it part of the matter."""
_HAPPENED = re.compile(
    r"[的嘅]?[,，]? ?(?:已|就|便|都)?经?"
    r"(?:投放|推出|上市|收集|训练|部署|发布|发表|制作|使用|用|做|买|卖|出)"
)
"""The same, right after 修訂前."""


def earlier_text(question: str, today: date) -> list[tuple[date, str]]:
    """The last days of the earlier versions that a question names, with the words that do.

    Args:
        question: As typed.
        today: Today; what is in force today is the later version.
    """
    text = levelled(question)
    if _BOTH.search(text):
        return []
    return [
        (day, words)
        for instrument in catalogue().instruments
        for day, words in _named_in(text, question, instrument, today)
        if _may_be_about(question, instrument)
    ]


def _named_in(
    text: str, question: str, instrument: Instrument, today: date
) -> Iterator[tuple[date, str]]:
    versions = instrument.version
    current = next((v for v in versions if v.covers(today)), versions[0])
    if current == versions[0]:
        return
    earlier = versions[versions.index(current) - 1]
    for pattern, version in (
        (_pattern(*_EARLIER, *_names(current.amended_by)), earlier),
        (_pattern(*_ORIGINAL), versions[0]),
    ):
        match = pattern.search(text)
        if match and version.in_force_to and not _happened(text, match):
            yield version.in_force_to, question[match.start() : match.end()].strip()


def _happened(text: str, match: re.Match[str]) -> bool:
    return bool(_MATTER.search(text[: match.start()]) or _HAPPENED.match(text, match.end()))


@cache
def _pattern(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def _names(amendment: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns for “before” an amendment by its names."""
    if not amendment:
        return ()
    names = "|".join(re.escape(levelled(name)) for name in sorted(amendment, key=len, reverse=True))
    return (
        rf"\b(?:before|prior to|pre-?) ?(?:the |this )?(?:eu |eu's |\d{{4}} )?(?:{names})",
        rf"《?(?:{names})》? ?(?:法案|方案|修订|规例|条例)?(?:生效|通过|实施|修订)?(?:之|以)?前",
    )


def _may_be_about(question: str, instrument: Instrument) -> bool:
    """Whether a question names the instrument, or no law or place but its own."""
    places, laws = named(question)
    if laws:
        return instrument.id in laws
    return not places or instrument.jurisdiction in places
