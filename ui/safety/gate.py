"""Middleware that lets through who may pass, and only to what is meant to be reached."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.safety.places import LOGIN, Kind, kind_of
from ui.safety.reader import reader_of
from ui.safety.refusal import refusal, wants_page

_NO_STORE = {"Cache-Control": "no-store"}
_FREE = frozenset((Kind.OPEN, Kind.LOGIN))


class Gate:
    """Closes what the page does not need of Gradio, and everything else to who is unknown.

    Args:
        app: What comes next.
        login: Says whether there are readers who could sign in at the login page; there is no such
            page without it.
    """

    def __init__(self, app: ASGIApp, *, login: Callable[[], bool] | None = None) -> None:
        self.app = app
        self._login = login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or send the reader to the login page."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        kind = kind_of(scope["method"], scope["path"])
        if kind not in _FREE and reader_of(scope) is None:
            login = self._login is not None and self._login()
            if login and scope["method"] in ("GET", "HEAD") and wants_page(scope):
                there = RedirectResponse(f"{LOGIN}?next={_here(scope)}", 303, _NO_STORE)
                await there(scope, receive, send)
            else:
                key = "sign_in" if login else "sign_in_elsewhere"
                challenge = {"WWW-Authenticate": 'Bearer realm="RuleBridge"'}
                await refusal(scope, 401, key, challenge)(scope, receive, send)
        elif kind is Kind.CLOSED or (kind is Kind.LOGIN and self._login is None):
            await refusal(scope, 404, "no_such_page")(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _here(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return quote(scope["path"] + (f"?{query}" if query else ""), safe="")
