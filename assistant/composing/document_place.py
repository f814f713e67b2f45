"""How a place in a document is cited: sections by their numbers, else pages, else paragraphs.

Documents have no form of citation of their own. What is printed is named: “Article 5”, “section
2.1”; a paragraph is counted from the heading, as the locator counts it.

Example:
    >>> document_place(["sec_art-5", "par_2"], "en"), document_place(["sec_2.1"], "zh-Hant")
    ('Article 5, para. 2', '第2.1節')
    >>> document_place(["p_12", "par_3"], "zh-Hans"), document_place(["par_3"], "en")
    ('第12页第3段', 'para. 3')
    >>> document_place(["sec_human-oversight", "par_1"], "en")
    'section “human oversight”, para. 1'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAMED = re.compile(r"(art|ch|part|title|annex|app|sch|s)-(.+)")
_UNNAMED = re.compile(r"h(\d+)")
_COUNTED = re.compile(r"[0-9][0-9A-Za-z.-]*|[ab]\d+")
_FORMS = {
    "en": {
        "art": "Article {}", "ch": "Chapter {}", "part": "Part {}", "title": "Title {}",
        "annex": "Annex {}", "app": "Appendix {}", "sch": "Schedule {}", "s": "Section {}",
        "number": "section {}", "words": "section “{}”", "heading": "heading {}",
        "page": "page {}", "par": "para. {}", "gap": ", ",
    },
    "zh-Hant": {
        "art": "第{}條", "ch": "第{}章", "part": "第{}部", "title": "第{}編",
        "annex": "附件{}", "app": "附錄{}", "sch": "附表{}", "s": "第{}節",
        "number": "第{}節", "words": "「{}」一節", "heading": "第{}個標題",
        "page": "第{}頁", "par": "第{}段", "gap": "",
    },
    "zh-Hans": {
        "art": "第{}条", "ch": "第{}章", "part": "第{}部分", "title": "第{}编",
        "annex": "附件{}", "app": "附录{}", "sch": "附表{}", "s": "第{}节",
        "number": "第{}节", "words": "“{}”一节", "heading": "第{}个标题",
        "page": "第{}页", "par": "第{}段", "gap": "",
    },
}  # fmt: skip


def document_place(steps: Sequence[str], language: str) -> str:
    """The pinpoint of a place in a document.

    Args:
        steps: The locator's steps behind the instrument.
        language: ``en``, ``zh-Hant`` or ``zh-Hans``.
    """
    forms = _FORMS[language]
    return forms["gap"].join(_step(step, forms) for step in steps)


def _step(step: str, forms: dict[str, str]) -> str:
    kind, _, value = step.partition("_")
    if kind == "p":
        return forms["page"].format(value)
    if kind == "par":
        return forms["par"].format(value)
    if named := _NAMED.fullmatch(value):
        return forms[named[1]].format(named[2])
    if unnamed := _UNNAMED.fullmatch(value):
        return forms["heading"].format(unnamed[1])
    if _COUNTED.fullmatch(value):
        return forms["number"].format(value)
    return forms["words"].format(value.replace("-", " "))
