"""Gives a document that was read another slug: another took its own in the meantime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.documents.stretch import Stretch
from corpus.provision import ParsedText
from ingest.parsers.document.edition import instrument_id


def under_slug(
    parsed: ParsedText, stretches: Sequence[Stretch], slug: str
) -> tuple[ParsedText, list[Stretch]]:
    """The same document under a slug; nothing but locators and their edition changes.

    Args:
        parsed: Its provisions.
        stretches: Its stretches.
        slug: The slug it is to be cited under.
    """
    old, new = parsed.edition.instrument, instrument_id(slug)
    if old == new:
        return parsed, list(stretches)
    edition = parsed.edition.model_copy(update={"instrument": new})

    def moved(locator: str) -> str:
        return new + locator.removeprefix(old)

    provisions = tuple(
        p.model_copy(
            update={"edition": edition, "locator": moved(p.locator), "root": moved(p.root)}
        )
        for p in parsed.provisions
    )
    renamed = parsed.model_copy(update={"edition": edition, "provisions": provisions})
    return renamed, [replace(s, locator=moved(s.locator)) for s in stretches]
