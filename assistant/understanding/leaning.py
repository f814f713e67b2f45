"""Whether a question leans on the conversation before it, and how.

A follow-up may only name another place (咁香港呢？), only another aspect (“What about
penalties?”), or use a pronoun (它什么时候生效？). What stands alone is left alone.

Example:
    >>> [lean and lean.kind.value for lean in map(leaning, ("咁香港呢？", "And the fines?"))]
    ['place', 'aspect']
    >>> leaning("Which AI practices are banned in the EU?") is None
    True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.understanding.mention import Mention, known
from assistant.understanding.names import levelled
from assistant.understanding.pronouns import pronouns

_MOST = 24
"""Words and Chinese characters of a question that may lean; longer ones say enough."""
_WORDS, _CHARACTERS = 5, 4
"""English words, and Chinese characters beside a name, with which a sentence that opens like a
reply stands alone all the same."""

_FRAGMENT_WORDS = 2
"""English words of its own that a fragment (“For open-source models?”) may have."""

_REPLYING = re.compile(
    r"\s*(?:(?:and|but|so|then|also|ok|okay|now|well|thanks|thank you|right|plus)\b"
    r"(?! for\b| with\b)|咁(?:样|么|嘛)?(?![多大耐])|噉|那么|那(?![个些条部份样])"
    r"|又(?=点|会|要|有|系|是|怎|如何)|还有|另外|仲有|而(?!家|且))[\s,，、:：]*"
)
"""What makes a sentence a reply; without it, it says the same."""

_ALSO = re.compile(r"又(?=点|会|要|有|系|是|怎|如何)")
_PARTIAL = re.compile(
    r"(?:what about|how about|what if|what of|(?:and|but) (?:for|with)"
    r"|(?:is|was|would|does) (?:it|that|this) (?:be )?(?:also )?"
    r"(?:the same|similar|true|apply)(?: way)?(?= (?:in|for|under|with)\b)"
    r"|(?:the )?same (?:for|in|question for))\b[\s,]*"
    r"|至于|关于|换(?:成|咗|了)(?:系|是)?|如果(?:系|是|喺|在)?(?=[^,，]{1,14}呢)"
)
"""What opens a question that is only part of one."""

_TAIL = re.compile(r"呢[\s?？!！。]*$")
_ASKS = re.compile(
    r"咩|乜|点|几[时多耐钱]|边[个度啲]|系咪|有冇|可唔可以|使唔使|什么|甚么|何|怎|哪|谁|多少|多久|是否|吗"
)
_DEFINES = re.compile(
    r"^\W*(?:(?:and|but|so) )?what(?:'s| is| are| does)\b(?!.*\b(?:say|about|do|require)\b)"
    r"|(?:系|是)(?:咩|乜|什么|甚么)|(?:什么|甚么|咩)(?:系|是|叫)|何谓"
)
"""“What is the PDPO?” asks for a name, although nothing else is in it."""

_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|may|might|must|shall|should|will|would|has|have"
    r"|who|what|why)\b"
)
_FRAGMENT = re.compile(
    r"^\W*(?:for|with|without|even|if|unless|except|including|only|not|any|which|whose|how|since"
    r"|until|by|to|in|on|at|under|after|before|during|within)\b"
)
_FUNCTION = re.compile(
    r"\b(?:a|an|the|of|in|on|at|to|for|by|with|from|under|about|as|and|or|but|so|then|also|too|well"
    r"|is|are|was|were|be|do|does|did|can|could|may|might|must|shall|should|will|would|has|have|had"
    r"|what|who|whom|which|how|when|where|why|there|here|it|its|this|that|these|those|they|them|i|me"
    r"|my|we|you|your|any|some|one|ones|ok|okay|now|same|similar|true|different|not|no|just|only"
    r"|say|says|said|require|requires|required|need|needs|handle|treat|approach|apply|applies"
    r"|laws?|rules?|regulations?|positions?|situations?|cases?|versus|vs|compared|instead|else|ai"
    r"|please|thanks|much|many|long|way)\b|'s"
    r"|有(?:咩|乜|什么|甚么|何)|(?:怎么|怎样|点样|点|如何)(?:规定|讲|说|样|处理|规管|监管|要求)?"
    r"|(?:规定|要求|法例|法律|条例|办法|情况|做法|立场)(?:系|是)?(?:点|如何|怎样|怎么样)?"
    r"|系咪|系唔系|是不是|是否|有冇|有没有|一样|一致|相同|同样|边个|边啲|边度|哪些|哪个|哪里|谁|什么|甚么"
    r"|咩|乜嘢|乜|几时|何时|方面|[嗰𠮶]边|那边|这边|呢边|如果|换成|根据|依照|按照|按|依|喺|在|对|嘅|的|之"
    r"|就|又|都|也|亦|呢|吗|嘛|呀|㗎|吖|啊|同埋|同|和|及|与|跟|或|定|还是|系|是|为|会|要|唔|不|可唔可以"
    r"|可以|能|得|话|讲|说|有|吓|下|咁|噉|那|何|将|把|俾|畀|由|从"
)
_GENERIC = re.compile(
    r"\b(?:fines?|fined|penalt(?:y|ies)|punish(?:ed|ments?|able)?|sanctions?|offen[cs]es?|jail|prison"
    r"|liab(?:le|ility)|exceptions?|exemptions?|exempt(?:ed)?|excluded|deadlines?|dates?|start(?:s|ed)?"
    r"|begins?|force|effect|effective|enforce[sd]?|enforcement|enforces|compl(?:y|ies|iance)"
    r"|appl(?:y|ies)|appeals?|complain(?:ts?)?|remed(?:y|ies)|damages|compensation|fees?|costs?|pay"
    r"|amount|maximum|minimum|highest|conditions?|requirements?|duties|duty|obligations?|rights?"
    r"|details?|examples?|definitions?|scope|steps?|sources?|responsible|in charge|supervis\w+"
    r"|regulators?|authorit(?:y|ies))\b"
    r"|罚则|罚款|罚几多|罚多少|处罚|刑罚|刑期|罚|坐.{0,3}[监牢]|犯法|犯罪|后果|法律责任|责任|义务|例外|豁免"
    r"|除外|免责|几时|期限|时限|限期|生效|施行|实施|适用|开始|执行|执法|强制|监管|主管|部门|机构|遵守"
    r"|上诉|投诉|申诉|补救|赔偿|补偿|索偿|费用|收费|最高|最低|最多|上限|条件|要求|权利|定义|范围|详情"
    r"|例子|细节|步骤|程序|手续|负责|多少|几多|几耐|多久|几大"
)
_MARKS = re.compile(r"[?？!！。，,；;：:]|\.(?!\d)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z0-9]+")


class Kind(StrEnum):
    """How a question leans on the one before it."""

    PLACE = "place"
    """It only names another place or instrument."""
    ASPECT = "aspect"
    """It only names something else that is to be known of the same matter."""
    PRONOUN = "pronoun"
    """It has a word that stands for something said before."""


@dataclass(frozen=True)
class Leaning:
    """A question that leans on the one before it.

    Attributes:
        kind: How.
        core: The question without what makes it a reply (And, 咁).
        names: The places and laws it names, at their places in `core`.
    """

    kind: Kind
    core: str
    names: tuple[Mention, ...]


@dataclass(frozen=True)
class _Said:
    """What a text says, the names in it left out.

    Attributes:
        words: Latin words of its own.
        characters: Chinese characters of its own.
        generic: Whether it names what can be asked of any rule: fines, 生效.
    """

    words: int
    characters: int
    generic: bool

    @property
    def anything(self) -> bool:
        return bool(self.words or self.characters)


def leaning(question: str) -> Leaning | None:
    """How a question leans on the one before it; None where it stands alone."""
    level = levelled(question)
    if len(_HAN.findall(level)) + len(_LATIN.findall(level)) > _MOST:
        return None
    replying = _REPLYING.match(level)
    start = replying.end() if replying else 0
    core, level = question[start:].strip(), level[start:].strip()
    if not re.search(r"\w", level):
        return None
    partial = _PARTIAL.match(level)
    rest = level[partial.end() :] if partial else level
    names = tuple(known(core))
    said = _said(core, names, partial.end() if partial else 0)
    if names and not said.anything and not said.generic:
        return None if _DEFINES.search(level) else Leaning(Kind.PLACE, core, names)
    if pronouns(rest):
        return Leaning(Kind.PRONOUN, core, names)
    is_part = (partial is not None and said.words <= _WORDS) or (
        bool(_TAIL.search(level)) and not _ASKS.search(level)
    )
    replies = replying is not None or _ALSO.search(level) is not None
    if is_part or _incomplete(level, replies, bool(names), said):
        return Leaning(Kind.ASPECT, core, names)
    return None


def matter(question: str) -> str:
    """The words of a question that carry its matter, without those that only ask.

    >>> matter("What must providers do to mark synthetic photos?")
    'providers mark synthetic photos'
    >>> matter("圖片喺內地要唔要標識？")
    '圖片 內地 標識'
    """
    kept = list(question)
    for match in _FUNCTION.finditer(levelled(question)):
        kept[slice(*match.span())] = " " * len(match[0])
    return " ".join(_MARKS.sub(" ", "".join(kept)).split())


def _incomplete(level: str, replying: bool, named: bool, said: _Said) -> bool:
    """Whether a sentence without pronouns says too little to be understood by itself."""
    if not said.words and said.characters <= 1:
        return replying or not named
    if _DEFINES.search(level):
        return False
    if replying and named:
        return not said.words and said.characters < _CHARACTERS
    if replying:
        return said.words < _WORDS
    fragment = _FRAGMENT.match(level) and not _CLAUSE.search(level)
    return bool(fragment) and not named and said.words <= _FRAGMENT_WORDS


def _said(core: str, names: tuple[Mention, ...], start: int) -> _Said:
    kept, at = "", start
    for name in names:
        kept += core[at : max(at, name.start)] + " "
        at = max(at, name.end)
    text = _FUNCTION.sub(" ", levelled(kept + core[at:]))
    own = _FUNCTION.sub(" ", _GENERIC.sub(" ", text))
    generic = _GENERIC.search(text) is not None
    return _Said(len(_LATIN.findall(own)), len(_HAN.findall(own)), generic)
