"""Which of the three languages a face speaks, judged by what the reader's machine says.

Example:
    >>> closest("zh-HK"), closest("zh-CN"), closest("en-GB"), closest("fr")
    ('zh-Hant', 'zh-Hans', 'en', None)
"""

from __future__ import annotations

from collections.abc import Mapping

DEFAULT = "en"

_HTML = {"en": "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans-CN"}
_TRADITIONAL = frozenset(("hant", "hk", "mo", "tw"))


def html_lang(language: str) -> str:
    """The value of HTML's ``lang`` attribute: it picks the right forms of Han characters.

    >>> html_lang("zh-Hant")
    'zh-Hant-HK'
    """
    return _HTML.get(language, language)


def closest(tag: str) -> str | None:
    """The language of ours that a BCP 47 tag or a POSIX locale name asks for, if any.

    Chinese is Simplified unless the tag names the script or a place that writes Traditional;
    Cantonese is written in Traditional.
    """
    name = tag.strip().split(".")[0].split("@")[0].replace("_", "-").lower()
    primary, *rest = name.split("-")
    if primary == "en":
        return "en"
    if primary == "yue" or (primary == "zh" and _TRADITIONAL & set(rest) and "hans" not in rest):
        return "zh-Hant"
    return "zh-Hans" if primary in ("zh", "cmn") else None


def negotiated(accept_language: str, asked: str | None = None) -> str:
    """The language for a browser.

    Args:
        accept_language: The header (RFC 9110, section 12.5.4), empty where there is none.
        asked: What the address asks for (``?lang=``); comes before the header.

    >>> negotiated("fr-CH, zh-TW;q=0.8, en;q=0.9"), negotiated("en", asked="zh-Hans")
    ('en', 'zh-Hans')
    """
    chosen = closest(asked) if asked else None
    if chosen:
        return chosen
    wanted: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept_language.split(",")):
        tag, _, parameters = part.partition(";")
        wanted.append((-_quality(parameters), position, tag))
    for quality, _, tag in sorted(wanted):
        language = closest(tag)
        if language and quality < 0:
            return language
    return DEFAULT


def from_environment(environment: Mapping[str, str]) -> str:
    """The language for a terminal, by the locale variables in POSIX's order.

    >>> from_environment({"LANG": "zh_HK.UTF-8"}), from_environment({"LANG": "C.UTF-8"})
    ('zh-Hant', 'en')
    """
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return closest(environment[variable]) or DEFAULT
    return DEFAULT


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
