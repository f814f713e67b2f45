import pytest
from own_documents import add, read_here

import ingest.documents
from corpus.documents import Documents
from corpus.documents.traces import traces_of
from corpus.settings import Settings


@pytest.fixture
def gone(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest.documents, "read_apart", read_here)
    home = Settings(home=tmp_path)
    added = add(home, title="Kettle guidance of 2026")
    with Documents(home) as documents:
        return documents.remove(added.id)


def test_a_removed_document_has_left_no_trace(gone, tmp_path):
    assert traces_of(gone, tmp_path) == {}


@pytest.mark.parametrize(
    ("file", "words", "count"),
    [
        ("feedback.jsonl", "own:{slug}/par_1 and own:{slug}", 2),
        ("questions.log", "the hash {sha256}", 1),
        ("deep/er/notes.txt", "Of Kettle guidance of 2026, p. 3", 1),
        ("index/one/manifest.json", "own:{slug}/par_1", 1),
        ("index/one/provisions.sqlite", "Kettle guidance of 2026", 0),
        ("models/vocabulary", "own:{slug}", 0),
        ("questions.log", "own:{slug}-2 is another", 0),
        ("questions.log", "", 0),
    ],
)
def test_what_still_mentions_it_is_found(gone, tmp_path, file, words, count):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words.format(slug=gone.slug, sha256=gone.sha256))
    assert traces_of(gone, tmp_path) == ({path: count} if count else {})


def test_a_title_that_says_too_little_is_not_looked_for(gone, tmp_path):
    (tmp_path / "questions.log").write_text("What do the notes say?")
    assert traces_of(gone.model_copy(update={"title": "notes"}), tmp_path) == {}
