"""Knowing when to be silent.

Similarity alone does not tell “the corpus answers this” from “it only resembles it”. What does is
set against each other here: how close the best passages and our gists come, how close the question
is to a line that says what the searched texts are about, to a phrasing of a provision, and to a
line about something else (other laws, other regimes, everyday matters). The trap of the other
jurisdiction counts too: by how much the question is closer to a phrasing of an instrument that is
not searched. All are cosines of vectors with their language's mean removed, and one fitted line
(`retrieval/ranking.py`) makes a likelihood of them. In a comparison each jurisdiction is judged
by itself: what one place holds says nothing of another.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from assistant import undescribed
from assistant.answer import Understanding
from assistant.retrieval import Group, Retrieval
from assistant.retrieval.features import OFFICIAL
from assistant.retrieval.ranking import ranking
from corpus.catalogue import catalogue
from corpus.provision import instrument_of

THRESHOLD = 0.4
"""Least likelihood at which an answer is given."""

THRESHOLD_COMPARED = 0.3
"""The same for one jurisdiction of a comparison."""

SIGNS = (
    "closeness", "scope", "background", "elsewhere", "digest", "fifth", "asked", "compared",
    "law_named", "behind", "cantonese", "terms", "best",
)  # fmt: skip
"""What the likelihood is made of."""


_MANY_TERMS = 5
"""Terms of the law, found by the glossary for colloquial words, from which on more say nothing."""


@dataclass(frozen=True)
class Confidence:
    """How sure it is that a group of instruments answers a question.

    Attributes:
        likelihood: From 0 to 1.
        signs: What it was made of, by name.
        nearest_background: The nearest line about something else.
    """

    likelihood: float
    signs: dict[str, float]
    nearest_background: str


def signs(
    understanding: Understanding, retrieval: Retrieval, group: Group, best: float
) -> dict[str, float]:
    """What speaks for and against an answer from one group.

    Only what an index of the digest alone has as well: how near official words come would say
    more, and would be missing there.

    Args:
        understanding: The question.
        retrieval: All that was found.
        group: The group.
        best: The highest score in it, as far as it does not rest on official words.
    """
    lines = retrieval.lines
    compared = len(retrieval.groups) > 1
    features = described_features(group)
    gists = sorted((f["digest"] for f in features.values()), reverse=True)
    nearest = gists[0] if gists else 0.0
    return {
        "closeness": retrieval.closeness,
        "scope": lines.scope,
        "background": lines.background,
        "elsewhere": 0.0 if compared else max(0.0, lines.elsewhere - lines.scope),
        "digest": nearest,
        "fifth": gists[min(4, len(gists) - 1)] if gists else 0.0,
        "asked": max((f["asked"] for f in features.values()), default=0.0),
        "compared": float(compared),
        "law_named": float(_names_law(understanding)),
        "behind": _best_digest(retrieval) - nearest,
        "cantonese": float(understanding.cantonese),
        "best": best,
        "terms": min(len(understanding.expansion), _MANY_TERMS) / _MANY_TERMS,
    }


def described_features(group: Group) -> dict[str, dict[str, float]]:
    """The features of the places that the digest has something to say of."""
    if not group.undescribed:
        return group.features
    without = set(undescribed.among(group.features, group.undescribed))
    return {place: values for place, values in group.features.items() if place not in without}


def judge(retrieval: Retrieval, understanding: Understanding) -> list[Confidence]:
    """Measure every group and keep its likelihood; a provision that is named is an answer.

    What a group holds of texts without a digest is judged by itself, and left out where it does
    not answer.
    """
    measured = [confidence(understanding, retrieval, group) for group in retrieval.groups]
    for group, sure in zip(retrieval.groups, measured, strict=True):
        named = any(instrument_of(place) in group.instruments for place in understanding.references)
        group.answered = 1.0 if named else sure.likelihood
        if group.undescribed and not named:
            _judge_undescribed(retrieval, group)
    return measured


def _judge_undescribed(retrieval: Retrieval, group: Group) -> None:
    least = THRESHOLD_COMPARED if _is_compared(retrieval) else THRESHOLD
    sure = undescribed.likelihood(undescribed.signs(retrieval, group))
    # Brought to the scale on which the described ones are judged.
    near = least if sure >= undescribed.THRESHOLD else 0.0
    silent: set[str] = set()
    if len(group.undescribed) < len(group.instruments):
        places = [candidate.locator for candidate in group.candidates]
        without = set(undescribed.among(places, group.undescribed))
        if not near:
            silent = without
        elif group.answered < least:
            silent = set(places) - without
        near = max(near, group.answered)
    group.answered = near
    group.candidates = [c for c in group.candidates if c.locator not in silent]


def _is_compared(retrieval: Retrieval) -> bool:
    return len(retrieval.groups) > 1


def answers(retrieval: Retrieval, group: Group) -> bool:
    """Whether a group that was judged is to answer."""
    least = THRESHOLD_COMPARED if _is_compared(retrieval) else THRESHOLD
    return group.answered >= least


def confidence(understanding: Understanding, retrieval: Retrieval, group: Group) -> Confidence:
    """Measure whether what was found in one group answers the question."""
    if group.instruments and len(group.undescribed) == len(group.instruments):
        near = undescribed.signs(retrieval, group)
        return Confidence(
            round(undescribed.likelihood(near), 4),
            {name: round(value, 4) for name, value in near.items()},
            retrieval.lines.background_line,
        )
    features = described_features(group)
    scores = (ranking().score(values, without=OFFICIAL) for values in features.values())
    measured = signs(understanding, retrieval, group, max(scores, default=0.0))
    odds = ranking().answered.at(measured)
    return Confidence(
        round(1 / (1 + math.exp(-odds)), 4),
        {name: round(value, 4) for name, value in measured.items()},
        retrieval.lines.background_line,
    )


def _best_digest(retrieval: Retrieval) -> float:
    """How close our gists come in the group where they come closest."""
    return max(
        (f["digest"] for group in retrieval.groups for f in group.features.values()), default=0.0
    )


def _names_law(understanding: Understanding) -> bool:
    """Whether fewer instruments are searched than the jurisdictions named have."""
    places = understanding.jurisdictions
    there = [i.id for i in catalogue().instruments if i.jurisdiction in places]
    return len(understanding.instruments) < len(there)
