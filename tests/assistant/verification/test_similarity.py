import numpy as np
import pytest

from assistant.verification.similarity import Centred, check, shared_terms
from assistant.verification.statement import Context
from corpus.centring import LanguageMeans
from corpus.glossary import glossary
from corpus.scope import Scope
from tests.assistant.clauses import provision
from tests.assistant.verification.kettles import asked, said

KETTLE = provision("cap-486/s_1", "The kettle boils.")


class Topics:
    """An embedder whose three numbers are kettles, ladles and everything else."""

    def __init__(self):
        self.asked = []

    def embed_passages(self, texts):
        self.asked += texts
        rows = [[t.lower().count("kettle"), t.lower().count("ladle"), 0.1] for t in texts]
        return np.array(rows, np.float32)


@pytest.fixture
def meaning():
    means = LanguageMeans({"en": np.zeros(3, np.float32)}, {})
    about = np.array(["cap-486/s_1", "cap-486/s_2", "eu-ai-act/art_1"])
    lines = np.eye(3, dtype=np.float32)
    return Centred(Topics(), means, Scope(about, about, lines))


def test_without_vectors_the_check_is_not_made():
    assert check(said("Kettles boil.", KETTLE), asked()) is None


def test_a_statement_about_something_else_fails(meaning):
    context = Context("en", ("hk",), meaning)
    near = check(said("A kettle is hot.", KETTLE), context)
    far = check(said("A ladle is long.", KETTLE), context)
    assert near is not None
    assert far is not None
    assert near.passed
    assert not far.passed
    assert float(near.detail) > float(far.detail)


def test_a_vector_is_asked_for_once(meaning):
    meaning.vectors(["kettle", "ladle"], "en")
    meaning.vectors(["ladle", "kettle", "ladle"], "en")
    assert meaning._embedder.asked == ["kettle", "ladle"]


def test_the_background_is_that_of_the_instrument(meaning):
    assert len(meaning.background("cap-486")) == 2
    assert len(meaning.background("own:handbook")) == 3


def test_shared_terms_cross_languages():
    text = "A data subject may withdraw consent."
    statement = said("資料當事人可撤回同意。", provision("cap-486/s_1", text))
    assert shared_terms(statement, glossary()) == 1.0
    assert shared_terms(said("So it is.", KETTLE), glossary()) == 0.5
