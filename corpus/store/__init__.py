"""The passage store: one protocol, two engines.

    >>> from corpus.store import Leg, Vectors, open_store

`open_store` picks the engine; everything else is said in `corpus.store.base`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.store.base import INDEXED, Leg, LegKind, PassageStore, Vectors

if TYPE_CHECKING:
    from corpus.store.layout import CollectionLayout

__all__ = ["INDEXED", "Leg", "LegKind", "PassageStore", "Vectors", "open_store"]


def open_store(
    location: str | Path,
    *,
    dimension: int,
    create: bool = False,
    collection: str = "rulebridge",
    api_key: str | None = None,
    timeout: int = 10,
    layout: CollectionLayout | None = None,
) -> PassageStore:
    """Open the passage store that a location names.

    Only the engine that is needed is imported.

    Args:
        location: A folder (Qdrant Edge, in this process), the ``http://`` or ``https://``
            address of a Qdrant server, or ``:memory:`` for a store that lasts as long as the
            program.
        dimension: Length of the dense vectors; a store made with another is refused.
        create: Whether to make the store where there is none.
        collection: Name of the collection on a server; a folder holds one store anyway.
        api_key: Key of the server.
        timeout: Seconds that a request to the server may take.
        layout: How a collection is made and searched on a server.

    Raises:
        IndexMissing: There is no store, and `create` is not set.
        IndexMismatch: The store was made with another dimension, or cannot be read.
        IndexBusy: Another process holds the folder.
        StoreUnavailable: The server does not answer, or refuses.

    Example:
        >>> with open_store(":memory:", dimension=3, create=True) as store:
        ...     store.count()
        0
    """
    address = str(location)
    if address == ":memory:" or address.startswith(("http://", "https://")):
        from corpus.store.server import ServerStore

        return ServerStore(
            address,
            dimension,
            create=create,
            collection=collection,
            api_key=api_key,
            timeout=timeout,
            layout=layout,
        )
    from corpus.store.edge import EdgeStore

    return EdgeStore(Path(location), dimension, create=create)
