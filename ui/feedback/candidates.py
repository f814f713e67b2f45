"""Feedback as candidates for the grounding test set: questions whose gold a person has to settle.

A candidate has the fields of a question of that set (``evals/grounding/README.md``), but no gold:
what is required, acceptable, forbidden or silent, and whether to answer at all, is left null, so
that the set's reader refuses it until somebody has read the law and filled it in. What the
reader said, and what the answer cited, stands beside it under ``feedback``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import tomlkit

from corpus.catalogue import LANGUAGES
from ui.feedback.feedback import Feedback

SOURCE = "feedback"
"""Marks a candidate; questions of the set itself have no such field."""

OPEN = ("expect", "required", "acceptable", "forbidden", "silent", "reference")
"""Fields that hold gold."""


def candidates(feedback: Iterable[Feedback]) -> Iterator[dict[str, Any]]:
    """One candidate for each question that was asked, with everything said of its answers.

    Args:
        feedback: Oldest first.

    Yields:
        Records in the order in which the questions first came up.
    """
    asked: dict[tuple[str, tuple[str, ...]], list[Feedback]] = {}
    for each in feedback:
        asked.setdefault((each.question.strip(), each.history), []).append(each)
    for number, said in enumerate(asked.values(), start=1):
        yield _candidate(f"f{number:03d}", said)


def as_json_lines(found: Iterable[dict[str, Any]]) -> str:
    """Candidates as JSON lines, as the test set is written."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in found)


def as_toml(found: Iterable[dict[str, Any]]) -> str:
    """Candidates as TOML, to be filled in by hand; what is open is missing: TOML has no null."""
    return tomlkit.dumps({"question": [_without_open(each) for each in found]})


def _candidate(group: str, said: list[Feedback]) -> dict[str, Any]:
    first = said[0]
    written = ("en", "zh-Hant", "yue", "zh-Hans")
    variant = first.language if first.language in written else first.reply_language
    return {
        "id": f"{group}-{variant}",
        "group": group,
        "kind": "follow-up" if first.history else None,
        "variant": variant,
        "question": first.question,
        "history": list(first.history),
        "expect": None,
        "required": None,
        "acceptable": None,
        "forbidden": None,
        "jurisdictions": list(first.jurisdictions),
        "silent": None,
        "reply_language": first.reply_language if first.reply_language in LANGUAGES else None,
        "reference": None,
        "note": "",
        "source": SOURCE,
        "feedback": [_said(each) for each in said],
    }


def _said(feedback: Feedback) -> dict[str, Any]:
    return feedback.model_dump(
        mode="json",
        include={
            "reason", "comment", "citation", "cited", "abstained", "answer", "written_by",
            "software", "index", "plan", "at",
        },
    )  # fmt: skip


def _without_open(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_open(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_open(inner) for inner in value]
    return value
