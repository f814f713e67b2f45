"""``/about``: what RuleBridge is for, what it is made of, how good it is and what it does not do.

The headings follow public registers of algorithms (the United Kingdom's Algorithmic Transparency
Recording Standard, the AI registers of Helsinki and Amsterdam).
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response

from corpus.catalogue import catalogue
from corpus.index import IndexedText
from corpus.measured import COLUMNS, Measured, measured
from corpus.provision import Authority
from corpus.settings import Settings
from corpus.texts import text
from ui.interface_language import html_lang
from ui.site.frame import page
from ui.site.reader import path_of, reader_language, respond, user_of
from ui.site.said import language_of
from ui.site.site import Site
from ui.site.templating import render
from ui.wording import instrument_name, language_name, version_label

SOFTWARE = (
    "rulebridge", "sentence-transformers", "torch", "qdrant-edge-py", "qdrant-client",
    "llama-index-core", "gradio", "fastapi", "pydantic",
)  # fmt: skip
"""What the answers depend on most, by the names of the packages."""


@dataclass(frozen=True)
class Server:
    """Another program that takes part, and whether it is on this computer."""

    host: str
    here: bool

    @classmethod
    def at(cls, url: str | None) -> Server | None:
        """The server of an address; None for none.

        >>> Server.at("http://127.0.0.1:8080/v1")
        Server(host='127.0.0.1:8080', here=True)
        """
        if not url:
            return None
        parts = urlsplit(url)
        name = parts.hostname or ""
        try:
            here = ip_address(name).is_loopback
        except ValueError:
            here = name == "localhost"
        return cls(parts.netloc, here)


def about(site: Site) -> APIRouter:
    """The route of the page."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/about", methods=["GET", "HEAD"])
    def transparency(request: Request) -> Response:
        """What RuleBridge is for, made of and worth."""
        language = reader_language(request)
        document = page(
            about_html(site, language),
            title=text(language, "about.title"),
            language=language,
            active="about",
            path=path_of(request),
            user=user_of(request),
            description=text(language, "about.intro"),
        )
        return respond(request, document)

    return router


def about_html(site: Site, language: str) -> str:
    """The main part of the page."""
    settings: Settings = site.settings
    found = measured()
    return render(
        "about.html",
        language,
        texts=_texts(site.texts),
        entries=len(site.words.entries),
        model=site.model,
        writer=Server.at(settings.llm_url),
        writer_name=settings.llm_model,
        store=Server.at(settings.qdrant_url),
        measured=found,
        columns=COLUMNS,
        missed=_missed(found),
        kept=site.what_is_kept(language) if site.what_is_kept else "",
        software=software(),
        instrument=lambda at: catalogue().instrument(at),
        name=lambda at: instrument_name(at, language),
        version_label=lambda of: version_label(of.instrument, of.version, language),
        language_name=lambda tag: language_name(tag, language),
        tongue=lambda words: html_lang(language_of(words, "en")),
    )


def software() -> list[tuple[str, str]]:
    """The versions of what the answers depend on."""
    found = [("Python", platform.python_version())]
    for name in SOFTWARE:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found


def _texts(held: tuple[IndexedText, ...]) -> list[IndexedText]:
    """The official texts, in the catalogue's order."""
    order = [i.id for i in catalogue().every]
    official = [
        t for t in held if t.authority is not Authority.OWN_DIGEST and t.instrument in order
    ]
    return sorted(official, key=lambda t: (order.index(t.instrument), t.version, t.language))


def _missed(of: Measured) -> dict[str, int]:
    """Of a hundred, how many a metric misses."""
    return {f.metric: round(100 * (1 - f.overall.value)) for f in of.figures}
