"""What lies behind which address, as far as safety is concerned.

Our own pages and interfaces are in the application's routes; here are only their kinds. Whatever
is not named is a page that needs a login. Of Gradio's many routes, those that its chat page needs
are named, and no other is reachable.
"""

from __future__ import annotations

from enum import StrEnum

LOGIN, LOGOUT = "/login", "/logout"


class Kind(StrEnum):
    """What a request is for."""

    OPEN = "open"
    """Reachable without login: health, styles and scripts."""
    LOGIN = "login"
    PAGE = "page"
    CHAT = "chat"
    """Gradio's page and what it needs to work."""
    API = "api"
    """For programs: API keys are accepted, errors are problem details."""
    CLOSED = "closed"
    """Part of Gradio that the page does not need."""


_OPEN = ("/health/live", "/health/ready")
_INTERFACES = ("/api", "/v1", "/mcp", "/metrics", "/health")
_CHAT_POST = frozenset(("/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/reset"))
_CHAT_GET = frozenset(
    ("/", "/theme.css", "/favicon.ico", "/gradio_api/startup-events", "/gradio_api/queue/data")
)
_HEARTBEAT = "/gradio_api/heartbeat/"
_UPLOADS = frozenset(("/documents", "/api/v1/documents"))
# Gradio answers for these at the top whenever no page of ours does.
_CLOSED = (
    "/config", "/custom_component", "/deep_link", "/dev", "/docs", "/gradio_api", "/login_check",
    "/manifest.json", "/monitoring", "/openapi.json", "/pwa_icon", "/redoc", "/svelte", "/token",
    "/user",
)  # fmt: skip

_ASKING = (
    "/api/v1/ask", "/api/v1/export", "/api/v1/matrix", "/api/v1/quotes", "/api/v1/search",
    "/v1/chat", "/mcp",
)  # fmt: skip


def under(path: str, roots: tuple[str, ...]) -> bool:
    """Whether a path is one of the roots or lies below one.

    >>> under("/api/v1", ("/api",)), under("/apiary", ("/api",))
    (True, False)
    """
    return any(path == root or path.startswith(f"{root}/") for root in roots)


def kind_of(method: str, path: str) -> Kind:
    """What a request is for.

    >>> kind_of("GET", "/p/eu-ai-act/art_50"), kind_of("GET", "/gradio_api/file=/etc/passwd")
    (<Kind.PAGE: 'page'>, <Kind.CLOSED: 'closed'>)
    """
    if path in (LOGIN, LOGOUT):
        return Kind.LOGIN
    reading = method in ("GET", "HEAD")
    if reading and (path in _OPEN or under(path, ("/static",))):
        return Kind.OPEN
    if (reading and (path in _CHAT_GET or path.startswith("/assets/") or _is_heartbeat(path))) or (
        method == "POST" and path in _CHAT_POST
    ):
        return Kind.CHAT
    if under(path, _CLOSED):
        return Kind.CLOSED
    return Kind.API if takes_keys(path) else Kind.PAGE


def for_programs(path: str) -> bool:
    """Whether errors are answered as problem details, not as a page."""
    return under(path, (*_INTERFACES, "/gradio_api"))


def takes_keys(path: str) -> bool:
    """Whether an API key is accepted here."""
    return under(path, _INTERFACES)


def is_file(path: str) -> bool:
    """Whether a path is a style, a script or a font, which no limit counts."""
    return path.startswith(("/static/", "/assets/")) or path in ("/theme.css", "/favicon.ico")


def asks(method: str, path: str, query: bytes = b"") -> bool:
    """Whether a request makes the assistant work.

    >>> asks("GET", "/learn"), asks("GET", "/learn", b"lang=en&q=May+kettles+judge%3F")
    (False, True)
    """
    if path in ("/learn", "/documents") and method != "POST":
        # The page's own examples are answered once; a question or a quotation of the reader's is
        # worked on, also for a request that wants the head alone.
        return any(pair.startswith((b"q=", b"quote=")) for pair in query.split(b"&"))
    return method != "HEAD" and under(path, _ASKING)


def takes_files(method: str, path: str) -> bool:
    """Whether a document may be sent here; nowhere else are there forms with files.

    >>> takes_files("POST", "/documents"), takes_files("POST", "/gradio_api/upload")
    (True, False)
    """
    return method == "POST" and path in _UPLOADS


def is_event(path: str) -> bool:
    """Whether something was done on the chat page; not every such thing is a question."""
    return path == "/gradio_api/queue/join"


def shown_by_gradio(path: str) -> bool:
    """Whether Gradio makes the response, so that its scripts and styles have to be allowed."""
    return path in ("/", "/theme.css") or under(path, ("/assets", "/gradio_api"))


def _is_heartbeat(path: str) -> bool:
    rest = path.removeprefix(_HEARTBEAT)
    return rest != path and rest.isalnum() and rest.isascii() and len(rest) <= 64
