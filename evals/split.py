"""The split into dev (40 %) and test (60 %): by group, within every kind, fixed and hashed.

Tuning looks at dev only; test is run for reports. A group stays whole, so that no question of
test has a sister in dev. Groups are drawn in the order of the SHA-256 of their names, which
nobody chose. Groups of one need written twice (`SAME_NEED`) go together, and a group that was
looked at while something was built (`SEEN`) is dev.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import UnreadableSource
from evals.questions import GROUNDING, Question

Split = Literal["dev", "test"]

SPLIT = GROUNDING / "split.json"
DEV_SHARE = 0.4

SAME_NEED = (
    ("g004", "g099"), ("g006", "g090"), ("g010", "g088"), ("g013", "g082"), ("g015", "g041"),
    ("g016", "g047"), ("g019", "g044"), ("g020", "g043"), ("g022", "g050"), ("g023", "g072"),
    ("g056", "g083"), ("g058", "g098"),
)  # fmt: skip
"""Groups that ask for the same thing, written by different people: see `settlement.md`."""

SEEN = ("g068",)
"""Groups whose failures were read while the list of laws not held here was written."""


class Part(BaseModel):
    """One half of the split."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    groups: tuple[str, ...]
    sha256: str = Field(description="Of the lines `id group` of its questions, sorted.")


class Division(BaseModel):
    """The whole split, as it is committed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dev: Part
    test: Part

    def part(self, split: Split) -> Part:
        """One half by name."""
        return self.dev if split == "dev" else self.test


def divide(questions: Sequence[Question]) -> Division:
    """Draw the split anew. It is only ever written when the set gains or loses groups."""
    kinds: dict[str, set[str]] = {}
    for question in questions:
        kinds.setdefault(question.kind, set()).add(question.group)
    partner = {a: b for pair in SAME_NEED for a, b in (pair, pair[::-1])}
    everywhere = set().union(*kinds.values())
    dev = {group for group in SEEN if group in everywhere}
    for groups in kinds.values():
        drawn = sorted(groups, key=lambda group: hashlib.sha256(group.encode()).hexdigest())
        wanted = round(len(drawn) * DEV_SHARE)
        for group in drawn:
            with_partner = {group, partner.get(group, group)} & everywhere
            if len(dev & groups) + len(with_partner & groups - dev) <= wanted:
                dev |= with_partner
    return Division(
        dev=_part(questions, dev), test=_part(questions, {q.group for q in questions} - dev)
    )


def select(questions: Sequence[Question], split: Split, path: Path = SPLIT) -> tuple[Question, ...]:
    """The questions of one half.

    Raises:
        UnreadableSource: The questions are not those the split was made for.
    """
    part = Division.model_validate_json(path.read_bytes()).part(split)
    chosen = tuple(question for question in questions if question.group in part.groups)
    if ids_sha256(chosen) != part.sha256:
        raise UnreadableSource(
            f"The questions are not those that {path.name} divided; questions keep their ids and "
            "groups, and a set with new groups needs a new split."
        )
    return chosen


def ids_sha256(questions: Iterable[Question]) -> str:
    """SHA-256 over ids and groups alone: a corrected gold does not disturb the split."""
    lines = sorted(f"{question.id} {question.group}" for question in questions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def write(division: Division, path: Path = SPLIT) -> None:
    """Write the split to its file."""
    path.write_text(json.dumps(division.model_dump(mode="json"), indent=1) + "\n", "utf-8")


def _part(questions: Iterable[Question], groups: set[str]) -> Part:
    chosen = [question for question in questions if question.group in groups]
    return Part(groups=tuple(sorted(groups)), sha256=ids_sha256(chosen))
