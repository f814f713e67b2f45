"""Finds the encoding of a text that does not say it: strictly decoded, then judged by reading.

A byte-order mark or strict UTF-8 decides at once. Else every candidate that decodes without a
fault is read as a person would: are these characters that people write, in places where they
stand? The best reading wins if it is good; if none is, the file is refused rather than guessed.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from corpus.errors import DocumentGarbled

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 2**17
_GOOD = 0.5
_COMMON = frozenset(
    "的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们生到作地於于出就分對对成會会可主發发年動动"
    "同工也能下過过子說说產产種种面而方後后多定行學学法所民得經经十三之進进著等部度家電电力裡里如水化高自二理"
    "起小物現现實实加量都兩两體体制機机當当使點点從从業业本去把性好應应開开它合還还因由其些然前外天政四日那社"
    "義义事平形相全表間间樣样與与關关各重新線线內内數数正心反你明看原又麼么利比或但質质氣气第向道命此變变條条"
    "只沒没結结解問问意建月公無无系情者最立代想已通並并提直題题程展五果料象員员位入常文總总次品式活設设及管特"
    "件長长求老頭头資资私隱隐據据保護护規规指引須须"
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_FRAMING = re.compile(r"[\u3000-\u303f\uff01-\uff65\u2010-\u2027\u2030-\u203b\u00b7\u25a0-\u25ff]")
_WESTERN = re.compile(r"(?<=[A-Za-z])[À-ÖØ-öø-ÿœŒšŠžŽŸ]|[À-ÖØ-öø-ÿœŒšŠžŽŸ](?=[A-Za-z])")
_WESTERN_SIGN = re.compile(r"[‘’“”–—…•€£§©®°·«»™½¼¾±×\xa0]")
_ORDINARY = re.compile(r"[\t\n\r\x0c\x20-\x7e]")


def decode(data: bytes, name: str) -> str:
    """The text of a file, whatever common encoding it is in.

    Args:
        data: The file: UTF-8, UTF-16 or UTF-32 with or without a byte-order mark, GB18030 (and
            so GBK and GB2312), Big5 with Hong Kong's characters, or Windows-1252.
        name: What to call the file in an error.

    Raises:
        DocumentGarbled: No encoding gives words, or the text is damaged in the middle.

    >>> decode("個人資料私隱".encode("big5hkscs"), "a.txt")
    '個人資料私隱'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data, encoding)
            if text is None:
                raise _garbled(name, f"is marked as {encoding.upper()} and is not")
            return text.removeprefix("\ufeff")
    text = _strict(data, "utf-8")
    if text is not None and "\0" not in text:
        return text
    if text is None and _is_damaged_utf8(data):
        raise _garbled(name, "is UTF-8 with damaged places")
    readings = sorted(
        ((score, encoding) for encoding, judge in _JUDGES if (score := judge(data)) >= _GOOD),
        reverse=True,
    )
    for _, encoding in readings:
        if (found := _strict(data, encoding)) is not None:
            return found
    raise _garbled(name, "is in an unknown encoding")


def _garbled(name: str, what: str) -> DocumentGarbled:
    return DocumentGarbled(
        f"{name} {what}; open it in the program that made it and save it as UTF-8.", file=name
    )


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _sample(data: bytes, encoding: str) -> str | None:
    """The beginning as text; nothing if it has a fault."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return decoder.decode(data[:_SAMPLE], final=len(data) <= _SAMPLE)
    except UnicodeError:
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    text = data[:_SAMPLE].decode("utf-8", "replace")
    foreign = sum(not c.isascii() for c in text)
    faults = text.count("\ufffd")
    return foreign - faults >= 3 and faults <= 0.05 * foreign + 3


@lru_cache(maxsize=32_768)
def _weight(character: str, codec: str, first: int, last: int) -> float:
    """How ordinary a character is in a Chinese text written in this character set."""
    if character in _COMMON:
        return 2.0
    if _HAN.match(character):
        try:
            lead = character.encode(codec)[0]
        except UnicodeEncodeError:
            lead = 0
        # The first part of either character set holds the characters in everyday use.
        return 1.0 if first <= lead <= last else -0.5
    return 1.0 if _FRAMING.match(character) else -2.0


def _judge_chinese(data: bytes, *, encoding: str, codec: str, first: int, last: int) -> float:
    text = _sample(data, encoding)
    if text is None or "\0" in text:
        return -1.0
    foreign = Counter(c for c in text if not c.isascii())
    if not foreign:
        return -1.0
    weights = (count * _weight(c, codec, first, last) for c, count in foreign.items())
    return sum(weights) / foreign.total()


def _judge_western(data: bytes) -> float:
    text = _sample(data, "cp1252")
    if text is None or "\0" in text:
        return -1.0
    foreign = sum(not c.isascii() for c in text)
    if not foreign:
        return -1.0
    letters, signs = len(_WESTERN.findall(text)), len(_WESTERN_SIGN.findall(text))
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1f\x7f]", text))
    return (1.5 * letters + signs - (foreign - letters - signs) - 2 * controls) / foreign


def _judge_wide(data: bytes, *, encoding: str) -> float:
    """UTF-16 without a mark: ordinary letters, or Chinese with its common characters."""
    text = _sample(data, encoding)
    if not text or "\0" in text:
        return -1.0
    counted = Counter(text)
    plain = sum(n for c, n in counted.items() if _ORDINARY.match(c) or _FRAMING.match(c))
    plain += sum(n for c, n in counted.items() if "\xa0" <= c <= "\xff")
    han = sum(n for c, n in counted.items() if _HAN.match(c))
    common = sum(n for c, n in counted.items() if c in _COMMON)
    if plain + han < 0.95 * len(text) or common < 0.15 * han:
        return -1.0
    return 2.0


_JUDGES: tuple[tuple[str, Callable[[bytes], float]], ...] = (
    ("utf-16-le", lambda data: _judge_wide(data, encoding="utf-16-le")),
    ("utf-16-be", lambda data: _judge_wide(data, encoding="utf-16-be")),
    (
        "gb18030",
        lambda data: _judge_chinese(
            data, encoding="gb18030", codec="gb2312", first=0xB0, last=0xD7
        ),
    ),
    (
        "big5hkscs",
        lambda data: _judge_chinese(
            data, encoding="big5hkscs", codec="big5", first=0xA4, last=0xC6
        ),
    ),
    ("cp1252", _judge_western),
)
