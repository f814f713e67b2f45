"""Which language a text is in that is neither Chinese nor, at first sight, English.

Needed to say politely which three languages are answered. Script decides where it can: kana,
Hangul, Cyrillic, Thai and so on. In Latin script function words decide, since statistical
detectors fail on questions of three words; the detector is asked only where neither English nor
any other function word is seen and the words are not those of our own English texts.

Example:
    >>> by_script("AI Actの罰金はいくら？"), by_script("Что такое AI Act?")
    ('ja', 'ru')
    >>> in_latin("¿Qué es un proveedor?"), in_latin("systemic risk model obligations")
    ('es', 'en')
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

import langdetect

langdetect.DetectorFactory.seed = 0
"""langdetect draws random samples; a seed makes it give the same answer twice."""

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u1ea0-\u1ef9]+")
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]")
_KANA = re.compile(r"[\u3041-\u30fa]")
_JAPANESE_ONLY = re.compile(r"[権発対応関図検験読売気楽薬単戦帯様変総経済斉込働拡続営]")
_CHINESE_ONLY = re.compile(r"[嘅唔嗎吗呢這这係喺咗啲了们們麼么吧哪誰谁什冇咩邊边沒没]")
"""Function words that Chinese has and Japanese has not."""

_SCRIPTS = {
    "CYRILLIC": "ru", "GREEK": "el", "HEBREW": "he", "ARABIC": "ar", "DEVANAGARI": "hi",
    "THAI": "th", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te", "GUJARATI": "gu",
    "GURMUKHI": "pa", "MALAYALAM": "ml", "KANNADA": "kn", "SINHALA": "si", "LAO": "lo",
    "MYANMAR": "my", "KHMER": "km", "GEORGIAN": "ka", "ARMENIAN": "hy", "TIBETAN": "bo",
    "MONGOLIAN": "mn", "ETHIOPIC": "am",
}  # fmt: skip
"""Scripts by the first word of their characters' Unicode names → the language most likely meant."""

_OWN = {
    language: frozenset(words.split())
    for language, words in tomllib.loads(
        files("assistant.understanding").joinpath("function_words.toml").read_text("utf-8")
    ).items()
}
ENGLISH = _OWN.pop("en")
"""The function words of English."""

_MIN_LATIN = 20
"""Characters under which the detector guesses."""
_SURE = 0.90
_ENGLISH_SHARE = 0.5
"""Share of the words that our English texts have, from which a text is taken for English."""


def latin_words(text: str) -> list[str]:
    """The words in Latin letters, in lower case.

    >>> latin_words("Qu'est-ce que l’AI Act?")
    ['qu', 'est', 'ce', 'que', 'l', 'ai', 'act']
    """
    return [word.lower() for word in _WORD.findall(text)]


def by_script(text: str) -> str | None:
    """The language that a script other than Latin and Chinese tells; None where none does."""
    han = len(HAN.findall(text))
    hangul, kana = len(_HANGUL.findall(text)), len(_KANA.findall(text))
    chinese = bool(_CHINESE_ONLY.search(text))
    if hangul and hangul * 3 > han:
        return "ko"
    if kana * 3 > han or (not chinese and (kana or _JAPANESE_ONLY.search(text))):
        return "ja"
    letters = [c for c in text if c.isalpha() and not HAN.match(c) and not _WORD.match(c)]
    if len(letters) <= han or len(letters) < 2:
        return None
    first = next((s for s in map(_script, letters) if s in _SCRIPTS), None)
    if first is None:
        return None
    return _statistical("".join(c for c in text if not _WORD.match(c))) or _SCRIPTS[first]


def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0]


def in_latin(text: str) -> str | None:
    """The language of a text in Latin script; None where nothing tells."""
    words = latin_words(text)
    known = set(words)
    score = {language: len(known & own - ENGLISH) for language, own in _OWN.items()}
    best = max(score, key=lambda language: score[language])
    english = len(known & ENGLISH - _OWN[best])
    if score[best] > max(english, 1):
        return _nearest(text, [lang for lang in score if score[lang] == score[best]])
    if english:
        return "en"
    share = sum(word in _english() for word in words) / len(words) if words else 0.0
    if score[best]:
        telling = any(len(word) > 2 for word in known & _OWN[best] - _english())
        return best if telling or share <= _ENGLISH_SHARE else "en"
    if share >= _ENGLISH_SHARE or len(text) < _MIN_LATIN:
        return "en"
    return _statistical(text)


def _nearest(text: str, languages: list[str]) -> str:
    """Of languages with the same function words, the one the detector finds most likely."""
    try:
        found = [guess.lang for guess in langdetect.detect_langs(text)]
    except langdetect.LangDetectException:
        found = []
    return next((str(lang) for lang in found if lang in languages), languages[0])


def _statistical(text: str) -> str | None:
    try:
        best = langdetect.detect_langs(text)[0]
    except langdetect.LangDetectException:
        return None
    return str(best.lang) if best.prob >= _SURE else None


@cache
def _english() -> frozenset[str]:
    """The words of our own English texts: the digest and the glossary (about 5,000)."""
    from corpus.digest import digest
    from corpus.glossary import glossary

    texts = [name for term in glossary().terms for name in term.en]
    for entry in digest().entries.values():
        texts += [entry.heading.en, entry.gist.en, *entry.asked.en]
    return frozenset(word for text in texts for word in latin_words(text))
