"""The language and script of a statement.

A statement in another language than the reply's fails. One that is only in the other Chinese script
is converted with OpenCC, and the verdict says so, because what is converted has to be marked.
"""

from __future__ import annotations

import re

from assistant.answer import Check
from assistant.understanding.language import recognise, to_script
from assistant.verification.statement import Context, Statement

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_BRACKETS = re.compile(r"[（(「『《“\"'‘].*?[）)」』》”\"'’]")

_FOREIGN_WORDS = 5
"""English words that, one after another in a Chinese sentence, are a sentence of their own."""
_RUN = re.compile(rf"(?:[A-Za-z][A-Za-z'’-]*[ ,]+){{{_FOREIGN_WORDS},}}")
_FOREIGN_SIGNS = 4
"""Chinese characters outside brackets that an English statement does not have."""


def check(statement: Statement, context: Context) -> tuple[Check, str]:
    """The statement is in the reply's language, once its script is put right.

    Returns:
        The check, and the text to show: converted where only the script was wrong.
    """
    text = statement.text
    passed = _in_english(text) if context.language == "en" else _in_chinese(text)
    shown = text
    if passed and context.language != "en":
        shown = converted(text, context.language)
    detail = "converted" if shown != text else "" if passed else recognise(text).language
    return Check(statement=text, test="language", passed=passed, detail=detail), shown


def converted(text: str, language: str) -> str:
    """Chinese text in the script of a language, left alone if it is in that script already.

    Characters that both scripts use are no evidence: 准 stays in a Traditional text.

    >>> converted("提供者应当标识", "zh-Hant"), converted("須批准", "zh-Hant")
    ('提供者應當標識', '須批准')
    """
    other = "zh-Hans" if language == "zh-Hant" else "zh-Hant"
    signs = set(_HAN.findall(text))
    wrong = any(recognise(sign, interface=language).language == other for sign in signs)
    return to_script(text, language) if wrong else text


def _in_english(text: str) -> bool:
    outside = _BRACKETS.sub("", text)
    return (
        bool(_WORD.search(text))
        and len(_HAN.findall(outside)) < _FOREIGN_SIGNS
        and (recognise(outside, interface="en").language == "en")
    )


def _in_chinese(text: str) -> bool:
    signs = len(_HAN.findall(text))
    return signs >= 2 and not _RUN.search(_BRACKETS.sub("", text))
