"""Middleware that finds out who asks."""

from __future__ import annotations

import logging
import unicodedata

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.safety.addresses import PROXY
from ui.safety.keys import Keys
from ui.safety.ledger import UnreadableAccounts
from ui.safety.places import takes_keys
from ui.safety.reader import By, Reader, put_reader
from ui.safety.refusal import refusal
from ui.safety.sessions import Sessions, token_in

_LONGEST_NAME = 128
_log = logging.getLogger(__name__)


class Identify:
    """Puts the reader on the scope: by proxy header, API key or session, in this order.

    A key that is wrong makes the reader unknown whatever the cookie says: whoever shows a key
    means it.

    Args:
        app: What comes next.
        sessions: Knows the cookies.
        keys: Knows the API keys.
        user_header: The proxy's header, if any.
    """

    def __init__(
        self, app: ASGIApp, sessions: Sessions, keys: Keys, user_header: str | None = None
    ) -> None:
        self.app = app
        self._sessions = sessions
        self._keys = keys
        self._user_header = user_header

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note who asks and pass the request on."""
        if scope["type"] == "http":
            try:
                put_reader(scope, self._reader(scope, Headers(scope=scope)))
            except UnreadableAccounts as error:
                _log.error("%s", error)
                await refusal(scope, 503, "accounts_away")(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _reader(self, scope: Scope, headers: Headers) -> Reader | None:
        if self._user_header and scope.get(PROXY):
            name = _told(headers.getlist(self._user_header))
            if name:
                return Reader(name, By.PROXY)
        if takes_keys(scope["path"]) and "authorization" in headers:
            return self._by_key(headers["authorization"])
        token = token_in(headers.get("cookie", ""), https=scope["scheme"] == "https")
        user = self._sessions.user(token)
        return Reader(user, By.SESSION) if user else None

    def _by_key(self, authorization: str) -> Reader | None:
        scheme, _, key = authorization.strip().partition(" ")
        holder = self._keys.holder(key.strip()) if scheme.lower() == "bearer" else None
        return Reader(holder, By.KEY) if holder else None


class AtThisMachine:
    """Puts the reader of this machine on the scope, where nobody has to sign in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note who asks and pass the request on."""
        put_reader(scope, Reader("", By.LOCAL))
        await self.app(scope, receive, send)


def _told(values: list[str]) -> str:
    # Two names are one too many: proxy and reader may each have sent one.
    if len(values) != 1:
        return ""
    try:
        name = values[0].encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        return ""
    name = unicodedata.normalize("NFKC", name)
    return name if 0 < len(name) <= _LONGEST_NAME and name.isprintable() else ""
