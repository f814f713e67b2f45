"""Permitted acts of the Copyright Ordinance: which rights they are exceptions to.

These sections say that copyright “is not infringed” without naming the sections that it would be
infringed under, so the two ends are tied together here: Part II, sections 37 to 88, limits the
restricted acts of sections 22 to 29; Part III, sections 240 to 261, the rights in performances.
Which acts a section is about is read from its English text; the Chinese only gives its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.neighbours.found import Found
from corpus.provision import Provision

_INSTRUMENT = "cap-528"
_RIGHTS = r"(?:(?:of\s+)?the\s+|any\s+(?:of\s+the\s+)?)?(?:\w+\s+)?(?:copyright|rights?)"
_SAYS = {
    "en": re.compile(
        rf"(?i:copyright|rights)[^.;\n]{{0,120}}\b(?:is|are)\s+not\s+infringed"
        rf"|\bnot\s+infringe\s+{_RIGHTS}|\bnot\s+an\s+infringement\s+of\s+{_RIGHTS}"
        rf"|\bwithout\s+infringing\s+{_RIGHTS}|specify\s+acts\s+which\s+may\s+be\s+done"
    ),
    "zh-Hant": re.compile(
        r"不(?:屬|構成)?侵犯[^。；\n]{0,40}(?:版權|權利)|指明[^。；\n]{0,4}在儘管有"
    ),
}
_QUALIFIED = re.compile(
    r"\b(?:unless|where|determining|by\s+virtue\s+of|inference|provided)\b[^.;\n]*$"
    r"|(?:除非|憑藉|不得從)[^。；\n]*$|\([^()]*$"
)
_CASES = r"(?:\w+\s+){0,5}(?:copy|copies|recordings?|films?|photographs?|fixations?)\b"
_ACTS = {
    "s_23": re.compile(rf"\bcop(?:ied|ying)\b|\bto\s+copy\b|\bmak(?:e|es|ing)\s+{_CASES}|reproduc"),
    "s_24": re.compile(r"\bissu(?:e|ing)\s+(?:of\s+)?copies\b"),
    "s_27": re.compile(r"\b(?:perform|play|show)(?:ing|ed|n)?\b|\breading\s+or\s+recitation"),
    "s_28A": re.compile(r"\bcommunicat(?:e|ed|ing|ion)\b"),
    "s_29": re.compile(r"\badapt(?:ing|ed)\b|\bmak(?:e|ing)\s+an\s+adaptation"),
}
_ANY_ACT = re.compile(r"[Ff]air\s+dealing|anything\s+done|\ban\s+act\b|that\s+act\b|quotation")
_PERFORMANCES = ("s_202", "s_203", "s_204", "s_205", "s_206", "s_207", "s_207A")
_NUMBER = re.compile(r"s_(\d+)")
_ENDS = "\n。；;"


def permitted(provisions: Sequence[Provision]) -> Iterator[Found]:
    """The permitted acts in one edition as exceptions to the rights that they leave whole.

    Args:
        provisions: All provisions of one edition, in reading order.
    """
    if not provisions or provisions[0].edition.instrument != _INSTRUMENT:
        return
    language = provisions[0].edition.language
    known = {p.locator for p in provisions}
    for provision in provisions:
        section, *inner = provision.locator.split("/")[1:]
        number = _NUMBER.match(section)
        whole = provision.is_root and f"{provision.locator}/ss_1" not in known
        cited = whole or (len(inner) == 1 and inner[0].startswith("ss_"))
        if number is None or not cited or not _permits(int(number[1])):
            continue
        if words := _said(provision.body, language):
            english = language == "en"
            for target in _targets(int(number[1]), provision.body, every=not english):
                of = f"{_INSTRUMENT}/{target}"
                if of in known:
                    yield Found(
                        provision.locator, of, "exception", provision.locator, words, english
                    )


def _permits(section: int) -> bool:
    return 37 <= section <= 88 or 240 <= section <= 261


def _targets(section: int, words: str, *, every: bool) -> tuple[str, ...]:
    """What a section of this number limits, as far as its words tell which acts."""
    if section >= 240:
        return _PERFORMANCES
    every = every or section == 37 or _ANY_ACT.search(words) is not None
    return ("s_22", *(act for act, of in _ACTS.items() if every or of.search(words)))


def _said(words: str, language: str) -> str:
    """The sentence that permits; empty where it only speaks of one that does."""
    says = _SAYS.get(language)
    for match in says.finditer(words) if says else ():
        start = max(words.rfind(sign, 0, match.start()) for sign in _ENDS) + 1
        start = max(start, words.rfind(". ", 0, match.start()) + 1)
        if not _QUALIFIED.search(words[start : match.start()]):
            ends = [words.find(sign, match.end()) for sign in (*_ENDS, ". ")]
            end = min((e for e in ends if e >= 0), default=len(words) - 1) + 1
            return words[start:end].strip()
    return ""
