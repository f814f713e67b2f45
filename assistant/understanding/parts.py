"""The parts of a question that asks, or tells, several things.

A question with two needs lies between them, near neither. Its parts are searched for beside it,
each drawn towards the whole so that it keeps the subject.

Example:
    >>> parts("Who owns a picture made by a machine, and how many years does the right last?")
    ['Who owns a picture made by a machine,', 'and how many years does the right last?']
    >>> parts("Who owns it?")
    []
"""

from __future__ import annotations

import re

LEAST = 9
"""Least size of a part: Chinese characters, or one and a half for a word in Latin letters."""

MOST = 3
"""Parts searched for at most; of more, the first ones and the last."""

_CUT = re.compile(r"(?<=[？?。！!；;，,])\s*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9]+")


def parts(question: str) -> list[str]:
    """The parts of a question in its order; none where it has only one."""
    found: list[str] = []
    for piece in filter(None, map(str.strip, _CUT.split(question))):
        if found and (_size(piece) < LEAST or _size(found[-1]) < LEAST):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    if len(found) > MOST:
        found = [*found[: MOST - 1], found[-1]]
    return found if len(found) > 1 else []


_ASKING = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how)\b"
    r"|^(?:and\s+|or\s+|but\s+)?(?:is|are|was|does|do|did|can|may|must|shall|should|will|has|have)\b"
    r"|[誰谁幾几嗎吗]|邊個|边个|邊啲|哪|多久|多少|甚麼|什麼|什么|咩|乜|點樣|点样|點解|怎|如何|是否|會唔會|使唔使"
    r"|有冇|有沒有|有没有|係咪",
    re.IGNORECASE,
)
"""Words that ask something."""


def asked_for(question: str) -> int:
    """How many things a question asks for: its parts that ask, at least one.

    >>> asked_for("Who owns a picture made by a machine, and how many years does the right last?")
    2
    >>> asked_for("I made a picture with a machine that I bought, who owns it?")
    1
    """
    return max(1, sum(bool(_ASKING.search(part)) for part in parts(question)))


def _size(text: str) -> float:
    return len(_HAN.findall(text)) + 1.5 * len(_WORD.findall(text))
