"""Words that a reader typed, shown again: cleaned, and in which language they are."""

from __future__ import annotations

import unicodedata

from assistant.understanding.language import recognise

_UNKNOWN = "und"
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Cn", "Co"))
"""Controls, marks that turn the direction of writing, and what is no character."""


def cleaned(words: str) -> str:
    r"""Words in one line, without characters that cannot be seen.

    >>> cleaned(" deep\x00 \n fakes\u202e ")
    'deep fakes'
    """
    spaced = (" " if character.isspace() else character for character in words)
    shown = (c for c in spaced if unicodedata.category(c) not in _UNSEEN)
    return " ".join("".join(shown).split())


def language_of(words: str, reader: str) -> str:
    """The language of a reader's words, as far as they tell; else the reader's own.

    >>> language_of("香港嘅公司", "en"), language_of("deepfakes", "zh-Hans")
    ('zh-Hant', 'en')
    """
    found = recognise(words)
    if not found.certain and found.language.startswith("zh") and reader.startswith("zh"):
        return reader
    return reader if found.language == _UNKNOWN else found.language
