"""All pages beside the chat, as one router."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter

from corpus.settings import Settings, settings
from ui.service.living import Living
from ui.site.about import about
from ui.site.browse import browsing
from ui.site.history import histories
from ui.site.permalink import permalinks
from ui.site.site import Serving, Site
from ui.site.statics import router as statics
from ui.site.timeline import timeline


def site_router(
    service: Serving,
    of: Settings | None = None,
    what_is_kept: Callable[[str], str] | None = None,
    living: Living | None = None,
) -> APIRouter:
    """The routes of the pages: permalinks, browsing, timeline, about, and their style sheets.

    Args:
        service: Holds the assistant.
        of: Settings of this installation; those of this process where not given.
        what_is_kept: Says in a language what this installation keeps about its readers.
        living: Holds that assistant, where another may take its place.
    """
    site = Site(service, of or settings(), what_is_kept)
    if living is not None:
        living.prepare_with(site.prepare)
    router = APIRouter(include_in_schema=False)
    pages = (permalinks, histories, browsing, timeline, about)
    for part in (statics, *(made(site) for made in pages)):
        router.include_router(part)
    return router
