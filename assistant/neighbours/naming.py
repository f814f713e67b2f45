"""References inside provisions: where the words of a law name its own provisions.

A question names provisions from outside; a law names its own from where it stands: “paragraph 2”,
第(2)款, 前款, “this Part”. Which they are, :mod:`assistant.neighbours.places` says. A reference to
another law (“of Regulation (EU) …”, 《…條例》第…條) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0xA0: 0x20, 0x3000: 0x20}
_IN = r"(?:\s?\([0-9A-Za-z]{1,5}\))"
_NUMBER = rf"(?:(?:\d{{1,3}}[A-Za-z]{{0,3}}|[IVX]{{1,5}})(?![\w%]){_IN}*|{_IN}+)"
LIST = rf"{_NUMBER}(?:(?:,|,?\s+(?:and|or|to))\s*{_NUMBER})*"
_UNIT = (
    r"sub-?sections?|sections?|sub-?paragraphs?|paragraphs?|points?|articles?"
    r"|data\s+protection\s+principles?"
)
_NTH = r"(?:first|second|third|fourth|fifth)\s+subparagraph"
_OWN = (
    r"(?:(?i:this)\s+(?:section|subsection|paragraph|point|[Aa]rticle|Part|Division|Chapter|Section"
    r"|Schedule|Regulation|Ordinance)|[Tt]hese\s+[Mm]easures)(?![A-Za-z])"
)
_ENGLISH = (
    rf"(?:(?=[SPADTspadt])(?<![A-Za-z])(?:(?P<unit>(?i:{_UNIT}))\s+(?P<items>{LIST})"
    rf"(?P<finer>(?:,?\s+(?:{_NTH}|points?\s+{LIST})(?![A-Za-z]))*)"
    rf"(?P<around>\s+of\s+(?:(?P<of>(?i:{_UNIT}))\s+(?P<whole>{_NUMBER})))?"
    r"(?P<in>,?\s+of\s+this\s+\w+)?"
    rf"|(?P<part>Parts?|Divisions?)\s+(?P<parts>{LIST})|(?P<own>{_OWN})"
    r"|(?P<principles>the\s+data\s+protection\s+principles)))"
)
_HAN = r"[一二三四五六七八九十百零〇]{1,5}"
_HAN_IN = rf"(?:\((?:[0-9A-Za-z]{{1,5}}|{_HAN})\))"
_HAN_ITEM = rf"(?:(?:\d{{1,3}}[A-Z]{{0,3}}|[IVX]{{1,5}}|{_HAN}){_HAN_IN}*|{_HAN_IN}+)"
HAN_LIST = rf"{_HAN_ITEM}(?:\s*(?:、|,|及|或|和|至)第?{_HAN_ITEM})*"
_HAN_UNIT = r"保障資料原則|條|条|款|段|節|节|項|项|分部|部"
_CHINESE = (
    rf"(?:(?=[第本前各(])(?:(?:本條例|本办法)?(?P<han>第{HAN_LIST}|(?<![\w)]){_HAN_IN}+(?:(?:、|及|或|和|至){_HAN_IN}+)*)"
    rf"(?P<han_unit>{_HAN_UNIT})(?P<han_finer>(?:第{HAN_LIST}(?:款|項|项))*)"
    r"|(?P<han_own>本(?:條例|办法|條(?!例)|条|款|段|分部|部(?!分|門|门)))|(?P<han_last>前款)"
    r"|(?P<han_principles>各保障資料原則)))"
)
REFERENCE = re.compile(f"{_ENGLISH}|{_CHINESE}")
_ELSEWHERE_BEHIND = re.compile(
    r"\s*(?:\([^()]*\)\s*)?,?\s*(?:of\s+(?:that\s|those\s|the\s+(?!first|second)[A-Z]"
    r"|(?:Council\s+|Delegated\s+|Implementing\s+|Framework\s+)*(?:Regulation|Directive|Decision)"
    r"|Annex|Section|Schedule|Part|[A-Z]\w+\s+(?:Ordinance|Act))"
    r"|to\s+the\s+(?:[A-Z][\w()]*\s+){1,5}(?:Ordinance|Act))|\s+(?:TFEU|TEU|thereof)"
)
_ELSEWHERE_BEFORE = re.compile(
    r"(?:[》〉]|[章]\)|[該该](?:條例|法例|附表|指令)?|附表\d+\w*)\s*的?$"
)
_BROAD = frozenset(
    "Part Division Chapter Section Schedule Regulation Ordinance Measures measures".split()
) | {"條例", "办法", "部", "分部"}


@dataclass(frozen=True)
class Named:
    """A reference in a provision's text.

    Attributes:
        start: Where it begins in the root's text.
        end: Where it ends.
        match: What was read there.
    """

    start: int
    end: int
    match: re.Match[str]

    @property
    def is_numbered_part(self) -> bool:
        """Whether it names Parts by their numbers."""
        return bool(self.match["parts"]) or (self.match["han_unit"] or "").endswith("部")

    @property
    def is_broad(self) -> bool:
        """Whether it means a Part or the whole law."""
        english, chinese = self.match["own"] or "", self.match["han_own"] or ""
        word = english.split()[-1] if english else chinese[1:]
        return word in _BROAD or self.is_numbered_part


def half_width(text: str) -> str:
    """A text with full-width forms as ordinary ones, character for character; lines stay.

    >>> half_width("第２款（a）")
    '第2款(a)'
    """
    return text.translate(_WIDE)


def named(text: str) -> Iterator[Named]:
    """The references in a text of this law to its own provisions.

    Args:
        text: As :func:`half_width` gives it.
    """
    for match in REFERENCE.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        own = match["own"] or match["han_own"] or match["in"]
        if own or not (
            _ELSEWHERE_BEFORE.search(before) or _ELSEWHERE_BEHIND.match(text, match.end())
        ):
            yield Named(match.start(), match.end(), match)
