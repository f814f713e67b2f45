"""How people ask for something to be done with the answer before: the forms of words.

Each form is matched against a whole message as `names.levelled` gives it (small letters,
Simplified characters), courtesies left out.
"""

from __future__ import annotations

import re
from enum import StrEnum


class OperationKind(StrEnum):
    """What is done with the answer before."""

    WHY = "why"
    """Say what it rests on."""
    FULL = "full"
    """Quote the provisions in full."""
    LANGUAGE = "language"
    """Say it in another language."""
    ONLY = "only"
    """Keep to a place or an instrument."""
    AS_AT = "as_at"
    """Give the law of another day."""
    SHORTER = "shorter"
    """Say less."""
    STUDENT = "student"
    """Explain it to somebody without legal training."""


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms))


POLITE = _any(
    r"\b(?:please|pls|thanks|thank you|kindly)\b",
    r"^(?:(?:ok|okay|now(?=[\s,]+\w)|and|so|but|hmm|sorry)\b[\s,]*)+",
    r"^(?:can|could|would|will) you (?:please )?(?:also )?",
    r"^(?:can|could|may) (?:i|we) (?:have|get|see) (?:it |this |that )?",
    r"^(?:i(?:'d| would) like|i want|i need|give me|show me|let me have) (?:it |this |that )?",
    r"唔该晒?|麻烦(?:你|您)?|请(?:你|您|问)?|谢谢|多谢|^(?:好|ok|咁|噉|那么?|不如)[,，]?",
    r"可唔可以|可不可以|可否|能不能|能否|可以(?!吗)|(?:可以|好|得)(?:吗|嘛)|得唔得|好唔好",
    r"(?:帮|同)我(?!地|哋)|(?:俾|畀|给)(?:返)?我(?:睇|看)?",
)
"""Courtesies, wherever they stand."""

EDGES = re.compile(r"^[\s\W]+|(?:[\s\W]|呀|啊|吖|啦|喇|呢|吗|嘛|㗎|咯|啰|罗|吧|先)+$")

_IT = (
    r"(?: (?:it|this|that|them"
    r"|the (?:answer|above|text|clauses?|provisions?|whole (?:thing|answer|provision|clause))))?"
)
_AGAIN = (
    r"(?:(?:再|重新)?(?:答|讲|说|写|解释|覆|回答|表达|显示|翻译(?:成|做)?|译(?:成|做)?|转(?:成|做)?)"
    r"(?:一次|一遍|返)?)"
)
_WHOLE = r"(?:成段|整段|整条|成条|全部|完整)"
_WORDS = r"(?:原文|条文|全文|法例|法律|规定|内容|字句|出处)"
_LITTLE = r"(?:少少|一?啲|一?点儿?|些)"
_PLAINLY = r"(?:通俗|简单|浅白|浅显|易明|易懂|大白|直白|白)"
_LAYMAN = r"(?:中|小|大)?(?:学生|初学者|外行人?|普通人|小朋友|细路)"

