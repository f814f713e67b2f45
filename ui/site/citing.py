"""The citation of a provision on its own page, in the style that the reader chose."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.bibliography.citing import cite_as
from assistant.bibliography.style import Style
from ui.service.references import reference_for
from ui.service.requests import ProvisionRequest
from ui.site.place import Place, address
from ui.site.said import language_of
from ui.site.site import Site


@dataclass(frozen=True)
class Offered:
    """A style that can be chosen.

    Attributes:
        style: Its name.
        href: This page with the citation in it.
        current: Whether it is the one shown.
    """

    style: str
    href: str
    current: bool


@dataclass(frozen=True)
class Cited:
    """A citation as the page shows it.

    Attributes:
        words: The citation, of one line or more.
        language: Of most of its words.
        style: Its style.
        is_data: Whether programs read it, rather than people.
        file: Where it is to be had as a file.
    """

    words: str
    language: str
    style: str
    is_data: bool
    file: str


def offered(place: Place, chosen: str, mark: str = "") -> list[Offered]:
    """The styles, each with the address of this page that shows the citation in it."""
    kept = place.kept | {"mark": mark}
    return [
        Offered(
            style.value,
            f"{address(place.view.locator, **kept, cite=style.value)}#cite",
            style.value == chosen,
        )
        for style in Style
    ]


def cited(place: Place, request: ProvisionRequest, chosen: str, site: Site) -> Cited | None:
    """The citation in the style chosen; None where there is no such style."""
    if chosen not in {style.value for style in Style}:
        return None
    style, view = Style(chosen), place.view
    # The edition that is on the page, not the one that would be chosen without a day.
    exact: dict[str, str | None] = {"version": view.version}
    if view.text:
        exact["language"] = view.language
    asked = ProvisionRequest(locator=view.locator, reader=request.reader, **exact)
    reference = reference_for(asked, site.table, site.words)
    query = {"locator": view.locator, "style": chosen, "reader": request.reader}
    file = "/api/v1/cite?" + urlencode(query | {k: v for k, v in exact.items() if v})
    words = cite_as([reference], style, request.reader).strip()
    # Oxford's and APA's references are English around whatever is cited.
    language = language_of(words, request.reader)
    return Cited(words, language, chosen, style.is_data, file)
