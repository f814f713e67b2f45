"""Moving between engines carries every passage with its vectors, and embeds nothing."""

from __future__ import annotations

import pytest
from fake_qdrant import KEY

from corpus.errors import IndexDamaged, IndexMissing, StoreUnavailable, UsageError
from corpus.index import Index, kept_vectors
from corpus.indexes import previous_id
from corpus.manifest import current_id, current_manifest, index_root
from corpus.settings import Settings
from ingest import moving
from ingest.moving import LOCAL, move


@pytest.fixture
def home(installation):
    made = installation("home", qdrant_api_key=KEY)
    made.write_index()
    return made


def test_there_and_back(home, qdrant):
    points, first = home.points(), current_id(home.settings)
    told = []
    there = move(home.settings, qdrant.url + "/", progress=lambda *far: told.append(far))
    assert there.manifest.location == qdrant.url
    assert home.points() == points
    assert (told[-1], there.searched) == ((30, 30), 90)
    assert previous_id(home.settings) == first
    back = move(home.settings, LOCAL)
    assert (back.manifest.location, back.manifest.collection) == ("", "")
    assert home.points() == points
    with home.opened() as index:
        assert index.provisions.get("kettle-act/art_3")
    assert len(kept_vectors(home.settings, back.manifest).find([7])) == 1


def test_while_the_server_answers(home, qdrant):
    with home.opened() as serving:
        move(home.settings, qdrant.url)
        assert serving.store.count() == 30
    assert not list(index_root(home.settings).glob(".moving-*"))
    assert current_manifest(home.settings).location == qdrant.url


def test_the_layout_of_the_settings_is_asked_for(home, qdrant):
    wanted = {
        "qdrant_shards": 3, "qdrant_replicas": 2, "qdrant_write_consistency": 2,
        "qdrant_on_disk": True, "qdrant_quantisation": "int8", "qdrant_hnsw_m": 32,
        "qdrant_search": "graph", "qdrant_search_ef": 99,
    }  # fmt: skip
    settings = Settings(_env_file=None, **home.settings.model_dump() | wanted)
    moved = move(settings, qdrant.url)
    made = qdrant.made[moved.manifest.collection]
    assert (made.shard_number, made.replication_factor, made.write_consistency_factor) == (3, 2, 2)
    assert made.quantization_config.scalar.type.value == "int8"
    assert (made.hnsw_config.m, made.hnsw_config.ef_construct) == (32, None)
    assert (made.vectors["dense"].on_disk, made.on_disk_payload) == (True, True)
    asked = [s for s in qdrant.searches if s.using == "dense"]
    assert {(s.params.hnsw_ef, s.params.exact) for s in asked} == {(99, False)}


@pytest.mark.parametrize(
    ("to", "said"),
    [(LOCAL, "there already"), ("qdrant:6333", "no address"), ("file:///x", "no address")],
)
def test_nowhere_to_go_is_said(home, to, said):
    with pytest.raises(UsageError, match=said):
        move(home.settings, to)


def test_without_an_index_there_is_nothing_to_move(installation):
    with pytest.raises(IndexMissing, match="no index yet"):
        move(installation("empty").settings, "http://127.0.0.1:1")


def test_what_does_not_arrive_is_not_switched_to(home, qdrant, monkeypatch):
    before = current_id(home.settings)

    def lossy(source, target, total, progress):
        target.write_points(list(source.points())[:-1])

    monkeypatch.setattr(moving, "_carry", lossy)
    with pytest.raises(IndexDamaged, match="29 passages instead of 30"):
        move(home.settings, qdrant.url)
    assert current_id(home.settings) == before
    assert not qdrant.names()
    with Index.open(home.settings) as index:
        assert index.store.count() == 30


def test_a_server_that_refuses_leaves_everything(installation, qdrant):
    home = installation("keyless")
    home.write_index(4)
    with pytest.raises(StoreUnavailable, match="refused the API key"):
        move(home.settings, qdrant.url)
    assert len(home.points()) == 4
    assert [p.name for p in index_root(home.settings).glob("2*")] == [current_id(home.settings)]
