import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from corpus.centring import LanguageMeans, normalised

PASSAGES = np.array([[3, 1, 0], [3, -1, 0], [0, 1, 5], [0, 1, 3]], np.float32)
LANGUAGES = ["en", "en", "zh-Hant", "zh-Hant"]
QUESTIONS = np.array([[1, 0, 0], [0, 0, 1], [0, 0, 3]], np.float32)
ASKED = ["en", "zh-Hant", "zh-Hant"]


@pytest.fixture
def means():
    return LanguageMeans.measure(PASSAGES, LANGUAGES, QUESTIONS, ASKED)


@given(
    arrays.arrays(
        np.float32, (4, 3), elements=st.floats(-100, 100, width=32, allow_subnormal=False)
    )
)
def test_rows_have_length_one_or_stay_zero(vectors):
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    found = np.linalg.norm(normalised(vectors), axis=1)
    assert np.allclose(found[lengths > 1e-6], 1, atol=1e-4)
    assert (found[lengths == 0] == 0).all()


def test_means_are_taken_by_language_and_apart_for_questions(means):
    assert means.passages["en"].tolist() == [3, 0, 0]
    assert means.passages["zh-Hant"].tolist() == [0, 1, 4]
    assert means.questions["en"].tolist() == [1, 0, 0]
    assert means.questions["zh-Hant"].tolist() == [0, 0, 2]


def test_what_a_language_has_in_common_is_removed(means):
    centred = means.centred_passages(PASSAGES, LANGUAGES)
    assert centred.tolist() == [[0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]
    assert centred.dtype == np.float32


def test_centring_makes_meanings_comparable_across_languages():
    rng = np.random.default_rng(7)
    meanings = rng.normal(size=(20, 32))
    english, chinese = meanings + 9 * rng.normal(size=32), meanings + 9 * rng.normal(size=32)
    both = np.vstack([english, chinese]).astype(np.float32)
    languages = ["en"] * 20 + ["zh-Hant"] * 20
    means = LanguageMeans.measure(both, languages, both, languages)
    centred = means.centred_passages(both, languages)
    nearest = (centred[:20] @ centred[20:].T).argmax(axis=1)
    assert nearest.tolist() == list(range(20))


def test_a_question_is_centred_with_the_mean_of_questions(means):
    question = np.array([1, 2, 0], np.float32)
    assert means.centred_question(question, "en").tolist() == [0, 1, 0]


def test_a_question_in_a_language_without_a_mean_takes_the_mean_of_all(means):
    question = np.array([0.5, 3, 1], np.float32)
    assert means.centred_question(question, "zh-Hans").tolist() == [0, 1, 0]


def test_without_any_mean_a_question_is_only_brought_to_length_one():
    found = LanguageMeans({}, {}).centred_question(np.array([3, 4], np.float32), "en")
    assert found == pytest.approx([0.6, 0.8])


def test_a_passage_in_a_language_never_seen_is_refused(means):
    with pytest.raises(KeyError, match="fr"):
        means.centred_passages(PASSAGES[:1], ["fr"])


def test_means_come_back_as_they_were_saved(means, tmp_path):
    means.save(tmp_path / "means.npz")
    again = LanguageMeans.load(tmp_path / "means.npz")
    for before, after in ((means.passages, again.passages), (means.questions, again.questions)):
        assert before.keys() == after.keys()
        assert all(np.array_equal(before[name], after[name]) for name in before)
