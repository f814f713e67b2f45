"""What stands inside a provision, nested as it is printed.

A definition's locator leads from its section (``s_2/def_data``), though it is printed inside a
subsection. On a page the print counts: whatever lies within another's words is inside it.
"""

from __future__ import annotations

from corpus.provision import Provision
from corpus.provisions import ProvisionTable

Nested = dict[str, list[Provision]]
"""Locator → the provisions directly inside it, in reading order."""


def descendants(of: Provision, table: ProvisionTable) -> list[Provision]:
    """All provisions inside one, of its own edition."""
    edition = of.edition
    found: list[Provision] = []
    waiting = [of.locator]
    while waiting:
        inside = table.children(waiting.pop(), edition.language, edition.version)
        own = [p for p in inside if p.edition == edition]
        found += own
        waiting += [p.locator for p in own]
    return found


def nested(of: Provision, table: ProvisionTable) -> Nested:
    """The provisions inside one, each under the nearest that its words lie within."""
    tree: Nested = {of.locator: []}
    start, end = of.span
    if of.is_root:
        start, end = 0, len(of.text)
    around: list[tuple[int, int, str]] = [(start, end, of.locator)]
    ordered = sorted(
        descendants(of, table), key=lambda p: (p.span[0], -p.span[1], p.locator.count("/"), p.order)
    )
    for provision in ordered:
        first, last = provision.span
        while len(around) > 1 and not (around[-1][0] <= first and last <= around[-1][1]):
            around.pop()
        tree[around[-1][2]].append(provision)
        tree[provision.locator] = []
        around.append((first, last, provision.locator))
    return tree
