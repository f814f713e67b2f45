"""CSL-JSON: the item that Zotero, pandoc and citation processors read.

Fields and types are those of the CSL-JSON schema of citationstyles.org, version 1.0.2.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.bibliography.fixed import fixed
from assistant.bibliography.keys import keys
from assistant.bibliography.places import place
from assistant.bibliography.reference import Reference
from assistant.bibliography.remarks import remarks
from corpus.catalogue import catalogue

Item = dict[str, Any]


def csl_json(references: Sequence[Reference], language: str) -> str:
    """A file of references, one object each."""
    items = [
        csl_item(reference, language, key)
        for reference, key in zip(references, keys(references), strict=True)
    ]
    return json.dumps(items, ensure_ascii=False, indent=2)


def csl_item(reference: Reference, language: str, key: str) -> Item:
    """One reference as an item.

    Args:
        reference: The reference.
        language: Language of names, pinpoint and note.
        key: The item's id.
    """
    parts = fixed(reference.instrument)
    item: Item = {
        "id": key,
        "type": parts.type,
        "title": parts.title(language),
        "title-short": catalogue().instrument(reference.instrument).short.get(language),
        "author": [{"literal": body} for body in parts.authors(language)],
        "container-title": parts.get("journal"),
        "number": parts.get("number", language),
        "section": place(reference, language),
        "version": reference.version,
        "issued": day_parts(reference.issued),
        "original-date": day_parts(reference.published),
        "accessed": day_parts(reference.accessed),
        "jurisdiction": parts.jurisdiction(language),
        "publisher": parts.publisher(language),
        "publisher-place": parts.get("publisher-place"),
        "language": reference.language,
        "abstract": abstract(reference),
        "note": remarks(reference, language),
        "URL": reference.link,
        "DOI": reference.doi,
        "source": "RuleBridge",
        "custom": {
            "locator": reference.locator,
            "authority": reference.authority.value,
            "binding-force": reference.binding_force.value,
            "permalink": reference.permalink,
            "publisher-page": reference.url,
        },
    }
    return {name: value for name, value in item.items() if value}


def abstract(reference: Reference) -> str:
    """What the provision is about: its heading and the words quoted from it."""
    return ": ".join(filter(None, (reference.heading, reference.quote)))


def day_parts(day: date | None) -> dict[str, list[list[int]]] | None:
    """A date as CSL has it."""
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None
