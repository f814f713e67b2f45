"""The patterns of references: the words and signs that name a provision, English and Chinese.

``ROOT`` finds where a reference begins and what its first number counts; the others read on from
there. Texts are read as :func:`assistant.understanding.mention.plain` gives them.
"""

from __future__ import annotations

import re

from assistant.composing.citation import ORDINALS
from assistant.reference.items import BRACKETS, HAN_NUMBER, JOIN, MANY, ONE

QUOTED = (
    r"(?:“[^”]{1,80}”|\"[^\"]{1,80}\"|「[^」]{1,80}」|『[^』]{1,80}』|‘[^’]{1,80}’|'[^']{1,80}')"
)
_ORDINAL = "|".join(ORDINALS)
_ORDINAL_DPP = r"first|second|third|fourth|fifth|sixth|1st|2nd|3rd|[456]th"
_DEFINED = "定義|定义|涵義|涵义|含義|含义|釋義|释义"
_HAN_WORDS = r"(?:(?![第條条])[\u4e00-\u9fffA-Za-z\ ]){2,16}"
_PRINCIPLE = "原[則则]"
_DATA = r"(?:保[障護护](?:個人|个人)?[資资][料訊讯]|[資资]料保[障護护])(?:的|嘅)?"
_CAPITALISED = "GOVERN|MAP|MEASURE|MANAGE|Govern|Map|Measure|Manage"
FUNCTIONS = {"GV": "GOVERN", "MP": "MAP", "MS": "MEASURE", "MG": "MANAGE"}

ROOT = re.compile(
    rf"""(?<![A-Za-z])(?:
      (?P<article>(?i:art(?:icle)?s?)\.?\s*(?=\d))
    | (?P<recital>(?i:recitals?|recs?)\.?\s*(?=\(?\d))
    | (?P<annex>(?i:annex(?:es)?)\s*(?=[\dIVXivx]))
    | (?P<schedule>(?i:schedules?|scheds?|schs?)\.?\s*(?=\d))
    | (?P<principle>(?i:dpps?|(?:data\s+protection\s+)?principles?)\s*(?i:no\.?\s*)?(?=\d))
    | (?P<nth_principle>(?i:{_ORDINAL_DPP})\s+(?i:data\s+protection\s+principle))
    | (?P<appendix>(?i:appendix|app\.)\s*[A-Da-d](?:\.\d+)*(?![A-Za-z]))
    | (?P<tag>(?:(?i:gv|mp|ms|mg)-|(?:GV|MP|MS|MG)\s?)(?=\d\.\d))
    | (?P<function>(?:(?i:govern|map|measure|manage)[\s-]{{0,2}}(?=\d\.\d)
        |(?:{_CAPITALISED})[\s-]{{0,2}}(?=\d(?![\d,%]))
        |(?:GOVERN|MAP|MEASURE|MANAGE)(?![A-Za-z])))
    | (?P<executive>(?i:executive\s+summary))
    | (?P<title>(?i:long\s+title))
    | (?P<defined>(?:(?i:{_ORDINAL})\s+)?(?i:definitions?|meaning)\s+(?i:of)\s+)
    | (?<!['’])(?P<section>(?i:sections?|secs?\.?|ss\.?|s\.|s\s|§§?)\s*(?=\d)|s(?=\d))
    )
    | (?P<han_title>詳題|详题)
    | (?P<han_executive>(?:執行|执行)?摘要)
    | (?P<han_recital>(?:序言|前言|[鑑鉴鑒][於于]|[敘叙]文)(?:條款|条款|部分)?\s*(?=第|[\(\d]))
    | (?P<han_annex>附件\s*第?\s*(?=[\(\dIVXivx〇一二三四五六七八九十]))
    | (?P<han_appendix>附[錄录]\s*(?:[A-D](?:\.\d+)*(?![A-Za-z])|(?=[\dIVX一二三四五六七八九十])))
    | (?P<han_schedule>附表\s*第?\s*(?=[\d一二三四五六七八九十]))
    | (?P<han_principle>(?:{_DATA}\s*{_PRINCIPLE}\s*第?\s*(?:{MANY})(?:\s*[項项])?
        |(?:{_DATA}\s*)?第\s*(?:{MANY})\s*[項项個个]?(?:{_DATA}\s*)?{_PRINCIPLE}))
    | (?P<han_article>第\s*(?:{MANY})\s*[條条](?!法[例律])
        |(?<![\d.第])\d{{1,3}}[A-Z]{{0,2}}{BRACKETS}*\s*[條条])
    | (?P<han_section>(?:第\s*)?\d{{1,2}}(?:\.\d{{1,2}})+\s*[節节]
        |第\s*(?:\d{{1,2}}|{HAN_NUMBER})\s*[節节])
    | (?P<han_function>(?:治理|映射|衡量|測量|测量|管理)\s*(?=\d\.\d))
    | (?P<han_defined>{QUOTED}\s*(?:一[詞词])?[的嘅之]?\s*(?:第[二三四五][個个])?(?:{_DEFINED}|意思)
        |{_HAN_WORDS}[的嘅之](?:{_DEFINED}))
    """,
    re.VERBOSE,
)  # fmt: skip

