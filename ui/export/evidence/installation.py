"""How the installation that made a pack differs from the one here, and whether it weighed alike."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from assistant.answer import Answer
from ui.export.evidence.canonical import Difference, differences
from ui.export.evidence.pack import Pack
from ui.export.evidence.software import settings_record, software_record
from ui.service.service import Service

_ASIDE = ("software.index.id", "settings.language_model")
"""What may differ without an answer differing: an index's name is only the time it was made at,
and no replay asks a language model."""

_MOST = 100
"""Differences that are named."""

_NEAR = 0.005
"""Scores so near to each other are the same on another processor."""


def differing_installation(pack: Pack, service: Service) -> Iterator[Difference]:
    """Software, texts and settings that are not the same here."""
    pairs = (
        ("software", pack.software, software_record(service)),
        ("settings", pack.settings, settings_record(service)),
    )
    for name, there, here in pairs:
        # As it is after a turn through a file.
        plain = json.loads(json.dumps(here))
        found = (d for d in differences(there, plain, name) if not d.field.startswith(_ASIDE))
        yield from islice(found, _MOST)


def texts_of(software: Mapping[str, Any]) -> set[tuple[str, str, str, str]]:
    """The texts that a pack says were installed; nothing of what is no such list."""
    index = software.get("index")
    listed = index.get("texts") if isinstance(index, dict) else None
    return {
        (
            str(each.get("instrument")),
            str(each.get("version")),
            str(each.get("language")),
            str(each.get("sha256")),
        )
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict)
    }


def scored_alike(one: Answer, other: Answer) -> bool:
    """Whether two answers that say the same also weighed the same."""
    pairs = zip(one.candidates, other.candidates, strict=True)
    if any(a.legs != b.legs or abs(a.score - b.score) > _NEAR for a, b in pairs):
        return False
    sure, again = one.trace.confidence, other.trace.confidence
    return set(sure) == set(again) and all(_near(sure[name], again[name]) for name in sure)


def _near(one: float | str, other: float | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= _NEAR
