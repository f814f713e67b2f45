"""A small index of invented provisions on a real store, and an installation around it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import numpy as np
import pytest
from fake_qdrant import KEY, fake_qdrant

from corpus.centring import LanguageMeans
from corpus.index import Index
from corpus.indexes import use
from corpus.manifest import IndexedText, Manifest
from corpus.new_index import NewIndex
from corpus.passage import Passage
from corpus.precomputed import Precomputed
from corpus.provision import Authority, BindingForce, Edition, Provision
from corpus.scope import Scope
from corpus.settings import Settings
from corpus.sparse import encode_passage
from corpus.store import Vectors
from ingest.backup.saving import backup

MODEL = "kettle-e5@abc/8"
SIZE = 8
COUNT = 30


class Installation:
    """Settings with a home, and what can be asked of the index in it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def home(self):
        return self.settings.home

    def write_index(self, count: int = COUNT, index_id: str = "20261101T000000000000-abcdef01"):
        passages = [_passage(n) for n in range(count)]
        draw = np.random.default_rng(5)
        dense, centred = draw.normal(size=(2, count, SIZE)).astype(np.float32)
        new = NewIndex(self.settings, index_id)
        with new.create_table() as table:
            table.write([_provision(p) for p in passages])
        with new.open_store(SIZE) as store:
            sparse = [encode_passage(p.embedded_text) for p in passages]
            store.upsert(passages, Vectors(dense, sparse, centred))
            store.flush()
        manifest = Manifest(
            id=index_id,
            created=datetime(2026, 11, 1, tzinfo=UTC),
            model=MODEL,
            dimension=SIZE,
            plan=hashlib.sha256(index_id.encode()).hexdigest(),
            texts=(_text(count),),
            passages=count,
            location=new.location,
            collection=new.collection,
        )
        means = LanguageMeans({"en": np.zeros(SIZE, np.float32)}, {"en": np.ones(SIZE, np.float32)})
        scope = Scope(np.array(["x"]), np.array(["kettles"]), np.eye(SIZE, dtype=np.float32)[:1])
        kept = Precomputed.of(MODEL, {7: np.ones(SIZE, np.float32)})
        new.finish(manifest, means, scope, kept)
        new.secure()
        use(self.settings, index_id)
        return manifest

    def points(self):
        """Every passage with its vectors, as plain values."""
        with Index.open(self.settings) as index:
            return {
                p.id: (
                    p.payload["text"],
                    {k: np.round(v, 4).tolist() for k, v in p.vectors.items() if k != "sparse"},
                    p.vectors["sparse"].indices,
                    np.round(p.vectors["sparse"].values, 4).tolist(),
                )
                for p in index.store.points()
            }

    def opened(self):
        return Index.open(self.settings, MODEL)

    def furnish(self):
        """Fetched texts, own documents, accounts, feedback, and what no backup takes."""
        files = {
            "sources/kettle-act/v1/act.xml": "<act/>",
            "sources/kettle-act/v1/act.xml.provenance.json": "{}",
            "sources/versions.toml": "",
            "catalogue/kettles.toml": "# ours",
            "documents/shared/notes/document.json": "{}",
            "documents/shared/notes/passages.npz": "numbers",
            "documents/.coming-1/draft": "half",
            "documents/.lock": "",
            "users.json": '{"mei": {}}',
            "keys.json": "{}",
            "feedback.jsonl": '{"a": 1}\n',
            "feedback.jsonl.lock": "",
            "questions.log": "a private question",
            "secret": "never",
            "models/big": "made again",
        }
        for name, words in files.items():
            path = self.home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words, "utf-8")


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch):
    # Power cuts are the fault suite's matter; here waiting for the disk would take minutes.
    monkeypatch.setattr("os.fsync", lambda handle: None)


@pytest.fixture
def installation(tmp_path):
    """Makes installations, each with a home of its own."""

    def make(name: str = "home", **given) -> Installation:
        return Installation(Settings(_env_file=None, home=tmp_path / name, **given))

    return make


@pytest.fixture(scope="session")
def saved(tmp_path_factory):
    """An installation with everything in it, only to be read, and its backup."""
    folder = tmp_path_factory.mktemp("saved")
    home = Installation(Settings(_env_file=None, home=folder / "old"))
    home.write_index()
    home.furnish()
    return home, backup(home.settings, folder / "kettles.zip")


@pytest.fixture
def qdrant():
    """A Qdrant server."""
    with fake_qdrant() as fake:
        yield fake


@pytest.fixture
def on_server(installation, qdrant):
    """Makes installations that keep their passages on that server."""
    return lambda name="served": installation(name, qdrant_url=qdrant.url, qdrant_api_key=KEY)


def _text(count):
    return IndexedText(
        instrument="kettle-act",
        version="v1",
        language="en",
        authority=Authority.AUTHENTIC,
        file="act.xml",
        sha256="ab" * 32,
        provisions=count,
        passages=count,
    )


def _passage(n):
    words = f"Kettle number {n} shall be emptied by keeper {n * 7}."
    return Passage(
        locator=f"kettle-act/art_{n + 1}",
        root=f"kettle-act/art_{n + 1}",
        instrument="kettle-act",
        jurisdiction="eu",
        version="v1",
        language="en",
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.STATUTE,
        heading=f"Article {n + 1}",
        text=words,
        span=(0, len(words)),
    )


def _provision(passage):
    edition = Edition(
        instrument="kettle-act",
        version="v1",
        language="en",
        jurisdiction="eu",
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.STATUTE,
        source_url="https://publisher.example/act",
    )
    return Provision(
        locator=passage.locator,
        edition=edition,
        text=passage.text,
        root=passage.root,
        span=passage.span,
        order=int(passage.locator.rpartition("_")[2]),
        kind="article",
    )
