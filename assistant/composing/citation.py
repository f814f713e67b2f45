"""How a provision is cited: from a locator to the pinpoint a reader expects.

Sources: Interinstitutional Style Guide of the EU (“Article 50(2)”), the Hong Kong Department of
Justice's drafting guide (“section 64(3A)”, 第64(3A)條), and the Standing Committee's legislative
drafting norms (第七条第（二）项).

Within an instrument and a language no two provisions have the same pinpoint. Where the print gives
two of them the same number, the second says so: “second subparagraph” in EU law, whose lists
start again in each subparagraph, and “second” before a Hong Kong definition or division.

Example:
    >>> pinpoint("eu-ai-act/art_5/par_1/pnt_a", "en"), pinpoint("cap-486/s_64/ss_3A", "zh-Hant")
    ('Article 5(1)(a)', '第64(3A)條')
    >>> pinpoint("cn-genai/art_7/itm_2", "zh-Hans"), pinpoint("nist-ai-rmf/GOVERN-1.1", "en")
    ('第七条第（二）项', 'GOVERN 1.1')
"""

from __future__ import annotations

import re

from assistant.composing.document_place import document_place
from corpus.catalogue import catalogue

ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
"""English ordinals from 1 to 20."""

_DIGITS = "〇一二三四五六七八九"
_AGAIN = re.compile(r"(.+)-([2-9])")
_WORDS = {
    "article": {"zh-Hant": "條", "zh-Hans": "条"},
    "point": {"zh-Hant": "點", "zh-Hans": "点"},
    "item": {"zh-Hant": "項", "zh-Hans": "项"},
    "section": {"zh-Hant": "節", "zh-Hans": "节"},
    "appendix": {"zh-Hant": "附錄", "zh-Hans": "附录"},
    "long-title": {"en": "Long title", "zh-Hant": "詳題", "zh-Hans": "详题"},
    "exec": {"en": "Executive Summary", "zh-Hant": "摘要", "zh-Hans": "摘要"},
}


def chinese_number(number: int) -> str:
    """A number from 1 to 999 in Chinese numerals.

    >>> chinese_number(7), chinese_number(10), chinese_number(24), chinese_number(103)
    ('七', '十', '二十四', '一百零三')
    >>> chinese_number(110), chinese_number(180)
    ('一百一十', '一百八十')
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        head += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        head += "零"
    return head + (_DIGITS[ones] if ones else "")


def pinpoint(locator: str, language: str, term: str = "") -> str:
    """The place of a provision, as it is cited in a language.

    Args:
        locator: The provision.
        language: ``en``, ``zh-Hant`` or ``zh-Hans``.
        term: For a definition or a place in one, the term it defines. Without it the term's
            English, as the locator has it, stands in.
    """
    instrument, *steps = locator.split("/")
    if not steps:
        return instrument
    form = _form(instrument)
    if form == "eurlex":
        return _eu(steps, language)
    if form == "hklm":
        return _hong_kong(steps, language, term)
    if form == "measures":
        return _measures(steps, language)
    if form == "document":
        return document_place(steps, language)
    return _plain(steps[-1], language)


def _form(instrument: str) -> str:
    """The format of an instrument's texts, which says how its places are cited."""
    if instrument.startswith("cap-"):
        return "hklm"
    if instrument.startswith("own:"):
        return "document"
    known = catalogue().find(instrument)
    return known.version[0].text[0].format if known else ""


def _numbers(steps: list[str]) -> str:
    """The numbers of steps in brackets; those repealed together are one step, ``par_e-ea``."""
    values = (step.split("_", 1)[-1] for step in steps)
    return "".join("(" + value.replace("-", ")–(") + ")" for value in values)


def _again(step: str) -> tuple[str, int]:
    """A step without the count of its number, and that count: ``pnt_a-2`` is the second (a)."""
    found = _AGAIN.fullmatch(step)
    return (found[1], int(found[2])) if found else (step, 1)


def _eu(steps: list[str], language: str) -> str:
    kind, _, number = steps[0].partition("_")
    if kind == "rct":
        return f"Recital {number}" if language == "en" else f"序言第{number}段"
    if kind == "anx":
        return _annex(number, steps[1:], language)
    paragraphs = [step for step in steps[1:] if step.startswith("par_")]
    points, count = steps[1 + len(paragraphs) :], 1
    if points:
        first, count = _again(points[0])
        points[0] = first
    place, inside = number + _numbers(paragraphs), _numbers(points)
    apart = points and (count > 1 or not paragraphs)
    if language == "en":
        part = f", {ORDINALS[count - 1]} subparagraph" if count > 1 else ""
        return f"Article {place}{part}, point {inside}" if apart else f"Article {place}{inside}"
    article = _WORDS["article"][language]
    if not apart:
        return f"第{place}{inside}{article}"
    part = f"第{chinese_number(count)}分段" if count > 1 else ""
    return f"第{place}{article}{part}{inside}{_WORDS['point'][language]}"


