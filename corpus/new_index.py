"""An index being written beside the one in use."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

from corpus.centring import LanguageMeans
from corpus.durable import replacing, sync_folder, sync_tree
from corpus.holding import MARKER
from corpus.index import open_passages
from corpus.manifest import MANIFEST, MEANS, SCOPE, TABLE, VECTORS, Manifest, index_root
from corpus.precomputed import Precomputed
from corpus.provisions import ProvisionTable
from corpus.scope import Scope
from corpus.server_collections import record_collection
from corpus.settings import Settings
from corpus.store import PassageStore


class NewIndex:
    """An index that is not complete yet. Nobody reads it before `corpus.indexes.use`.

    Args:
        settings: Where indexes are.
        index_id: Its name; a folder of that name must not be there yet.
    """

    def __init__(self, settings: Settings, index_id: str) -> None:
        self._settings = settings
        self.id = index_id
        self.folder = index_root(settings) / index_id
        self.location = settings.qdrant_url or ""
        self.collection = f"rulebridge-{index_id}" if self.location else ""
        self.folder.mkdir(parents=True)
        try:
            (self.folder / MARKER).touch()
            if self.collection:
                # Known before it is there, so that it can be dropped whatever happens.
                record_collection(settings, index_id, self.location, self.collection)
        except OSError:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def open_store(self, dimension: int) -> PassageStore:
        """Make its passage store."""
        place = Manifest(
            id=self.id,
            created=datetime.now(UTC),
            model="",
            dimension=dimension,
            plan="",
            texts=(),
            passages=0,
            location=self.location,
            collection=self.collection,
        )
        return open_passages(self._settings, place, create=True)

    def create_table(self) -> ProvisionTable:
        """Make its provision table."""
        return ProvisionTable.create(self.folder / TABLE)

    def finish(
        self, manifest: Manifest, means: LanguageMeans, scope: Scope, vectors: Precomputed
    ) -> None:
        """Write what is left, the manifest last: what has one is complete."""
        vectors.save(self.folder / VECTORS)
        means.save(self.folder / MEANS)
        scope.save(self.folder / SCOPE)
        with replacing(self.folder / MANIFEST) as file:
            file.write(manifest.model_dump_json(indent=2).encode())

    def secure(self) -> None:
        """Force it to disk: it survives a power cut from now on."""
        sync_tree(self.folder)
        sync_folder(self.folder.parent)
