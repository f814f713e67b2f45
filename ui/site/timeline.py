"""``/timeline``: from when which provisions apply, and what applies on a given day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fastapi import APIRouter, Request, Response

from corpus.texts import text
from ui.site.dates import Event
from ui.site.frame import page
from ui.site.reader import path_of, reader_language, respond, user_of
from ui.site.site import Site
from ui.site.templating import render
from ui.wording import instrument_name


@dataclass(frozen=True)
class Day:
    """A day on which something happens."""

    day: date
    events: tuple[Event, ...]


def timeline(site: Site) -> APIRouter:
    """The route of the timeline."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/timeline", methods=["GET", "HEAD"])
    def days(request: Request) -> Response:
        """The days of all instruments, or of one."""
        return _timeline(request, site)

    return router


def _timeline(request: Request, site: Site) -> Response:
    language, query = reader_language(request), request.query_params
    given = query.get("on", "").strip()
    today = date.today()
    try:
        day, unclear = date.fromisoformat(given) if given else today, ""
    except ValueError:
        day, unclear = today, given[:40]
    chosen = query.get("instrument", "")
    if not any(i.id == chosen for i in site.instruments):
        chosen = ""
    calendar = site.calendar
    events = [e for e in calendar.events if chosen in ("", e.instrument)]
    body = render(
        "timeline.html",
        language,
        today=today,
        on=day,
        unclear=unclear,
        chosen=chosen,
        instruments=[(i.id, i.short.get(language)) for i in site.instruments],
        standings=calendar.on(day, chosen),
        after=_by_day(e for e in events if e.day > day),
        until=list(reversed(_by_day(e for e in events if e.day <= day))),
        name=lambda at: instrument_name(at, language),
        pin=lambda at: site.terms.pinpoint(at, language),
    )
    document = page(
        body,
        title=text(language, "timeline.title"),
        language=language,
        active="browse",
        path=path_of(request),
        user=user_of(request),
        description=text(language, "timeline.intro"),
    )
    return respond(request, document)


def _by_day(events: Iterable[Event]) -> list[Day]:

    return [Day(day, tuple(group)) for day, group in groupby(events, key=lambda e: e.day)]
