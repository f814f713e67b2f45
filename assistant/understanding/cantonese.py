"""Whether a Chinese text is written as Cantonese is spoken.

By words that written Chinese does not have. Two written words can meet so that a Cantonese one
seems to stand between them (重點解釋, 呢個人資料): the patterns leave those out. Cantonese is typed
in both scripts, so that each pattern is looked for in either.

Example:
    >>> is_cantonese("公司可唔可以keep住我啲data？"), is_cantonese("重點解釋第三條")
    (True, False)
"""

from __future__ import annotations

import re

from corpus.script import fold

_NOUN = "一二三四五六七八九十幾這重觀地有缺優弱特起終焦熱難疑盲站節景網據第0-9"
"""What stands before 點 where it is a point, not the question *how*."""

_WORDS = (
    "[嘅咗喺唔佢哋啲冇嚟嗰𠮶噉咁揾搵俾畀攞睇嘢吖㗎囉喎諗啱嗌嘥冚掟孭瞓嬲噃啩乜咩呃]",
    "邊[度啲間條份部樣日位種]",
    "邊個(?!人)",
    "(?<![一兩旁周海單雙這那左右外裡])邊[二兩三四五六七八九十幾]",
    "呢[啲度條份部樣種張間類套]",
    "呢個(?!人)",
    "系咪",
    "係咪",
    "好似係",
    "而家",
    "依家",
    "話[我你]知",
    "話[畀俾]",
    "得唔得",
    "同埋",
    "淨係",
    "仲有",
    "細路",
    "老細",
    "返工",
    "放工",
    "打工仔",
    "屋企",
    "傾[偈計]",
    "鍾意",
    "搞[掂到]",
    "食鑊",
    "教識",
    "成日",
    "使乜",
    "幾[多耐錢]",
    "[要到]幾[快大高深長詳準嚴耐多遠]",
    "(?<![指決法規特鑑鑒一確肯])定係",
    "(?<![麥貓厘])咪(?=[同係都要])",
    "(?<=[A-Za-z])話",
    "(?<![事首優預原])先(?:算|可以|啱|當係)",
    "先得[?？]?$",
    "(?<![尚還並])未[?？]$",
    "(?<![一二兩三四五六七八九十幾這那每某各該本此上下整多半0-9])個(?=[A-Za-z])",
    f"(?<![{_NOUN}要])點[算計先罰講向寫投防查證測應反跟管搞]",
    "要點[做申寫標通分投處]",
    "[會要]點[?？]?$",
    f"(?<![{_NOUN}])點(?:做|定義|規定|界定|處理|保護|建立|評分|發現|分|選)",
    "(?<![觀重焦疑難])點解(?![決釋讀析答散除剖構])",
    "(?<!觀)點樣(?!本)",
)

_TRADITIONAL_WORDS = ("幾時",)
"""Cantonese in Traditional characters; in Simplified ones written Chinese has it, too."""

_WEAK = ("呢[?？]?$", "啦", "咋", "幾時")
"""Also usual in written Chinese: they count only two together."""

# Folding a pattern brings its characters, and nothing else, to the Simplified script.
_SURE = re.compile("|".join((*_WORDS, *_TRADITIONAL_WORDS, *map(fold, _WORDS))))
_PERHAPS = tuple(re.compile(f"{weak}|{fold(weak)}") for weak in _WEAK)
_WRITTEN = re.compile("啦啦隊|啦啦队|咋辦|咋办|咋樣|咋样|咋回事")


def is_cantonese(text: str) -> bool:
    """Whether a Chinese text is written as Cantonese is spoken."""
    written = _WRITTEN.sub(" ", text).strip()
    return bool(_SURE.search(written)) or sum(bool(p.search(written)) for p in _PERHAPS) >= 2
