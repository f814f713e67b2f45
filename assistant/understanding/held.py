"""Which further instruments can be searched while a question is understood.

A name of a further instrument means its text where that is installed, and a law that is not held
where it is not. What is installed belongs to an index, and names are looked for in many places of
this room; so it is said once, around the understanding of a question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from corpus.catalogue import catalogue

_HELD: ContextVar[frozenset[str]] = ContextVar("held", default=frozenset())


@contextmanager
def holding(available: Collection[str]) -> Iterator[None]:
    """Names of the further instruments among these mean their texts, inside the block.

    Args:
        available: Instruments in the index.

    >>> with holding(["cap-486", "kr-ai-basic-act"]):
    ...     sorted(held())
    ['kr-ai-basic-act']
    >>> sorted(held())
    []
    """
    token = _HELD.set(frozenset(i.id for i in catalogue().further if i.id in available))
    try:
        yield
    finally:
        _HELD.reset(token)


def held() -> frozenset[str]:
    """The further instruments whose texts can be searched; none outside of :func:`holding`."""
    return _HELD.get()
