"""What is known about a place found: the figures that its order rests on.

Similarities are cosines; a place that a leg did not return gets that leg's lowest score. What is
said of a digest entry holds for the finer places inside it as well. ``…_unit`` is the best value
among the places of the same article, section or principle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.answer import Need, Understanding
from assistant.retrieval.fusion import Fused, unit_of
from corpus.digest import Digest, DigestEntry
from corpus.passage import Passage
from corpus.provision import Status
from corpus.scope import Comparison

SPREAD = ("digest", "same", "across", "asked", "words", "fused")
"""Figures given for the place and for its unit."""

FEATURES = (
    *(name for leg in SPREAD for name in (leg, f"{leg}_unit")),
    "phrasings", "definition", "recital", "explanatory", "figure", "topic",
    "figure_asked", "date_asked", "role_asked",
)  # fmt: skip
"""Every feature, in the order of the weights."""

OFFICIAL = frozenset(("same", "same_unit", "across", "across_unit"))
"""Figures that only an index with official texts has."""

_MANY = 5
"""Phrasings from which on a provision counts as much asked for."""

_AMOUNTS = frozenset(("fine", "imprisonment", "period", "threshold", "percentage", "amount"))


def features_of(
    fused: Fused, lines: Comparison, understanding: Understanding, words: Digest
) -> dict[str, dict[str, float]]:
    """The features of every place found, by place and name."""
    places = list(fused.places)
    entries = {place: words.nearest(place) for place in places}
    values = {name: dict.fromkeys(places, 0.0) for name in FEATURES}
    for leg in ("digest", "asked"):
        values[leg] = _inherited(fused.scores.get(leg, {}), entries)
    for leg in ("same", "across"):
        values[leg] = _with_floor(fused.scores.get(leg, {}), places)
    values["words"] = _share_of_best(fused.scores.get("words", {}), places)
    values["fused"] = _share_of_best(fused.places, places)
    unit = {place: unit_of(place) for place in places}
    for name in SPREAD:
        values[f"{name}_unit"] = _best_in_unit(values[name], unit)
    # Units are fused by themselves: a unit is found by a leg once, however many of its places are.
    units = _share_of_best(fused.units, fused.units)
    values["fused_unit"] = {place: units[unit[place]] for place in places}
    # Many places stand in the same entry.
    of_entry: dict[str, dict[str, float]] = {}
    for place, entry in entries.items():
        key = entry.locator if entry else ""
        if key not in of_entry:
            of_entry[key] = _said(entry, lines, understanding)
        for name, value in (of_entry[key] | _kind(place, fused.passages[place])).items():
            values[name][place] = value
    return {place: {name: values[name][place] for name in FEATURES} for place in places}


def _inherited(
    scores: Mapping[str, float], entries: Mapping[str, DigestEntry | None]
) -> dict[str, float]:
    floor = min(scores.values(), default=0.0)
    return {
        place: scores.get(entry.locator, floor) if entry else floor
        for place, entry in entries.items()
    }


def _with_floor(scores: Mapping[str, float], places: Iterable[str]) -> dict[str, float]:
    floor = min(scores.values(), default=0.0)
    return {place: scores.get(place, floor) for place in places}


def _share_of_best(scores: Mapping[str, float], places: Iterable[str]) -> dict[str, float]:
    best = max(scores.values(), default=0.0) or 1.0
    return {place: scores.get(place, 0.0) / best for place in places}


def _best_in_unit(values: Mapping[str, float], unit: Mapping[str, str]) -> dict[str, float]:
    best: dict[str, float] = {}
    for place, value in values.items():
        held = best.get(unit[place])
        if held is None or value > held:
            best[unit[place]] = value
    return {place: best[unit[place]] for place in values}


def _kind(place: str, passage: Passage) -> dict[str, float]:
    return {
        "definition": float("/def_" in place),
        "recital": float("/rct_" in place),
        "explanatory": float(passage.status is Status.EXPLANATORY),
    }


def _said(
    entry: DigestEntry | None, lines: Comparison, understanding: Understanding
) -> dict[str, float]:
    if entry is None:
        return {}
    asked = len(entry.asked.in_language("en")) + len(entry.asked.in_language("zh-Hans"))
    kinds = {figure.kind for figure in entry.figures}
    wanted = understanding.roles
    return {
        "phrasings": min(asked, _MANY) / _MANY,
        "figure": float(bool(kinds)),
        "topic": max((lines.topics.get(topic, 0.0) for topic in entry.topics[:2]), default=0.0),
        "figure_asked": float(understanding.need is Need.FIGURE and bool(kinds & _AMOUNTS)),
        "date_asked": float(understanding.need is Need.DATE and "date" in kinds),
        "role_asked": len(set(wanted) & set(entry.roles)) / len(wanted) if wanted else 0.0,
    }
