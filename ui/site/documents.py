"""``/documents``: a reader's own documents, sent, listed, searched, read and removed.

Nobody sees another reader's documents: who asks is part of every look-up.
"""

from __future__ import annotations

import re
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Protocol
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from assistant.refusing import MAX_QUESTION
from corpus.documents import Documents, Excerpt, OwnDocument
from corpus.documents.placing import pinpoint
from corpus.errors import RuleBridgeError
from corpus.provision import OWN
from corpus.settings import Settings
from corpus.texts import text
from ui.documents.addresses import address, passage_address
from ui.documents.intake import Intake
from ui.documents.receiving import received
from ui.safety.reader import owner_of
from ui.safety.turnstile import Busy
from ui.service.service import Service
from ui.site.documents_reading import Reading, reading
from ui.site.frame import page
from ui.site.reader import path_of, reader_language, respond, user_of
from ui.site.said import cleaned, language_of
from ui.site.templating import render
from ui.wording import failure, language_name

_SLUG = r"{slug:path}"
_MOST = 10
"""Passages that a search shows."""

_SPAN = re.compile(r"(\d{1,7})-(\d{1,7})")


def documents_router(
    service: Service,
    intake: Intake,
    documents: Documents,
    settings: Settings,
    turnstile: Turns | None = None,
) -> APIRouter:
    """The routes of the pages of own documents.

    Args:
        service: Holds the embedding model.
        intake: Takes in what readers send.
        documents: The documents.
        settings: Whether readers may send any.
        turnstile: Where searches wait for their turn; none do where it is not given.
    """
    router = APIRouter(include_in_schema=False)
    pages = _Pages(service, intake, documents, settings)

    @router.get("/documents")
    async def shelf(request: Request, q: str = "") -> Response:
        """The documents, a form to add one, a search in them."""
        if not cleaned(q):
            return await run_in_threadpool(pages.shelf, request)
        try:
            async with turnstile.turn_async() if turnstile else nullcontext():
                return await run_in_threadpool(pages.shelf, request, q)
        except Busy as busy:
            return await run_in_threadpool(pages.busy, request, busy)

    @router.post("/documents")
    async def add(request: Request) -> Response:
        """Take a document in."""
        return await pages.add(request)

    @router.get("/documents/_coming")
    def coming(request: Request) -> Response:
        """How far the documents sent are: a part of the page, for its script."""
        return Response(pages.coming(request), media_type="text/html")

    @router.get(f"/documents/{_SLUG}/remove")
    def sure(request: Request, slug: str) -> Response:
        """Ask whether a document is to be removed."""
        return pages.sure(request, slug)

    @router.post(f"/documents/{_SLUG}/remove")
    def remove(request: Request, slug: str) -> Response:
        """Remove a document."""
        return pages.remove(request, slug)

    @router.api_route(f"/documents/{_SLUG}", methods=["GET", "HEAD"])
    def read(request: Request, slug: str) -> Response:
        """A document, or a place in it."""
        return pages.read(request, OWN + slug)

    @router.api_route("/p/own:{rest:path}", methods=["GET", "HEAD"])
    def permalink(rest: str) -> Response:
        """The address that every provision has, for places in documents."""
        return RedirectResponse(f"/documents/{quote(rest)}", status_code=302)

    return router


class Turns(Protocol):
    """Lets so many questions be worked on at once."""

    def turn_async(self) -> AbstractAsyncContextManager[None]:
        """A turn; raises `Busy` where too many wait."""
        ...


