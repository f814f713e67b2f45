"""Yes or no: what a question asks to be told, and whether our gist of a clause settles it.

Only the words of duty, permission and prohibition in the gist decide. Where they do not fit the
question, nothing is said but what the clause says.

Example:
    >>> asks("May an employer read emotions?"), asks("Is social scoring banned?").value
    (<Asks.PERMISSION: 'permission'>, 'ban')
    >>> verdict(Asks.PERMISSION, "AI must not be used for it, except for safety reasons.", "en")
    'permission_no_unless'
    >>> verdict(Asks.PERMISSION, "Providers must label output.", "en")
    ''
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.composing.gists import sentences
from corpus.script import fold


class Asks(StrEnum):
    """What a yes-or-no question is about."""

    PERMISSION = "permission"
    """Whether one may."""
    DUTY = "duty"
    """Whether one must."""
    BAN = "ban"
    """Whether it is forbidden."""
    OTHER = "other"
    """Something else: whether it is so, whether it counts."""


_BAN = re.compile(
    r"\b(?:is|are|isn't|aren't|does|do|has|would)\b[^?.]*\b(?:banned|bans?|prohibited"
    r"|prohibits?|forbidden"
    r"|forbids?|illegal|unlawful|an offence|a crime|against the law|outlawed)\b"
    r"|(?:是否|有没有|有冇|系咪|是不是|会不会)?(?:被|已)?(?:禁止|禁咗|违法|犯法|犯罪|违规"
    r"|非法)(?:的)?(?:吗|呢|嘅|[?？]|$)"
    r"|是否禁止|有没有禁|有冇禁|禁唔禁|禁不禁"
    r"|(?:犯唔犯法|犯不犯法|算唔算犯法|违不违法|犯唔犯|(?:算唔算|算不算|会唔会|会不会|是否"
    r"|属唔属)[^?？]{0,6}(?:犯法|违法|犯罪|罪行))",
    re.IGNORECASE,
)
_PERMISSION = re.compile(
    r"^\W*(?:(?:so|but|and|then|hi|since [^,]+|as [^,]+|given [^,]+),?\s+)?(?:can|could|may"
    r"|might|am i allowed)\b"
    r"|[,;:] (?:can|could|may) |\b(?:is|are|am|be) (?:\w+ ){0,6}?(?:allowed|permitted|lawful"
    r"|legal|ok|okay|free to)\b"
    r"|\ballowed to\b|\bpermitted to\b"
    r"|可唔可以|可不可以|可否|是否可以?|能否|能不能|准唔准|准不准|畀唔畀|俾唔俾|得唔得|得未"
    r"|允唔允许|容唔容许|合唔合法|合不合法"
    r"|(?:可以|能够|(?<!智)能|准许|允许|容许|合法)[^?？。]{0,40}(?:吗|么|[?？]$)",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:must|do|does|should|shall|am|is|are|need|have|has)\b[^?.]*\b(?:have to|has to"
    r"|need to|needs to|must|obliged"
    r"|required|mandatory|compulsory|obligatory|necessary|need)\b|^\W*(?:must|shall|should)\b"
    r"|\brequires?\b"
    r"|使唔使|要唔要|需唔需要|需不需要|是否需要?|是否须|是否必须|是否要|有冇责任|有没有义务"
    r"|有冇义务|一定要|必须|须唔须"
    r"|(?:需要|须|要|必要|必需|强制)[^?？。]{0,40}(?:吗|么|[?？]$)",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(
    r"\b(?:right|correct|isn't (?:it|she|he|that)|aren't (?:we|they|you)|doesn't (?:it|he|she)"
    r"|is (?:it|that) (?:true|right|correct))"
    r"\s*[?]|\b(?:i (?:heard|read|was told|understand|believe|assume) (?:that )?)"
    r"|系咪|是不是|是吗|对吗|对吧|对不对|啱唔啱|没错吧|冇错|系嘛|系咁|咪[^?？]{0,30}(?:囉|咯|咩"
    r"|[?？])|吧[?？。]*$|是嘛|我理解得|听讲|听说|我记得",
    re.IGNORECASE,
)
_TAKES_FOR_GRANTED = re.compile(
    r"^\W*(?:since|as|given that|because|now that|considering that)\b[^?]{8,}?,"
    r"|(?:既然|由于|因为|鉴于)[^?？]{4,}",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|every|any|always|completely|entirely|total(?:ly)?|without exception|never"
    r"|full(?:y)?)\b"
    r"|全部|一律|所有|完全|任何|凡是|一概|全面|永远|冚唪唥|绝对",
    re.IGNORECASE,
)
_OBLIGED = re.compile(
    r"\b(?:must|compulsory|mandatory|oblig\w+|requires?|required|binding|by law"
    r"|legally|enforce\w*|penalt\w+"
    r"|punish\w*|fines?|illegal|break the law|deadline)\b"
    r"|必须|强制|硬性|义务|犯法|违法|受罚|处罚|罚|法例|法律规定|非照办|一定要|要跟|遵守|法定",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:already|now|currently|today|in force|since (?:this )?\w+|still)\b|已|现时|现在|而家"
    r"|目前|生效|立即|即刻|马上|宜家",
    re.IGNORECASE,
)

_FORBIDS = re.compile(
    r"\b(?:must not|may not|shall not|cannot|banned|ban|barred|prohibited|forbidden|not allowed"
    r"|not permitted"
    r"|(?:is|are|commits?|it is) an offence|is a crime|is an infringement)\b(?<!not an offence)"
    r"|(?<!\bnot )(?<!\bto )\binfring(?:es|ing)\b"
    r"|不得|禁止|被禁|即属犯罪|属犯罪|构成犯罪|即构成侵|属侵犯|不可(?!靠|抗|分|能|逆)"
    r"|不能(?!如期|确定)"
)
_ALLOWS = re.compile(
    r"\b(?:does not infringe|do not infringe|not an offence|no infringement|not (?:banned"
    r"|prohibited|forbidden)"
    r"|is (?:allowed|permitted|lawful)|are (?:allowed|permitted|lawful)|may(?! not| cost"
    r"| be (?:fined|liable))|free to"
    r"|not infringed)\b"
    r"|不属侵犯|不侵犯|不侵权|不构成侵|不属犯罪|可以|容许|允许|准许|(?:者|人|机构|员|主|当局"
    r"|委员会|专员)(?:均|亦|也|即)?可(?!能|处)"
)
_OBLIGES = re.compile(
    r"\b(?:must(?! not)|have to|has to|is required|are required|obliged to|mandatory)\b"
    r"|须(?!知)|应当|必须"
)
_RELEASES = re.compile(
    r"\b(?:need not|not required|no (?:general )?(?:duty|obligation)|not obliged"
    r"|does not oblige|voluntary)\b"
    r"|无须|毋须|无需|不必|不要求|并非强制|不是强制|自愿"
)
_ONLY_IF = re.compile(
    r"\b(?:only (?:if|where|when|with|on|for|to)|unless|barred unless|if, but only if)\b"
    r"|只(?:有|可|能|在)|方可|才(?:可|能)|除非"
)
_CONDITION = re.compile(
    r"\b(?:if|unless|except\w*|provided|subject to|only|where|exempt\w*|other than|but"
    r"|each under|set conditions)\b"
    r"|如(?!何)|除|例外|豁免|但|只|须符合|另有|条件|者为|的情况下"
)


def asks(question: str) -> Asks:
    """What a yes-or-no question wants to be told."""
    folded = fold(question)
    for kind, pattern in ((Asks.BAN, _BAN), (Asks.PERMISSION, _PERMISSION), (Asks.DUTY, _DUTY)):
        if pattern.search(folded):
            return kind
    return Asks.OTHER


def takes_for_granted(question: str) -> bool:
    """Whether a question states something as known, to be confirmed or built upon."""
    folded = fold(question)
    return bool(_CONFIRMS.search(folded) or _TAKES_FOR_GRANTED.search(folded))


def speaks_of_all(question: str) -> bool:
    """Whether a question takes a rule to have no exception."""
    return bool(_ALL.search(fold(question)))


def speaks_of_obligation(question: str) -> bool:
    """Whether a question takes a text to oblige somebody."""
    return bool(_OBLIGED.search(fold(question)))


def speaks_of_now(question: str) -> bool:
    """Whether a question takes a rule to apply already."""
    return bool(_NOW.search(fold(question)))


def conditional(words: str) -> bool:
    """Whether a statement has a condition or an exception."""
    return bool(_CONDITION.search(fold(words)))


def verdict(asked: Asks, gist: str, language: str) -> str:
    """What a gist answers to a yes-or-no question: a key of the text catalogue, section `lead`.

    Args:
        asked: What the question is about.
        gist: The first sentences of our gist, with what narrows them.
        language: Its language.

    Returns:
        ``permission_no``, ``duty_yes_unless`` …; empty where the gist does not settle it.
    """
    pieces = sentences(gist, language)
    if not pieces or asked is Asks.OTHER:
        return ""
    first = fold(pieces[0])
    released, allowed = bool(_RELEASES.search(first)), bool(_ALLOWS.search(first))
    forbidden = bool(_FORBIDS.search(_ALLOWS.sub(" ", first)))
    obliged = bool(_OBLIGES.search(_RELEASES.sub(" ", first)))
    if forbidden + allowed + (obliged or released) != 1:
        return ""
    limited = "_unless" if conditional(gist) else ""
    if asked is Asks.DUTY:
        return f"duty_yes{limited}" if obliged and not released else ""
    if asked is Asks.BAN:
        return f"ban_yes{limited}" if forbidden else ""
    if forbidden:
        return "permission_only_if" if _ONLY_IF.search(first) else f"permission_no{limited}"
    conditions = "permission_only_if" if limited else "permission_yes"
    return conditions if allowed else ""
