"""A reference: one cited provision in one edition, with all that any style needs to say of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Annotated
from urllib.parse import quote, urlencode

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.answer import Citation
from assistant.bibliography.fixed import fixed
from assistant.composing.citation import pinpoint
from corpus.catalogue import catalogue
from corpus.provision import Authority, BindingForce, Provision, Status, instrument_of


def one_line(text: str) -> str:
    r"""A text in one line without control or direction characters.

    Every format here gives a line a meaning, so a heading must not be able to start one.

    >>> one_line("Kettles\r\nTY  - JOUR\u2028ER  -")
    'Kettles TY - JOUR ER -'
    """
    kept = (
        " " if c.isspace() or unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in text
        if unicodedata.category(c) not in ("Cf", "Cs")
    )
    return " ".join("".join(kept).split())


def address(text: str) -> str:
    """An address with everything quoted that could end it in any format; empty if not a web page.

    >>> address("https://a.example/x y}"), address("javascript:alert(1)")
    ('https://a.example/x%20y%7D', '')
    """
    plain = one_line(text)
    if not plain.startswith(("http://", "https://")):
        return ""
    return quote(plain, safe=":/?#@!$&*+,=%~-._()'").replace("'", "%27")


Line = Annotated[str, AfterValidator(one_line)]
Address = Annotated[str, AfterValidator(address)]


class Reference(BaseModel):
    """One cited provision in one edition."""

    model_config = ConfigDict(frozen=True)

    locator: Line
    instrument: Line
    pinpoint: Line = Field("", description="As cited in the reader's language.")
    reader: Line = Field(description="Language of `pinpoint`: `en`, `zh-Hant` or `zh-Hans`.")
    version: Line
    version_date: date | None = Field(None, description="The day that the version is known by.")
    issued: date | None = Field(None, description="The day this wording was published.")
    published: date | None = Field(None, description="The day the instrument was published.")
    in_force_from: date | None = None
    in_force_to: date | None = None
    applies_from: date | None = None
    language: Line = Field(description="Of the text, BCP 47.")
    authority: Authority
    translator: Line = ""
    binding_force: BindingForce
    status: Status = Status.OPERATIVE
    publisher: Line = ""
    heading: Line = Field("", description="The nearest heading that says more than a number.")
    quote: Line = Field("", description="The verified words; empty where there are none.")
    url: Address = Field("", description="The publisher's page, as near as its links go.")
    identifier: Address = Field(
        "", description="The lasting address: ELI, chapter of the statute book, or DOI."
    )
    doi: Line = ""
    page: int | None = None
    accessed: date
    permalink: Line = Field(description="Path of our own page for the provision in this edition.")

    @property
    def link(self) -> str:
        """The address to print: a lasting one of this very version, else the publisher's page."""
        of_version = self.doi or "/eli/" in self.identifier
        return self.identifier if of_version else self.url or self.identifier

    def pinpoint_in(self, language: str) -> str:
        """The pinpoint in another language; a defined term is then the locator's."""
        if language == self.reader or "/" not in self.locator:
            return self.pinpoint
        return one_line(pinpoint(self.locator, language))


def reference_of(citation: Citation, *, accessed: date, language: str) -> Reference:
    """The reference for a citation of an answer.

    Args:
        citation: The citation.
        accessed: The day the text was looked at.
        language: The reader's: ``en``, ``zh-Hant`` or ``zh-Hans``.

    Raises:
        UnknownInstrument: The catalogue does not have its instrument.
    """
    place = _place(citation.locator, language)
    if "/def" in citation.locator and _DEFINED[language] in citation.pinpoint:
        # Only the answer knows the term that is defined.
        place = citation.pinpoint
    return reference_at(
        citation.locator,
        citation.version,
        citation.language,
        language,
        accessed,
        pinpoint=place,
        authority=citation.authority,
        binding_force=citation.binding_force,
        status=citation.status,
        applies_from=citation.applies_from,
        heading=_heading(citation.heading_path) or citation.heading,
        quote=citation.quote if citation.quote_verified else "",
        url=citation.url,
        page=citation.page,
    )


