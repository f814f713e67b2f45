"""Is the prose as it should be? Language, script, and no “must” from a voluntary text."""

from __future__ import annotations

import re

from assistant.answer import Answer, Claim, Support
from assistant.understanding.language import converter
from corpus.catalogue import catalogue
from corpus.errors import UnknownInstrument
from corpus.provision import instrument_of
from evals.case import Case, Score

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")

_OTHER_SCRIPT = {"zh-Hant": ("s2t", "big5"), "zh-Hans": ("t2s", "gb2312")}
"""What would change a character of the other script, and the characters of this one."""

_HONG_KONG = frozenset("吓户唇叠卧厨恒揾栖毁温碱笋群脚蝎咏粮郁着")
"""Written in Hong Kong, though Big5 has only the form usual in Taiwan."""

_NOT_OBLIGED = re.compile(
    r"\b(?:not|never|no(?: legal)?) (?:legally )?(?:required|obliged|obligation|mandatory|binding)"
    r"|\b(?:does|do) not (?:oblige|require|prohibit)|\bnot prohibited"
    r"|(?:不是|並非|并非|不|非|沒有|没有|無|无|毋)(?:必須|必须|強制|强制|須|须|義務|义务|禁止)",
    re.IGNORECASE,
)
_OBLIGED = re.compile(
    r"\b(?:must|shall|mandatory|obliged to|obligations? to|prohibit(?:s|ed)|forbid(?:s|den)"
    r"|(?:is|are) required|required by law|legally required)\b"
    r"|必須|必须|應當|应当|須|须|有義務|有义务|強制|强制|禁止|不得",
    re.IGNORECASE,
)


def language_and_script(case: Case) -> Score | None:
    """Whether the reply is in the language and script expected, every piece of it.

    Quotations are exempt: they keep the language and script of their edition.
    """
    expected = case.question.reply_language
    answer = case.answer
    pieces = prose_of(answer)
    right = answer.language == expected and all(
        claim.language == expected or claim.support is Support.VERBATIM for claim in answer.claims
    )
    return Score(float(right and all(in_language(piece, expected) for piece in pieces)))


def prose_of(answer: Answer) -> tuple[str, ...]:
    """The pieces of a reply that are in the reader's language: all but foreign quotations."""
    claims = [
        claim.text
        for claim in answer.claims
        if claim.support is not Support.VERBATIM or claim.language == answer.language
    ]
    notices = [notice.text for notice in answer.notices]
    gists = [citation.gist for citation in answer.citations]
    return tuple(p for p in (answer.lead, answer.reason, *claims, *notices, *gists) if p)


def in_language(piece: str, language: str) -> bool:
    """Whether a text is in a language and, if it is Chinese, in the right script.

    Names and numbers in Latin letters are usual in Chinese, and a title in Chinese may stand in
    English prose; what prevails decides. One character of the other script is one too many.

    >>> in_language("第64條禁止披露個人資料。", "zh-Hant")
    True
    >>> in_language("禁止披露個人資料", "zh-Hans")
    False
    """
    han, latin = len(_HAN.findall(piece)), len(_LATIN_WORD.findall(piece))
    if not han and not latin:
        return True
    # A word is about two characters.
    english = 2 * latin > han
    if english or language == "en":
        return english and language == "en"
    return not foreign_to_script(piece, language)


def foreign_to_script(text: str, language: str) -> str:
    """The characters that a Chinese text should not have, being of the other script.

    Those that OpenCC would change and that the character set of the script (Big5, GB 2312) does
    not have: 准 and 后 are changed in some words only and belong to both scripts.

    >>> foreign_to_script("這些个人資料不准披露", "zh-Hant")
    '个'
    """
    if language not in _OTHER_SCRIPT:
        return ""
    also = _HONG_KONG if language == "zh-Hant" else frozenset()
    configuration, character_set = _OTHER_SCRIPT[language]
    converted = converter(configuration).convert(text)
    changed = (a for a, b in zip(text, converted, strict=False) if a != b and _HAN.match(a))
    return "".join(a for a in changed if a not in also and not a.encode(character_set, "ignore"))


def must_from_voluntary(case: Case) -> Score | None:
    """Share of claims resting on voluntary texts alone that speak of an obligation.

    Quotations are exempt: what NIST itself writes is shown as NIST writes it.
    """
    voluntary = {c.number for c in case.answer.citations if _is_voluntary(c.locator)}
    resting = [claim for claim in case.answer.claims if set(claim.citations) <= voluntary]
    if not resting:
        return None
    return Score(sum(_obliges(claim) for claim in resting), len(resting))


def speaks_of_obligation(text: str) -> bool:
    """Whether a text says that somebody must or must not.

    >>> speaks_of_obligation("Organisations must document risks.")
    True
    >>> speaks_of_obligation("The framework does not oblige anyone.")
    False
    """
    return _OBLIGED.search(_NOT_OBLIGED.sub(" ", text)) is not None


def _obliges(claim: Claim) -> bool:
    return claim.support is not Support.VERBATIM and speaks_of_obligation(claim.text)


def _is_voluntary(locator: str) -> bool:
    try:
        force = catalogue().instrument(instrument_of(locator)).binding_force
    except UnknownInstrument:
        return False
    return force.is_voluntary
