import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from corpus.adapter import QueryAdapter
from corpus.centring import normalised
from corpus.embedding import Embedder
from corpus.index import Index

TURN = np.array([[0, 1], [0, 0]], np.float32)
"""Moves what points along the first axis towards the second."""
LEAN = np.array([0, 1], np.float32)
ALONG = np.array([1, 0], np.float32)
EVEN = [0.5**0.5, 0.5**0.5]

vectors = arrays.arrays(
    np.float32, (4, 3), elements=st.floats(-1, 1, width=32, allow_subnormal=False)
)


def adapter(weights=TURN, bias=None, fingerprint="kettles"):
    return QueryAdapter(fingerprint, weights, np.zeros(2) if bias is None else bias)


@pytest.mark.parametrize(
    ("made", "turned"),
    [
        (adapter(), EVEN),
        (adapter(np.zeros((2, 2)), LEAN), EVEN),
        (adapter(TURN, LEAN), [1 / 5**0.5, 2 / 5**0.5]),
        (adapter(np.zeros((2, 2))), [1, 0]),
    ],
    ids=["weights", "bias", "both", "neither"],
)
def test_a_question_is_turned_and_stays_at_length_one(made, turned):
    assert made.adapted(ALONG).tolist() == pytest.approx(turned)


@given(vectors, arrays.arrays(np.float32, (3, 3), elements=st.floats(-1, 1, width=32)))
def test_questions_together_are_turned_as_each_alone(questions, weights):
    made = QueryAdapter("kettles", weights, np.full(3, 0.1))
    together = made.adapted(questions)
    assert together.shape == questions.shape
    assert together.dtype == np.float32
    for row, question in zip(together, questions, strict=True):
        assert np.allclose(made.adapted(question), row, atol=1e-4)
        assert np.linalg.norm(row) <= 1 + 1e-4


@given(vectors)
def test_the_map_that_changes_nothing_changes_nothing(questions):
    assert QueryAdapter.none().adapted(questions) is questions


# --- the file


def test_a_map_comes_back_as_it_was_saved(tmp_path):
    path = tmp_path / "adapter.npz"
    chance = np.random.default_rng(0)
    before = adapter(chance.normal(size=(8, 8)) / 10, chance.normal(size=8) / 10)
    before.save(path)
    after = QueryAdapter.load("kettles", path)
    questions = normalised(chance.normal(size=(5, 8)))
    assert after.weights.dtype == after.bias.dtype == np.float32
    assert np.allclose(after.adapted(questions), before.adapted(questions), atol=1e-3)
    assert not np.allclose(after.adapted(questions), questions, atol=1e-2)


def test_a_map_of_another_model_is_not_used(tmp_path):
    path = tmp_path / "adapter.npz"
    adapter().save(path)
    assert QueryAdapter.load("teapots", path).adapted(ALONG) is ALONG
    assert QueryAdapter.load("kettles", path).adapted(ALONG) is not ALONG


def test_without_a_file_nothing_is_turned(tmp_path):
    assert QueryAdapter.load("kettles", tmp_path / "none.npz").adapted(ALONG) is ALONG


# --- in use


def test_the_shipped_map_is_of_the_default_model(embedder: Embedder):
    shipped = QueryAdapter.load(embedder.fingerprint)
    size = embedder.dimension
    assert shipped.weights.shape == (size, size)
    assert shipped.bias.shape == (size,)
    assert np.isfinite(shipped.weights).all()
    assert np.isfinite(shipped.bias).all()
    questions = normalised(np.random.default_rng(0).normal(size=(20, size)))
    kept = (shipped.adapted(questions) * questions).sum(axis=1)
    assert (kept > 0.5).all()
    assert (kept < 0.9999).any()


class Held:
    """Stands for what an index holds besides."""

    model = "kettles"


def test_an_index_takes_the_map_it_is_given_else_the_shipped_one_of_its_model():
    given_map = adapter()
    others = (Held(), Held(), Held(), Held(), Held())
    assert Index(*others, given_map).adapter is given_map
    assert Index(*others).adapter.adapted(ALONG) is ALONG
