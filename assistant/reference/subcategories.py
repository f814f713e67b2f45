"""Subcategories of the AI RMF and actions of its profile: “GOVERN 1.1 to 1.3”, “MS-2.10-001”."""

from __future__ import annotations

import re

from assistant.reference.items import RANGE, Step, between
from assistant.reference.patterns import FUNCTION_WORD, FUNCTIONS, SUBCATEGORY
from assistant.reference.tails import Reading

_HAN_FUNCTIONS = {"治理": "GOVERN", "映射": "MAP", "管理": "MANAGE"}
_JOINED = re.compile(rf"({RANGE})|\s*(?:,|、|and|or|&|和|及|與|与)\s*")


def subcategories(source: str, root: re.Match[str]) -> Reading:
    """A subcategory or suggested action: the function, the numbers, the action."""
    word = root[0].strip(" -").upper()
    unit = root.lastgroup or ""
    if unit == "han_function":
        word = _HAN_FUNCTIONS.get(word, "MEASURE")
    name = FUNCTIONS.get(word, word)
    reading = Reading(unit.removeprefix("han_"), [], root.start(), root.end())
    to = False
    while number := SUBCATEGORY.match(source, reading.end):
        parts = re.findall(r"\d+", number[0])
        place = (Step("function", name), *(Step("", part) for part in parts))
        if reading.places and len(parts) == 1 and len(parts[0]) == 3:
            place = (*reading.places[-1][:-1], Step("", parts[0]))
        reading.places += between(reading.places[-1], place) if to else [place]
        reading.end = number.end()
        joined = _JOINED.match(source, number.end())
        after = joined.end() if joined else 0
        again = re.compile(rf"{re.escape(root[0].strip(' -'))}[\s-]*", re.IGNORECASE)
        same = again.match(source, after) if joined else None
        after = same.end() if same else after
        following = SUBCATEGORY.match(source, after) if joined else None
        if joined is None or following is None or not re.search(r"\.|^\d{3}$", following[0]):
            break
        to = joined[1] is not None
        reading.end = after
    if not reading.places:
        reading.places.append((Step("function", name),))
        reading.loose = not FUNCTION_WORD.match(source, root.end())
    return reading