FORMS: tuple[tuple[OperationKind, re.Pattern[str]], ...] = (
    (
        OperationKind.WHY,
        _any(
            r"why(?: (?:is|was) (?:that|this|it)(?: so)?| so| do you say (?:so|that)|'s that)?",
            r"how come|how do you know(?: that)?|(?:explain|show)(?: me)? why",
            r"(?:on )?what(?: is|'s)?(?: the)? basis|based on what|what is (?:it|this) based on",
            r"where does (?:it|the law) say (?:so|that|this)",
            r"(?:点解|为什么|为甚么|为何|何解|何以)(?:系|会|要)?(?:咁|噉|这么|这样|如此)?"
            r"(?:讲|说|样|回答|答|呢样)?(?:嘅|的)?",
            r"(?:有)?(?:咩|什么|甚么|何)(?:根据|依据|理由|原因)",
            r"(?:根据|依据|理由|原因)(?:系|是)?(?:咩|什么|甚么|何)?",
        ),
    ),
    (
        OperationKind.FULL,
        _any(
            rf"(?:quote|cite|show|print|give){_IT} (?:in full|whole|completely|verbatim)",
            r"(?:the )?full (?:text|quote|quotation|wording|clauses?|provisions?)|in full|verbatim",
            r"(?:show|quote|give)(?: me)? the (?:full|whole|complete|exact) "
            r"(?:text|clauses?|provisions?|wording|article|section)",
            r"(?:the )?exact (?:words|wording)",
            r"(?:全文|原文)(?:引用|引述|照录|列出|显示|睇|看)?",
            rf"(?:引用|引述|列出|显示|睇|看){_WHOLE}?(?:的|嘅)?{_WORDS}",
            rf"(?:将|把|俾|畀|给)?{_WHOLE}(?:的|嘅)?{_WORDS}?(?:引用|引述|列出|显示|出嚟|出来)?"
            r"我?(?:睇|看)?(?:下|吓)?",
            rf"(?:我?想)?(?:睇|看)(?:下|吓)?(?:{_WHOLE}(?:的|嘅)?)?{_WORDS}",
            rf"(?:将|把)(?:{_WHOLE}(?:的|嘅)?)?{_WORDS}(?:引用|列出|显示)?(?:出嚟|出来)?",
        ),
    ),
    (
        OperationKind.SHORTER,
        _any(
            rf"(?:make{_IT} |keep{_IT} |a bit |much |even )*"
            r"(?:shorter|briefer|more concise|more brief|short|brief)(?: version| answer)?",
            rf"(?:summari[sz]e|shorten|condense){_IT}|be (?:brief|concise)|(?:give )?the gist",
            r"(?:in |a )?(?:summary|one sentence|a nutshell)|in short|briefly|tl;?dr",
            r"(?:that's |it's )?too long",
            rf"(?:{_AGAIN}得?)?再?(?:简短|短|精简|简洁|简要|简略)(?:{_LITTLE}|版)?{_AGAIN}?",
            r"太长(?:了|啦|喇)?|长得滞|(?:简单|简短)?(?:总结|概括|归纳|撮要)(?:一?下|一?吓)?",
            r"用?一句(?:话|说话)?(?:讲|说|概括|总结)?(?:完|晒)?",
        ),
    ),
    (
        OperationKind.STUDENT,
        _any(
            rf"(?:explain{_IT} )?(?:to|for|like i'?m|as if i were|as to) an? "
            r"(?:(?:high school|secondary|law|university|young)[ -])*"
            r"(?:student|child|kid|beginner|lay ?(?:person|man)|teenager|non-lawyer)s?",
            rf"(?:explain{_IT} )?like i'?m (?:five|5|a student)|eli5",
            rf"(?:explain{_IT} |say{_IT} |put{_IT} )?(?:more )?"
            r"(?:simply|in (?:simple|plain|simpler|plainer) (?:words|terms|language|english))",
            r"(?:make it )?simpler|(?:in )?plain (?:english|language)",
            r"(?:i )?don'?t (?:understand|get it)",
            rf"用?{_PLAINLY}{_LITTLE}?(?:的|嘅)?(?:话|语言|说话|方式|讲法|字眼)?{_AGAIN}?(?:下|吓)?",
            rf"{_AGAIN}得?{_PLAINLY}{_LITTLE}?",
            rf"{_AGAIN}?(?:俾|畀|给|向|对)?{_LAYMAN}(?:听|看|睇)?{_AGAIN}?(?:一?下|一?吓)?",
            rf"{_AGAIN}?(?:到|得|用)?(?:连)?{_LAYMAN}(?:都|也)?(?:听|看)?(?:得)?(?:懂|明)(?:的|嘅)?"
            rf"(?:话|方式)?{_AGAIN}?",
            r"我?(?:听|看|睇)(?:唔|不)(?:明白?|懂)",
        ),
    ),
)
"""Operations that are named by nothing but their form."""

LANGUAGES = (
    ("zh-Hans", r"(?:simplified(?: chinese)?|mandarin|简(?:体字|体中文|体版|体|中))"),
    (
        "zh-Hant",
        r"(?:traditional(?: chinese)?|cantonese|繁(?:体字|体中文|体版|体|中)|正体(?:字|中文)?"
        r"|广东话|粤语|白话)",
    ),
    ("zh", r"(?:chinese|中文|汉语|华语)"),
    ("en", r"(?:english|英文|英语)"),
)
"""Names of the languages; ``zh`` leaves the script open."""

SAID_IN = (
    rf"(?:(?:(?:answer|say|repeat|write|put|give|show|explain|translate|switch){_IT} )?"
    r"(?:in|into|to) |(?:用|以|讲|说|转|要|译成|译做|翻译成|翻译做|转做|转成|换成)*)"
)
SAID = rf"(?: version)?(?:版本?|写|{_AGAIN})?"
"""What goes before and after the name of a language: 用…再講一次."""

ONLY = _any(
    r"\b(?:only|just|limit|restrict|narrow|confine|alone)\b",
    r"净系|只(?!有)|单单?系?|仅|就得|就够",
)
BESIDE_ONLY = _any(
    r"\b(?:only|just|alone|limit|restrict|narrow|confine|it|this|that|to|for|in|the|under|about)\b",
    r"\b(?:show|search|look|at|answer|law|laws|rules|part|and|with|down|me|care)\b",
    r"净系|只|单单?|仅|睇|看|讲|说|要|系|是|限|查|揾|找|列|答|关于|就|得|够|嘅|的|之|同|和|及|与|跟",
    r"部分|法例|法律|规定|[嗰𠮶]边|那边|那个|[嗰𠮶]个|喺|在|下|吓|可以|想|知道?|我",
)
"""Words beside the names in “only Hong Kong”, 我只想知道香港的规定."""

BESIDE_DAY = _any(
    r"\bas (?:of|at|on|it (?:stood|was) (?:in|on|at))\b|\b(?:what|how) about\b",
    r"\b(?:back|in|on|at|by|for|the|law|and|then|of|before|after|until)\b",
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    r"\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|(?<=\d)(?:st|nd|rd|th)\b",
    r"\b(?:today|now|currently|yesterday|last|next|this|year|month|end|beginning|early|late|start)\b",
    r"[\d/.\-]+|[一二三四五六七八九十〇零]|年底|年初|年中|年|月|日|号|底|初",
    r"截至|截止|直到|到|至|以|按照|按|根据|在|喺|于|当时|时候|[嗰𠮶]阵|那时|时|为准|如果|换成|又",
    r"今日|今天|而家|依家|现在|目前|旧年|去年|今年|明年|出年|上个?月|的|嘅|情况|法例|法律|版本|规定",
)
"""Words beside a day in “as of 2025”, 截至2025年呢."""
