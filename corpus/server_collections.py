"""Collections on a Qdrant server that this installation made, so that it can remove them again.

One server may serve several installations, and a home may be copied to another machine; the copy
must not drop what the original searches. So a collection is dropped only if it was recorded before
it was made (``<home>/index/collections/<name>.json``), in this very folder: a copied folder has
another number in its file system.
"""

from __future__ import annotations

import logging
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.durable import replacing
from corpus.manifest import index_root
from corpus.settings import Settings

_log = logging.getLogger(__name__)

FOLDER = "collections"


class MadeCollection(BaseModel):
    """A collection that this installation made, or was about to make."""

    model_config = ConfigDict(frozen=True)

    location: str
    name: str
    index: str
    home: str
    number: int
    """Of the folder of indexes in its file system."""


def record_collection(settings: Settings, index_id: str, location: str, name: str) -> None:
    """Remember a collection; to be called before it is made.

    Args:
        settings: Whose it is.
        index_id: The index whose passages it will hold.
        location: Address of the server.
        name: Name of the collection.
    """
    root = index_root(settings)
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    made = MadeCollection(
        location=location,
        name=name,
        index=index_id,
        home=str(root.resolve()),
        number=root.stat().st_ino,
    )
    with replacing(root / FOLDER / f"{name}.json") as file:
        file.write(made.model_dump_json(indent=2).encode())


def drop_left_collections(settings: Settings) -> None:
    """Drop the recorded collections whose index is gone; what fails is tried again next time."""
    root = index_root(settings)
    for path in sorted((root / FOLDER).glob("*.json")):
        try:
            made = MadeCollection.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            continue
        ours = (made.home, made.number) == (str(root.resolve()), root.stat().st_ino)
        if ours and not (root / made.index).exists() and _dropped(settings, made):
            _forget(path)


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("%s stays: %s", path, error)


def _dropped(settings: Settings, made: MadeCollection) -> bool:
    from qdrant_client import QdrantClient

    # The key belongs to the server that the settings name, and goes to no other.
    key = settings.qdrant_api_key if made.location == settings.qdrant_url else None
    try:
        client = QdrantClient(
            url=made.location,
            api_key=key.get_secret_value() if key else None,
            timeout=settings.qdrant_timeout,
            check_compatibility=False,
        )
        client.delete_collection(made.name)
        client.close()
    except Exception as error:
        # The message may quote the key; the client raises whatever its transport does.
        _log.warning("The collection %s stays for now: %s", made.name, type(error).__name__)
        return False
    return True
