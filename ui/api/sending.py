"""Typed results as JSON, written once: they are checked already where they are made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Response
from pydantic import BaseModel

_ENDS = {end: f"\\u{end:04x}" for end in (0x85, 0x2028, 0x2029)}


def one_line(record: str) -> str:
    r"""JSON as one line also to clients in whose language a line has more ends than in a browser.

    Python's ``splitlines`` is one: words with such an end could begin an event of their own.

    >>> one_line('"a\u2028event: done"')
    '"a\\u2028event: done"'
    """
    return record.translate(_ENDS)


def sent(result: BaseModel) -> Response:
    """A result as a JSON response."""
    return Response(result.model_dump_json(by_alias=True), media_type="application/json")


def sent_all(results: Sequence[BaseModel]) -> Response:
    """Several results as a JSON array."""
    items = ",".join(result.model_dump_json(by_alias=True) for result in results)
    return Response(f"[{items}]", media_type="application/json")


def event_schema(*names: str) -> dict[str, Any]:
    """The schema of a server-sent event.

    Args:
        *names: The kinds of event; none where they have no kind.
    """
    fields: dict[str, Any] = {"data": {"type": "string"}}
    if names:
        fields["event"] = {"type": "string", "enum": list(names)}
    return {"type": "object", "properties": fields, "required": list(fields)}
