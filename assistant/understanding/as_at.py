"""The day whose law a question asks about, where the question itself names it.

Most days in questions are part of the matter: *systems placed on the market before 2 August 2026*,
*what applies from 2 December 2027?* Those are left alone. A day counts only beside words that say
that it is the law of that day that is asked for; when in doubt, none is found and today's law
counts.

A month or a year alone stands for its last day, the running one for today. “Before the amendment”
and “the original text” are read by ``earlier_text.py``.

Example:
    >>> today = date(2026, 11, 22)
    >>> as_at_of("As of 1 March 2025, which practices were banned?", today)
    AsAt(day=datetime.date(2025, 3, 1), words='As of 1 March 2025', year_only=False)
    >>> as_at_of("What applies from 2 December 2027?", today)
    >>> as_at_of("《人工智能法》修訂前的條文怎樣規定高風險系統？", today).day.isoformat()
    '2026-07-26'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.understanding.days import CHINESE_DAY, ENGLISH_DAY, first_day, read_day, year_only
from assistant.understanding.earlier_text import earlier_text
from assistant.understanding.names import levelled
from corpus.catalogue import catalogue


def _with_day(day: str, *patterns: str) -> tuple[re.Pattern[str], ...]:
    """Patterns with DAY standing for a day, for texts as `levelled` gives them."""
    return tuple(re.compile(p.replace("DAY", f"(?P<day>{day})")) for p in patterns)


_LAW = (
    "(?:laws?|legislation|legal position|text|version|wording|rules|provisions?|act|regulation"
    "|ordinance|pdpo|articles?)"
)
_TEXT = "(?:text|version|wording)"
_AT = "(?:on|in|at|as at|as of|during|back in)"
_HAPPENED = (
    "(?:placed|put|launch|market|made|publish|sold|releas|collect|train|deploy|died|creat|used)"
)
_ZH_LAW = (
    "(?:欧盟|香港|内地|大陆|当时)?(?:法律条文|法律|法例|法规|条文|文本|版本|规定|规则|版(?!权))"
)
_ZH_THEN = "(?:当[日天时]|时候?|[嗰𠮶]阵时?|[嗰𠮶]时|年?底)"
_ZH_VALID = "(?:仍然?)?(?:有效|现行)[的嘅]"
_ZH_HAPPENED = "(?:投放|推出|上市|收集|训练|部署|发布|发表|制作|出版|已|之前|以前|前)"

_ON = (
    *_with_day(
        ENGLISH_DAY,
        rf"(?<!\w)as (?:of|at|on) (?:the )?DAY(?!,? {_HAPPENED})",
        rf"\b(?:stood|read|worded) {_AT} DAY",
        rf"\bas (?:it|they|the (?:\w+ ){{0,3}}{_LAW}) (?:was|were) (?:in force )?{_AT} DAY",
        rf"\b{_LAW}(?: that)?(?: was| were| is| are)?(?: then)? in force {_AT} DAY",
        rf"\bwhat (?:was|is|will be) in force {_AT} DAY",
        rf"\b(?:the|what|which|under) (?:eu |hong kong |ai )?{_LAW} {_AT} DAY",
        rf"\b{_TEXT} (?:of|from|dated|valid {_AT}) DAY",
        rf"\bthe DAY {_TEXT}\b",
    ),
    *_with_day(
        CHINESE_DAY,
        rf"截[至止到]于? ?DAY(?!.{{0,4}}{_ZH_HAPPENED})",
        r"以 ?DAY ?(?:当[日天时])?.{0,10}为准",
        rf"(?<![自从由到至前后])DAY ?{_ZH_THEN}?[的嘅]?(?:{_ZH_VALID}|[的嘅]){_ZH_LAW}",
        rf"(?<![自从由到至前后])DAY ?{_ZH_THEN}[的嘅]?(?:生效[的嘅])?{_ZH_LAW}",
        r"(?<![自从由到至前后])DAY ?(?:版本|文本|版(?!权))",
    ),
)
_BEFORE = (
    *_with_day(
        ENGLISH_DAY,
        rf"\b(?:the|what) (?:law|legal position|{_TEXT})(?: was| in force)? "
        r"(?:before|prior to) DAY",
    ),
    *_with_day(CHINESE_DAY, rf"DAY ?(?:之|以)?前[的嘅]?(?:有效|生效)?[的嘅]{_ZH_LAW}"),
)
_MATTER = re.compile(
    r"(?:appl(?:y|ies|icable|ied)|effective|effect|start\w*|begin\w*|enforceable|binding|mandatory"
    r"|compulsory|required|compl\w+|amend\w*|chang\w+|pass(?:ed)?|adopt\w*|enact\w*|introduc\w+"
    r"|repeal\w*|new|upcoming|(?<!law in )(?<!text in )(?<!act in )(?<!rules in )"
    r"(?<!version in )(?<!provisions in )force)\W*(?:in the eu |there |the |under )?$"
)
"""Right before what looks like the day of the law, these make it part of the matter."""


@dataclass(frozen=True)
class AsAt:
    """A day named in a question as that whose law counts.

    Attributes:
        day: The day.
        words: The words of the question that say so.
        year_only: Whether they name a year and nothing finer.
    """

    day: date
    words: str
    year_only: bool = False


def as_at_of(question: str, today: date) -> AsAt | None:
    """The day whose law counts, if the question itself names one.

    Args:
        question: As typed.
        today: Today; the running month or year stands for it.

    Returns:
        The day with the words that say so; None where there is none, where two different days
        are named, and when in doubt.
    """
    found = [*_named_days(question, today)]
    if not found:
        found = [AsAt(day, words) for day, words in earlier_text(question, today)]
    return found[0] if len({each.day for each in found}) == 1 else None


def _named_days(question: str, today: date) -> Iterator[AsAt]:
    text = levelled(question)
    for patterns, back in ((_ON, False), (_BEFORE, True)):
        for match in (match for pattern in patterns for match in pattern.finditer(text)):
            if _MATTER.search(text[: match.start()]):
                continue
            named = match["day"]
            day = first_day(named) if back else _day(named, today)
            if day is not None:
                words = question[match.start() : match.end()].strip()
                day -= timedelta(days=back)
                yield AsAt(day, words, year_only(named))


def _day(words: str, today: date) -> date | None:
    """The day; where it is the date of a version, the first on which that is in force."""
    day = read_day(words, today)
    if day is None:
        return None
    dated = (v for i in catalogue().instruments for v in i.version if v.id == day.isoformat())
    return max((day, *(version.in_force_from for version in dated)))
