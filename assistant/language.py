"""Which language a question is in, and which to answer in.

Script comes first: statistical detectors take short Traditional Chinese for Korean. Han
characters decide for Chinese, the characters that differ between the scripts decide between
Traditional and Simplified, and the function words of Cantonese decide whether it is spoken
style. Only texts in Latin script are given to ``langdetect``, to tell other languages politely
which three we answer in.

Example:
    >>> recognise("咁香港嘅公司可唔可以留住啲個人資料？").cantonese
    True
    >>> recognise("生成式人工智能服务需要备案吗？").language
    'zh-Hans'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import langdetect
import opencc

langdetect.DetectorFactory.seed = 0
"""langdetect draws random samples; a seed makes it give the same answer twice."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af\u1100-\u11ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER_LETTER = re.compile(r"[\u0370-\u1cff]")

_CANTONESE = (
    "嘅", "咗", "喺", "唔", "係咪", "佢", "哋", "啲", "冇", "嚟", "邊個", "點解", "咩", "乜",
    "嗰", "噉", "咁", "揾", "搵", "俾", "畀", "攞", "睇", "嘢", "邊度", "點樣", "吖",
    "㗎", "囉", "喎", "咋", "啦", "係唔係", "可唔可以", "有冇", "使唔使", "點計", "幾時",
    "邊啲", "邊條", "呢", "而家", "依家", "諗", "諗住", "整", "話我知", "唔該",
)  # fmt: skip
_WEAK_CANTONESE = frozenset(("呢", "整", "咁", "啦", "幾時"))
"""Also usual in written Chinese or in other words: they count only beside another."""

_EITHER = frozenset(
    "准后里面台干只系几云范征制志谷斗松舍余复卷沈仆凶朴吁咨欲核辟布占家雇吃群床升夸出回合吊周岩伙才於于了"
)
"""Characters of both scripts: 准 is as usual in Hong Kong as it is in the Mainland."""

_MIN_LATIN = 20
_SURE = 0.90
_ENGLISH_SHARE = 0.15
_ENGLISH_WORDS = frozenset(
    "the a an of in on to for is are be was what which who how when where why does do did can "
    "could must may shall should will would and or not under from with by if have has need any "
    "there it this that tell me about my i you we they required allowed law".split()
)


@dataclass(frozen=True)
class Recognised:
    """What language a text is in.

    Attributes:
        language: ``en``, ``zh-Hant``, ``zh-Hans``, another tag (``fr``), or ``und``.
        cantonese: Whether it is Chinese as spoken in Hong Kong.
        mixed: Whether Chinese and Latin words stand together.
        certain: Whether the script decides; without it the interface's language should.
    """

    language: str
    cantonese: bool = False
    mixed: bool = False
    certain: bool = True

    @property
    def answerable(self) -> bool:
        """Whether it is a language RuleBridge answers in."""
        return self.language in ("en", "zh-Hant", "zh-Hans")


@cache
def converter(configuration: str) -> opencc.OpenCC:
    """An OpenCC converter, made once for each configuration."""
    return opencc.OpenCC(configuration)


def recognise(text: str, interface: str | None = None) -> Recognised:
    """Recognise the language of a question.

    Args:
        text: The question.
        interface: Language of the interface; decides where the script does not.
    """
    han = len(_HAN.findall(text))
    if _KANA_OR_HANGUL.search(text) and len(_KANA_OR_HANGUL.findall(text)) * 3 > han:
        kana = re.search(r"[\u3040-\u30ff]", text)
        return Recognised("ja" if kana else "ko")
    latin_words = re.findall(r"[A-Za-z]{2,}", text)
    if han >= 2 or (han and not latin_words):
        return _chinese(text, mixed=bool(latin_words), interface=interface)
    if _OTHER_LETTER.search(text) and not _LATIN.search(text):
        return Recognised(_statistical(text) or "und")
    return _latin(text, [w.lower() for w in latin_words], interface)


def _chinese(text: str, *, mixed: bool, interface: str | None) -> Recognised:
    cantonese = is_cantonese(text)
    traditional = _changed(text, "t2s")
    simplified = _changed(text, "s2t")
    if traditional == simplified:
        if cantonese:
            return Recognised("zh-Hant", True, mixed)
        fallback = interface if interface in ("zh-Hant", "zh-Hans") else "zh-Hant"
        return Recognised(fallback, False, mixed, certain=False)
    language = "zh-Hant" if traditional > simplified else "zh-Hans"
    return Recognised(language, cantonese, mixed)


def _changed(text: str, configuration: str) -> int:
    """How many characters belong to one script only."""
    converted = converter(configuration).convert(text)
    return sum(
        a != b for a, b in zip(text, converted, strict=False) if _HAN.match(a) and a not in _EITHER
    )


def is_cantonese(text: str) -> bool:
    """Whether a Chinese text is written as Cantonese is spoken."""
    found = {word for word in _CANTONESE if word in text}
    return bool(found - _WEAK_CANTONESE) or len(found) >= 2


def _latin(text: str, words: list[str], interface: str | None) -> Recognised:
    if not words:
        return Recognised(interface or "en", certain=False)
    english = sum(w in _ENGLISH_WORDS for w in words) / len(words)
    if english >= _ENGLISH_SHARE or len(text) < _MIN_LATIN:
        return Recognised("en")
    guess = _statistical(text)
    return Recognised(guess or "en", certain=guess is not None)


def _statistical(text: str) -> str | None:
    try:
        best = langdetect.detect_langs(text)[0]
    except langdetect.LangDetectException:
        return None
    return str(best.lang) if best.prob >= _SURE else None


def reply_language(recognised: Recognised, interface: str | None = None) -> str:
    """The language to answer in: the asker's, or the interface's when in doubt."""
    if recognised.answerable and (recognised.certain or interface is None):
        return recognised.language
    return interface if interface in ("en", "zh-Hant", "zh-Hans") else "en"


def to_script(text: str, language: str) -> str:
    """Chinese text in the script of ``zh-Hant`` (Hong Kong forms) or ``zh-Hans``.

    The result is machine-converted and must be labelled so wherever it is shown.
    """
    return str(converter("hk2s" if language == "zh-Hans" else "s2hk").convert(text))
