"""The reader of a page: their language, remembered between pages, and where they are."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from ui.interface_language import closest, html_lang, negotiated
from ui.safety.reader import By, reader_of

COOKIE = "rb_lang"
"""Name of the cookie that keeps the language; the chat's script sets it too."""

_A_YEAR = 365 * 24 * 3600


def reader_language(request: Request) -> str:
    """The language to speak: ``?lang=`` before the cookie before the browser's wish."""
    kept = closest(request.cookies.get(COOKIE, ""))
    asked = closest(request.query_params.get("lang", ""))
    return negotiated(request.headers.get("accept-language", ""), asked or kept)


def remember(response: Response, request: Request) -> None:
    """Keep the language of ``?lang=`` in a cookie, if the address asks for one of ours."""
    asked = closest(request.query_params.get("lang", ""))
    if asked:
        response.set_cookie(
            COOKIE,
            asked,
            max_age=_A_YEAR,
            samesite="lax",
            secure=request.url.scheme == "https",
        )


def path_of(request: Request) -> str:
    """The address of this page on this server, without its language: path and query."""
    kept = [(k, v) for k, v in parse_qsl(request.url.query) if k != "lang"]
    path = quote(request.url.path, safe="/:@,;~")
    return f"{path}?{urlencode(kept)}" if kept else path


def user_of(request: Request) -> str:
    """Who signed in at this server and can sign out again; empty where nobody did."""
    reader = reader_of(request.scope)
    return reader.name if reader and reader.by is By.SESSION else ""


def respond(request: Request, document: str, status: int = 200) -> HTMLResponse:
    """A whole page as a response, the reader's language remembered.

    Args:
        request: What is answered.
        document: The HTML document.
        status: HTTP status.
    """
    headers = {
        "Content-Language": html_lang(reader_language(request)),
        "Vary": "Accept-Language, Cookie",
        "Cache-Control": "no-cache",
    }
    response = HTMLResponse(document, status_code=status, headers=headers)
    remember(response, request)
    return response