class _Pages:
    def __init__(
        self, service: Service, intake: Intake, documents: Documents, settings: Settings
    ) -> None:
        self._service = service
        self._intake = intake
        self._documents = documents
        self._settings = settings

    def busy(self, request: Request, busy: Busy) -> Response:
        response = self.shelf(request, "", failure(busy, reader_language(request)), 503)
        response.headers["Retry-After"] = str(busy.seconds)
        return response

    def shelf(
        self, request: Request, question: str = "", problem: str = "", status: int = 200
    ) -> Response:
        language, owner = reader_language(request), owner_of(request.scope)
        asked = cleaned(question)[:MAX_QUESTION]
        found: tuple[Excerpt, ...] = ()
        if asked:
            embedder = self._service.assistant.knowledge.embedder
            found = self._documents.search(asked, embedder, owner=owner, limit=_MOST)
        body = render(
            "documents.html",
            language,
            documents=self._documents.list(owner),
            damaged=len(self._documents.damaged(owner)),
            mine=lambda document: document.owner == owner,
            address=address,
            language_name=lambda tag: language_name(tag, language),
            coming=self._coming(request, language),
            uploads=self._settings.uploads,
            megabytes=self._settings.max_upload >> 20,
            asked=asked,
            asked_language=language_of(asked, language),
            found=found,
            passage=passage_address,
            place=lambda excerpt: pinpoint(excerpt, language),
            problem=problem,
            longest=MAX_QUESTION,
        )
        return self._page(request, body, text(language, "documents_page.title"), status)

    async def add(self, request: Request) -> Response:
        language = reader_language(request)
        try:
            sent = await received(request)
            if sent is not None:
                self._intake.take(sent.data, sent.name, sent.title, owner_of(request.scope))
                return RedirectResponse(f"/documents?lang={language}", status_code=303)
            problem, status = text(language, "documents_page.no_file"), 422
        except RuleBridgeError as error:
            problem = failure(error, language)
            status = 503 if hasattr(error, "seconds") else 422
        return await run_in_threadpool(self.shelf, request, "", problem, status)

    def coming(self, request: Request) -> str:
        return self._coming(request, reader_language(request))

    def _coming(self, request: Request, language: str) -> str:
        return render(
            "documents_coming.html",
            language,
            takings=self._intake.of(owner_of(request.scope)),
            address=address,
            why=lambda error: failure(error, language),
        )

    def sure(self, request: Request, slug: str) -> Response:
        found = self._found(request, OWN + slug)
        if found is None:
            return self._none(request)
        language = reader_language(request)
        mine = found.owner == owner_of(request.scope)
        body = render("document_remove.html", language, document=found, mine=mine, address=address)
        return self._page(request, body, found.title)

    def remove(self, request: Request, slug: str) -> Response:
        language = reader_language(request)
        try:
            self._documents.remove(OWN + slug, owner_of(request.scope))
        except RuleBridgeError as error:
            return self.shelf(request, "", failure(error, language), 404)
        return RedirectResponse(f"/documents?lang={language}", status_code=303)

    def read(self, request: Request, locator: str) -> Response:
        language, owner = reader_language(request), owner_of(request.scope)
        span = _SPAN.fullmatch(request.query_params.get("mark", ""))
        marks = ((int(span[1]), int(span[2])),) if span else ()
        try:
            document = self._documents.get(locator, owner)
            shown: Reading = reading(self._documents, document, locator, owner, marks)
        except RuleBridgeError:
            return self._none(request)
        body = render(
            "document.html",
            language,
            document=document,
            shown=shown,
            mine=document.owner == owner,
            address=address,
            language_name=lambda tag: language_name(tag, language),
            pin=lambda at: at,
        )
        return self._page(request, body, document.title)

    def _found(self, request: Request, document: str) -> OwnDocument | None:
        try:
            return self._documents.get(document, owner_of(request.scope))
        except RuleBridgeError:
            return None

    def _none(self, request: Request) -> Response:
        words = text(reader_language(request), "documents_page.unknown")
        return self.shelf(request, "", words, 404)

    def _page(self, request: Request, body: str, title: str, status: int = 200) -> Response:
        document = page(
            body,
            title=title,
            language=reader_language(request),
            active="documents",
            path=path_of(request) if status == 200 else "/documents",
            user=user_of(request),
            styles=("documents.css",),
            scripts=("documents.js",),
        )
        response = respond(request, document, status)
        # Nobody else who uses the browser shall find it there.
        response.headers["Cache-Control"] = "no-store"
        return response
