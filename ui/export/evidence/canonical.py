"""What an answer says, apart from how long it took and how things scored: for comparing answers.

Two runs of the same question over the same texts give the same canonical answer, also on machines
whose arithmetic differs in the last digit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer

_SHORT = 200
"""Characters shown of a value that differs."""
_ASIDE = ("ms", "fallback", "excerpts")
_MISSING = object()


class Difference(BaseModel):
    """One field that is not the same."""

    model_config = ConfigDict(frozen=True)

    field: str = Field(description="Where, such as `claims[0].text`.")
    recorded: str = Field(description="As recorded, shortened; empty where it is missing.")
    here: str = Field(description="As it is here, shortened; empty where it is missing.")


def canonical(answer: Answer) -> dict[str, Any]:
    """An answer without times, scores and ranks, and without why a language model failed.

    Nor does it have words of the reader's own documents: they prove nothing of the law, and are
    nobody else's to see.
    """
    return canonical_record(answer.model_dump(mode="json"))


def canonical_record(record: dict[str, Any]) -> dict[str, Any]:
    """The same of an answer that was read from a file, in which newer fields may be missing."""
    kept = {name: value for name, value in record.items() if name not in _ASIDE}
    # Checks of a model's statements that were not shown: the answer owes nothing to them.
    aside = ("ms", "confidence") if record.get("written_by") else ("ms", "confidence", "checks")
    if "trace" in kept:
        kept["trace"] = _without(kept["trace"], *aside)
    if "candidates" in kept:
        kept["candidates"] = [_without(each, "score", "legs") for each in kept["candidates"]]
    return kept


def canonical_hash(answer: Answer) -> str:
    """SHA-256 of the canonical answer, in hexadecimal.

    It stays the same when the same question is asked again of the same installation.
    """
    return record_hash(canonical(answer))


def record_hash(record: object) -> str:
    """SHA-256 of a record in the one way of writing it."""
    return hashlib.sha256(canonical_json(record).encode()).hexdigest()


def canonical_json(record: object) -> str:
    """A record in the one way of writing it: keys sorted, no spaces, Chinese as it is.

    >>> canonical_json({"b": 1, "a": "條"})
    '{"a":"條","b":1}'
    """
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def differences(recorded: object, here: object, at: str = "") -> Iterator[Difference]:
    """Where two JSON values are not the same, field by field.

    >>> [d.field for d in differences({"a": [1, 2], "b": 3}, {"a": [1, 5], "b": 3})]
    ['a[1]']
    """
    if isinstance(recorded, dict) and isinstance(here, dict):
        for name in dict.fromkeys((*recorded, *here)):
            inner = f"{at}.{name}" if at else str(name)
            yield from differences(recorded.get(name, _MISSING), here.get(name, _MISSING), inner)
    elif isinstance(recorded, list) and isinstance(here, list):
        for number, (one, other) in enumerate(zip_longest(recorded, here, fillvalue=_MISSING)):
            yield from differences(one, other, f"{at}[{number}]")
    elif recorded != here or isinstance(recorded, bool) != isinstance(here, bool):
        yield Difference(field=at, recorded=_short(recorded), here=_short(here))


def _without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


def _short(value: object) -> str:
    if value is _MISSING:
        return ""
    words = value if isinstance(value, str) else canonical_json(value)
    return words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"
