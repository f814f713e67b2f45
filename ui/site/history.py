"""``/history/<locator>``: what became of a provision from version to version."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from corpus.errors import RuleBridgeError
from corpus.texts import text
from ui.history_words import facts_of, status_change
from ui.service.history import provision_history
from ui.service.history_view import History, HistoryRequest
from ui.site.frame import page
from ui.site.not_found import not_found
from ui.site.place import Choice, address
from ui.site.reader import path_of, reader_language, respond, user_of
from ui.site.site import Site
from ui.site.templating import render
from ui.wording import instrument_name, language_name


def histories(site: Site) -> APIRouter:
    """The route of histories."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/history/{locator:path}", methods=["GET", "HEAD"])
    def history(request: Request, locator: str) -> Response:
        """A provision in every installed version, oldest first."""
        return _history(request, locator.strip("/"), site)

    return router


def _history(request: Request, locator: str, site: Site) -> Response:
    language = reader_language(request)
    try:
        asked = HistoryRequest.model_validate(
            {
                "locator": locator,
                "language": request.query_params.get("language") or None,
                "reader": language,
            }
        )
        found = provision_history(asked, site.table)
    except (RuleBridgeError, ValidationError):
        return not_found(request, locator, site)
    name = instrument_name(found.instrument, language)
    place = site.terms.pinpoint(found.locator, language)
    body = render(
        "history.html",
        language,
        history=found,
        name=name,
        place=place,
        languages=_languages(found, language),
        facts=lambda version: facts_of(version, found.binding_force, language),
        state=lambda change: status_change(change, language),
        at=lambda version: address(found.locator, version=version, language=found.language),
        language_name=lambda tag: language_name(tag, language),
    )
    document = page(
        body,
        title=text(language, "history.window", place=place, name=name),
        language=language,
        active="browse",
        path=path_of(request),
        user=user_of(request),
    )
    return respond(request, document)


def _languages(found: History, reader: str) -> tuple[Choice, ...]:
    """The languages in which the history can be read; none where there is no choice."""
    if len(found.languages) < 2:
        return ()
    return tuple(
        Choice(
            language_name(tag, reader),
            f"/history/{found.locator}?language={tag}",
            tag == found.language,
        )
        for tag in found.languages
    )
