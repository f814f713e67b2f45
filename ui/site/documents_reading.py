"""An own document as it is read: one section or page at a time, with its table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.documents import Documents, OwnDocument
from corpus.provision import Provision
from ui.site.words import Block, block_of

_OPENING = 70
"""Characters shown of a place without a heading."""

_NEAR = 40
"""Places listed before and behind the one that is read, in a long document."""


@dataclass(frozen=True)
class Place:
    """A section, page or paragraph in the table of contents."""

    locator: str
    title: str
    language: str
    here: bool


@dataclass(frozen=True)
class Reading:
    """One place in a document.

    Attributes:
        words: The root around the place, the place marked.
        language: Of its words.
        path: Headings above it, outermost first.
        page: Page of the file.
        contents: The places around it, in order.
        before: Places before the first one listed.
        after: Places behind the last one listed.
        previous: The place before.
        next: The place behind.
    """

    words: Block
    language: str
    path: tuple[str, ...]
    page: int | None
    contents: tuple[Place, ...]
    before: int
    after: int
    previous: Place | None
    next: Place | None


def reading(
    documents: Documents,
    document: OwnDocument,
    locator: str,
    owner: str,
    marks: Sequence[tuple[int, int]] = (),
) -> Reading:
    """A place of a document in its surroundings.

    Args:
        documents: The documents.
        document: The one that is read.
        locator: A place in it; its first where this is the document's id.
        owner: Who reads.
        marks: Words to be marked, start and end in the characters of the place.

    Raises:
        UnknownProvision: The document has no such place.
        DocumentUnusable: It is damaged.
    """
    table = documents.provisions(document.id, owner)
    roots = table.roots(document.id)
    whole = locator.strip("/") == document.id
    here = roots[0] if whole else documents.provision(locator.strip("/"), owner)
    at = next(n for n, root in enumerate(roots) if root.locator == here.root)
    first, last = max(0, at - _NEAR), min(len(roots), at + _NEAR + 1)
    around = tuple(_place(root, here=n == at) for n, root in enumerate(roots[first:last], first))
    return Reading(
        words=block_of(here, table, marks),
        language=here.language,
        path=tuple(here.heading_path[1:]),
        page=here.page,
        contents=around if len(roots) > 1 else (),
        before=first,
        after=len(roots) - last,
        previous=_place(roots[at - 1]) if at else None,
        next=_place(roots[at + 1]) if at + 1 < len(roots) else None,
    )


def _place(root: Provision, *, here: bool = False) -> Place:
    words = root.title or " ".join(root.text[: 4 * _OPENING].split())
    if len(words) > _OPENING:
        words = words[: _OPENING - 1] + "…"
    return Place(root.locator, words, root.language, here)
