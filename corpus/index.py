"""The index on disk: what ingestion writes and the assistant reads.

An index is a folder ``<home>/index/<id>`` with a manifest, the provision table, the language
means and the passage store (or the name of its collection on a server). The file
``<home>/index/current`` names the one in use; it is replaced in one step when a new index is
complete, so a half-written index is never read.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.adapter import QueryAdapter
from corpus.centring import LanguageMeans
from corpus.closing import Closing
from corpus.errors import IndexMismatch, IndexMissing, RuleBridgeError
from corpus.precomputed import Precomputed
from corpus.provision import Authority
from corpus.provisions import ProvisionTable
from corpus.scope import Scope
from corpus.settings import Settings
from corpus.store import PassageStore, open_store

FORMAT = 2
"""Number of the on-disk format; an index of another format is made anew."""

_MANIFEST = "manifest.json"
_TABLE = "provisions.sqlite"
_MEANS = "means.npz"
_SCOPE = "scope.npz"
_VECTORS = "vectors.npz"
_STORE = "store"
_CURRENT = "current"

_NO_INDEX = (
    "There is no index yet; run “rulebridge ingest” (with --sources FOLDER for the official texts)."
)


class IndexedText(BaseModel):
    """One text in the index: an official file, or the digest of an instrument."""

    model_config = ConfigDict(frozen=True)

    instrument: str
    version: str
    language: str
    authority: Authority
    file: str = Field(description="Name of the file it was read from.")
    sha256: str
    provisions: int
    passages: int


class Manifest(BaseModel):
    """What an index holds and what made it."""

    model_config = ConfigDict(frozen=True)

    id: str
    format: int = FORMAT
    created: datetime
    model: str = Field(description="Fingerprint of the embedding model.")
    dimension: int
    plan: str = Field(description="Hash of everything the index is made from.")
    texts: tuple[IndexedText, ...]
    passages: int
    location: str = Field("", description="Address of the passage store, if not in the folder.")
    collection: str = ""

    @property
    def official(self) -> tuple[IndexedText, ...]:
        """The official texts among the indexed ones."""
        return tuple(t for t in self.texts if t.authority is not Authority.OWN_DIGEST)


def index_root(settings: Settings) -> Path:
    """The folder that holds the indexes."""
    return settings.home / "index"


def current_manifest(settings: Settings) -> Manifest | None:
    """The manifest of the index in use, if there is one that can be read."""
    root = index_root(settings)
    try:
        name = (root / _CURRENT).read_text("utf-8").strip()
        return Manifest.model_validate_json((root / name / _MANIFEST).read_bytes())
    except (OSError, ValidationError):
        return None


def kept_vectors(settings: Settings, manifest: Manifest | None) -> Precomputed:
    """The vectors that an index was made of; none where there is no such index or file."""
    if manifest is None:
        return Precomputed.none()
    try:
        return Precomputed.load(index_root(settings) / manifest.id / _VECTORS)
    except (OSError, EOFError, KeyError, ValueError, BadZipFile):
        # They only save time.
        return Precomputed.none()


def open_provisions(settings: Settings) -> ProvisionTable:
    """The provisions of the index in use, for looking up words while another process searches.

    Raises:
        IndexMissing: There is no index yet.
        IndexMismatch: Its table cannot be read.
    """
    manifest = current_manifest(settings)
    if manifest is None:
        raise IndexMissing(_NO_INDEX)
    return ProvisionTable(index_root(settings) / manifest.id / _TABLE)


class Index(Closing):
    """An open index. Opening checks that it fits the program and the embedding model.

    Args:
        manifest: What it holds.
        store: The passages.
        provisions: The provisions.
        means: The language means of its vectors.
        scope: What the corpus is about, as vectors.
        adapter: Turns questions towards provisions; the shipped one where not given.
    """

    def __init__(
        self,
        manifest: Manifest,
        store: PassageStore,
        provisions: ProvisionTable,
        means: LanguageMeans,
        scope: Scope,
        adapter: QueryAdapter | None = None,
    ) -> None:
        self.adapter = adapter or QueryAdapter.load(manifest.model)
        self.manifest = manifest
        self.store = store
        self.provisions = provisions
        self.means = means
        self.scope = scope

    @classmethod
    def open(cls, settings: Settings, model: str | None = None) -> Self:
        """Open the index in use.

        Args:
            settings: Where the index is.
            model: Fingerprint of the embedding model that will search it; not compared where
                None.

        Raises:
            IndexMissing: There is none yet.
            IndexMismatch: It was made by another model or in another format, or is damaged.
            IndexBusy: Another process holds it.
            StoreUnavailable: Its server does not answer.
        """
        manifest = current_manifest(settings)
        if manifest is None:
            raise IndexMissing(_NO_INDEX)
        if manifest.format != FORMAT:
            raise IndexMismatch(
                f"The index has format {manifest.format}, this program reads {FORMAT}; run "
                "“rulebridge ingest” to make it anew.",
                found=manifest.format,
            )
        if model is not None and manifest.model != model:
            raise IndexMismatch(
                f"The index was made with the embedding model {manifest.model}, not with {model}; "
                "set that model, or run “rulebridge ingest” to make the index anew.",
                found=manifest.model,
                given=model,
            )
        folder = index_root(settings) / manifest.id
        key = settings.qdrant_api_key
        store = open_store(
            manifest.location or folder / _STORE,
            dimension=manifest.dimension,
            collection=manifest.collection or "rulebridge",
            api_key=key.get_secret_value() if key else None,
        )
        try:
            means, scope = LanguageMeans.load(folder / _MEANS), Scope.load(folder / _SCOPE)
            return cls(manifest, store, ProvisionTable(folder / _TABLE), means, scope)
        except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
            store.close()
            raise IndexMismatch(
                f"The index in {folder} is damaged or of another version ({error}); run "
                "“rulebridge ingest” to make it anew.",
                path=str(folder),
            ) from error
        except RuleBridgeError:
            store.close()
            raise

    def close(self) -> None:
        """Let go of the store and the table."""
        self.store.close()
        self.provisions.close()


class NewIndex:
    """An index being written beside the one in use.

    Args:
        settings: Where indexes are.
        index_id: Its name; a folder of that name must not be there yet.
    """

    def __init__(self, settings: Settings, index_id: str) -> None:
        self._settings = settings
        self.id = index_id
        self.folder = index_root(settings) / index_id
        self.folder.mkdir(parents=True)
        self.location = settings.qdrant_url or ""
        self.collection = f"rulebridge-{index_id}" if self.location else ""

    def open_store(self, dimension: int) -> PassageStore:
        """Make its passage store."""
        key = self._settings.qdrant_api_key
        return open_store(
            self.location or self.folder / _STORE,
            dimension=dimension,
            create=True,
            collection=self.collection or "rulebridge",
            api_key=key.get_secret_value() if key else None,
        )

    def create_table(self) -> ProvisionTable:
        """Make its provision table."""
        return ProvisionTable.create(self.folder / _TABLE)

    def finish(
        self, manifest: Manifest, means: LanguageMeans, scope: Scope, vectors: Precomputed
    ) -> None:
        """Write the manifest and switch over: from now on this index is the one in use."""
        vectors.save(self.folder / _VECTORS)
        means.save(self.folder / _MEANS)
        scope.save(self.folder / _SCOPE)
        (self.folder / _MANIFEST).write_text(manifest.model_dump_json(indent=2), "utf-8")
        root = index_root(self._settings)
        waiting = root / f"{_CURRENT}.new"
        waiting.write_text(self.id, "utf-8")
        with waiting.open("rb") as file:
            os.fsync(file.fileno())
        waiting.replace(root / _CURRENT)
