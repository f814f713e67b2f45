"""The index on disk: what ingestion writes and the assistant reads.

An index is a folder ``<home>/index/<id>`` with a manifest, the provision table, the language
means and the passage store (or the name of its collection on a server). The file
``<home>/index/current`` names the one in use; it is replaced in one step when a new index is
complete, so a half-written index is never read.
"""

from __future__ import annotations

from typing import Self
from zipfile import BadZipFile

from corpus.adapter import QueryAdapter
from corpus.centring import LanguageMeans
from corpus.closing import Closing
from corpus.errors import IndexMismatch, IndexMissing, RuleBridgeError
from corpus.holding import Hold
from corpus.manifest import (
    FORMAT,
    MEANS,
    SCOPE,
    STORE,
    TABLE,
    VECTORS,
    IndexedText,
    Manifest,
    current_id,
    current_manifest,
    index_root,
    manifest_to_read,
)
from corpus.precomputed import Precomputed
from corpus.provisions import ProvisionTable
from corpus.scope import Scope
from corpus.settings import Settings
from corpus.store import PassageStore, open_store
from corpus.store.layout import CollectionLayout

__all__ = [
    "FORMAT",
    "Index",
    "IndexedText",
    "Manifest",
    "current_manifest",
    "index_root",
    "kept_vectors",
    "open_passages",
    "open_provisions",
]

BAD_FILE = (OSError, EOFError, KeyError, ValueError, BadZipFile)
"""What reading a damaged file of vectors raises."""


def kept_vectors(settings: Settings, manifest: Manifest | None) -> Precomputed:
    """The vectors that an index was made of; none where there is no such index or file."""
    if manifest is None:
        return Precomputed.none()
    try:
        return Precomputed.load(index_root(settings) / manifest.id / VECTORS)
    except BAD_FILE:
        # They only save time.
        return Precomputed.none()


def open_provisions(settings: Settings) -> ProvisionTable:
    """The provisions of the index in use, for looking up words while another process searches.

    Raises:
        IndexMissing: There is no index yet.
        IndexMismatch: Its table cannot be read, or it has a format that is not read.
    """
    return ProvisionTable(index_root(settings) / manifest_to_read(settings).id / TABLE)


def open_passages(settings: Settings, manifest: Manifest, *, create: bool = False) -> PassageStore:
    """The passage store of an index, in its folder or on a server.

    Args:
        settings: Where indexes are; key and layout of a server.
        manifest: Which index; only id, place and dimension are looked at.
        create: Whether to make the store.

    Raises:
        IndexMissing, IndexMismatch, IndexBusy, StoreUnavailable: As `open_store` does.
    """
    key = settings.qdrant_api_key
    return open_store(
        manifest.location or index_root(settings) / manifest.id / STORE,
        dimension=manifest.dimension,
        create=create,
        collection=manifest.collection or "rulebridge",
        api_key=key.get_secret_value() if key else None,
        timeout=settings.qdrant_timeout,
        layout=CollectionLayout.of(settings),
    )


class Index(Closing):
    """An open index. Opening checks that it fits the program and the embedding model.

    As long as it is open, it is held: nobody removes it.

    Args:
        manifest: What it holds.
        store: The passages.
        provisions: The provisions.
        means: The language means of its vectors.
        scope: What the corpus is about, as vectors.
        adapter: Turns questions towards provisions; the shipped one where not given.
        hold: What keeps it from being removed.
    """

    def __init__(
        self,
        manifest: Manifest,
        store: PassageStore,
        provisions: ProvisionTable,
        means: LanguageMeans,
        scope: Scope,
        adapter: QueryAdapter | None = None,
        hold: Hold | None = None,
    ) -> None:
        self.adapter = adapter or QueryAdapter.load(manifest.model)
        self.manifest = manifest
        self.store = store
        self.provisions = provisions
        self.means = means
        self.scope = scope
        self._hold = hold

    @classmethod
    def open(
        cls, settings: Settings, model: str | None = None, index_id: str | None = None
    ) -> Self:
        """Open the index in use, or another.

        Args:
            settings: Where the index is.
            model: Fingerprint of the embedding model that will search it; not compared where
                None.
            index_id: Which index; the one in use where None.

        Raises:
            IndexMissing: There is none yet.
            IndexMismatch: It was made by another model or in another format, or is damaged.
            IndexBusy: Another process holds it.
            StoreUnavailable: Its server does not answer.
        """
        while True:
            chosen = index_id or current_id(settings)
            try:
                return cls._open(settings, model, chosen)
            except (IndexMissing, IndexMismatch):
                # Another may have come into use meanwhile, and this one may have been removed.
                if index_id or chosen == current_id(settings):
                    raise

    @classmethod
    def _open(cls, settings: Settings, model: str | None, index_id: str | None) -> Self:
        manifest = manifest_to_read(settings, index_id)
        if model is not None and manifest.model != model:
            raise IndexMismatch(
                f"The index was made with the embedding model {manifest.model}, not with {model}; "
                "set that model, or run “rulebridge ingest” to make the index anew.",
                found=manifest.model,
                given=model,
            )
        folder = index_root(settings) / manifest.id
        hold = Hold(folder)
        opened: list[Closing] = []
        try:
            opened.append(store := open_passages(settings, manifest))
            means, scope = LanguageMeans.load(folder / MEANS), Scope.load(folder / SCOPE)
            opened.append(table := ProvisionTable(folder / TABLE))
            return cls(manifest, store, table, means, scope, hold=hold)
        except BaseException as error:
            for each in opened:
                each.close()
            hold.release()
            if isinstance(error, RuleBridgeError) or not isinstance(error, BAD_FILE):
                raise
            raise IndexMismatch(
                f"The index in {folder} is damaged or of another version ({error}); run "
                "“rulebridge ingest” to make it anew.",
                path=str(folder),
            ) from error

    def close(self) -> None:
        """Let go of the store and the table."""
        self.store.close()
        self.provisions.close()
        if self._hold:
            self._hold.release()