_UNITS = (
    (r"subparagraphs?|subparas?\.?", "subparagraph"),
    (r"subsections?|subs\.", "subsection"),
    (r"paragraphs?|paras?\.?|par\.?|§", "paragraph"),
    (r"points?|pts?\.?|letters?|lit\.?|items?", "point"),
    (r"indents?", "indent"),
    (r"divisions?", "division"),
    (r"parts?", "part"),
    (r"sections?|secs?\.?|ss?\.?", "section"),
    (r"principles?", "principle"),
)
UNIT = re.compile(
    rf"(?:{'|'.join(f'(?P<{name}>{words})' for words, name in _UNITS)})$", re.IGNORECASE
)
_WORD = rf"(?:{'|'.join(words for words, _ in _UNITS)})"
_LETTER = rf"[A-Za-z](?![A-Za-z]){BRACKETS}*|[ivx]{{2,4}}(?![A-Za-z]){BRACKETS}*"
TAIL = re.compile(
    rf"\s*,?\s*(?<![A-Za-z])(?:(?P<count>{_ORDINAL})\s+)?(?P<word>{_WORD})(?![A-Za-z])\s*"
    rf"(?P<items>{ONE}|{_LETTER})|"
    rf"\s*,?\s+(?:the\s+)?(?P<nth>{_ORDINAL})\s+(?P<what>indent|subparagraph|paragraph|division)",
    re.IGNORECASE,
)
BEFORE = re.compile(
    rf"(?<![A-Za-z])(?:(?P<word>{_WORD})(?![A-Za-z])\s*(?P<items>{MANY}|{_LETTER})"
    rf"|(?P<nth>{_ORDINAL})\s+"
    r"(?P<what>indent|subparagraph|paragraph|division))\s*,?\s+(?:of|in|under|to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
INSIDE = re.compile(r"(?:of|in|under|to)\s+(?:the\s+)?$", re.IGNORECASE)
OUTER = re.compile(rf"{BRACKETS}*\s+(?:of|in|to|under)\s+(?:the\s+)?(?:annex|sch)", re.IGNORECASE)
TERM = re.compile(
    rf"\s*,?\s*(?:the\s+)?(?:(?P<nth>{_ORDINAL})\s+)?definition(?:\s+of\s+(?P<term>{QUOTED}))?",
    re.IGNORECASE,
)
IN_SECTION = re.compile(r"\s*,?\s*(?:in|under|at|of)\s+(?:the\s+)?", re.IGNORECASE)
_HAN_UNIT = r"款|[項项]|[點点]|分段|段|[節节]|目|分部|部"
HAN_UNITS = {
    "款": "paragraph", "項": "point", "项": "point", "點": "point", "点": "point", "目": "point",
    "分段": "subparagraph", "段": "block", "節": "block", "节": "block", "部": "part",
    "分部": "division", "條": "section", "条": "section",
}  # fmt: skip
HAN_TAIL = re.compile(
    rf"\s*[,的之]?\s*(?:(?P<nth>第[二三四五][個个]))?"
    rf"(?:第\s*(?P<items>{MANY}|[A-Za-z]{BRACKETS}*)"
    rf"|(?P<loose>{BRACKETS}+(?:{JOIN}{BRACKETS})*|[A-Za-z]{BRACKETS}*|\d{{1,2}}{BRACKETS}+))"
    rf"\s*(?P<unit>{_HAN_UNIT}|[條条])"
)
HAN_TERM = re.compile(
    rf"\s*(?:(?:的|嘅|之|中)?\s*(?P<term>{QUOTED})\s*(?:一詞|一词)?)?(?:的|嘅|之)?\s*"
    rf"(?:第(?P<nth>[二三四五])[個个])?(?:{_DEFINED})"
)
BARE = re.compile(rf"{BRACKETS}{{1,6}}(?:{JOIN}{BRACKETS}{{1,6}})*")
ROMAN = re.compile(
    rf"(?P<open>\()?(?P<number>[IVXivx]{{1,5}}(?![A-Za-z])|[IVX]{{1,5}}|\d{{1,2}}|{HAN_NUMBER})"
    r"(?(open)\))[號号]?"
)
SCHEDULE = re.compile(rf"\d{{1,2}}[A-Za-z]{{0,2}}(?![A-Za-z0-9])|{HAN_NUMBER}")
SOURCE = re.compile(
    r"\s*(?:of|in|,)?\s*\(?(?:附表|Sch(?:edule)?\.?)\s*1(?![\dA-Za-z])\)?", re.IGNORECASE
)
AND = re.compile(rf"{JOIN}(?=[IVXivx\d]|{HAN_NUMBER})")
SUBCATEGORY = re.compile(
    r"\d{3}(?!\d)|\d{1,2}(?:\.\d{1,2})?(?:-{1,2}\d{3}(?!\d))?(?!\.?[\d%])(?!\s*(?:m|b|tr)illion)"
)
TERM_WORDS = re.compile(
    r"(?:(?:the\s+term|an?|the)\s+)?(?P<words>[A-Za-z][\w’'-]*(?:\s+(?!(?:in|under|by|for|from|means?|"
    r"is|and|within|per|according|at)\b)[A-Za-z][\w’'-]*){0,5})"
)
ANNEX_POINT = re.compile(rf"\s+\d{{1,2}}(?:\.\d)?{BRACKETS}+")
FUNCTION_WORD = re.compile(r"\s*(?:function|功能|職能|职能)", re.IGNORECASE)
