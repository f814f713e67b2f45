import pickle

import numpy as np
import pytest

from corpus.passage import Passage, PassageFilter
from corpus.provision import Authority, BindingForce
from corpus.sparse import SparseVector, encode_passage, encode_query
from corpus.store import Leg
from corpus.store.base import Point
from evals.benchmarks import scaling
from evals.benchmarks.material import Real, nearest, read_real, synthetic
from evals.benchmarks.recording import Search
from evals.benchmarks.scaling_run import LAYOUTS, filled, removed, searched, settled

DIMENSION, PASSAGES, COPIES = 16, 60, 900


def kettle(number: int) -> Passage:
    return Passage(
        locator=f"kettles/art_{number}",
        root=f"kettles/art_{number}",
        instrument="kettles",
        jurisdiction="eu",
        version="2026-01-01",
        language="en",
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.REGULATION,
        text=f"Kettle number {number} shall whistle {'loudly ' * (number % 5)}when it boils.",
        span=(0, 10),
    )


@pytest.fixture(scope="module")
def real() -> Real:
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((PASSAGES, DIMENSION), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    points = []
    for number, vector in enumerate(vectors):
        passage = kettle(number)
        payload = passage.model_dump(mode="json") | {"edition": passage.edition}
        named = {"centred": vector.tolist(), "sparse": encode_passage(passage.text)}
        points.append(Point(passage.id, named, payload))
    return read_real(points)


@pytest.fixture
def folder(real, tmp_path) -> str:
    rng = np.random.default_rng(1)
    here = PassageFilter(editions=("kettles@2026-01-01",), languages=("en",))
    searches = []
    for _ in range(15):
        vector = rng.standard_normal(DIMENSION).astype(np.float32)
        legs = (Leg("centred", vector, here, 20), Leg("sparse", encode_query("loudly"), here, 20))
        searches.append(Search(legs, (PassageFilter(locators=("kettles/art_1/copy_1",)),)))
    (tmp_path / "material.pickle").write_bytes(pickle.dumps((real, searches)))
    return str(tmp_path)


def test_variations_lie_as_far_off_as_real_neighbours(real):
    points = list(synthetic(real, COPIES))
    vectors = np.array([point.vectors["centred"] for point in points], np.float32)
    origins = real.vectors[np.arange(COPIES) % PASSAGES]
    cosines = np.sum(vectors * origins, axis=1)
    near = nearest(real.vectors)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(COPIES), abs=1e-5)
    assert np.percentile(cosines, [10, 50, 90]) == pytest.approx(
        np.percentile(near, [10, 50, 90]), abs=0.05
    )


def test_variations_keep_payload_and_terms_but_not_the_place(real):
    points = list(synthetic(real, COPIES))
    assert len({point.id for point in points}) == COPIES
    assert len({point.payload["locator"] for point in points}) == COPIES
    point = points[PASSAGES + 3]
    assert point.payload["text"] == real.payloads[3]["text"]
    assert point.payload["edition"] == "kettles@2026-01-01"
    terms = [p.vectors.get("sparse", SparseVector((), ())).indices for p in points]
    assert all({*given} <= {*real.indices[n % PASSAGES]} for n, given in enumerate(terms))
    kept = sum(map(len, terms)) / sum(len(real.indices[n % PASSAGES]) for n in range(COPIES))
    assert 0.75 < kept < 0.85


def test_the_same_seed_makes_the_same_passages(real):
    one, again, other = (list(synthetic(real, 50, seed)) for seed in (1, 1, 2))
    assert one == again
    assert one[0].vectors != other[0].vectors


def test_texts_that_stand_twice_are_no_neighbours():
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 2]]
    vectors[2:] += 0.5 * vectors[0]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert nearest(vectors).max() < 0.999


def test_a_store_is_made_built_and_searched(folder):
    assert filled(folder, COPIES)["seconds"] >= 0
    exact = searched(folder, "exact")
    assert exact["recall_10"] == exact["recall_all"] == 1.0
    assert exact["passages"] == COPIES
    assert exact["disk_mb"] > 0
    assert settled(folder, "graph, 8 bits", threads=1)["seconds"] >= 0
    graph = searched(folder, "graph, 8 bits")
    assert graph["recall_10"] >= 0.9
    assert {"p50", "p95", "p99"} <= graph["search_ms"].keys() & graph["vectors_ms"].keys()
    removed(folder)
    assert not list((scaling.Path(folder) / "store").glob("*"))


def test_a_layout_is_exact_or_says_how_it_searches():
    assert LAYOUTS["exact"].searched_with(10**9).exact
    assert not LAYOUTS["graph"].searched_with(10).exact
    assert LAYOUTS["graph, 1 bit"].searched_with(10).quantization.oversampling == 4.0


def rows(layout, *points):
    return [{"layout": layout, "size": size, "search_ms": {"p95": ms}} for size, ms in points]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(10_000, 6.0), (1_000_000, 600.0)], 100_000.0),
        ([(10_000, 6.0), (1_000_000, 59.0)], None),
        ([(10_000, 61.0), (1_000_000, 600.0)], None),
        ([(10_000, 60.0), (1_000_000, 600.0)], 10_000.0),
    ],
)
def test_a_server_is_advised_where_the_limit_is_passed(points, expected):
    given = rows("exact", *points) + rows("graph", (10_000, 1.0), (1_000_000, 2.0))
    assert scaling.server_from(given, "exact", 60.0) == expected
