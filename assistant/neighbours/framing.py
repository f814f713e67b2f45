"""The words of an enclosing provision that a point cannot be understood without.

A provision's text holds the texts of its points; a point's text stands alone. What the list says
before its points (“The following are prohibited:”) and after them (“commits an offence.”) is found
in the gaps between them.
"""

from __future__ import annotations

from itertools import pairwise

from corpus.provision import Provision, enclosing
from corpus.provisions import ProvisionTable


def parent_of(provision: Provision, table: ProvisionTable) -> Provision | None:
    """The provision directly around this one, in the same edition; none around a root."""
    for locator in enclosing(provision.locator):
        found = _in_edition(table.get(locator, *_edition(provision)), provision)
        if found:
            return found[0]
    return None


def lead_in(provision: Provision, table: ProvisionTable) -> str:
    """The words that open the list in which a provision stands, verbatim.

    Args:
        provision: A point, paragraph or item.
        table: The provisions of its edition.

    Returns:
        The enclosing provision's own words nearest before the list: one stretch of its text,
        without its label and heading; empty where it has none.
    """
    parent = parent_of(provision, table)
    if parent is None:
        return ""
    before = [gap for end, gap in _gaps(parent, table) if end <= provision.span[0]]
    return next((gap for gap in reversed(before) if gap), "")


def closing_words(provision: Provision, table: ProvisionTable) -> str:
    """The words that close the list in which a provision stands, verbatim.

    Hong Kong provisions often say only there what follows from the points.

    Returns:
        The enclosing provision's own words nearest behind the list; empty where it has none.
    """
    parent = parent_of(provision, table)
    if parent is None:
        return ""
    behind = [gap for end, gap in _gaps(parent, table) if end > provision.span[0]]
    return next((gap for gap in behind if gap), "")


def _gaps(parent: Provision, table: ProvisionTable) -> list[tuple[int, str]]:
    """The parent's own words between its children, each with where it ends in the root."""
    children = _in_edition(table.children(parent.locator, *_edition(parent)), parent)
    start, end = parent.span
    bounds = [(start, start + parent.body_start), *(c.span for c in children), (end, end)]
    return [
        (later[0], parent.text[earlier[1] - start : max(earlier[1], later[0]) - start].strip())
        for earlier, later in pairwise(sorted(bounds))
    ]


def _edition(provision: Provision) -> tuple[str, str]:
    return provision.edition.language, provision.edition.version


def _in_edition(found: list[Provision], provision: Provision) -> list[Provision]:
    return [p for p in found if p.edition.authority is provision.edition.authority]
