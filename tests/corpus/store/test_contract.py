"""What every engine promises: the same tests on each of them."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import uuid4

import fake_qdrant
import numpy as np
import pytest

import corpus
from corpus.errors import (
    IndexBusy,
    IndexMismatch,
    IndexMissing,
    StoreUnavailable,
    UsageError,
)
from corpus.passage import Passage, PassageFilter
from corpus.provision import Authority, BindingForce, Status
from corpus.sparse import SparseVector, encode_passage, encode_query
from corpus.store import Leg, PassageStore, Vectors, open_store
from corpus.store.layout import CollectionLayout

DIMENSION = 16
SERVER = os.environ.get("RULEBRIDGE_QDRANT_URL", "")
ENGINES = ("edge", "memory", "memory laid out", "http", "server")
LAYOUT = CollectionLayout(
    shards=2,
    replicas=2,
    write_consistency=2,
    on_disk=True,
    quantisation="int8",
    hnsw_m=32,
    hnsw_ef_construct=200,
    search="graph",
    search_ef=256,
)
TEXTS = {
    "en": [
        "A keeper of lanterns shall label each lantern it lends.",
        "No lantern may be lent to a person under the age of ten.",
        "The inspector may ask any keeper for the register of lanterns.",
        "Personal records of borrowers are kept for two years under section 26(1).",
    ],
    "zh-Hant": [
        "出借人須為每盞燈籠加上標籤。",
        "燈籠的版權屬於製造人。",
        "借用人的私隱須受保障,不得向第三者披露。",
        "督察可要求查閱登記冊。",
    ],
    "zh-Hans": ["出借人应当为每盏灯笼贴上标签。", "灯笼的版权属于制造人。"],
}


def _passage(language: str, n: int, text: str, instrument: str = "lamp-law", **more) -> Passage:
    fields = {
        "locator": f"{instrument}/art_{n + 1}/par_1",
        "root": f"{instrument}/art_{n + 1}",
        "instrument": instrument,
        "jurisdiction": "hk" if language == "zh-Hant" else "eu",
        "version": "2026-01-01",
        "language": language,
        "authority": Authority.AUTHENTIC,
        "binding_force": BindingForce.STATUTE,
        "heading": f"Article {n + 1}",
        "text": text,
        "span": (0, len(text)),
    }
    return Passage.model_validate(fields | more)


PASSAGES = [
    *(_passage(language, n, text) for language in TEXTS for n, text in enumerate(TEXTS[language])),
    _passage("en", 0, "Lanterns older than the rule are exempt.", version="2020-01-01"),
    _passage(
        "en",
        0,
        "Consider who is affected before a lantern is lent.",
        instrument="lamp-frame",
        jurisdiction="us",
        binding_force=BindingForce.VOLUNTARY_FRAMEWORK,
        authority=Authority.MACHINE_CONVERTED,
        status=Status.EXPLANATORY,
        applies_from=date(2027, 8, 2),
        context="Lanterns › Lending",
        topics=("lending", "persons"),
    ),
]
FILTERS = {
    "nothing": PassageFilter(),
    "instruments": PassageFilter(instruments=("lamp-frame",)),
    "jurisdictions": PassageFilter(jurisdictions=("hk", "us")),
    "editions": PassageFilter(editions=("lamp-law@2020-01-01",)),
    "languages": PassageFilter(languages=("zh-Hant",)),
    "authorities": PassageFilter(authorities=(Authority.MACHINE_CONVERTED,)),
    "binding_forces": PassageFilter(binding_forces=(BindingForce.STATUTE,)),
    "locators": PassageFilter(locators=("lamp-law/art_2/par_1", "lamp-law/art_3/par_1")),
    "roots": PassageFilter(roots=("lamp-law/art_4",)),
    "two fields": PassageFilter(languages=("en",), editions=("lamp-law@2026-01-01",)),
    "fields that exclude each other": PassageFilter(languages=("en",), jurisdictions=("hk",)),
    "a value that is nowhere": PassageFilter(instruments=("no-such-law",)),
}


def _vectors(passages: list[Passage], seed: int = 7) -> Vectors:
    draw = np.random.default_rng(seed)
    dense, centred = draw.normal(size=(2, len(passages), DIMENSION)).astype(np.float32)
    return Vectors(dense, [encode_passage(p.embedded_text) for p in passages], centred)


def _let_through(wanted: PassageFilter, passage: Passage) -> bool:
    """The filter, said once more in plain Python."""
    pairs = [
        (wanted.instruments, passage.instrument),
        (wanted.jurisdictions, passage.jurisdiction),
        (wanted.editions, passage.edition),
        (wanted.languages, passage.language),
        (wanted.authorities, passage.authority),
        (wanted.binding_forces, passage.binding_force),
        (wanted.locators, passage.locator),
        (wanted.roots, passage.root),
    ]
    return all(not allowed or value in allowed for allowed, value in pairs)


def _open(engine: str, folder, dimension: int = DIMENSION) -> PassageStore:
    if engine == "server":
        if not SERVER:
            pytest.skip("needs a Qdrant server: set RULEBRIDGE_QDRANT_URL")
        name = f"test-{uuid4()}"
        key = os.environ.get("RULEBRIDGE_QDRANT_API_KEY")
        return open_store(SERVER, dimension=dimension, create=True, collection=name, api_key=key)
    if engine == "http":
        name = f"test-{uuid4()}"
        return open_store(
            _fake().url,
            dimension=dimension,
            create=True,
            collection=name,
            api_key=fake_qdrant.KEY,
            layout=LAYOUT,
        )
    location = folder / "store" if engine == "edge" else ":memory:"
    layout = LAYOUT if engine == "memory laid out" else None
    return open_store(location, dimension=dimension, create=True, layout=layout)


@cache
def _fake() -> fake_qdrant.FakeQdrant:
    """One server for all tests, with collections of their own; it ends with the run."""
    server = fake_qdrant.fake_qdrant()
    started = server.__enter__()
    atexit.register(server.__exit__, None, None, None)
    return started


@pytest.fixture(params=ENGINES)
def empty(request, tmp_path):
    with _open(request.param, tmp_path) as store:
        yield store
        if request.param == "server":
            store._client.delete_collection(store._name)


@pytest.fixture
def store(empty):
    empty.upsert(PASSAGES, _vectors(PASSAGES))
    return empty


def _texts(hits) -> list[str]:
    return [hit.passage.text for hit in hits]


def _sparse(question: str, wanted: PassageFilter = PassageFilter(), limit: int = 5) -> Leg:  # noqa: B008 - frozen
    return Leg("sparse", encode_query(question), wanted, limit)


def test_an_empty_store_answers(empty):
    assert empty.count() == 0
    assert list(empty.passages()) == []
    legs = [Leg("dense", np.ones(DIMENSION, np.float32)), _sparse("lantern")]
    assert empty.search(legs) == [[], []]
    assert empty.search([]) == []
    assert empty.delete(PassageFilter()) == 0


def test_passages_come_back_as_they_went_in(store):
    assert sorted(store.passages(), key=lambda p: p.id) == sorted(PASSAGES, key=lambda p: p.id)


def test_storing_twice_changes_nothing(store):
    store.upsert(PASSAGES[:5], _vectors(PASSAGES[:5]))
    assert store.count() == len(PASSAGES)


def test_storing_again_replaces_vectors_and_details(store):
    passage = PASSAGES[0].model_copy(update={"topics": ("labels",)})
    new = np.eye(1, DIMENSION, dtype=np.float32)
    store.upsert([passage], Vectors(new, [encode_passage("umbrella")], new))
    by_meaning, by_word, by_old_word = store.search(
        [Leg("dense", new[0], limit=1), _sparse("umbrella"), _sparse("keeper label")]
    )
    assert by_meaning[0].passage == passage
    assert by_meaning[0].score == pytest.approx(1, abs=1e-5)
    assert _texts(by_word) == [passage.text]
    assert passage.text not in _texts(by_old_word)


@pytest.mark.parametrize("wanted", FILTERS.values(), ids=FILTERS.keys())
def test_filters(store, wanted):
    expected = {p.id for p in PASSAGES if _let_through(wanted, p)}
    vector = _vectors(PASSAGES).dense[0]
    dense, sparse = store.search(
        [Leg("dense", vector, wanted, 50), _sparse("lantern 燈籠", wanted, 50)]
    )
    assert store.count(wanted) == len(expected)
    assert {p.id for p in store.passages(wanted)} == expected
    assert {hit.passage.id for hit in dense} == expected
    assert {hit.passage.id for hit in sparse} <= expected


def test_legs_have_their_own_filters_and_limits(store):
    vector = np.ones(DIMENSION, np.float32)
    english = PassageFilter(languages=("en",))
    first, second, none = store.search(
        [
            Leg("dense", vector, english, 3),
            Leg("centred", vector, limit=7),
            Leg("dense", vector, limit=0),
        ]
    )
    assert (len(first), len(second), none) == (3, 7, [])
    assert {hit.passage.language for hit in first} == {"en"}


@pytest.mark.parametrize("kind", ["dense", "centred"])
def test_the_nearest_vectors_come_first(store, kind):
    vectors = getattr(_vectors(PASSAGES), kind)
    question = vectors[3] + 0.5 * vectors[8]
    norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(question)
    cosines = vectors @ question / norms
    [hits] = store.search([Leg(kind, question, limit=len(PASSAGES))])
    assert [hit.passage.id for hit in hits] == [PASSAGES[n].id for n in np.argsort(-cosines)]
    assert [hit.score for hit in hits] == pytest.approx(np.sort(cosines)[::-1], abs=1e-5)


def test_passages_without_centred_vectors_are_left_out_of_that_search(empty):
    vectors = _vectors(PASSAGES)
    empty.upsert(PASSAGES[:4], Vectors(vectors.dense[:4], vectors.sparse[:4]))
    dense, centred = empty.search([Leg(kind, vectors.dense[0]) for kind in ("dense", "centred")])
    assert (len(dense), centred) == (4, [])


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("版權", "zh-Hant", [TEXTS["zh-Hant"][1]]),
        ("私隱", "zh-Hant", [TEXTS["zh-Hant"][2]]),
        ("版权", "zh-Hant", [TEXTS["zh-Hant"][1]]),
        ("版權", "zh-Hans", [TEXTS["zh-Hans"][1]]),
        ("inspectors", "en", [TEXTS["en"][2]]),
        ("s 26(1)", "en", [TEXTS["en"][3]]),
        ("airship", "en", []),
        ("the of and", "en", []),
    ],
)
def test_words_are_found(store, question, language, found):
    [hits] = store.search([_sparse(question, PassageFilter(languages=(language,)))])
    assert _texts(hits) == found


def test_word_scores_are_bm25(store):
    weights = encode_passage(PASSAGES[2].embedded_text)
    [term] = encode_query("inspector").indices
    holding = sum(term in encode_passage(p.embedded_text).indices for p in PASSAGES)
    rarity = np.log((len(PASSAGES) - holding + 0.5) / (holding + 0.5) + 1)
    [hits] = store.search([_sparse("inspector")])
    weight = weights.values[weights.indices.index(term)]
    assert hits[0].score == pytest.approx(weight * rarity, rel=1e-4)


def test_rare_words_count_more_than_common_ones(store):
    [hits] = store.search([_sparse("lantern register")])
    assert _texts(hits)[0] == TEXTS["en"][2]


def test_equal_scores_come_in_order_of_id(empty):
    passages = [_passage("en", n, f"Rule {n}") for n in range(9)]
    same = np.ones((9, DIMENSION), np.float32)
    empty.upsert(passages, Vectors(same, [encode_passage("same")] * 9))
    dense, sparse = empty.search([Leg("dense", same[0]), _sparse("same", limit=20)])
    assert [h.passage.id for h in dense] == [h.passage.id for h in sparse]
    assert [h.passage.id for h in dense] == sorted(p.id for p in passages)


def test_reading_in_pages(empty):
    passages = [_passage("en" if n % 3 else "zh-Hant", n, f"Rule {n}") for n in range(600)]
    empty.upsert(passages, _vectors(passages))
    assert [p.id for p in empty.passages()] == sorted(p.id for p in passages)
    assert len(list(empty.passages(limit=300))) == 300
    assert list(empty.passages(limit=0)) == []
    chinese = PassageFilter(languages=("zh-Hant",))
    assert len(list(empty.passages(chinese))) == empty.count(chinese) == 200


def test_deleting_by_filter(store):
    english = PassageFilter(languages=("en",))
    before = store.count(english)
    assert store.delete(english) == before > 0
    assert store.count() == len(PASSAGES) - before
    assert store.search([_sparse("lantern")]) == [[]]


def test_deleting_by_id(store):
    gone = [PASSAGES[0].id, PASSAGES[4].id]
    assert store.delete([*gone, str(uuid4()), "no id at all"]) == 2
    assert {p.id for p in store.passages()} == {p.id for p in PASSAGES} - set(gone)
    assert store.delete([]) == 0


def test_vectors_of_another_length_are_refused(store):
    long = np.ones(DIMENSION + 1, np.float32)
    with pytest.raises(IndexMismatch, match="vectors of 16 numbers, not 17"):
        store.search([Leg("dense", long)])
    with pytest.raises(IndexMismatch, match="vectors of 16 numbers, not 17"):
        store.upsert(PASSAGES[:1], Vectors(long[None], [encode_passage("a lamp")]))


def test_rows_must_fit_passages(store):
    with pytest.raises(UsageError, match="2 passages came with 3 rows"):
        store.upsert(PASSAGES[:2], _vectors(PASSAGES[:3]))


def test_searching_from_several_threads(store):
    def ask(n: int) -> list[list[str]]:
        legs = [Leg("dense", vectors.dense[n]), _sparse(PASSAGES[n].text)]
        return [[hit.passage.id for hit in hits] for hits in store.search(legs)]

    vectors = _vectors(PASSAGES)
    rows = [n % len(PASSAGES) for n in range(60)]
    alone = [ask(n) for n in rows]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, rows)) == alone


def test_closing_twice_is_harmless_and_using_a_closed_store_is_not(tmp_path):
    for engine in ("edge", "memory"):
        store = _open(engine, tmp_path)
        store.close()
        store.close()
        with pytest.raises(StoreUnavailable):
            store.count()


def test_both_engines_find_the_same(tmp_path):
    passages = [
        _passage(language, n, f"{text} {'x' * (n % 5)}{n}")
        for language, texts in TEXTS.items()
        for n, text in enumerate(texts * 20)
    ]
    vectors = _vectors(passages)
    found = []
    for engine in ("edge", "memory"):
        with _open(engine, tmp_path) as store:
            store.upsert(passages, vectors)
            legs = [
                leg
                for n in range(10)
                for leg in (
                    Leg("dense", vectors.dense[n]),
                    Leg("centred", vectors.dense[n]),
                    _sparse(f"lantern inspector 標籤 {n}"),
                )
            ]
            found.append([[(h.passage.id, h.score) for h in hits] for hits in store.search(legs)])
    for edge, memory in zip(*found, strict=True):
        assert [score for _, score in edge] == pytest.approx([s for _, s in memory], rel=1e-4)
        if len({round(score, 4) for _, score in edge}) == len(edge):
            assert [name for name, _ in edge] == [name for name, _ in memory]


# The folder


def test_a_folder_keeps_what_was_written(tmp_path):
    with _open("edge", tmp_path) as store:
        store.upsert(PASSAGES, _vectors(PASSAGES))
    with open_store(tmp_path / "store", dimension=DIMENSION) as store:
        assert sorted(p.id for p in store.passages()) == sorted(p.id for p in PASSAGES)
        assert _texts(store.search([_sparse("版權")])[0])


_CRASHING = """
import os, sys
import numpy as np
from corpus.passage import Passage
from corpus.sparse import encode_passage
from corpus.store import Vectors, open_store
passages = [Passage.model_validate_json(line) for line in sys.stdin]
store = open_store(sys.argv[1], dimension=2, create=True)
ones = np.ones((len(passages), 2), np.float32)
store.upsert(passages, Vectors(ones, [encode_passage(p.text) for p in passages]))
store.flush()
os._exit(9)
"""


def test_what_was_flushed_survives_a_crash(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-c", _CRASHING, str(tmp_path / "store")],
        input="\n".join(passage.model_dump_json() for passage in PASSAGES),
        cwd=Path(corpus.__file__).parents[1],
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 9
    with open_store(tmp_path / "store", dimension=2) as store:
        assert store.count() == len(PASSAGES)


def test_a_folder_in_use_is_refused(tmp_path):
    with _open("edge", tmp_path), pytest.raises(IndexBusy, match="Another program is using"):
        open_store(tmp_path / "store", dimension=DIMENSION)
    open_store(tmp_path / "store", dimension=DIMENSION).close()


def test_a_folder_of_another_dimension_is_refused(tmp_path):
    _open("edge", tmp_path).close()
    with pytest.raises(IndexMismatch, match="another length than 32"):
        open_store(tmp_path / "store", dimension=32)
    open_store(tmp_path / "store", dimension=DIMENSION).close()


@pytest.mark.parametrize("make", [False, True], ids=["absent", "empty"])
def test_a_folder_without_a_store_is_missing(tmp_path, make):
    folder = tmp_path / "none"
    if make:
        folder.mkdir()
    with pytest.raises(IndexMissing, match=r"no passage index .* run `rulebridge ingest`"):
        open_store(folder, dimension=DIMENSION)
    assert folder.exists() is make


def _spoil_settings(folder):
    (folder / "edge_config.json").write_text("{")


def _spoil_segments(folder):
    for file in folder.glob("segments/*/segment.json"):
        file.write_text("garbage")


def _replace_by_notes(folder):
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    (folder / "notes.txt").write_text("my notes")


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("spoil", [_spoil_settings, _spoil_segments, _replace_by_notes])
def test_a_damaged_folder_is_refused(tmp_path, spoil, create):
    with _open("edge", tmp_path) as store:
        store.upsert(PASSAGES, _vectors(PASSAGES))
    spoil(tmp_path / "store")
    with pytest.raises(IndexMismatch, match=r"cannot be read .* run `rulebridge ingest`"):
        open_store(tmp_path / "store", dimension=DIMENSION, create=create)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "store").write_text("a file")
    with pytest.raises(IndexMismatch, match="cannot be read"):
        open_store(tmp_path / "store", dimension=DIMENSION, create=True)


# The server


class _Refusing(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *words):
        pass


@pytest.fixture
def answering():
    server = HTTPServer(("127.0.0.1", 0), _Refusing)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "message"),
    [(401, "refused the API key"), (403, "refused the API key"), (500, "answered 500")],
)
def test_a_server_that_refuses(answering, status, message):
    answering.status = status
    port = answering.server_port
    address = f"http://someone:hunter2@127.0.0.1:{port}"
    with pytest.warns(UserWarning, match="insecure"), pytest.raises(StoreUnavailable) as caught:
        open_store(address, dimension=DIMENSION, api_key="s3cret")
    assert f"http://127.0.0.1:{port} {message}" in str(caught.value)
    for secret in ("s3cret", "hunter2"):
        assert secret not in f"{caught.value} {caught.value.details}"


@pytest.mark.filterwarnings("ignore:Api key is used with an insecure connection")
@pytest.mark.parametrize("key", ["s3cret\n", "s3crét"])
def test_a_key_that_cannot_be_sent_is_not_quoted(answering, key):
    answering.status = 200
    with pytest.raises(StoreUnavailable) as caught:
        open_store(f"http://127.0.0.1:{answering.server_port}", dimension=3, api_key=key)
    assert "s3cr" not in f"{caught.value} {caught.value.details}"


def test_a_server_that_is_not_there(answering):
    port = answering.server_port + 1 if answering.server_port < 65_000 else 1
    with pytest.raises(StoreUnavailable, match=f"http://127.0.0.1:{port} does not answer"):
        open_store(f"http://127.0.0.1:{port}", dimension=DIMENSION, timeout=2)


def test_memory_without_create_is_missing():
    with pytest.raises(IndexMissing, match="no collection rulebridge at :memory:"):
        open_store(":memory:", dimension=DIMENSION)


# What is said wrongly


def test_a_leg_needs_its_kind_of_vector():
    with pytest.raises(UsageError, match="sparse leg cannot search with a ndarray"):
        Leg("sparse", np.ones(DIMENSION, np.float32))
    with pytest.raises(UsageError, match="dense leg cannot search with a SparseVector"):
        Leg("dense", SparseVector((1,), (1.0,)))


def test_rows_of_vectors_must_fit_each_other():
    square = np.ones((2, DIMENSION), np.float32)
    one = [SparseVector((1,), (1.0,))]
    with pytest.raises(UsageError, match="do not fit 1 sparse"):
        Vectors(square, one)
    with pytest.raises(UsageError, match="Centred vectors of shape"):
        Vectors(square, one * 2, square[:1])


def test_what_one_store_gives_another_takes(store, tmp_path):
    given = {point.id: point for point in store.points()}
    assert given.keys() == {passage.id for passage in PASSAGES}
    with _open("memory", tmp_path) as other:
        assert other.write_points(store.points()) == len(PASSAGES)
        assert sorted(other.passages(), key=lambda p: p.id) == sorted(PASSAGES, key=lambda p: p.id)
        for point in other.points():
            before = given[point.id]
            assert point.payload == before.payload
            assert point.vectors["sparse"].indices == before.vectors["sparse"].indices
            for kind in ("dense", "centred"):
                assert np.allclose(point.vectors[kind], before.vectors[kind], atol=1e-6)
                assert np.isclose(np.linalg.norm(point.vectors[kind]), 1.0)


def test_points_of_another_length_are_not_taken(store, tmp_path):
    with (
        _open("memory", tmp_path, DIMENSION + 1) as other,
        pytest.raises(IndexMismatch, match="holds vectors of 17 numbers, not 16"),
    ):
        other.write_points(store.points())


def test_a_passage_without_words_or_centred_vector_is_carried_as_it_is(empty, tmp_path):
    bare = Vectors(np.ones((1, DIMENSION), np.float32), [SparseVector((), ())])
    empty.upsert(PASSAGES[:1], bare)
    with _open("memory", tmp_path) as other:
        other.write_points(empty.points())
        assert [list(point.vectors) for point in other.points()] == [["dense"]]


def test_many_points_are_carried_in_batches(empty, tmp_path):
    many = [_passage("en", n, f"Lantern number {n}.") for n in range(600)]
    empty.upsert(many, _vectors(many))
    with _open("memory", tmp_path) as other:
        assert other.write_points(empty.points()) == 600
        assert other.count() == 600
