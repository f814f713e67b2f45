import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import qdrant_edge

from corpus.passage import Passage, PassageFilter
from corpus.provision import Authority, BindingForce
from corpus.sparse import encode_passage, encode_query
from corpus.store import Leg, Vectors
from corpus.store.edge import EdgeStore
from corpus.store.edge_layout import EXACT_UP_TO, EdgeLayout

DIMENSION, PASSAGES = 32, 1500
HERE = PassageFilter(languages=("en",), authorities=(Authority.AUTHENTIC,))
SMALL = EdgeLayout()
LARGE = EdgeLayout(exact_up_to=100, compared_kb=10, threads=1)


def lantern(number: int, heading: str = "Lanterns") -> Passage:
    return Passage(
        locator=f"lanterns/art_{number}",
        root=f"lanterns/art_{number}",
        instrument="lanterns",
        jurisdiction="eu",
        version="2026-01-01",
        language=("en", "zh-Hant")[number % 2],
        authority=(Authority.AUTHENTIC, Authority.OFFICIAL_TRANSLATION)[number % 3 == 0],
        binding_force=BindingForce.REGULATION,
        heading=heading,
        text=f"Lantern {number} has {'bright ' * (number % 4)}glass.",
        span=(0, 10),
    )


def vectors(count: int, seed: int = 0) -> Vectors:
    rng = np.random.default_rng(seed)
    dense = rng.standard_normal((count, DIMENSION)).astype(np.float32)
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    return Vectors(dense, [encode_passage(lantern(n).text) for n in range(count)], dense)


def filled(folder, layout, count=PASSAGES):
    store = EdgeStore(folder, DIMENSION, create=True, layout=layout)
    store.upsert([lantern(number) for number in range(count)], vectors(count))
    store.settle()
    return store


def found(store, seed=1, asked=30):
    rng = np.random.default_rng(seed)
    legs = [
        Leg("centred", rng.standard_normal(DIMENSION).astype(np.float32), where, 10)
        for _ in range(asked)
        for where in (PassageFilter(), HERE)
    ]
    return [[hit.passage.locator for hit in hits] for hits in store.search(legs)]


@pytest.fixture(scope="module")
def exact(tmp_path_factory):
    with filled(tmp_path_factory.mktemp("exact") / "store", SMALL) as store:
        yield store


def test_small_stores_compare_every_vector():
    assert SMALL.searched_with(EXACT_UP_TO).exact
    assert not SMALL.searched_with(EXACT_UP_TO + 1).exact


def test_small_stores_get_no_graph(exact):
    assert not any("graph" in path.name for path in Path(exact.place).rglob("*"))


@pytest.mark.parametrize(
    # One bit a number is too little for vectors as short as these.
    ("quantisation", "share"),
    [("none", 0.95), ("int8", 0.95), ("binary", 0.3)],
)
def test_large_stores_find_nearly_the_same_along_a_graph(exact, tmp_path, quantisation, share):
    layout = replace(LARGE, quantisation=quantisation, candidates=4.0)
    with filled(tmp_path / "store", layout) as store:
        assert any("graph" in path.name for path in (tmp_path / "store").rglob("*"))
        shares = [
            len({*truth} & {*got}) / len(truth)
            for truth, got in zip(found(exact), found(store), strict=True)
        ]
    assert np.mean(shares) > share


def test_words_are_searched_alike_in_small_and_large_stores(exact, tmp_path):
    leg = Leg("sparse", encode_query("bright glass"), HERE, 20)
    with filled(tmp_path / "store", LARGE) as store:
        ours, theirs = (s.search([leg])[0] for s in (store, exact))
    assert len(ours) == 20
    assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs])


def test_what_comes_after_the_graph_is_found_too(tmp_path):
    with filled(tmp_path / "store", LARGE) as store:
        late = vectors(PASSAGES + 1, seed=5).dense[-1]
        one = Vectors(late[None, :], [encode_passage("late")], late[None, :])
        store.upsert([lantern(PASSAGES)], one)
        assert found_at(store, late) == f"lanterns/art_{PASSAGES}"
        store.settle()
        assert found_at(store, late) == f"lanterns/art_{PASSAGES}"
        assert store.count() == PASSAGES + 1
    with EdgeStore(tmp_path / "store", DIMENSION, layout=LARGE) as again:
        assert found_at(again, late) == f"lanterns/art_{PASSAGES}"


def found_at(store, vector):
    return store.search([Leg("centred", vector, PassageFilter(), 1)])[0][0].passage.locator


def test_a_passage_read_before_is_read_anew_once_it_has_changed(tmp_path):
    given = vectors(3)
    leg = Leg("centred", given.dense[1], PassageFilter(), 1)
    with filled(tmp_path / "store", SMALL, 3) as store:
        assert store.search([leg])[0][0].passage.heading == "Lanterns"
        row = Vectors(given.dense[1:2], given.sparse[1:2], given.dense[1:2])
        store.upsert([lantern(1, "Lamps")], row)
        assert store.search([leg])[0][0].passage.heading == "Lamps"
        store.delete([lantern(1).id])
        assert store.search([leg])[0][0].passage.locator != "lanterns/art_1"


def test_the_memory_of_passages_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("corpus.store.edge._REMEMBERED", 25)
    with filled(tmp_path / "store", SMALL, 200) as store:
        for seed in range(10):
            assert all(len(hits) == 10 for hits in found(store, seed, asked=1))
            assert len(store._seen) <= 25


def test_what_was_flushed_is_safe_and_nothing_deleted_lives_on_in_a_log(tmp_path):
    store = filled(tmp_path / "store", SMALL, 50)
    shutil.copytree(tmp_path / "store", tmp_path / "as after a crash")
    store.delete([lantern(7).id])
    store.flush()
    logs = [p for p in (tmp_path / "store").rglob("*") if p.is_file() and "wal" in p.parts]
    assert not logs
    store.close()
    with EdgeStore(tmp_path / "as after a crash", DIMENSION) as again:
        assert again.count() == 50
    with EdgeStore(tmp_path / "store", DIMENSION) as again:
        assert again.count() == 49


def test_a_store_with_a_log_is_still_opened(tmp_path):
    config = SMALL.config(DIMENSION)
    qdrant_edge.EdgeShard.create(str(tmp_path / "store"), config).close()
    with EdgeStore(tmp_path / "store", DIMENSION) as store:
        store.upsert([lantern(0)], vectors(1))
        assert store.count() == 1
