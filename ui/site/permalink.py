"""``/p/<locator>``: a lasting address for every provision of every instrument."""

from __future__ import annotations

import re
from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from corpus.catalogue import catalogue
from corpus.errors import RuleBridgeError
from corpus.texts import text
from ui.service.requests import ProvisionRequest
from ui.site.citing import cited, offered
from ui.site.frame import OWN_NAMES, page
from ui.site.not_found import not_found
from ui.site.reader import path_of, reader_language, respond, user_of
from ui.site.site import Site
from ui.site.templating import render
from ui.wording import language_name

_SPAN = re.compile(r"(\d{1,6})-(\d{1,6})")


def permalinks(site: Site) -> APIRouter:
    """The routes of permalinks."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/p/{locator:path}", methods=["GET", "HEAD"])
    def permalink(request: Request, locator: str) -> Response:
        """A provision: its words in their surroundings, and all that is known of it."""
        wanted = locator.strip("/")
        if catalogue().find(wanted) is not None:
            return RedirectResponse(f"/browse/{wanted}", status_code=302)
        return _provision(request, wanted, site)

    return router


def _provision(request: Request, locator: str, site: Site) -> Response:
    language = reader_language(request)
    query = request.query_params
    day = _day(query.get("as_at", ""))
    try:
        asked = ProvisionRequest(
            locator=locator,
            language=query.get("language") or None,
            version=query.get("version") or None,
            as_at=day,
            reader=language,
        )
        place = site.gathering.place(asked, _spans(query.get("mark", "")))
    except (RuleBridgeError, ValidationError):
        return not_found(request, locator, site)
    chosen = query.get("cite", "")
    body = render(
        "provision.html",
        language,
        place=place,
        offered=offered(place, chosen, query.get("mark", "")[:200]),
        cited=cited(place, asked, chosen, site),
        publisher=place.view.url if place.view.url.startswith(("https://", "http://")) else "",
        pin=lambda at: site.terms.pinpoint(at, language),
        own_names=OWN_NAMES,
        language_name=lambda tag: language_name(tag, language),
        day_unclear=query.get("as_at", "") if query.get("as_at") and day is None else "",
    )
    title = text(language, "browse.title", place=place.pinpoint, name=place.name)
    document = page(
        body,
        title=title,
        language=language,
        active="browse",
        path=path_of(request),
        user=user_of(request),
        description=place.gist.words if place.gist else "",
    )
    return respond(request, document)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _spans(given: str) -> list[tuple[int, int]]:
    """Places of words, as ``12-40,55-60``."""
    return [(int(m[1]), int(m[2])) for m in _SPAN.finditer(given[:200])]
