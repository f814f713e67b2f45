import numpy as np
import pytest

from corpus.centring import normalised
from corpus.manifest import index_root
from corpus.precomputed import key_of
from corpus.settings import Settings
from ingest import embeddings
from ingest.checkpoints import Checkpoints
from ingest.embeddings import Embeddings

MODEL = "kettle@1/3"


class Kettle:
    """An embedder that stops after some texts, as a process that is killed does."""

    fingerprint = MODEL
    dimension = 3

    def __init__(self, until=1000):
        self.until = until
        self.done = []

    def embed_passages(self, texts, progress=None):
        if len(self.done) + len(texts) > self.until:
            raise KeyboardInterrupt
        self.done += texts
        if progress:
            progress(len(texts), len(texts))
        rows = [[len(text), 1.0, ord(text[0])] for text in texts]
        return normalised(np.array(rows, np.float32))

    embed_queries = embed_passages


@pytest.fixture
def settings(tmp_path):
    made = Settings(home=tmp_path)
    index_root(made).mkdir()
    return made


TEXTS = [f"{letter} kettle {'whistles ' * n}" for n, letter in enumerate("abcdefghij")]


def test_a_run_that_breaks_off_is_taken_up_again(settings, monkeypatch):
    monkeypatch.setattr(embeddings, "_BATCH", 2)
    checkpoints = Checkpoints(settings, MODEL, every=0)
    first = Kettle(until=6)
    with pytest.raises(KeyboardInterrupt):
        Embeddings(first, keep=checkpoints.keep).vectors("passage", TEXTS)
    again = Checkpoints(settings, MODEL)
    second = Kettle()
    resumed = Embeddings(second, *again.known(), keep=again.keep)
    vectors = resumed.vectors("passage", TEXTS)
    assert len(first.done) == 6
    assert sorted(first.done + second.done) == sorted(TEXTS)
    whole = Embeddings(Kettle()).vectors("passage", TEXTS)
    assert vectors == pytest.approx(whole, abs=1e-3)


def test_nothing_is_written_before_its_time(settings):
    checkpoints = Checkpoints(settings, MODEL, every=3600)
    checkpoints.keep({1: np.ones(3, np.float16)})
    assert Checkpoints(settings, MODEL).known() == []


def test_what_an_index_holds_is_cleared(settings):
    checkpoints = Checkpoints(settings, MODEL, every=0)
    checkpoints.keep({1: np.ones(3, np.float16)})
    checkpoints.keep({2: np.ones(3, np.float16)})
    assert [known.keys.tolist() for known in checkpoints.known()] == [[1], [2]]
    checkpoints.clear()
    assert checkpoints.known() == []
    assert list(index_root(settings).iterdir()) == []


def test_parts_that_cannot_be_read_are_left_out(settings):
    checkpoints = Checkpoints(settings, MODEL, every=0)
    for key in range(3):
        checkpoints.keep({key: np.ones(3, np.float16)})
    parts = sorted((index_root(settings) / "unfinished").iterdir())
    parts[0].write_bytes(b"")
    parts[1].write_bytes(parts[1].read_bytes()[:40])
    (parts[0].parent / "000009.npz.new").write_bytes(b"half")
    assert [known.keys.tolist() for known in checkpoints.known()] == [[2]]


def test_vectors_of_another_model_are_of_no_use(settings):
    key = key_of("passage", TEXTS[0])
    Checkpoints(settings, "other@1/3", every=0).keep({key: np.ones(3, np.float16)})
    kettle = Kettle()
    Embeddings(kettle, *Checkpoints(settings, MODEL).known()).vectors("passage", TEXTS[:1])
    assert kettle.done == TEXTS[:1]


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0])
def test_a_damaged_vector_is_computed_again_instead_of_handed_on(settings, value):
    key = key_of("passage", TEXTS[0])
    Checkpoints(settings, MODEL, every=0).keep({key: np.full(3, value, np.float16)})
    kettle = Kettle()
    made = Embeddings(kettle, *Checkpoints(settings, MODEL).known())
    assert np.isfinite(made.vectors("passage", TEXTS[:1])).all()
    assert kettle.done == TEXTS[:1]


def test_progress_counts_all_texts_whatever_the_batches(monkeypatch):
    monkeypatch.setattr(embeddings, "_BATCH", 4)
    said = []
    made = Embeddings(Kettle())
    made.vectors("passage", TEXTS, lambda done, total: said.append((done, total)))
    assert said == [(4, 10), (8, 10), (10, 10)]
    assert made.embedded == 10


def test_no_texts_have_no_vectors():
    assert Embeddings(Kettle()).vectors("query", []).shape == (0, 3)