def reference_to(provision: Provision, *, accessed: date, language: str) -> Reference:
    """The reference for a provision as it is stored.

    Args:
        provision: The provision.
        accessed: The day the text was looked at.
        language: The reader's: ``en``, ``zh-Hant`` or ``zh-Hans``.

    Raises:
        UnknownInstrument: The catalogue does not have its instrument.
    """
    edition = provision.edition
    first = provision.terms[0] if provision.terms else None
    term = ""
    if first is not None:
        term = first.term if edition.language == language else ""
        term = first.other or "" if first.other_language == language else term
    page = provision.page
    return reference_at(
        provision.locator,
        edition.version,
        edition.language,
        language,
        accessed,
        pinpoint=_place(provision.locator, language, term),
        authority=edition.authority,
        binding_force=edition.binding_force,
        status=provision.status,
        applies_from=provision.applies_from,
        heading=_heading((*provision.heading_path, provision.title)) or provision.title,
        url=catalogue().url_of(provision.locator, edition.version, edition.language, page),
        page=page,
    )


_LABEL = re.compile(r"(?:(?:Part|Division|Article) )?[（(]?[\w.–—-]{1,6}[)）]?\.?")
"""A number alone: “(3A)”, “1.”, 第四条."""
_PATH = "/:._-"
_DEFINED = {"en": "definition", "zh-Hant": "定義", "zh-Hans": "定义"}


def _heading(path: Sequence[str]) -> str:
    return next((h for h in reversed(path) if h and not _LABEL.fullmatch(one_line(h))), "")


def _place(locator: str, language: str, term: str = "") -> str:
    return pinpoint(locator, language, term) if "/" in locator else ""


def reference_at(
    locator: str,
    version_id: str,
    text_language: str,
    reader: str,
    accessed: date,
    *,
    authority: Authority,
    binding_force: BindingForce,
    **known: object,
) -> Reference:
    """The reference for a place in an edition, with what the caller knows of it.

    Args:
        locator: The provision, or an instrument as a whole.
        version_id: Id of the version.
        text_language: Language of the text.
        reader: Language of the reader.
        accessed: The day the text was looked at.
        authority: Whose words the text is.
        binding_force: What the instrument is in law.
        **known: Further fields of `Reference`.

    Raises:
        UnknownInstrument: The catalogue does not have the instrument.
    """
    book = catalogue()
    instrument = book.instrument(instrument_of(locator))
    version = book.version(instrument.id, version_id)
    parts = fixed(instrument.id)
    texts = version.text if version else ()
    text = next((t for t in texts if t.language == text_language), None)
    translated = authority in (
        Authority.UNOFFICIAL_TRANSLATION,
        Authority.OFFICIAL_TRANSLATION,
    )
    query = urlencode({"version": version_id, "language": text_language})
    given: dict[str, object] = {
        "locator": locator,
        "instrument": instrument.id,
        "authority": authority,
        "binding_force": binding_force,
        "pinpoint": _place(locator, reader),
        "reader": reader,
        "version": version_id,
        "version_date": _day(version_id) or (version.in_force_from if version else None),
        "issued": _day(parts.get("issued", version_id)) or _day(version_id),
        "published": _day(parts.get("published")),
        "in_force_from": version.in_force_from if version else None,
        "in_force_to": version.in_force_to if version else None,
        "language": text_language,
        "translator": text.translator if text and translated else "",
        "publisher": parts.publisher(reader),
        "identifier": parts.lasting_address(version_id),
        "doi": parts.get("doi"),
        "accessed": accessed,
        "permalink": f"/p/{quote(locator, safe=_PATH)}?{query}",
    }
    return Reference.model_validate(given | known)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
