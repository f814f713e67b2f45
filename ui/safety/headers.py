"""Middleware that tells browsers what pages may do: what they need, here, and nothing else."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.safety.exposure import is_loopback
from ui.safety.hosts import host_name
from ui.safety.places import is_file, shown_by_gradio

OURS = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Content security policy of the pages we write."""

GRADIO = "; ".join(
    (
        "default-src 'self'",
        # Gradio makes its components' templates into functions, hence 'unsafe-eval'.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""Content security policy of the chat page and its files."""

_UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial",
    "usb", "xr-spatial-tracking",
)  # fmt: skip
_ALWAYS = {
    # Not no-referrer: with it, browsers send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noindex",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
}
_HSTS = "max-age=31536000"
_CORS = "access-control-"


class SelfContained:
    """Puts the security headers on every response and takes CORS headers off.

    A page of ours may bring a content security policy of its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and put the headers on its response."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                _put(MutableHeaders(scope=message), scope)
            await send(message)

        await self.app(scope, receive, sent if scope["type"] == "http" else send)


def _put(headers: MutableHeaders, scope: Scope) -> None:
    path = scope["path"]
    for name in {name for name in headers if name.lower().startswith(_CORS)}:
        del headers[name]
    for name in ("server", "x-powered-by"):
        if name in headers:
            del headers[name]
    headers.update(_ALWAYS)
    if shown_by_gradio(path):
        headers["Content-Security-Policy"] = GRADIO
        headers["X-Frame-Options"] = "SAMEORIGIN"
    else:
        headers.setdefault("Content-Security-Policy", OURS)
        headers["X-Frame-Options"] = "DENY"
    if not is_file(path):
        headers.setdefault("Cache-Control", "no-store")
    if scope["scheme"] == "https" or is_loopback(
        host_name(Headers(scope=scope).get("host", "")) or ""
    ):
        # Elsewhere browsers ignore it and complain.
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = _HSTS
