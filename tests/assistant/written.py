"""Ways in which people write the place of a provision, for the tests of references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.composing.citation import chinese_number, pinpoint
from corpus.catalogue import catalogue
from corpus.provision import instrument_of

_WIDE = str.maketrans("()0123456789", "（）０１２３４５６７８９")
_FRAMES = {
    "en": ("{place} {law}", "{law}, {place}", "What does {place} of the {law} say?"),
    "zh-Hant": ("{law}{place}", "{law} {place} 講咩？", "請問{law}嘅{place}係點規定？"),
    "zh-Hans": ("{law}{place}", "请问{law}的{place}是怎么规定的？", "{law}，{place}"),
}
_UNITS = {"zh-Hant": ("條", "項", "點"), "zh-Hans": ("条", "项", "点")}


def questions(locator: str, language: str, term: str = "") -> Iterator[str]:
    """Questions that name one provision by its number, its instrument's short name beside it."""
    law = catalogue().instrument(instrument_of(locator)).short.get(language)
    cited = pinpoint(locator, language, term)
    for frame in _FRAMES[language]:
        yield frame.format(place=cited, law=law)
    for place in {cited.translate(_WIDE), *_variants(locator, language, cited)} - {cited}:
        yield _FRAMES[language][0].format(place=place, law=law)


def _variants(locator: str, language: str, cited: str) -> Iterator[str]:
    yield cited.replace("(", " (").strip()
    instrument, *steps = locator.split("/")
    if language == "en":
        yield re.sub("^Article", "art.", cited)
        yield re.sub("^Recital", "rec.", cited)
        yield cited if steps[0].isupper() else cited.lower()
        yield re.sub(r"^s\.", "section ", cited)
        yield re.sub(r"^s\.", "s ", cited)
        yield re.sub(r"^Article (?=\d)", "Art ", cited)
        yield re.sub(r"^Sch\.", "Schedule ", cited)
        yield re.sub(r"^Sch\.(\w+), s\. ([\w()]+)$", r"section \2 of Schedule \1", cited)
        yield re.sub(r"^DPP (\d)(\S*) \(Sch.1\)", r"data protection principle \1\2", cited)
        yield re.sub(r"^DPP (\d)(\S*) \(Sch.1\)", r"DPP\1\2", cited)
        yield re.sub(r"^(Article \w+), (point \S+)$", r"\2 of \1", cited)
        yield re.sub(r"^(Article \w+\(\w+\))(\(\w+\)\S*)$", r"point \2 of \1", cited)
        yield (
            re.sub(r"^Article (\w+)\((\w+)\)$", r"paragraph \2 of Article \1", cited)
            if "/par_" in locator
            else cited
        )
        yield re.sub(r"^s\.(\w+)\((\d\w*)\)$", r"subsection (\2) of section \1", cited)
        yield re.sub(r"^(Annex \w+), point ([\d.]+)(.*)", r"\1(\2)\3", cited)
        yield (
            re.sub(r"^(Annex \w+), (Section \w+)(.*)$", r"\2 of \1", cited)
            if cited.count(",") == 1
            else cited
        )
        yield re.sub(r"^(GOVERN|MAP|MEASURE|MANAGE) (\d\.\d+)", r"\1-\2", cited)
        yield re.sub(r"^(GOVERN|MAP|MEASURE|MANAGE)(?= \d)", lambda m: m[0].title(), cited)
        return
    yield from _chinese(instrument, steps, language, cited)


def _chinese(instrument: str, steps: list[str], language: str, cited: str) -> Iterator[str]:
    article, item, point = _UNITS[language]
    numbers = [step.split("_", 1)[-1] for step in steps]
    plain = [n for n in numbers if n.isdigit()]
    yield cited.translate(str.maketrans("()", "（）"))
    if instrument == "cn-genai":
        yield f"第{numbers[0]}{article}" + "".join(
            f"第{n}{'款' if step.startswith('par') else item}"
            for step, n in zip(steps[1:], numbers[1:], strict=True)
        )
        yield cited.replace("（", "").replace("）", "")
    elif instrument == "eu-ai-act" and steps[0].startswith("art_") and plain[:1] == numbers[:1]:
        head = f"第{chinese_number(int(numbers[0]))}{article}"
        if not any("-" in n for n in numbers):
            yield head + "".join(
                f"第{n}款" if step.startswith("par") else f"({n}){point if n.isdigit() else item}"
                for step, n in zip(steps[1:], numbers[1:], strict=True)
            )
    elif instrument == "eu-ai-act" and steps[0].startswith("anx_"):
        roman = cited.split("第", maxsplit=1)[0]
        number = roman.removeprefix("附件")
        order = "I II III IV V VI VII VIII IX X XI XII XIII XIV".split().index(number) + 1
        yield cited.replace(roman, f"附件{chinese_number(order)}")
        yield cited.replace(roman, f"附件{order}")
    elif instrument == "eu-ai-act" and steps[0].startswith("rct_"):
        yield f"序言第{chinese_number(int(numbers[0]))}段"
        yield f"鑑於第{numbers[0]}{article}"
    elif instrument.startswith("cap-") and steps[0].startswith("s_") and len(steps) > 1:
        if all(step.startswith(("ss_", "par_", "sub_")) for step in steps[1:]):
            words = {"ss": "款", "par": "段", "sub": "節" if language == "zh-Hant" else "节"}
            yield (
                f"第{numbers[0]}{article}"
                + "".join(
                    f"第({n}){words[step.split('_')[0]]}"
                    for step, n in zip(steps[1:], numbers[1:], strict=True)
                    if "-" not in n
                )
                if not any("-" in n for n in numbers)
                else cited
            )
    elif "/dpp_" in "/" + "/".join(steps):
        yield re.sub(r"（附表1）|\(附表1\)", "", cited)
        if len(steps) == 2:
            yield f"第{chinese_number(int(numbers[-1]))}原則"
