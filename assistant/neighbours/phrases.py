"""The words that make an exception or a condition of a reference, English and Chinese.

The texts are read with every reference masked, one :data:`MASK` for each of its characters, so
that a phrase is a pattern with a place for references and offsets stay true. Two directions:

- ``outward``: the provision that speaks is limited by what it names (“Subject to section 5”).
- ``inward``: it limits what it names (“Section 5 does not apply where …”).

Left out on purpose: “without prejudice to” (it keeps another rule whole, and only half of the time
that rule narrows this one), “in accordance with” and 依照 (a way to do it, not a limit of it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.neighbours.found import Kind

MASK = "\ue000"
_ONE = rf"(?<!{MASK}){MASK}++(?:\s?\([^()\n]{{4,160}}\))?"
# “Subject to subsection (2), section 5 …”: a comma alone does not end a list.
_R = rf"(?P<refs>(?>{_ONE}(?:(?:,\s+{_ONE})*,?\s+(?:and|or)\s+(?:the\s+)?{_ONE})*))"
_SAID = r"(?:of|in|under|by|(?:laid\s+down|set\s+out|referred\s+to|specified|provided\s+for)\s+in)"
_NOUN = r"(?:provisions?|requirements?|conditions?|obligations?|prohibitions?|exceptions?)"
_THE = rf"(?:(?:the\s+)?(?:\w+\s+)?{_NOUN}\s+{_SAID}\s+)?"
_NOT = r"(?:\s+(?:shall|does|do))\s+not\s+(?:\w+\s+)?"
_CITED = r"(?!\s+(?:by\s+virtue\s+of|because\s+of|by\s+reason\s+of))"

_HAN = rf"(?P<refs>(?>{_ONE}(?:(?:、|,?以?及|或|和){_ONE})*))"
_OF = r"的?(?:條文|条文|規定|规定|施行)?"
_RIGHT = r"(?:所?賦予的權利)?"


@dataclass(frozen=True)
class Phrase:
    """One way to say it.

    Attributes:
        pattern: With a group ``refs`` around the references; ``by`` where a second one limits
            the first.
        kind: What it makes of the references.
        outward: Whether what it names limits it; else it limits what it names.
        unless: Words right before that take the meaning away (“where section 5 does not apply”).
        listed: Whether the references may stand in the points of a list that it opens.
        broad: Whether a Part or the whole law may be limited so.
        whole: Whether the whole section that speaks is the limit (“the following exceptions”).
    """

    pattern: re.Pattern[str]
    kind: Kind
    outward: bool
    unless: re.Pattern[str] | None = None
    listed: bool = False
    broad: bool = False
    whole: bool = False


def _phrase(pattern: str, kind: Kind, *, unless: str = "", **traits: bool) -> Phrase:
    before = re.compile(rf"(?:{unless})\s*$") if unless else None
    return Phrase(re.compile(pattern), kind, traits.pop("outward", False), before, **traits)


_SUPPOSED = (
    r"\b(?i:if|where|when|whether|because|which|proving\s+that|such\s+that|in\s+so\s+far\s+as)"
    rf"(?:\s+the)?(?:\s+\w+)?(?:\s+{_SAID})?"
)
_HAN_SUPPOSED = rf"[如若凡]|因為|由於|憑藉|根據|證明|只要|由於{MASK}+,"


_EXEMPT = (
    r"\bexempt\s+from(?:\s+the\s+provisions\s+of)?"
    r"(?:\s+(?:either|any)\s+or\s+(?:both|all)\s+of)?\s*(?:—\s*\(\w+\)\s*)?"
)
_RIGHTS = r"\b[Rr]ights?\s+conferred\s+by\s+"
_DEFENCE = r"\b[Ii]t\s+is\s+a\s+defence\b"

ENGLISH: tuple[Phrase, ...] = (
    _phrase(
        rf"\b[Ss]ubject\s+to\s+{_THE}{_R}",
        "condition",
        outward=True,
        # Works, systems and providers “subject to Article 5” are only described by it.
        unless=r"\b(?!(?:and|but|or|effect|only)\b)[A-Za-z]+",
    ),
    _phrase(rf"(?P<refs>{_ONE})\s+(?:is|are)\s+subject\s+to\s+(?P<by>{_ONE})", "condition"),
    _phrase(
        r"\b[Ee]xcept\s+(?:as\s+(?:otherwise\s+)?)?(?:(?:is\s+)?(?:expressly\s+)?"
        r"(?:provided|permitted|specified|mentioned|stated|authorized|set\s+out)\s+(?:for\s+)?"
        r"(?:in|by|under)|under|in\s+(?:accordance\s+with|the\s+(?:cases?|circumstances)\s+"
        rf"(?:referred\s+to|specified|mentioned|set\s+out|described)\s+in))\s+{_R}",
        "exception",
        outward=True,
    ),
    _phrase(rf"\bunless\s+(?:\w+\s+){{0,2}}{_R}\s+appl(?:y|ies)", "exception", outward=True),
    _phrase(rf"\b(?:[Bb]y\s+(?:way\s+of\s+)?|in\s+)derogation\s+from\s+{_THE}{_R}", "exception"),
    _phrase(rf"\b(?:[Nn]otwithstanding|[Dd]espite)\s+{_THE}{_R}", "exception"),
    _phrase(
        rf"{_R},?{_NOT}apply(?P<only>\s+unless)?{_CITED}",
        "exception",
        unless=_SUPPOSED,
        broad=True,
    ),
    _phrase(
        rf"\b(?:[Cc]ases|[Cc]ircumstances)\s+(?:in|under)\s+which\s+{_R}{_NOT}apply", "exception"
    ),
    _phrase(
        rf"{_EXEMPT}{_R}{_CITED}",
        "exception",
        unless=r"\b(?:which\s+(?:[^.;\n]*\s)?is(?:\s+or[^.;\n]*)?|not)",
        listed=True,
        broad=True,
    ),
    _phrase(rf"{_R}{_NOT}(?:operate\s+(?:so\s+as\s+)?to\s+)?prevent\b", "exception"),
    _phrase(
        rf"{_R}\s+(?:shall\s+)?(?:appl(?:y|ies)\s+only|only\s+appl(?:y|ies))",
        "condition",
        unless=_SUPPOSED,
    ),
    _phrase(
        rf"\bFor\s+the\s+purposes\s+of\s+{_R},[^.;\n]{{0,200}}\bshall\s+be\s+subject\s+to",
        "condition",
    ),
    _phrase(rf"\breferred\s+to\s+in\s+{_R},\s+shall\s+be\s[^.;\n]{{0,120}}\bonly\b", "condition"),
    _phrase(
        rf"{_RIGHTS}{_R}(?:{_NOT}apply|\s+(?:is|are)\s+not\s+infringed)",
        "exception",
        unless=_SUPPOSED,
    ),
    _phrase(
        rf"{_RIGHTS}{_R}\s+(?:is|are)\s+subject\s+to\s+the\s+following\s+exceptions",
        "exception",
        whole=True,
    ),
    _phrase(
        rf"\bnot\s+(?:contravene|infringe)\s+(?:the\s+rights?\s+conferred\s+by\s+)?{_R}"
        r"(?=(?P<only>[^.;\n]*\bunless\b)?)",
        "exception",
        unless=r"\b(?:if|whether)\s+[^.;\n]*(?:do|does)",
    ),
    _phrase(rf"\boffence\s+under\s+{_R}[^.;\n]{{0,120}}{_DEFENCE}", "exception"),
    _phrase(rf"{_DEFENCE}[^.;\n]{{0,120}}\boffence\s+under\s+{_R}", "exception"),
)

_NOT_APPLY = "不(?:適用|适用)"
_EXEMPTED = r"豁免,?而?,?(?:\s*—+\s*\(\w+\)\s*)?(?:在任何情況下,?)?不受"
_OF_LIST = r"以下(?:任何或所有|任何|所有)?條文所?管限\s*—+\s*\(\w+\)\s*"
_WITHIN = r"[^。;\n]{0,120}"

CHINESE: tuple[Phrase, ...] = (
    _phrase(
        rf"除{_HAN}(?:另有(?:規定|訂明|指明|规定)|有?明文(?:規定|准許))以?外",
        "condition",
        outward=True,
    ),
    _phrase(
        rf"除{_HAN}所?(?:提述|指明|訂明|述|规定|規定)的?[^,。;\n]{{0,12}}[以之]?外",
        "exception",
        outward=True,
    ),
    _phrase(rf"{_HAN}另有(?:規定|訂明)者?除外", "condition", outward=True),
    _phrase(rf"除非{_HAN}(?:適用|适用)", "exception", outward=True),
    _phrase(
        rf"在(?:符合|不抵觸|不違反){_HAN}{_OF}(?:的(?:條件|情況))?下", "condition", outward=True
    ),
    _phrase(rf"(?<!不)[在受]{_HAN}{_OF}的?所?規限下?", "condition", outward=True),
    _phrase(rf"(?P<refs>{_ONE})[,須]*受(?P<by>{_ONE}){_OF}所?規限", "condition"),
    _phrase(rf"否則,?{_HAN}{_RIGHT}{_OF}[,並均亦即則便都]*{_NOT_APPLY}", "condition", broad=True),
    _phrase(
        rf"{_HAN}{_RIGHT}{_OF}[,並均亦即則便都]*(?:在以下情況下,?)?{_NOT_APPLY}",
        "exception",
        unless=_HAN_SUPPOSED + "|否則,?",
        broad=True,
    ),
    _phrase(rf"{_NOT_APPLY}{_HAN}", "exception", broad=True),
    _phrase(rf"{_HAN}[,並亦均]*不就{_WITHIN}適用", "exception", unless=_HAN_SUPPOSED, broad=True),
    _phrase(
        rf"{_EXEMPTED}{_HAN}{_OF}所?管限(?!的)",
        "exception",
        unless=r"(?:憑藉|由於)[^。;\n]{0,40}",
        listed=True,
        broad=True,
    ),
    _phrase(rf"{_EXEMPTED}{_OF_LIST}{_HAN}", "exception", listed=True, broad=True),
    _phrase(rf"{_HAN}所?賦予的權利有以下例外情況", "exception", whole=True),
    _phrase(rf"(?:儘管|即使|雖然|尽管)有?{_HAN}", "exception"),
    _phrase(
        rf"{_HAN}{_OF},?(?:並|亦)?(?:不得|不會|不)(?:令[^,。;\n]{{0,20}})?(?:阻止|禁止|妨礙)",
        "exception",
    ),
    _phrase(rf"{_HAN}{_OF}(?:只|僅)(?:在|適用|就)", "condition"),
    _phrase(rf"{_HAN}(?:所訂|下|所指)的?罪行{_WITHIN}免責辯護", "exception"),
)
