import pytest
from own_documents import KETTLES, HashedEmbedder, add, read_here

import ingest.documents
from assistant.answer import Answer
from assistant.excerpts import LIMIT, checked_excerpt, with_excerpts
from corpus.documents import Documents
from corpus.errors import UnknownDocument
from corpus.settings import Settings
from tests.ui.kettles import answer, understanding

QUESTION = "Do porcelain teapots need a glaze?"


@pytest.fixture
def held(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest.documents, "read_apart", read_here)
    home = Settings(home=tmp_path)
    add(home)
    add(home, "# Hers\n\n## A\n\nPorcelain teapots of hers have a glaze.", "hers.md", owner="alice")
    with Documents(home) as documents:
        yield documents


def asked(held, of: Answer | None = None, owner="", wanted=()):
    return with_excerpts(of or answer(QUESTION), held, HashedEmbedder(), wanted=wanted, owner=owner)


def test_excerpts_stand_beside_the_law_and_change_nothing_of_it(held):
    before = answer(QUESTION)
    after = asked(held, before)
    assert [e.locator for e in after.excerpts] == ["own:kettles/sec_3/par_1"]
    assert all(e.verified for e in after.excerpts)
    assert after.trace.ms["documents"] > 0
    same = {"excerpts": (), "trace": before.trace}
    assert after.model_copy(update=same) == before
    assert not any(c.locator.startswith("own:") for c in after.citations)


def test_a_question_that_the_law_declines_may_have_excerpts(held):
    silent = Answer(
        question=QUESTION,
        language="en",
        abstained=True,
        reason="Nothing.",
        reason_code="nothing_close",
        understanding=understanding(QUESTION),
    )
    after = asked(held, silent)
    assert after.abstained
    assert (after.claims, after.citations, after.lead) == ((), (), "")
    assert after.excerpts


@pytest.mark.parametrize("code", ["empty", "too_long", "language", "demand"])
def test_what_is_no_question_is_not_asked_of_documents_either(held, code):
    refused = answer(QUESTION, abstained=True, reason_code=code)
    assert asked(held, refused) is refused


def test_documents_are_asked_what_a_follow_up_means(held):
    meant = answer("And the glaze?", understanding=understanding(QUESTION))
    assert asked(held, meant).excerpts


def test_only_what_the_reader_sees_and_chooses_is_looked_in(held):
    assert {e.document for e in asked(held).excerpts} == {"own:kettles"}
    assert {e.document for e in asked(held, owner="alice").excerpts} == {"own:kettles", "own:hers"}
    chosen = asked(held, owner="alice", wanted=("own:hers",))
    assert {e.document for e in chosen.excerpts} == {"own:hers"}
    with pytest.raises(UnknownDocument, match="own:hers"):
        asked(held, owner="bob", wanted=("own:hers",))


def test_matters_of_no_document_have_no_excerpts(held):
    other = answer("x", understanding=understanding("Which passport does a sailor renew abroad?"))
    assert asked(held, other).excerpts == ()
    assert len(asked(held).excerpts) <= LIMIT


@pytest.mark.parametrize(
    "forged",
    [
        {"text": "Porcelain teapots are banned."},
        {"span": (0, 10_000)},
        {"span": (5, 5)},
        {"locator": "own:kettles/sec_3/par_9"},
        {"locator": "own:hers/sec_a/par_1", "document": "own:hers"},
        {"locator": "eu-ai-act/art_5/par_1"},
        {"title": "Regulation (EU) 2024/1689"},
        {"document": "own:else"},
    ],
)
def test_words_that_do_not_stand_there_are_no_excerpt(held, forged):
    (excerpt, *_) = asked(held).excerpts
    assert checked_excerpt(excerpt, held, "") == excerpt
    assert checked_excerpt(excerpt.model_copy(update=forged), held, "") is None


def test_what_is_said_of_the_place_is_put_right(held):
    (excerpt, *_) = asked(held).excerpts
    forged = {"heading_path": ("Article 5",), "paragraph": 99, "language": "xx", "verified": False}
    assert checked_excerpt(excerpt.model_copy(update=forged), held, "") == excerpt


def test_an_excerpt_of_a_removed_document_is_none(held):
    (excerpt, *_) = asked(held).excerpts
    held.remove("own:kettles")
    assert checked_excerpt(excerpt, held, "") is None


def test_asked_without_documents_an_answer_is_as_it_was(digest_assistant, tmp_path, monkeypatch):
    """Own documents are looked in only where the caller says so."""
    monkeypatch.setattr(ingest.documents, "read_apart", read_here)
    home = Settings(home=tmp_path)
    add(home, KETTLES, embedder=digest_assistant.embedder)
    question = "When must an electric kettle switch itself off?"
    with Documents(home) as documents:
        monkeypatch.setattr(digest_assistant, "documents", documents)
        plain = digest_assistant.ask(question)
        both = digest_assistant.ask(question, documents=())
    assert plain.excerpts == ()
    assert "documents" not in plain.trace.ms
    assert [e.document for e in both.excerpts]
    aside = {"excerpts", "trace", "ms"}
    assert plain.model_dump(exclude=aside) == both.model_dump(exclude=aside)
