"""Where own documents are read."""

from __future__ import annotations

from urllib.parse import quote

from corpus.documents import Excerpt
from corpus.provision import OWN


def address(locator: str) -> str:
    """Where a document, or a place in it, is read.

    >>> address("own:tea/p_2")
    '/documents/tea/p_2'
    """
    return "/documents/" + quote(locator.removeprefix(OWN))


def passage_address(excerpt: Excerpt) -> str:
    """Where a passage is read, its words marked."""
    start, end = excerpt.span
    return f"{address(excerpt.locator)}?mark={start}-{end}#here"
