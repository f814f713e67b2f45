"""RIS: the exchange format of EndNote, RefWorks and most other reference managers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.bibliography.csl import abstract
from assistant.bibliography.fixed import fixed
from assistant.bibliography.keys import keys
from assistant.bibliography.places import place
from assistant.bibliography.reference import Reference
from assistant.bibliography.remarks import remarks
from corpus.catalogue import catalogue
from corpus.provision import BindingForce

_TYPES = {
    BindingForce.STATUTE: "STAT",
    BindingForce.GOVERNMENT_DIRECTIVE: "GOVDOC",
    **{force: "RPRT" for force in BindingForce if force.is_voluntary},
}


def ris(references: Sequence[Reference], language: str) -> str:
    """A file of references, one record each."""
    from rispy import RisWriter

    class Writer(RisWriter):  # type: ignore[misc, unused-ignore]
        # The default puts a number before each record, which the format does not know.
        def set_header(self, count: int) -> str:  # noqa: ARG002
            return ""

    named = zip(references, keys(references), strict=True)
    records = [_record(reference, language, key) for reference, key in named]
    return str(Writer().formats(records))


def _record(reference: Reference, language: str, key: str) -> dict[str, Any]:
    parts = fixed(reference.instrument)
    record = {
        "type_of_reference": _TYPES.get(reference.binding_force, "LEGAL"),
        "id": key,
        "title": parts.title(language),
        "short_title": catalogue().instrument(reference.instrument).short.get(language),
        "authors": list(parts.authors(language)),
        "secondary_title": parts.get("journal"),
        "number": parts.get("number", language),
        "section": place(reference, language),
        "edition": reference.version,
        "year": str(reference.issued.year) if reference.issued else "",
        "date": _day(reference.issued),
        "publisher": parts.publisher(language),
        "place_published": parts.get("publisher-place") or parts.jurisdiction(language),
        "language": reference.language,
        "abstract": abstract(reference),
        "notes": [remarks(reference, language)],
        # Semicolons part addresses in this field.
        "urls": [reference.link.replace(";", "%3B")] if reference.link else [],
        "doi": reference.doi,
        "accession_number": reference.permalink,
        "access_date": _day(reference.accessed),
        "name_of_database": "RuleBridge",
    }
    return {name: value for name, value in record.items() if value}


def _day(day: date | None) -> str:
    return f"{day:%Y/%m/%d}" if day else ""
