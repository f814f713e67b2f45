"""Snapshots that a Qdrant server makes of a collection, fetched and handed in over its interface.

A snapshot holds what one machine has of the collection. On a cluster that is not all of it, so
there passages are saved one by one instead (`ingest.backup.points`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from corpus.errors import StoreUnavailable, UsageError
from corpus.settings import Settings

_PATIENCE = 600.0
"""Seconds that a server may take to write or read a snapshot."""

_CHUNK = 1 << 20


class SnapshotServer:
    """The snapshots of one collection.

    Args:
        settings: The server's key.
        location: Address of the server.
        collection: Name of the collection.
    """

    def __init__(self, settings: Settings, location: str, collection: str) -> None:
        key = settings.qdrant_api_key
        # The key belongs to the server that the settings name, and goes to no other.
        headers = {"api-key": key.get_secret_value()} if key and _same(settings, location) else {}
        self._location = location.rstrip("/")
        self._client = httpx.Client(
            base_url=self._location,
            headers=headers,
            timeout=httpx.Timeout(settings.qdrant_timeout, read=_PATIENCE, write=_PATIENCE),
            follow_redirects=False,
        )
        self._path = f"/collections/{collection}"

    @contextmanager
    def made(self) -> Iterator[Iterator[bytes]]:
        """Make a snapshot, give its bytes, and remove it from the server again.

        Raises:
            UsageError: The collection lies on several machines.
            StoreUnavailable: The server does not do it.
        """
        if self._machines() > 1:
            raise UsageError(
                "A snapshot holds what one machine of a cluster has; make the backup without "
                "--snapshot, which saves every passage of all machines."
            )
        made = self._asked("POST", f"{self._path}/snapshots", params={"wait": "true"})
        name = str(made["name"])
        place = f"{self._path}/snapshots/{name}"
        try:
            with self._answering(), self._client.stream("GET", place) as response:
                response.raise_for_status()
                yield response.iter_bytes(_CHUNK)
        finally:
            self._asked("DELETE", place, params={"wait": "true"})

    def recover(self, chunks: Iterable[bytes], sha256: str) -> None:
        """Make the collection from a snapshot.

        Args:
            chunks: Its bytes.
            sha256: Their hash, which the server compares before it believes them.

        Raises:
            StoreUnavailable: The server does not do it.
        """
        self._asked(
            "POST",
            f"{self._path}/snapshots/upload",
            params={"wait": "true", "priority": "snapshot", "checksum": sha256},
            files={"snapshot": ("collection.snapshot", _Reading(chunks))},
        )

    def close(self) -> None:
        """Drop the connection."""
        self._client.close()

    def _machines(self) -> int:
        found = self._asked("GET", "/cluster")
        peers = found.get("peers") if found.get("status") == "enabled" else None
        return len(peers) if isinstance(peers, dict) else 1

    def _asked(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        with self._answering():
            response = self._client.request(method, path, **given)
            response.raise_for_status()
            found = response.json().get("result")
        return found if isinstance(found, dict) else {}

    @contextmanager
    def _answering(self) -> Iterator[None]:
        # The causes are cut off: they may quote the key.
        try:
            yield
        except httpx.HTTPStatusError as error:
            raise StoreUnavailable(
                f"The Qdrant server at {self._location} answered {error.response.status_code} when "
                "asked for a snapshot: look at its log, and check RULEBRIDGE_QDRANT_API_KEY.",
                url=self._location,
            ) from None
        except (httpx.HTTPError, ValueError, AttributeError) as error:
            raise StoreUnavailable(
                f"The Qdrant server at {self._location} does not answer as it should "
                f"({type(error).__name__}): check the address and that it is running.",
                url=self._location,
            ) from None


class _Reading:
    """Chunks as a file that is read once, for an upload that is never whole in memory."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._left) < size:
            try:
                self._left += next(self._chunks)
            except StopIteration:
                break
        end = len(self._left) if size < 0 else size
        given, self._left = self._left[:end], self._left[end:]
        return given


def _same(settings: Settings, location: str) -> bool:
    return (settings.qdrant_url or "").rstrip("/") == location.rstrip("/")
