"""Printed words as they are kept: white space folded, headings and numbers within measure."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u00a0\u2002\u2003\u2009\u200a\u202f]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""Control characters and halves of characters: no text has them, and no table takes the halves."""
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003134f]"
_SPACE_AFTER_HAN = re.compile(rf"(?<={_HAN}) (?={_HAN})")

LONGEST_HEAD = 1_000
"""Characters of label and heading together; the longest of an official text has some 600."""

LONGEST_STEP = 80
"""Characters of a locator's step; the longest of an official text has some 50."""


def tidy(text: str) -> str:
    r"""Fold white space: one space between words, none between Chinese characters.

    Nothing but white space is changed, so that a quotation stays verbatim; what cannot be
    printed goes.

    >>> tidy("  personal\n   data "), tidy("個人\n 資料")
    ('personal data', '個人資料')
    """
    return fold(printable(text)).strip()


def fold(text: str) -> str:
    """White space as :func:`tidy` folds it, that at both ends included."""
    return _SPACE_AFTER_HAN.sub("", _SPACE.sub(" ", text))


def printable(text: str) -> str:
    """The text without what cannot be printed."""
    return _UNPRINTABLE.sub("", text)


def short_head(heading: str) -> str:
    """A heading as a step of heading paths, where it is copied into every provision under it.

    >>> short_head("Scope"), len(short_head("kettle " * 1_000))
    ('Scope', 1000)
    """
    return heading if len(heading) <= LONGEST_HEAD else f"{heading[: LONGEST_HEAD - 1]}…"


def locator_step(prefix: str, number: str) -> str:
    """A locator step from a printed number: ASCII letters, digits, ``-`` only.

    >>> locator_step("pnt", "(ba)"), locator_step("s", "64A."), locator_step("par", "1a.")
    ('pnt_ba', 's_64A', 'par_1a')
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "-", number).strip("-")[:LONGEST_STEP].rstrip("-")
    return f"{prefix}_{plain}" if plain else prefix
