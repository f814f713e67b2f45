"""Names of exported files: what it is about, in ASCII, whatever language was asked in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from assistant.answer import Answer
from assistant.comparing.comparison import Matrix
from ui.export.format import Format

_LONGEST = 48
"""Characters of the subject: names stay readable, and below the limits of old systems."""
_WORD = re.compile(r"[a-z0-9]+")
_DULL = frozenset(
    "a an and any are as at be by can do does for from had has have how i in is it its long may me "
    "must my of on or our should tell that the their there these they this to under was what when "
    "where which who whom whose why will with would you your".split()
)
_ENOUGH = 2
"""Telling words that a question needs to name a file."""


def answer_stem(answer: Answer, exported_on: date) -> str:
    """The name for an answer, without its ending.

    An English question names it by its telling words, any other by its topics and places.
    """
    understood = answer.understanding
    words = _telling(understood.question)
    if understood.language != "en" or len(words) < _ENOUGH:
        cited = (citation.locator for citation in answer.citations[:1])
        about = understood.topics[:1] or understood.references[:1] or tuple(cited) or ("answer",)
        words = _telling(" ".join((*about, *understood.jurisdictions)))
    return _stem(words, exported_on)


def matrix_stem(matrix: Matrix, exported_on: date) -> str:
    """The name for a comparison, without its ending."""
    topics = _telling(" ".join(row.topic for row in matrix.rows))
    return _stem([*topics, *matrix.jurisdictions], exported_on)


def file_name(stem: str, form: Format) -> str:
    """A whole name.

    >>> file_name("rulebridge-2026-11-22-ai-labelling", Format.DOCX)
    'rulebridge-2026-11-22-ai-labelling.docx'
    """
    return f"{stem}.{form.ending}"


def _telling(words: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    found = _WORD.findall(plain.replace("'", ""))
    return [word for word in dict.fromkeys(found) if word not in _DULL]


def _stem(words: Iterable[str], exported_on: date) -> str:
    subject = ""
    for word in words:
        longer = f"{subject}-{word}" if subject else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        subject = longer
    return f"rulebridge-{exported_on.isoformat()}-{subject}"
