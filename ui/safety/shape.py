"""Middleware that refuses requests no honest client sends."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.safety.refusal import refusal

LONGEST_ADDRESS = 8192
"""Bytes of path and query together."""

LONGEST_HEADERS = 32_768
"""Bytes of all headers together."""

MOST_HEADERS = 100

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
# The path has been decoded once; who encodes twice hopes that somebody decodes again.
_ENCODED = re.compile(r"%(?:2e|2f|5c|0[0-9a-f]|25)", re.IGNORECASE)
_NULL = re.compile(rb"%00|\x00")


class Shape:
    """Refuses strange methods, over-long addresses and headers, and paths that try to climb."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it looks right."""
        if scope["type"] == "http":
            wrong = _wrong_with(scope)
            if wrong:
                status, key = wrong
                await refusal(scope, status, key)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _wrong_with(scope: Scope) -> tuple[int, str] | None:
    headers = scope["headers"]
    size = sum(len(name) + len(value) for name, value in headers)
    if size > LONGEST_HEADERS or len(headers) > MOST_HEADERS:
        return 431, "headers_too_long"
    raw = scope.get("raw_path") or scope["path"].encode()
    if len(raw) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return 414, "address_too_long"
    if scope["method"] not in _METHODS:
        return 405, "method"
    hosts = [value for name, value in headers if name == b"host"]
    if not is_plain_path(scope["path"]) or _NULL.search(scope["query_string"]) or len(hosts) > 1:
        return 400, "malformed"
    return None


def is_plain_path(path: str) -> bool:
    """Whether a decoded path names a place and nothing around it.

    >>> is_plain_path("/p/eu-ai-act/art_50"), is_plain_path("/static/../secret")
    (True, False)
    """
    segments = path.split("/")
    return (
        path.startswith("/")
        and not path.startswith("//")
        and not _CONTROL.search(path)
        and not _ENCODED.search(path)
        and "." not in segments
        and ".." not in segments
    )
