"""Which language a question is in, and which to answer in.

Script comes first: statistical detectors take short Traditional Chinese for Korean. Han
characters decide for Chinese, unless they are terms within an English sentence; the characters
that differ between the scripts decide between Traditional and Simplified; the function words of
Cantonese (``cantonese.py``) decide whether it is spoken style. Other languages (``foreign.py``)
are recognised to tell their speakers politely which three we answer in.

Example:
    >>> recognise("咁香港嘅公司可唔可以留住啲個人資料？").cantonese
    True
    >>> recognise("生成式人工智能服务需要备案吗？").language
    'zh-Hans'
    >>> recognise("What does 資料使用者 mean in the PDPO?").language
    'en'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import opencc

from assistant.understanding.cantonese import is_cantonese
from assistant.understanding.foreign import ENGLISH, HAN, by_script, in_latin, latin_words

__all__ = ["Recognised", "converter", "is_cantonese", "recognise", "reply_language", "to_script"]

_QUOTED = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"]*\"|《[^》]*》|\([^)]*\)|（[^）]*）")
_CHINESE_FRAME = re.compile(
    r"[的嘅是係系唔不了咗嗎吗呢嘢乜咩點点怎何誰谁冇會会喺在請请問问可能應应須须如哪邊边幾几啲咁]"
)
"""Function words of Chinese: with one of them outside quotation marks, the sentence is Chinese."""

_EITHER = frozenset(
    "准后里面台干只系几云范征制志谷斗松舍余复卷沈仆凶朴吁咨欲核辟布占家雇吃群床升夸出回合吊周岩伙才於于了"
    "户丑佣凄厘咸咏唇叠卧厨尸岳峰帘恒揾昵晒杠杰栖毁涌温游灶炖烟熏瓮痴疱皂碱秘粽羡羣肴腌膻脚蚝蝎跖踪郁霉撑滚"
    "拚捱摺著藉瞭乾吒"
)
"""Characters of both scripts: 准 is as usual in Hong Kong as it is in the Mainland."""


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
    words = [word for word in latin_words(text) if len(word) > 1]
    han = len(HAN.findall(text))
    english = sum(word in ENGLISH for word in words)
    if english >= 2 and not (han and _CHINESE_FRAME.search(_QUOTED.sub(" ", text))):
        found = in_latin(text) or "en"
        return Recognised(found, mixed=bool(han))
    other = by_script(text)
    if other is not None:
        return Recognised(other)
    if han >= 2 or (han and not english):
        return _chinese(text, mixed=bool(words), interface=interface)
    if not words and not latin_words(text):
        return Recognised(interface or "en", certain=False)
    guess = in_latin(text)
    return Recognised(guess or "en", certain=guess is not None)


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
        a != b for a, b in zip(text, converted, strict=False) if HAN.match(a) and a not in _EITHER
    )


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
