"""The Ask page's style sheet and scripts, at addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

_TYPES = {"css": "text/css", "js": "text/javascript"}
_FOREVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@cache
def _held() -> tuple[str, dict[str, tuple[bytes, str]]]:
    """The hash of all files, and name → content and media type."""
    found = {
        file.name: (file.read_bytes(), _TYPES[file.name.rpartition(".")[2]])
        for file in files("ui.ask").joinpath("static").iterdir()
        if file.name.rpartition(".")[2] in _TYPES
    }
    together = b"".join(content for _, (content, _) in sorted(found.items()))
    return hashlib.sha256(together).hexdigest()[:12], found


def ask_url(name: str) -> str:
    """The address of a file; it may be kept for ever.

    The hash is in the path, so that a script that imports another gets the one of its own time.

    Raises:
        KeyError: There is no such file.
    """
    version, found = _held()
    _ = found[name]
    return f"/static/ask/{version}/{name}"


@router.get("/static/ask/{version}/{name}")
def ask_file(version: str, name: str) -> Response:
    """A file of ``ui/ask/static``."""
    current, found = _held()
    if name not in found:
        return PlainTextResponse("Not found.", status_code=404)
    content, kind = found[name]
    kept = _FOREVER if version == current else "no-cache"
    return Response(content, media_type=kind, headers={"Cache-Control": kept})
