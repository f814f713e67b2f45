from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from own_documents import KETTLES, HashedEmbedder, add, read_here

import ingest.documents
from corpus.adapter import QueryAdapter
from corpus.catalogue import LANGUAGES
from corpus.documents import Documents
from corpus.documents.placing import paragraph_of, pinpoint
from corpus.documents.vectors import DocumentVectors, by_words, rarity
from corpus.documents.yardstick import Yardstick, language_asked, share_of_chance
from corpus.settings import Settings
from corpus.sparse import encode_query

POTS = (
    "# Pots\n\n## 1 Lids\n\nEvery saucepan needs a lid of steel.\n\n## 2 Care\n\nRinse it daily.\n"
)


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    monkeypatch.setattr(ingest.documents, "read_apart", read_here)


@pytest.fixture
def home(tmp_path):
    return Settings(home=tmp_path)


@pytest.fixture
def held(home):
    add(home)
    add(home, POTS, "pots.md")
    with Documents(home) as documents:
        yield documents


def test_words_found_are_the_stored_ones_with_their_place(held):
    (found, *_) = held.search("Which lid does a saucepan need?", HashedEmbedder())
    assert found.document == "own:pots"
    assert found.title == "Pots"
    assert found.locator == "own:pots/sec_1/par_1"
    assert (found.heading_path, found.paragraph, found.page) == (("1 Lids",), 1, None)
    assert (found.language, found.verified) == ("en", False)
    start, end = found.span
    assert held.provision(found.locator).text[start:end] == found.text
    assert found.text == "Every saucepan needs a lid of steel."
    assert 0 < found.score <= 1
    assert pinpoint(found, "en") == "1 Lids, para. 1"
    assert pinpoint(found, "zh-Hant") == "1 Lids，第1段"


@pytest.mark.parametrize("question", ["在無水時自動關閉", "在无水时自动关闭"])
def test_either_script_finds_the_other(held, question):
    found = held.search(question, HashedEmbedder())
    assert found[0].locator == "own:kettles/sec_2.2/par_1"
    assert found[0].language == "zh-Hant"


def test_only_the_documents_named_are_looked_in(held):
    found = held.search("lid of steel", HashedEmbedder(), documents=["own:kettles"], limit=3)
    assert {e.document for e in found} <= {"own:kettles"}
    nearest = held.search(
        "lid of steel", HashedEmbedder(), documents=["own:kettles"], everything=True, limit=2
    )
    assert len(nearest) == 2


def test_a_question_of_nothing_finds_nothing(held):
    for question in ("", "  ", "?!"):
        assert held.search(question, HashedEmbedder()) == ()


def test_a_document_that_another_model_made_is_searched_by_words(held):
    other = HashedEmbedder("another@2/128")
    (found, *_) = held.search("saucepan lid steel", other)
    assert found.locator == "own:pots/sec_1/par_1"
    assert held.search("what is round and made of clay", other) == ()


def test_a_document_named_by_its_words_is_found_whatever_it_means(held):
    (found, *_) = held.search("porcelain glaze", HashedEmbedder())
    assert found.locator == "own:kettles/sec_3/par_1"


def test_several_readers_at_once_find_the_same(held):
    questions = ["lid of steel", "電水壺關閉", "porcelain teapots", "kettles run empty"] * 6

    def locators(question):
        return [e.locator for e in held.search(question, HashedEmbedder())]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(locators, questions)) == [locators(q) for q in questions]


def test_no_more_is_kept_open_than_allowed(held, monkeypatch):
    monkeypatch.setattr("corpus.documents.documents._KEPT_OPEN", 1)
    for _ in range(3):
        assert len(held.search("steel glaze", HashedEmbedder(), everything=True, limit=99)) == 5
        assert len(held._open) == 1


@pytest.mark.parametrize(
    ("locator", "number"),
    [("own:a/par_3", 3), ("own:a/sec_2/par_12-2", 12), ("own:a/sec_2", None), ("own:a/p_4", None)],
)
def test_paragraph_numbers(locator, number):
    assert paragraph_of(locator) == number


def yardstick(dimension=4):
    nothing = np.zeros((3, dimension), np.float32)
    return Yardstick(nothing, nothing, np.array([[0.5, 0.1]] * 3, np.float32))


def test_rare_words_count_for_more():
    texts = ["kettle lid", "kettle glaze", "kettle handle"]
    vectors = DocumentVectors.of(np.eye(3, 4, dtype=np.float32), texts, yardstick())
    rare = rarity(encode_query("kettle glaze spout"), [vectors])
    scores, share = by_words(rare, vectors)
    assert scores.argmax() == 1
    assert share[0] < share[1] < 1
    assert share[0] == share[2] > 0


def test_what_is_saved_is_read_back(tmp_path):
    dense = np.random.default_rng(1).normal(size=(3, 4)).astype(np.float32)
    vectors = DocumentVectors.of(dense, ["a kettle", "", "a pot and a kettle"], yardstick())
    vectors.save(tmp_path / "v.npz")
    back = DocumentVectors.load(tmp_path / "v.npz")
    for name in ("dense", "terms", "rows", "weights"):
        assert np.array_equal(getattr(vectors, name), getattr(back, name))
    assert np.array_equal(back.yardstick.chance, vectors.yardstick.chance)


def test_vectors_that_do_not_fit_together_are_refused(tmp_path):
    vectors = DocumentVectors.of(np.eye(2, 4, dtype=np.float32), ["kettle", "pot"], yardstick())
    bad = DocumentVectors(
        vectors.dense[:1], vectors.terms, vectors.rows, vectors.weights, yardstick()
    )
    bad.save(tmp_path / "v.npz")
    with pytest.raises(ValueError, match="do not fit together"):
        DocumentVectors.load(tmp_path / "v.npz")


def test_as_near_as_chance_is_one_half():
    above = yardstick().above_chance(np.array([0.3, 0.5, 0.7], np.float32), "en")
    assert above.tolist() == pytest.approx([-2, 0, 2], abs=0.001)
    shares = [share_of_chance(float(deviations)) for deviations in above]
    assert shares == pytest.approx([0.023, 0.5, 0.977], abs=0.001)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Kettles?", "en"),
        ("", "en"),
        ("電水壺", "zh-Hant"),
        ("电水壶", "zh-Hans"),
        ("水 kettle", "zh-Hans"),
    ],
)
def test_the_language_asked_in(question, language):
    assert language_asked(question) == language
    assert language in LANGUAGES


def test_the_real_model_tells_a_document_from_other_matters(home, embedder):
    """Within a language, across languages and scripts; everyday questions find nothing."""
    add(home, KETTLES, embedder=embedder)
    with Documents(home) as documents:

        def first(question):
            found = documents.search(question, embedder)
            return found[0].locator if found else None

        assert (
            first("When must an electric kettle switch itself off?") == "own:kettles/sec_2.1/par_1"
        )
        assert first("电水壶什么时候必须自动关闭？").startswith("own:kettles/sec_2.")
        for other in (
            "How do I renew my passport?",
            "What is the penalty for speeding?",
            "離婚點分財產？",
            "明天天气怎么样？",
        ):
            assert first(other) is None
        model = documents.get("own:kettles").model
        assert QueryAdapter.load(model).weights.size
