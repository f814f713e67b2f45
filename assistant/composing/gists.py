"""The sentences of our own gists, and which of them an answer may not leave out.

Example:
    >>> core("Kettles must whistle. Camping kettles are exempt. Our example: a billy.", "en")
    'Kettles must whistle. Camping kettles are exempt.'
    >>> sentences("水煲須鳴笛。旅行水煲除外。", "zh-Hant")
    ['水煲須鳴笛。', '旅行水煲除外。']
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.script import fold

_END = {
    "en": re.compile(
        r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\bCap\.)(?<!\bNo\.)(?<!\be\.g\.)\s+(?=[A-Z“(\d])"
    ),
    "zh": re.compile(r"(?<=[。！？])"),
}
_LIMITS = re.compile(
    r"\b(?:except\w*|unless|exempt\w*|subject to|provided that|only (?:if|where|when|for|to|from)"
    r"|does not apply|do not apply|not apply yet|other than|not (?:cover|extend|include)\w*"
    r"|however"
    r"|even then|defences?|counts? as|always|applies from|apply from|applicable since"
    r"|not in operation"
    r"|is not|are not|lower amount|but|excluded|outside|freed from|save|not so if)\b"
    r"|除外|除非|例外|豁免|豁除|免除|不在此限|不在[^。，]{0,6}列|不适用|另有规定|规限|限于|为限|方可"
    r"|但|不包括|不属|不算|不涵盖|不应视为|抗辩|辩护|免责|无须|毋须|只(?:可|能|有|在)|方适用"
    r"|起适用|起才适用|尚未|较低者|仍属|必属|一律属|不视为|另设|受[^。，；]{0,24}限制|不受[^。，；]{0,16}影响",
    re.IGNORECASE,
)
"""Words of a sentence that narrows the one before it; these patterns read folded text."""
_EXAMPLE = re.compile(r"\bour examples?\b|编者举例")
_CROSS_REFERENCE = re.compile(
    r"\b(?:see|is in|is) (?:govern|map|measure|manage) \d|见\s?(?:govern|map|measure|manage) ?\d"
)
_FRAME = re.compile(
    r"does not mention (?:artificial intelligence|AI)\b|AI training is not mentioned"
    r"|没有提及人工智能|没有提到人工智能|未提及人工智能|没有提及[^。]{0,12}人工智能",
    re.IGNORECASE,
)
_SHORT_OPENING = {"en": 30, "zh": 10}


def sentences(gist: str, language: str) -> list[str]:
    """The sentences of a gist, as written."""
    pieces = _END[language[:2]].split(gist)
    return [piece.strip() for piece in pieces if piece.strip()]


def core(gist: str, language: str) -> str:
    """The first sentence of a gist with those that narrow it; examples and pointers left out."""
    pieces = sentences(gist, language)
    if not pieces:
        return ""
    # “Not in operation.” alone says nothing of the rule.
    count = 2 if len(pieces[0]) <= _SHORT_OPENING[language[:2]] else 1
    kept = pieces[:count] + [s for s in pieces[count:] if narrows(s) and not _aside(s)]
    return together(kept, language)


def narrows(sentence: str) -> bool:
    """Whether a sentence limits, excepts from or conditions what was said before it."""
    return bool(_LIMITS.search(fold(sentence)))


def without_asides(gist: str, language: str) -> str:
    """A gist without examples of ours and pointers to other places."""
    return together((s for s in sentences(gist, language) if not _aside(s)), language)


def silent_on_ai(gist: str) -> bool:
    """Whether our gist says that the provision does not mention artificial intelligence."""
    return bool(_FRAME.search(fold(gist)))


def together(pieces: Iterable[str], language: str) -> str:
    """Sentences in one line."""
    return (" " if language == "en" else "").join(pieces)


def _aside(sentence: str) -> bool:
    folded = fold(sentence)
    return bool(_EXAMPLE.search(folded) or _CROSS_REFERENCE.search(folded))