def _annex(number: str, inner: list[str], language: str) -> str:
    english = language == "en"
    place = f"Annex {number}" if english else f"附件{number}"
    if inner and inner[0].startswith("sec_"):
        name = inner[0].removeprefix("sec_")
        place += f", Section {name}" if english else f"第{name}{_WORDS['section'][language]}"
        inner = inner[1:]
    if not inner:
        return place
    kind, _, head = inner[0].partition("_")
    if kind == "ind":
        count = int(head)
        if not english:
            return f"{place}第{head}{_WORDS['item'][language]}"
        named = f"{ORDINALS[count - 1]} indent" if count <= len(ORDINALS) else f"indent {head}"
        return f"{place}, {named}"
    rest = inner[1:]
    # Point 3.1 stands inside point 3 and is printed with both numbers.
    while rest and rest[0].startswith(f"pnt_{head}."):
        head = rest[0].removeprefix("pnt_")
        rest = rest[1:]
    head += _numbers(rest)
    return f"{place}, point {head}" if english else f"{place}第{head}{_WORDS['point'][language]}"


def _hong_kong(steps: list[str], language: str, term: str) -> str:
    kind, _, number = steps[0].partition("_")
    if steps[0] == "long-title":
        return _WORDS["long-title"][language]
    defined = next((n for n, step in enumerate(steps) if step.split("_")[0] == "def"), len(steps))
    if kind == "sch":
        place = _schedule(number, steps[1:defined], language)
    else:
        place = _section(number + _numbers(steps[1:defined]), language)
    if defined == len(steps):
        return place
    return place + _definition(steps[defined], steps[defined + 1 :], language, term)


def _section(number: str, language: str) -> str:
    return f"s.{number}" if language == "en" else f"第{number}{_WORDS['article'][language]}"


def _definition(step: str, inner: list[str], language: str, term: str) -> str:
    """What follows the section: which definition, and the place in it."""
    step, count = _again(step)
    word = term or step.removeprefix("def").removeprefix("_").replace("-", " ")
    inside = _numbers(inner)
    if language == "en":
        which = f"{ORDINALS[count - 1]} definition" if count > 1 else "definition"
        named = f", {which} of “{word}”" if word else f", {which}"
        return f"{named}, paragraph {inside}" if inside else named
    simple = language == "zh-Hans"
    which = f"第{chinese_number(count)}{'个' if simple else '個'}" if count > 1 else ""
    quoted = "" if not word else f"“{word}”" if simple else f"「{word}」"
    return f"{quoted}的{which}{'定义' if simple else '定義'}" + (f"{inside}段" if inside else "")


def _schedule(number: str, rest: list[str], language: str) -> str:
    place = f"附表{number}" if language != "en" else f"Sch.{number}"
    if not rest:
        return place
    kind, _, head = rest[0].partition("_")
    tail = _numbers(rest[1:])
    if kind == "dpp":
        if language == "en":
            return f"DPP {head}{tail} ({place})"
        if language == "zh-Hans":
            return f"保障资料第{head}{tail}原则（{place}）"
        return f"保障資料第{head}{tail}原則（{place}）"
    if kind == "s":
        article = _WORDS["article"].get(language, "")
        return f"{place}第{head}{tail}{article}" if article else f"{place}, s. {head}{tail}"
    return place + _part_of_schedule(rest, language)


def _part_of_schedule(steps: list[str], language: str) -> str:
    """A part or division of a schedule, and a section where its number alone is not enough."""
    step, count = _again(steps[0])
    kind, _, number = step.partition("_")
    inside = _schedule("", steps[1:], language)[len("附表" if language != "en" else "Sch.") :]
    if language == "en":
        which = f"{ORDINALS[count - 1]} " if count > 1 else ""
        return f", {which}{'Part' if kind == 'pt' else 'Division'} {number}{inside}"
    measure = "个" if language == "zh-Hans" else "個"
    which = f"第{chinese_number(count)}{measure}" if count > 1 else ""
    return f"{which}第{number}{'部' if kind == 'pt' else '分部'}{inside}"


def _measures(steps: list[str], language: str) -> str:
    number = steps[0].split("_", 1)[-1]
    if language == "en":
        return f"Article {number}{_numbers(steps[1:])}"
    numeral = chinese_number(int(number)) if number.isdigit() else number
    place = f"第{numeral}{_WORDS['article'][language]}"
    for step in steps[1:]:
        kind, _, part = step.partition("_")
        value = chinese_number(int(part)) if part.isdigit() else part
        item = _WORDS["item"][language]
        place += f"第{value}款" if kind == "par" else f"第（{value}）{item}"
    return place


def _plain(step: str, language: str) -> str:
    kind, _, number = step.partition("_")
    if kind == "exec":
        return _WORDS["exec"][language]
    if kind in ("sec", "risk") and number:
        return (
            f"第{number}{_WORDS['section'][language]}" if language != "en" else f"Section {number}"
        )
    if kind == "app" and number:
        return f"{_WORDS['appendix'].get(language, 'Appendix ')}{number}"
    return re.sub(r"^(GOVERN|MAP|MEASURE|MANAGE)-", r"\1 ", step)
