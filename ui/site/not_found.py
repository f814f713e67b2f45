"""The page for an address that leads nowhere: what to do, and what may have been meant."""

from __future__ import annotations

from fastapi import Request, Response

from corpus.texts import text
from ui.site.frame import page
from ui.site.near import near
from ui.site.place import Link, address
from ui.site.reader import path_of, reader_language, respond, user_of
from ui.site.site import Site
from ui.site.templating import render
from ui.wording import instrument_name


def not_found(request: Request, locator: str, site: Site) -> Response:
    """The page for an address that leads nowhere: what to do, and what may have been meant."""
    language = reader_language(request)
    offered: list[Link] = []
    for place in near(locator, site.table, site.words):
        name = instrument_name(place.split("/")[0], language)
        words = text(
            language, "browse.title", place=site.terms.pinpoint(place, language), name=name
        )
        offered.append(Link(words, address(place)))
    instrument = locator.split("/", maxsplit=1)[0]
    known = any(i.id == instrument for i in site.instruments)
    body = render(
        "not_found.html",
        language,
        asked=locator[:120],
        offered=offered,
        instrument=instrument if known else "",
        name=instrument_name(instrument, language) if known else "",
    )
    document = page(
        body,
        title=text(language, "browse.not_found"),
        language=language,
        active="browse",
        path=path_of(request),
        user=user_of(request),
    )
    return respond(request, document, 404)
