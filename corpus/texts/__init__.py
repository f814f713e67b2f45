"""Every word that RuleBridge itself says to a reader: one catalogue per language.

A catalogue is a folder beside this module, a section of it a TOML file, with the same files and
keys in every language. Answers, faces and errors all read from here, so that a translation lives in
one place.

Example:
    >>> text("en", "reason.searched", instruments="EU AI Act")
    'Searched: EU AI Act.'
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files

from corpus.catalogue import LANGUAGES

_SEPARATOR = {"en": ", ", "zh-Hant": "、", "zh-Hans": "、"}


@cache
def texts(language: str) -> dict[str, dict[str, str]]:
    """The whole catalogue of one language: section → key → text.

    Raises:
        KeyError: There is no such catalogue; the languages are ``corpus.catalogue.LANGUAGES``.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    sections = files("corpus.texts").joinpath(language).iterdir()
    return {
        section.name.removesuffix(".toml"): tomllib.loads(section.read_text("utf-8"))
        for section in sections
        if section.name.endswith(".toml")
    }


def text(language: str, key: str, **values: object) -> str:
    """One text, its values filled in.

    Args:
        language: ``en``, ``zh-Hant`` or ``zh-Hans``.
        key: ``section.key``.
        **values: The values named in the text.
    """
    section, _, name = key.partition(".")
    return texts(language)[section][name].format(**values)


def joined(language: str, items: Iterable[str]) -> str:
    """A list in one line, with the language's separator.

    >>> joined("zh-Hans", ["甲", "乙"])
    '甲、乙'
    """
    return _SEPARATOR[language].join(items)


def written_date(language: str, day: date) -> str:
    """A date as the language writes it.

    >>> written_date("en", date(2026, 8, 2)), written_date("zh-Hant", date(2026, 8, 2))
    ('2 August 2026', '2026年8月2日')
    """
    if language == "en":
        return f"{day.day} {day:%B} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
