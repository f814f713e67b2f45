"""Judging what was found in a text that the digest does not describe.

A further instrument has no gists and no phrasings, and these are what `abstention.py` weighs. What
is left is how near the official words come, against how near a line about something else does. The
line was fitted (`evals/undescribed.py`) to the tuning set and the dev half on the instruments that
are described, with the digest's figures left out: at the threshold it lets 81 of 100 questions
through whose answer is in the text, and 42 of 100 of those whose answer is in another. It is weaker
than the other line by far; so what it lets through is quoted and said to be the nearest, no more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from assistant.retrieval.found import Group, Retrieval
from assistant.retrieval.ranking import Line
from corpus.provision import instrument_of

LINE = Line(
    offset=-2.237,
    weights={"nearest_official": 6.165, "five_nearest": 5.311, "background": -1.04},
)
"""Log odds that the words of a text answer, from cosines with the languages' means removed."""

THRESHOLD = 0.4
"""Least likelihood at which an undescribed text is quoted."""

_NEAREST = 5
_OFFICIAL = ("same", "across")


def signs(retrieval: Retrieval, group: Group) -> dict[str, float]:
    """What speaks for and against an answer from a group's undescribed texts.

    Args:
        retrieval: All that was found.
        group: The group.
    """
    near = sorted(_nearness(group), reverse=True)[:_NEAREST]
    return {
        "nearest_official": near[0] if near else 0.0,
        "five_nearest": sum(near) / len(near) if near else 0.0,
        "background": retrieval.lines.background,
    }


def likelihood(measured: dict[str, float]) -> float:
    """How likely the texts answer, from 0 to 1."""
    return 1 / (1 + math.exp(-LINE.at(measured)))


def among(places: Iterable[str], instruments: Sequence[str]) -> list[str]:
    """Those places that are in one of some instruments."""
    return [place for place in places if instrument_of(place) in instruments]


def _nearness(group: Group) -> Iterable[float]:
    for place in among(group.features, group.undescribed):
        yield max(group.features[place][leg] for leg in _OFFICIAL)
