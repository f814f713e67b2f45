"""``/browse``: the instruments, and what is in each, to be leafed through and searched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from corpus.catalogue import Instrument, Text, Version, catalogue
from corpus.digest import DigestEntry
from corpus.index import IndexedText
from corpus.provision import Authority, Edition
from corpus.texts import text
from ui.interface_language import html_lang
from ui.site.contents import contents, contents_of_digest, edition_for, editions_of
from ui.site.frame import page
from ui.site.not_found import not_found
from ui.site.place import Choice
from ui.site.reader import path_of, reader_language, respond, user_of
from ui.site.said import language_of
from ui.site.site import Site
from ui.site.templating import render
from ui.site.within import LONGEST, Excerpt, Hit, Within, in_digest
from ui.wording import instrument_name, language_name, version_label

PAGE = 20
"""Results of a search on one page."""


@dataclass(frozen=True)
class Shelf:
    """A text that an instrument has, and whether it is here."""

    version: Version
    text: Text
    held: IndexedText | None


def shelves(instrument: Instrument, held: tuple[IndexedText, ...]) -> tuple[Shelf, ...]:
    """Every text of an instrument, latest version first."""
    here = {(t.instrument, t.version, t.language, t.authority): t for t in held}
    return tuple(
        Shelf(v, t, here.get((instrument.id, v.id, t.language, t.authority)))
        for v in reversed(instrument.version)
        for t in v.text
    )


def browsing(site: Site) -> APIRouter:
    """The routes of browsing."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/browse", methods=["GET", "HEAD"])
    def instruments(request: Request) -> Response:
        """Every instrument that is known, with its texts."""
        language = reader_language(request)
        body = render(
            "browse.html",
            language,
            places=[
                (place, [i for i in site.instruments if i.jurisdiction == place.id])
                for place in catalogue().every_place
                if any(i.jurisdiction == place.id for i in site.instruments)
            ],
            shelves=lambda instrument: shelves(instrument, site.texts),
            entries=lambda instrument: len(site.words.within(instrument.id)),
            language_name=lambda tag: language_name(tag, language),
            tongue=lambda words: html_lang(language_of(words, "en")),
        )
        title = text(language, "browse.instruments")
        return _answered(request, body, title)

    @router.api_route("/browse/{instrument}", methods=["GET", "HEAD"])
    def one(request: Request, instrument: str) -> Response:
        """The contents of an instrument, or what is found in it."""
        if not any(i.id == instrument for i in site.instruments):
            return not_found(request, instrument, site)
        return _instrument(request, instrument, site, site.within)

    return router


def _instrument(request: Request, instrument: str, site: Site, within: Within) -> Response:
    language, query = reader_language(request), request.query_params
    editions = editions_of(site.table, instrument)
    today = date.today()
    edition = edition_for(
        editions, query.get("language") or None, query.get("version") or None, language, today
    )
    if edition is None and (editions or query.get("language") or query.get("version")):
        return not_found(request, instrument, site)
    asked = query.get("q", "").strip()[:LONGEST]
    if asked and edition and not query.get("language"):
        edition = _that_has(asked, edition, editions, within)
    kept = {"version": edition.version, "language": edition.language} if edition else {}
    searched = Searched.of(asked, edition, site, within, instrument, language, query.get("page"))
    if edition is None:
        chapters = contents_of_digest(instrument, site.words, language)
    else:
        chapters = contents(edition, site.table, site.words, language, today)
    name = instrument_name(instrument, language)
    explicit = {key: query[key] for key in ("version", "language") if query.get(key)}
    body = render(
        "contents.html",
        language,
        instrument=catalogue().instrument(instrument),
        name=name,
        edition=edition,
        chapters=[] if asked else chapters,
        searched=searched,
        versions=_versions(editions, edition, language),
        languages=_languages(editions, edition, language),
        kept=kept,
        explicit=explicit,
        suffix="?" + urlencode(explicit) if explicit else "",
        here=f"/browse/{instrument}" + ("?" + urlencode(kept) if kept else ""),
        pin=lambda at: site.terms.pinpoint(at, language),
        language_name=lambda tag: language_name(tag, language),
        version_label=lambda version: version_label(instrument, version, language),
    )
    key = "browse.found_title" if asked else "browse.contents_title"
    return _answered(request, body, text(language, key, name=name, words=asked))


def _that_has(
    words: str, edition: Edition, editions: tuple[Edition, ...], within: Within
) -> Edition:
    """The edition, or else one of its version in the language of the words."""
    others = [e for e in editions if e.version == edition.version and e != edition]
    return next((e for e in (edition, *others) if within.find(words, e)), edition)


@dataclass(frozen=True)
class Searched:
    """What a search within an instrument found, one page of it."""

    words: str
    total: int
    hits: tuple[tuple[Hit, tuple[Excerpt, ...]], ...]
    ours: tuple[DigestEntry, ...]
    page: int
    pages: int
    earlier: str
    later: str

    @classmethod
    def of(
        cls,
        words: str,
        edition: Edition | None,
        site: Site,
        within: Within,
        instrument: str,
        language: str,
        page: str | None,
    ) -> Searched | None:
        """Search; None where nothing was asked for."""
        if not words:
            return None
        hits = within.find(words, edition) if edition else []
        ours = in_digest(words, instrument, site.words, language)
        pages = max(1, -(-len(hits) // PAGE))
        number = min(max(int(page), 1), pages) if page and page.isascii() and page.isdigit() else 1
        kept = {"version": edition.version, "language": edition.language} if edition else {}

        def at(n: int) -> str:
            asked = urlencode(kept | {"q": words, "page": n})
            return f"/browse/{instrument}?{asked}" if 1 <= n <= pages else ""

        of_page = hits[(number - 1) * PAGE : number * PAGE]
        shown = tuple((hit, within.excerpts(hit)) for hit in of_page)
        first = tuple(ours[:PAGE]) if number == 1 else ()
        return cls(words, len(hits), shown, first, number, pages, at(number - 1), at(number + 1))


def _versions(
    editions: tuple[Edition, ...], edition: Edition | None, language: str
) -> tuple[Choice, ...]:
    if edition is None:
        return ()
    return tuple(
        Choice(
            version_label(edition.instrument, version, language),
            f"/browse/{edition.instrument}?" + urlencode({"version": version}),
            version == edition.version,
        )
        for version in dict.fromkeys(e.version for e in editions)
    )


def _languages(
    editions: tuple[Edition, ...], edition: Edition | None, language: str
) -> tuple[Choice, ...]:
    if edition is None:
        return ()
    same = [e for e in editions if e.version == edition.version]
    chosen = {e.language: e for e in reversed(same) if e.authority is not Authority.OWN_DIGEST}
    return tuple(
        Choice(
            text(
                language,
                "browse.language_and_authority",
                name=language_name(e.language, language),
                authority=text(language, f"authority.{e.authority.value}"),
            ),
            f"/browse/{e.instrument}?" + urlencode({"version": e.version, "language": e.language}),
            e.language == edition.language,
        )
        for e in chosen.values()
    )


def _answered(request: Request, body: str, title: str) -> Response:
    language = reader_language(request)
    document = page(
        body,
        title=title,
        language=language,
        active="browse",
        path=path_of(request),
        user=user_of(request),
    )
    return respond(request, document)
