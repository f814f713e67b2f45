"""Where an excerpt stands, in the parts that a pinpoint is made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.documents.document import Excerpt
from corpus.errors import UnknownProvision
from corpus.texts import text

if TYPE_CHECKING:
    from corpus.documents.holding import Holding
    from corpus.documents.stretch import Stretch
    from corpus.provision import Provision

_PARAGRAPH = re.compile(r"par_(\d+)(?:-\d+)?")


def excerpt_of(holding: Holding, stretch: Stretch, score: float) -> Excerpt:
    """A stretch as it is shown.

    Raises:
        UnknownProvision: The document has been removed, or lost the place.
        DocumentUnusable: It is damaged.
    """
    provision = holding.provision(stretch.locator)
    if provision is None:
        raise UnknownProvision(f"{stretch.locator} is gone.", locator=stretch.locator)
    document = holding.document
    return Excerpt(
        document=document.id,
        title=document.title,
        locator=stretch.locator,
        heading_path=headings_of(provision),
        page=_page(holding, stretch, provision),
        paragraph=paragraph_of(stretch.locator),
        language=stretch.language,
        text=provision.text[stretch.start : stretch.end],
        span=(stretch.start, stretch.end),
        score=round(score, 4),
    )


def headings_of(provision: Provision) -> tuple[str, ...]:
    """The headings that a place in a document stands under, its own among them, no title."""
    own = (provision.heading,) if provision.heading else ()
    return (*provision.heading_path[1:], *own)


def paragraph_of(locator: str) -> int | None:
    """The number of the paragraph that a locator ends with.

    >>> paragraph_of("own:notes/sec_2/par_3"), paragraph_of("own:notes/sec_2")
    (3, None)
    """
    found = _PARAGRAPH.fullmatch(locator.rsplit("/", 1)[-1])
    return int(found[1]) if found else None


def pinpoint(place: Excerpt | Provision, language: str) -> str:
    """Where in its document a place stands, as a reader would say it.

    Args:
        place: An excerpt, or a place in a document.
        language: The reader's.
    """
    if isinstance(place, Excerpt):
        headings, paragraph = place.heading_path, place.paragraph
    else:
        headings, paragraph = headings_of(place), paragraph_of(place.locator)
    parts = list(headings[-1:])
    if place.page is not None:
        parts.append(text(language, "documents.page", page=place.page))
    if paragraph is not None:
        parts.append(text(language, "documents.paragraph", number=paragraph))
    step = place.locator.rsplit("/", 1)[-1]
    return text(language, "documents.places").join(parts) or step


def _page(holding: Holding, stretch: Stretch, provision: Provision) -> int | None:
    """The page on which the words begin, not the section they stand in."""
    if not provision.is_root:
        return provision.page
    before = provision.page
    for inside in holding.table.children(stretch.locator):
        if inside.span[0] - provision.span[0] > stretch.start:
            break
        before = inside.page or before
    return before
