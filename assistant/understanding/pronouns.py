"""Words that stand for something said before, and what in a question they may stand for.

“Does it apply to small companies?” leans on the question before; “Must a company delete data
when it no longer needs it?” does not: there the sentence itself says what “it” is.

All functions take a text as `names.levelled` gives it, in which 嗰 is 𠮶.

Example:
    >>> [p.kind for p in pronouns("does it apply to them?")]
    ['thing', 'person']
    >>> pronouns("is it legal to copy a voice?")
    ()
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["thing", "person", "law", "provision"]

_LAW = r"acts?|laws?|ordinances?|measures|regulations?|frameworks?|statutes?|instruments?"
_PROVISION = (
    r"articles?|sections?|provisions?|clauses?|paragraphs?|rules?|requirements?|dut(?:y|ies)"
    r"|obligations?|prohibitions?|bans?|exceptions?|rights?|definitions?|principles?"
)
_THAT = r"(?:this|that|these|those|the same)"
_HAN_LAW = r"(?:部|份|套|条|个|啲|些)?(?:条例|法例|法律|法规|办法|规例|法案|框架|文件|法)"
_HAN_PROVISION = (
    r"(?:项|款|条|个|啲|些)?(?:条文|规定|条款|要求|义务|责任|例外|罪|禁令|权利|定义|原则)"
)
_THESE = r"(?:呢|嗰|𠮶|这|那|该|此|上述)"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("law", re.compile(rf"\b{_THAT} (?:{_LAW})\b|{_THESE}{_HAN_LAW}")),
    (
        "provision",
        re.compile(rf"\b{_THAT} (?:{_PROVISION})\b|{_THESE}{_HAN_PROVISION}|{_THESE}[一几]?条"),
    ),
    (
        "person",
        re.compile(
            r"\b(?:they|them|their|theirs|he|she|him|his|her)\b|佢哋?|[他她]们|(?<![其吉])[他她](?![人国们])"
        ),
    ),
    (
        "thing",
        re.compile(
            r"\bits?\b"
            r"|\b(?:is|was|does|did|can|will|would|about|under|for|by|of|with|mean|to|from|say|says)"
            r" (?P<that>this|that|these|those)\b(?! (?:a|an|the|people|companies|who|which)\b)"
            r"|^(?:this|that|these|those)\b(?! is\b)"
            r"|它们?|(?:呢|嗰|𠮶|这|那)(?:个|样嘢|啲|些)(?!知识库|系统|网站|问题|app)"
        ),
    ),
)
_JUDGED = (
    r"(?:il)?legal|(?:un)?lawful|allowed|permitted|possible|necessary|required|mandatory|compulsory"
    r"|ok|okay|(?:so |too |very )?(?:difficult|hard|easy|important|better)"
    r"|fine|true|safe|acceptable|prohibited|banned|forbidden|criminal|enough|fair"
    r"|(?:an? |the )?(?:crime|offen[cs]e|infringement|breach|problem|duty|right|case)"
)
_EXPLETIVE = re.compile(
    rf"\bit(?:'s)? (?:(?:is|be|was|still|also|always|ever|not) )*(?:{_JUDGED})\b.{{0,60}}?"
    r"\b(?:to|that|for|if|when|whether)\b"
    r"|\b(?:does|would) it (?:matter|make a difference|take|cost)\b|\bit takes\b"
    r"|\bget it (?:wrong|right)\b|^it is (?:\d|now\b)"
)
"""“Is it legal to …”: this “it” stands for what follows."""

_JOINING = re.compile(
    r"\b(?:when|if|because|that|before|after|whether|while|unless|where|who|which|and|or|but|as|so"
    r"|once|until|without|than|whatever)\b|[,;:，；：.?？。]"
)
_ASKING = re.compile(r"^\W*(?:who|which|what|when|where|whom)\b")
_CLAUSE = re.compile(r" (?:is|are|was|were|do|does|did|can|could|must|may|will|have|has|\w+s)\b")
"""What makes “data it holds”, “customers they are talking to” of a noun and a pronoun."""

_POSSESSIVE = frozenset(("its", "their", "theirs", "his", "her"))
_EMPTY = frozenset(
    "what who which how when where why is are was were do does did can could may might must shall "
    "should will would has have had the a an of in on to for by with from under about any anyone "
    "someone anybody somebody people one i me my you we us our happen happens happened if so and "
    "or but then also still ever even not no there much many long often soon far say says said "
    "mean means make let get".split()
)
_ACTOR = re.compile(
    r"\b(?:providers?|deployers?|importers?|distributors?|manufacturers?|developers?|operators?"
    r"|compan(?:y|ies)|firms?|business(?:es)?|employers?|boss|bosses|platforms?|websites?|schools?"
    r"|hospitals?|banks?|landlords?|shops?|governments?|commissioner|authorit(?:y|ies)|regulators?"
    r"|data users?|data processors?|authors?|owners?|artists?|users?|employees?)\b"
    r"|资料使用者|资料处理者|数据使用者|提供者|部署者|进口商|分销商|制造商|开发者|开发商|供应商|服务商"
    r"|营办商|运营者|公司|企业|平台|网站|网店|店|雇主|老细|老板|上司|学校|医院|银行|业主|政府|机构"
    r"|专员|监管机构|员工|雇员|作者|版权拥有人"
)


_SOMEBODY = re.compile(
    rf"{_ACTOR.pattern}|客|歌手|演员|艺人|表演者|公务员|[俾畀将把有搵告]人|人哋|他人|别人|当事人|第三方|\bai"
)
"""Whom a later 佢 may stand for."""


@dataclass(frozen=True)
class Pronoun:
    """A word that stands for something said before.

    Attributes:
        start: Where it begins, in characters.
        end: Where it ends.
        kind: What it can stand for; Cantonese 佢 is a ``person``, but may be any thing.
        possessive: Whether it says whose something is.
    """

    start: int
    end: int
    kind: Kind
    possessive: bool = False


def pronouns(text: str) -> tuple[Pronoun, ...]:
    """The words that need the conversation, in order; none whose meaning the text itself has."""
    expletive = {at for match in _EXPLETIVE.finditer(text) for at in range(*match.span())}
    found: list[Pronoun] = []
    for one in _candidates(text):
        overlaps = any(one.start < other.end and other.start < one.end for other in found)
        if not overlaps and one.start not in expletive and not _explained(text, one):
            found.append(one)
    return tuple(sorted(found, key=lambda pronoun: pronoun.start))


def actor(text: str) -> tuple[int, int] | None:
    """Where the first word for somebody who has duties or acts stands: a provider, 公司."""
    match = _ACTOR.search(text)
    return match.span() if match else None


def _candidates(text: str) -> Iterator[Pronoun]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("that") if match.groupdict().get("that") else match.span()
            yield Pronoun(start, end, kind, text[start:end] in _POSSESSIVE)


def _explained(text: str, pronoun: Pronoun) -> bool:
    """Whether what the pronoun stands for was said before it in the same question."""
    before = _ASKING.sub("", text[: pronoun.start])
    said = [word for word in re.findall(r"[a-z]{2,}", before) if word not in _EMPTY]
    han = len(re.findall(r"[\u3400-\u9fff]", before))
    if pronoun.kind in ("law", "provision"):
        return False
    if han:
        return bool(_SOMEBODY.search(before)) or (han >= 6 and bool(_JOINING.search(before)))
    if not said:
        return False
    return pronoun.possessive or bool(_JOINING.search(before)) or _of_a_noun(text, pronoun, said)


def _of_a_noun(text: str, pronoun: Pronoun, said: list[str]) -> bool:
    """Whether a noun right before the pronoun is what it stands for."""
    if not text[: pronoun.start].endswith(f"{said[-1]} "):
        return False
    several = text[pronoun.start : pronoun.end] == "they"
    if several and not (said[-1].endswith("s") or said[-1] == "data"):
        return False
    return _CLAUSE.match(text, pronoun.end) is not None
