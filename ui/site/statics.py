"""Style sheets and scripts of the pages, at addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@cache
def _held() -> dict[str, tuple[bytes, str, str]]:
    """Name → content, media type, hash."""
    held = {}
    for file in files("ui.site").joinpath("static").iterdir():
        kind = _TYPES.get(f".{file.name.rpartition('.')[2]}")
        if kind:
            content = file.read_bytes()
            held[file.name] = (content, kind, hashlib.sha256(content).hexdigest()[:12])
    return held


def static_url(name: str) -> str:
    """The address of a file of ``ui/site/static``; it may be kept for ever.

    Raises:
        KeyError: There is no such file.
    """
    return f"/static/{name}?v={_held()[name][2]}"


@router.get("/static/{name}")
def static_file(name: str, v: str = "") -> Response:
    """A file of ``ui/site/static``."""
    found = _held().get(name)
    if found is None:
        return PlainTextResponse("Not found.", status_code=404)
    content, kind, version = found
    # An address with another hash belongs to another installation of the program.
    kept = _FOREVER if v == version else "no-cache"
    return Response(content, media_type=kind, headers={"Cache-Control": kept})
