"""Which characters of a Chinese text belong to the other script.

OpenCC tells how a character would be converted. That is not enough: many characters of the
Simplified script are also ordinary Traditional ones (台, 里, 准), and a few the other way round.
Those are listed here, alone or in the words in which they are right.
"""

from __future__ import annotations

from functools import cache

import opencc

_ALSO_TRADITIONAL = frozenset(
    "户丑仆伙佣准凄凶厘台吃咨咸咏唇叠卧厨尸岩岳峰帘干床恒揾斗昵晒朴杠杰栖毁涌温游灶炖烟熏瓮痴疱"
    "皂碱秘笋粽羡群羣肴腌膻脚蚝蝎跖踪辟郁里雇霉撑滚"
)
"""Simplified characters that Hong Kong texts use as well, most as variants or in other senses."""

_TRADITIONAL_WORDS = (
    "皇后", "王后", "太后", "影后", "天后", "茶几", "拮据", "征服", "遠征", "出征", "長征", "征途",
    "風采", "神采", "文采", "喝采", "精采", "興高采烈", "人云亦云", "云云", "划船", "划算",
    "划不來", "占卜", "占星",
)  # fmt: skip
"""Words in which a Simplified-looking character is the Traditional one."""

_ALSO_SIMPLIFIED = frozenset("拚捱摺醣袷薹吒著藉瞭")
_SIMPLIFIED_WORDS = ("乾坤", "乾隆")


@cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


@cache
def _changes(character: str, configuration: str) -> bool:
    return _converter(configuration).convert(character) != character


def simplified_only(text: str) -> list[str]:
    """The characters of a text that only Simplified Chinese has, in order.

    >>> simplified_only("台灣的后台，皇后"), simplified_only("機器学習的数據")
    (['后'], ['学', '数'])
    """
    for word in _TRADITIONAL_WORDS:
        text = text.replace(word, "")
    return [
        c
        for c in text
        if _han(c) and c not in _ALSO_TRADITIONAL and _changes(c, "s2t") and not _changes(c, "t2s")
    ]


def traditional_only(text: str) -> list[str]:
    """The characters of a text that only Traditional Chinese has, in order.

    >>> traditional_only("著作权与訓练"), traditional_only("乾坤")
    (['訓'], [])
    """
    for word in _SIMPLIFIED_WORDS:
        text = text.replace(word, "")
    return [c for c in text if _han(c) and c not in _ALSO_SIMPLIFIED and _changes(c, "t2s")]


def _han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
