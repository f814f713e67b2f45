"""A question with the places and laws it names exchanged for others.

What is asked of one law is asked of another: “What is the maximum fine under the EU AI Act?” and
“And in Hong Kong?” make “What is the maximum fine under the law of Hong Kong?”.

Example:
    >>> from assistant.understanding.mention import known
    >>> exchanged("Does the EU AI Act cover deepfakes?", tuple(known("and China?")), "en")
    'Does the law of Mainland China cover deepfakes?'
    >>> exchanged("公司可以保留個人資料幾耐？", tuple(known("香港呢？")), "zh-Hant")
    '在香港，公司可以保留個人資料幾耐？'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.understanding.mention import Mention, known
from corpus.catalogue import catalogue
from corpus.texts import text

_LAWS = ("instrument", "law")
_BETWEEN = re.compile(
    r"(?:[\s,，、《》「」“”()（）的之嘅]|['’]s|(?i:\band\b|\bor\b|\bthe\b)|(?:同埋|[同和及與与跟或]))*"
)
"""What stands between names that are exchanged as one: 歐盟《人工智能法》, “the EU and China”."""

_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_IN = re.compile(r"(?:\bin\s+|[在喺])$", re.IGNORECASE)
_NEEDS_ARTICLE = re.compile(
    r"European Union|United |PDPO|laws of|.*\b(?:Act|Law|Code|RMF|Profile|Regulation|Ordinances?"
    r"|Directive|Convention|Principles|Recommendation|Measures|Provisions)\b"
)
_POSSESSIVE = re.compile(r"['’]s$")
_PLURAL = re.compile(r"\b(do|are|were|have)\s+$", re.IGNORECASE)
_SINGULAR = {"do": "Does", "are": "Is", "were": "Was", "have": "Has"}
"""“Do the Measures cover …” becomes “Does the law of … cover …”."""

_END = re.compile(r"[?？!！.。]?[)）]?$")


def exchanged(question: str, instead: Sequence[Mention], language: str) -> str:
    """A question asked of other places or laws.

    Args:
        question: Standing alone.
        instead: The places and laws to ask it of.
        language: Language of the question: the new names are in it.
    """
    laws = {mention.jurisdiction for mention in instead if mention.kind in _LAWS}
    instead = [m for m in instead if m.kind in _LAWS or m.jurisdiction not in laws or m.outside]
    kept, at = "", 0
    for run in _runs(question):
        before, old = question[at : run[0].start], question[run[0].start : run[-1].end]
        before = _ARTICLE.sub("", before)
        kept += _put(before, old, [m.kind in _LAWS for m in run], instead, language)
        at = run[-1].end + (question[run[-1].end : run[-1].end + 1] in ("》", "」"))
    if not at:
        return _added(question, instead, language)
    return kept + question[at:]


def title(mention: Mention, language: str) -> str:
    """What a place or law is called in the middle of a sentence."""
    book = catalogue()
    if mention.outside is not None:
        name = mention.outside.name.get(language)
    elif mention.kind in _LAWS:
        names = (book.instrument(i).short.get(language) for i in mention.instruments)
        return both((with_article(n) if language == "en" else n for n in names), language)
    else:
        place = book.place(mention.jurisdiction)
        name = place.name.get(language) if place else ""
    return with_article(name) if language == "en" else name


def _law_of(place: Mention, language: str) -> str:
    """What stands for the law of a place; its frameworks by name where it has nothing else."""
    held = [catalogue().instrument(i) for i in place.instruments]
    if held and all(i.binding_force.is_voluntary for i in held):
        frameworks = (replace(place, kind="instrument", instruments=(i.id,)) for i in held)
        return both((title(framework, language) for framework in frameworks), language)
    return text(language, "follow_up.law_of", place=title(place, language))


def with_article(name: str) -> str:
    """An English name as it stands in a sentence.

    >>> with_article("EU AI Act"), with_article("Hong Kong"), with_article("China's Measures")
    ('the EU AI Act', 'Hong Kong', "China's Measures")
    """
    return f"the {name}" if _NEEDS_ARTICLE.match(name) and "'s " not in name else name


def both(names: Iterable[str], language: str) -> str:
    """Names joined as in a sentence."""
    *most, last = dict.fromkeys(names)
    separator = ", " if language == "en" else "、"
    if not most:
        return last
    return text(language, "follow_up.both", first=separator.join(most), last=last)


def _runs(question: str) -> list[list[Mention]]:
    """The names in a question, those that stand together as one."""
    found = list(known(question))
    runs = [[found[0]]] if found else []
    for last, name in pairwise(found):
        if _BETWEEN.fullmatch(question, last.end, name.start):
            runs[-1].append(name)
        else:
            runs.append([name])
    return runs


def _put(
    before: str, old: str, laws: Sequence[bool], instead: Sequence[Mention], language: str
) -> str:
    """The new names where the old ones stood, with what goes before them."""
    names = both((title(mention, language) for mention in instead), language)
    if all(mention.kind in _LAWS for mention in instead):
        if not any(laws) and _IN.search(before):
            before = _IN.sub("", before)
            names = text(language, "follow_up.under_law", law=names)
    elif any(laws):
        names = both((_law_of(mention, language) for mention in instead), language)
        before = _PLURAL.sub(_agreeing, before)
    elif _POSSESSIVE.search(old):
        names += "'s"
    if language != "en":
        before = before.rstrip("《「")
    elif not before.strip():
        names = names[0].upper() + names[1:]
    return before + names


def _agreeing(verb: re.Match[str]) -> str:
    singular = _SINGULAR[verb[1].lower()]
    return f"{singular if verb[1][0].isupper() else singular.lower()} "


def _added(question: str, instead: Sequence[Mention], language: str) -> str:
    """A question that names no place, asked of one."""
    names = both((title(mention, language) for mention in instead), language)
    law = all(mention.kind in _LAWS for mention in instead)
    key, name = ("under_law", "law") if law else ("in_place", "place")
    where = text(language, f"follow_up.{key}", **{name: names})
    if language != "en":
        return where + question
    asked = question.rstrip()
    end = _END.search(asked)
    at = end.start() if end else len(asked)
    return f"{asked[:at].rstrip()} {where}{asked[at:]}"
