"""The login page, signing in and signing out; works without scripts."""

from __future__ import annotations

import logging
import unicodedata
from urllib.parse import parse_qsl, quote, urlsplit

import anyio
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.texts import text
from ui.interface_language import html_lang
from ui.page.escaping import escaped
from ui.safety.accounts import LONGEST, Accounts
from ui.safety.addresses import ADDRESS
from ui.safety.attempts import Attempts
from ui.safety.framing import framed
from ui.safety.places import LOGIN, LOGOUT
from ui.safety.reader import identity
from ui.safety.refusal import refusal
from ui.safety.secret import pseudonym
from ui.safety.sessions import Sessions, ended_cookie, token_in
from ui.safety.shape import is_plain_path
from ui.site.reader import reader_language

_log = logging.getLogger(__name__)

_LONGEST_FORM = 16_384
_LONGEST_NAME = 128
_LONGEST_NEXT = 2000
# A hash takes 64 MiB while it is made.
_AT_ONCE = 2


def local_path(words: str) -> str:
    r"""Where to go after signing in: a page of ours, or the first one.

    >>> local_path("/p/eu-ai-act?lang=en"), local_path("//evil.example"), local_path("/\\evil")
    ('/p/eu-ai-act?lang=en', '/', '/')
    """
    try:
        parts = urlsplit(words)
    except ValueError:
        return "/"
    safe = (
        len(words) <= _LONGEST_NEXT
        and words.isprintable()
        and "\\" not in words
        and not parts.scheme
        and not parts.netloc
        # Not `parts.path`: of three slashes at the start, it has lost two.
        and is_plain_path(words.partition("?")[0].partition("#")[0])
        and parts.path not in (LOGIN, LOGOUT)
    )
    return quote(words, safe="/?&=%:@,;~+!*()'$#-._") if safe else "/"


class Login:
    """Answers ``/login`` and ``/logout``; everything else goes on.

    Args:
        app: What comes next.
        accounts: Who may sign in.
        sessions: Makes and ends sessions.
        secret: Hides names in the log.
    """

    def __init__(self, app: ASGIApp, accounts: Accounts, sessions: Sessions, secret: bytes) -> None:
        self.app = app
        self._accounts = accounts
        self._sessions = sessions
        self._secret = secret
        self._attempts = Attempts()
        self._hashing = anyio.CapacityLimiter(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http" or scope["path"] not in (LOGIN, LOGOUT):
            await self.app(scope, receive, send)
            return
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        path, method = request.url.path, request.method
        if method in ("GET", "HEAD"):
            return _sign_out_page(request) if path == LOGOUT else _sign_in_page(request)
        if method != "POST":
            return refusal(request.scope, 405, "method", {"Allow": "GET, HEAD, POST"})
        return self._sign_out(request) if path == LOGOUT else await self._sign_in(request)

    async def _sign_in(self, request: Request) -> Response:
        form = await _form(request)
        if form is None:
            return refusal(request.scope, 400, "malformed")
        name = unicodedata.normalize("NFKC", form.get("name", "")).strip().casefold()
        password, there = form.get("password", ""), local_path(form.get("next", ""))
        address = str(request.scope.get(ADDRESS, ""))
        seconds = self._attempts.wait(address, name[:_LONGEST_NAME])
        if seconds:
            _log.warning("too many tries to sign in from %s", address)
            after = {"Retry-After": str(seconds)}
            return _sign_in_page(request, there, 429, "try_later", after, seconds=seconds)
        user = None
        if len(name) <= _LONGEST_NAME and len(password) <= LONGEST:
            user = await anyio.to_thread.run_sync(
                self._accounts.verify, name, password, limiter=self._hashing
            )
        if user is None:
            who = pseudonym(self._secret, f"session:{name}")
            _log.warning("sign-in of %s from %s failed", who, address)
            return _sign_in_page(request, there, 403, "wrong_password")
        self._attempts.forgive(address, name)
        cookie = self._sessions.cookie(
            self._sessions.start(user), https=request.scope["scheme"] == "https"
        )
        headers = {"Set-Cookie": cookie, "Cache-Control": "no-store"}
        return RedirectResponse(there, 303, headers)

    def _sign_out(self, request: Request) -> Response:
        https = request.scope["scheme"] == "https"
        sent = Headers(scope=request.scope).get("cookie", "")
        self._sessions.end(token_in(sent, https=https))
        headers = {"Set-Cookie": ended_cookie(https=https), "Cache-Control": "no-store"}
        return RedirectResponse(f"{LOGIN}?lang={reader_language(request)}", 303, headers)


async def _form(request: Request) -> dict[str, str] | None:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return None
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > _LONGEST_FORM:
                return None
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=8))
    except (ValueError, ClientDisconnect):
        return None


def _sign_in_page(
    request: Request,
    there: str | None = None,
    status: int = 200,
    trouble: str = "",
    headers: dict[str, str] | None = None,
    **values: object,
) -> Response:
    language = reader_language(request)
    wanted = local_path(request.query_params.get("next", "")) if there is None else there

    def say(key: str, **given: object) -> str:
        return escaped(text(language, f"safety.{key}", **given))

    alert = f'<p role="alert"><strong>{say(trouble, **values)}</strong></p>\n' if trouble else ""
    body = f"""<h1>{say("sign_in_title")}</h1>
<p>{say("sign_in_intro")}</p>
{alert}<form class="rb-form" method="post" action="{LOGIN}?lang={language}">
<div class="rb-field"><label for="rb-name">{say("name")}</label>
<input id="rb-name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false"
 maxlength="{_LONGEST_NAME}" required></div>
<div class="rb-field"><label for="rb-password">{say("password")}</label>
<input id="rb-password" name="password" type="password" autocomplete="current-password"
 maxlength="{LONGEST}" required></div>
<input type="hidden" name="next" value="{escaped(wanted)}">
<button class="rb-button" type="submit">{say("sign_in_button")}</button>
</form>"""
    path = f"{LOGIN}?next={quote(wanted, safe='')}"
    return _page(request, body, language, "sign_in_title", path, status, headers)


def _sign_out_page(request: Request) -> Response:
    language = reader_language(request)
    body = f"""<h1>{escaped(text(language, "safety.sign_out_title"))}</h1>
<form class="rb-form" method="post" action="{LOGOUT}?lang={language}">
<button class="rb-button" type="submit">{escaped(text(language, "safety.sign_out_button"))}</button>
</form>"""
    return _page(request, body, language, "sign_out_title", LOGOUT)


def _page(
    request: Request,
    body: str,
    language: str,
    title: str,
    path: str,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    whole = framed(
        body,
        title=text(language, f"safety.{title}"),
        language=language,
        path=path,
        user=identity(request.scope),
    )
    given = {"Cache-Control": "no-store", "Content-Language": html_lang(language)}
    return Response(whole, status, given | (headers or {}), "text/html; charset=utf-8")
