import numpy as np
import pytest

from corpus.digest import digest
from corpus.precomputed import Precomputed
from ingest.vectors import own_texts

TEXTS = ["Kettles must whistle.", "水煲須鳴笛。", "水壶应当鸣笛。"]


@pytest.fixture(scope="module")
def made(embedder):
    return Precomputed.make(embedder, [("passage", t) for t in TEXTS] + [("query", TEXTS[0])])


def test_known_vectors_are_those_of_the_model(made, embedder):
    known = made.vectors(embedder, "passage", TEXTS)
    fresh = embedder.embed_passages(TEXTS)
    assert (known * fresh).sum(axis=1).min() > 0.9995


def test_questions_and_passages_are_kept_apart(made, embedder):
    assert made.missing([("query", TEXTS[1])]) == [TEXTS[1]]
    asked = made.vectors(embedder, "query", TEXTS[:1])
    assert float((asked * embedder.embed_queries(TEXTS[:1])).sum()) > 0.9995


def test_unknown_texts_are_embedded_and_order_is_kept(made, embedder):
    texts = ["Tea is hot.", TEXTS[2], "Tea is hot.", TEXTS[0]]
    told = []
    mixed = made.vectors(embedder, "passage", texts, lambda done, total: told.append((done, total)))
    assert (mixed * embedder.embed_passages(texts)).sum(axis=1).min() > 0.9995
    assert told[-1] == (1, 1)


def test_another_models_vectors_are_not_used(made, embedder, monkeypatch):
    other = Precomputed("other@0/384", made.keys, np.zeros_like(made.values))
    fresh = other.vectors(embedder, "passage", TEXTS)
    assert np.linalg.norm(fresh, axis=1) == pytest.approx(1, abs=1e-4)


def test_they_survive_a_file(made, tmp_path, embedder):
    made.save(tmp_path / "vectors.npz")
    again = Precomputed.load(tmp_path / "vectors.npz")
    assert again.fingerprint == embedder.fingerprint
    assert np.array_equal(again.values, made.values)


def test_no_file_means_no_vectors(tmp_path):
    assert len(Precomputed.load(tmp_path / "none.npz").keys) == 0


def test_the_shipped_file_is_of_the_default_model_and_up_to_date(embedder):
    shipped = Precomputed.load()
    assert shipped.fingerprint == embedder.fingerprint
    missing = shipped.missing(own_texts(digest()))
    assert missing == [], "the digest has changed: run `make vectors`"
