"""Sessions: a signed cookie, and a list of those that were signed out before their time."""

from __future__ import annotations

import logging
import secrets
import time
from http.cookies import SimpleCookie
from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import cookie_parser

from ui.safety.accounts import Accounts
from ui.safety.ledger import write_private

_log = logging.getLogger(__name__)

_SALT = "rulebridge session"
_LONGEST = 1024


class Sessions:
    """Makes, checks and ends sessions.

    A session is over when its time is up, when its reader signs out, when the password changes
    and when the user is removed. What was signed out stays so over restarts.

    Args:
        accounts: Who may have a session.
        secret: Signs the cookie.
        hours: How long a session lasts.
        ended: File of the sessions that were signed out.
    """

    def __init__(self, accounts: Accounts, secret: bytes, hours: float, ended: Path) -> None:
        self._accounts = accounts
        self._signer = URLSafeTimedSerializer(secret, salt=_SALT)
        self.seconds = int(hours * 3600)
        self._file = ended
        self._ended = self._read()

    def start(self, name: str) -> str:
        """The token of a new session."""
        session = {"u": name, "s": secrets.token_urlsafe(16), "p": self._accounts.stamp(name)}
        return str(self._signer.dumps(session))

    def user(self, token: str) -> str | None:
        """Whose session it is, if it is a good one."""
        session = self._opened(token)
        if session is None or session["s"] in self._ended:
            return None
        stamp = self._accounts.stamp(session["u"])
        return session["u"] if stamp is not None and stamp == session["p"] else None

    def end(self, token: str) -> None:
        """Sign out: the token is good no more, whoever has kept a copy."""
        session = self._opened(token)
        if session is None:
            return
        now = time.time()
        self._ended = {s: until for s, until in self._ended.items() if until > now}
        self._ended[session["s"]] = now + self.seconds
        lines = (f"{until:.0f} {session}\n" for session, until in self._ended.items())
        try:
            write_private(self._file, "".join(lines))
        except OSError as error:
            _log.warning("%s cannot be written (%s)", self._file, error.strerror)

    def cookie(self, token: str, *, https: bool) -> str:
        """The ``Set-Cookie`` header for a session.

        ``SameSite`` is Lax, not Strict: with Strict, a permalink opened from a mail would come
        without the cookie and end at the login page. What Strict would prevent, requests of other
        sites that change something, is refused by `ui.safety.origin` already.
        """
        return _set_cookie(token, self.seconds, https=https)

    def _opened(self, token: str) -> dict[str, str] | None:
        if not token or len(token) > _LONGEST:
            return None
        try:
            session = self._signer.loads(token, max_age=self.seconds)
        except BadData:
            return None
        fields = ("u", "s", "p")
        if not isinstance(session, dict) or any(
            not isinstance(session.get(f), str) for f in fields
        ):
            return None
        return session

    def _read(self) -> dict[str, float]:
        try:
            lines = self._file.read_text("ascii").splitlines()
            pairs = (line.split(" ", 1) for line in lines if line)
            return {session: float(until) for until, session in pairs}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            _log.warning("%s cannot be read (%s)", self._file, type(error).__name__)
            return {}


def cookie_name(*, https: bool) -> str:
    """The cookie's name; over HTTPS one that browsers protect (``__Host-``, RFC 6265bis)."""
    return "__Host-rulebridge" if https else "rulebridge"


def ended_cookie(*, https: bool) -> str:
    """The ``Set-Cookie`` header that makes a browser forget the session."""
    return _set_cookie("", 0, https=https)


def token_in(cookie_header: str, *, https: bool) -> str:
    """The session token a browser sent, if any."""
    return cookie_parser(cookie_header).get(cookie_name(https=https), "")


def _set_cookie(token: str, seconds: int, *, https: bool) -> str:
    name = cookie_name(https=https)
    cookie: SimpleCookie = SimpleCookie({name: token})
    attributes = {"path": "/", "max-age": str(seconds), "httponly": True, "samesite": "Lax"}
    cookie[name].update(attributes)  # type: ignore[arg-type]
    cookie[name]["secure"] = https
    return cookie[name].OutputString()
