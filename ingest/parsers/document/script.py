"""Tells English, Traditional and Simplified Chinese apart by the characters alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import opencc

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_WORDS_A_HAN = 0.6
"""Chinese says in one character about what English says in this many words."""


@lru_cache(maxsize=1)
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    return opencc.OpenCC("t2s"), opencc.OpenCC("s2t")


@lru_cache(maxsize=16_384)
def _side(character: str) -> int:
    """1 if only Traditional writing has the character, -1 if only Simplified, else 0."""
    to_simplified, to_traditional = _converters()
    if to_simplified.convert(character) != character:
        return 1
    return -1 if to_traditional.convert(character) != character else 0


def language_of(text: str) -> str | None:
    """The language a text is written in, as far as its characters tell.

    Args:
        text: A paragraph, or a whole document.

    Returns:
        ``en`` (any text in Latin letters), ``zh-Hant``, ``zh-Hans``; nothing for a text without
        words, or Chinese in characters that both ways of writing share.

    >>> language_of("personal data"), language_of("個人資料"), language_of("个人信息")
    ('en', 'zh-Hant', 'zh-Hans')
    >>> language_of("PCPD 發出的指引"), language_of("12.5 %")
    ('zh-Hant', None)
    """
    return _decided(*_weighed(text))


def dominant_language(texts: Iterable[str]) -> str:
    """The language most of a document is in; English where nothing tells.

    >>> dominant_language(["Kettles", "電水壺必須安全，方可出售。"])
    'zh-Hant'
    """
    latin, han, side = 0, 0, 0
    for text in texts:
        words, characters, leaning = _weighed(text)
        latin, han, side = latin + words, han + characters, side + leaning
    return _decided(latin, han, side) or ("zh-Hans" if han * _WORDS_A_HAN > latin else "en")


class Tongues:
    """Which language each paragraph of one document is in, as against the most of it.

    Args:
        main: The document's language.
        texts: Its paragraphs: they tell which Chinese is meant where characters alone do not.

    >>> tongues = Tongues("en", ["Kettles", "電水壺必須安全。"])
    >>> tongues.apart("Kettles must be safe."), tongues.apart("水"), tongues.apart("2025")
    ('', 'zh-Hant', '')
    """

    def __init__(self, main: str, texts: Iterable[str]) -> None:
        leaning = sum(_weighed(text)[2] for text in texts)
        self._chinese = main if main.startswith("zh") else "zh-Hant" if leaning > 0 else "zh-Hans"
        self._main = main

    def apart(self, text: str) -> str:
        """The language of a text where it is not the document's; else empty."""
        found = language_of(text)
        if found is None:
            found = self._chinese if _HAN.search(text) else self._main
        return "" if found == self._main else found


def _weighed(text: str) -> tuple[int, int, int]:
    han = Counter(_HAN.findall(text))
    side = sum(count * _side(character) for character, count in han.items())
    return len(_WORD.findall(text)), han.total(), side


def _decided(latin: int, han: int, side: int) -> str | None:
    if han * _WORDS_A_HAN > latin:
        return ("zh-Hant" if side > 0 else "zh-Hans") if side else None
    return "en" if latin else None
