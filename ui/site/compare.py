"""``/compare``: topics by jurisdictions, clause beside clause, without asking anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup

from assistant.answer import Citation
from assistant.comparing.comparison import Matrix
from assistant.comparing.topics import finder_for
from corpus.catalogue import catalogue
from corpus.digest import Topic
from corpus.errors import UsageError
from corpus.texts import text
from ui.compare import taken_as
from ui.reading import place_name
from ui.safety.refusal import refusal
from ui.safety.turnstile import Busy, Turnstile
from ui.service.growing import in_thread
from ui.service.requests import CompareRequest
from ui.service.service import Service
from ui.site.compare_filter import Narrowed, narrowed
from ui.site.compare_query import LONGEST, CompareQuery, forces, read_query
from ui.site.compare_table import tables
from ui.site.compare_taking import EXPORTS, STYLES, cited_as, exported
from ui.site.frame import page
from ui.site.reader import path_of, reader_language, respond, user_of
from ui.site.said import language_of
from ui.site.templating import render
from ui.site.topic_groups import counts, grouped


@dataclass(frozen=True)
class Unmatched:
    """Words for which there is no topic, with the nearest ones."""

    words: str
    language: str
    near: tuple[Topic, ...]


def compare_router(service: Service, turnstile: Turnstile | None = None) -> APIRouter:
    """The routes of the comparison: the page, its files and its citations.

    Args:
        service: Compares.
        turnstile: Where comparisons wait for their turn; none do where it is not given.
    """
    router = APIRouter(include_in_schema=False)

    async def in_turn(request: Request, work: Callable[[], Response]) -> Response:
        try:
            async with turnstile.turn_async() if turnstile else nullcontext():
                return await in_thread(work)
        except Busy as busy:
            after = {"Retry-After": str(busy.seconds)}
            return refusal(request.scope, 503, "busy", after, seconds=busy.seconds)

    @router.get("/compare")
    async def compare(request: Request) -> Response:
        """The topics; with ``topic`` or ``q``, what each jurisdiction provides on them."""
        language = reader_language(request)
        query = read_query(request.query_params.multi_items(), language)
        if not query.asked:
            return await run_in_threadpool(_browse, request, service, query, language)

        def compared() -> Response:
            found, unmatched = _matched(service, query, language)
            if not found:
                status = 404 if query.topics else 200
                return _browse(request, service, query, language, unmatched, status)
            matrix = narrowed(_matrix(service, query, found, language), query)
            return _compared(request, service, query, matrix, unmatched, language)

        return await in_turn(request, compared)

    @router.get("/compare/export")
    async def export(request: Request, format: str = "") -> Response:
        """The same comparison as a file."""
        language = reader_language(request)
        query = read_query(request.query_params.multi_items(), language)

        def taken() -> Response:
            found, unmatched = _matched(service, query, language)
            if not found or format not in EXPORTS:
                return _browse(request, service, query, language, unmatched, 404)
            kept = narrowed(_matrix(service, query, found, language), query)
            return exported(kept.matrix, format, date.today())

        return await in_turn(request, taken)

    @router.get("/compare/cite")
    async def cite(request: Request, style: str = "") -> Response:
        """The clauses of the same comparison as references."""
        language = reader_language(request)
        query = read_query(request.query_params.multi_items(), language)

        def written() -> Response:
            found, unmatched = _matched(service, query, language)
            if not found or style not in STYLES:
                return _browse(request, service, query, language, unmatched, 404)
            kept = narrowed(_matrix(service, query, found, language), query)
            return cited_as(kept.matrix, style, date.today())

        return await in_turn(request, written)

    return router


def _matched(
    service: Service, query: CompareQuery, language: str
) -> tuple[tuple[str, ...], tuple[Unmatched, ...]]:
    """What of the words asked leads to topics, and what does not."""
    words = service.assistant.words
    found: list[str] = []
    unmatched: list[Unmatched] = []
    for asked in query.asked:
        try:
            finder_for(words).find(asked)
        except UsageError as error:
            named = str(error.details.get("nearest", "")).split(", ")
            near = tuple(words.topics[topic] for topic in named if topic in words.topics)
            unmatched.append(Unmatched(asked, language_of(asked, language), near))
        else:
            found.append(asked)
    return tuple(found), tuple(unmatched)


def _matrix(service: Service, query: CompareQuery, found: Sequence[str], language: str) -> Matrix:
    return service.compare(
        CompareRequest(
            topics=tuple(found),
            jurisdictions=query.jurisdictions,
            language=language,
            as_at=query.as_at,
        )
    )


def _browse(
    request: Request,
    service: Service,
    query: CompareQuery,
    language: str,
    unmatched: Sequence[Unmatched] = (),
    status: int = 200,
) -> Response:
    """All topics, with how much there is on each."""
    body = render(
        "compare_topics.html",
        language,
        groups=grouped(service.topics),
        counts=counts(service.assistant.words, service.assistant.available),
        unmatched=unmatched,
        **_form(service, query, language, ()),
    )
    return _page(request, body, text(language, "compare_page.title"), language, status)


def _compared(
    request: Request,
    service: Service,
    query: CompareQuery,
    kept: Narrowed,
    unmatched: Sequence[Unmatched],
    language: str,
) -> Response:
    """The tables of a comparison."""
    matrix = kept.matrix
    chosen = tuple(row.topic for row in matrix.rows)
    names = [row.name for row in matrix.rows]
    title = names[0] if len(names) == 1 else text(language, "compare_page.title")
    body = render(
        "compare.html",
        language,
        tables=tables(kept, query, service.assistant.words),
        matrix=matrix,
        several=len(names) > 1,
        taken=taken_as(matrix),
        unmatched=unmatched,
        notices=[(notice.text, list(_marks(notice.citations, matrix.citations)))
                 for notice in matrix.notices],
        exports=[(form, query.href("/compare/export", format=form)) for form in EXPORTS],
        styles=[(style, query.href("/compare/cite", style=style)) for style in STYLES],
        groups=grouped(service.topics),
        unfiltered=replace(query, force=None, figures=False).href(),
        permalink=query.about(*chosen).href(),
        **_form(service, query, language, chosen),
    )  # fmt: skip
    shown = text(language, "compare_page.window", topics=", ".join(names)) if names else title
    return _page(request, body, shown, language, 200)


def _marks(numbers: Sequence[int], citations: Sequence[Citation]) -> Iterator[int]:
    """The marks of a notice; none where it holds for all that is cited."""
    known = {citation.number for citation in citations}
    if not set(numbers) >= known:
        yield from (number for number in numbers if number in known)


def _form(
    service: Service, query: CompareQuery, language: str, chosen: Sequence[str]
) -> dict[str, object]:
    """What the form of either page needs."""
    held = service.assistant.available
    here = {i.jurisdiction for i in catalogue().instruments if i.id in held}
    return {
        "query": query,
        "chosen": chosen,
        "longest": LONGEST,
        "today": date.today(),
        "words_language": language_of(query.words, language) if query.words else language,
        "places": [
            (place.id, place_name(place.id, language), place.id in here)
            for place in catalogue().jurisdiction
        ],
        "forces": forces(),
    }


def _page(request: Request, body: Markup, title: str, language: str, status: int) -> Response:
    document = page(
        body,
        title=title,
        language=language,
        active="compare",
        path=path_of(request),
        user=user_of(request),
        description=text(language, "compare_page.description"),
        styles=("compare.css",),
        scripts=("compare.js",),
    )
    return respond(request, document, status)
