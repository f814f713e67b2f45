"""How a provision is cited: from a locator to the pinpoint a reader expects.

Sources: Interinstitutional Style Guide of the EU (“Article 50(2)”), the Hong Kong Department of
Justice's drafting guide (“section 64(3A)”, 第64(3A)條), and the Standing Committee's legislative
drafting norms (第七条第（二）项).

Example:
    >>> pinpoint("eu-ai-act/art_5/par_1/pnt_a", "en"), pinpoint("cap-486/s_64/ss_3A", "zh-Hant")
    ('Article 5(1)(a)', '第64(3A)條')
    >>> pinpoint("cn-genai/art_7/itm_2", "zh-Hans"), pinpoint("nist-ai-rmf/GOVERN-1.1", "en")
    ('第七条第（二）项', 'GOVERN 1.1')
"""

from __future__ import annotations

import re

_DIGITS = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals.

    >>> chinese_number(7), chinese_number(10), chinese_number(24)
    ('七', '十', '二十四')
    """
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def pinpoint(locator: str, language: str, term: str = "") -> str:
    """The place of a provision, as it is cited in a language.

    Args:
        locator: The provision.
        language: ``en``, ``zh-Hant`` or ``zh-Hans``.
        term: For a definition, the term it defines.
    """
    instrument, *steps = locator.split("/")
    if not steps:
        return instrument
    if instrument == "eu-ai-act":
        return _eu(steps, language)
    if instrument.startswith("cap-"):
        return _hong_kong(steps, language, term)
    if instrument == "cn-genai":
        return _measures(steps, language)
    return _plain(steps[-1], language)


def _numbers(steps: list[str]) -> str:
    return "".join(f"({step.split('_', 1)[-1]})" for step in steps)


def _eu(steps: list[str], language: str) -> str:
    kind, _, number = steps[0].partition("_")
    chinese = language != "en"
    article = "条" if language == "zh-Hans" else "條"
    if kind == "rct":
        unit = "段"
        return f"序言第{number}{unit}" if chinese else f"Recital {number}"
    if kind == "anx":
        inner = steps[1:]
        section = ""
        if inner and inner[0].startswith("sec_"):
            letter = inner[0].removeprefix("sec_")
            section = f"{letter}部" if chinese else f", Section {letter}"
            inner = inner[1:]
        point = ""
        if inner:
            head = inner[0].split("_", 1)[-1]
            rest = _numbers(inner[1:])
            point = f"第{head}{rest}點" if chinese else f", point {head}{rest}"
            if language == "zh-Hans":
                point = point.replace("點", "点")
        return f"附件{number}{section}{point}" if chinese else f"Annex {number}{section}{point}"
    tail = _numbers(steps[1:])
    if steps[1:] and not steps[1].startswith("par_"):
        points = _numbers(steps[1:])
        point_word = "点" if language == "zh-Hans" else "點"
        return (
            f"第{number}{article}{points}{point_word}"
            if chinese
            else f"Article {number}, point {points}"
        )
    return f"第{number}{tail}{article}" if chinese else f"Article {number}{tail}"


def _hong_kong(steps: list[str], language: str, term: str) -> str:
    kind, _, number = steps[0].partition("_")
    chinese = language != "en"
    article = "条" if language == "zh-Hans" else "條"
    rest = steps[1:]
    if kind == "sch":
        return _schedule(number, rest, language)
    if steps[0] == "long-title":
        return "详题" if language == "zh-Hans" else "詳題" if chinese else "Long title"
    definition = rest[-1] if rest and rest[-1].startswith("def_") else ""
    if definition:
        rest = rest[:-1]
        word = term or definition.removeprefix("def_").replace("-", " ")
        place = f"第{number}{_numbers(rest)}{article}" if chinese else f"s.{number}{_numbers(rest)}"
        if language == "en":
            return f"{place}, definition of “{word}”"
        return f"{place}“{word}”的定义" if language == "zh-Hans" else f"{place}「{word}」的定義"
    tail = _numbers([s for s in rest if not s.startswith("def_")])
    return f"第{number}{tail}{article}" if chinese else f"s.{number}{tail}"


def _schedule(number: str, rest: list[str], language: str) -> str:
    place = f"附表{number}" if language != "en" else f"Sch.{number}"
    if not rest:
        return place
    if rest[0].startswith("dpp_"):
        principle, tail = rest[0].removeprefix("dpp_"), _numbers(rest[1:])
        if language == "en":
            return f"DPP {principle}{tail} ({place})"
        if language == "zh-Hans":
            return f"保障资料第{principle}{tail}原则（{place}）"
        return f"保障資料第{principle}{tail}原則（{place}）"
    head, tail = rest[0].split("_", 1)[-1], _numbers(rest[1:])
    if language == "en":
        return f"{place}, {'Part' if rest[0].startswith('pt_') else 's.'} {head}{tail}"
    unit = "部" if rest[0].startswith("pt_") else "条" if language == "zh-Hans" else "條"
    return f"{place}第{head}{tail}{unit}"


def _measures(steps: list[str], language: str) -> str:
    number = steps[0].split("_", 1)[-1]
    if language == "en":
        return f"Article {number}{_numbers(steps[1:])}"
    numeral = chinese_number(int(number)) if number.isdigit() else number
    place = f"第{numeral}{'条' if language == 'zh-Hans' else '條'}"
    for step in steps[1:]:
        kind, _, part = step.partition("_")
        value = chinese_number(int(part)) if part.isdigit() else part
        unit = "款" if kind == "par" else "项" if language == "zh-Hans" else "項"
        place += f"第{value}{unit}" if kind == "par" else f"第（{value}）{unit}"
    return place


def _plain(step: str, language: str) -> str:
    kind, _, number = step.partition("_")
    if kind in ("sec", "risk", "app", "exec") and (number or kind == "exec"):
        word = {"sec": "Section", "risk": "Section", "app": "Appendix"}.get(
            kind, "Executive Summary"
        )
        if language == "en":
            return f"{word} {number}".strip()
        if kind == "exec":
            return "摘要"
        if kind == "app":
            return f"附錄{number}" if language == "zh-Hant" else f"附录{number}"
        return f"第{number}節" if language == "zh-Hant" else f"第{number}节"
    return re.sub(r"^(GOVERN|MAP|MEASURE|MANAGE)-", r"\1 ", step)
