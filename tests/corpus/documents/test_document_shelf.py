import json
import os
import re
import signal
import sys
from datetime import UTC, datetime

import pytest
from own_documents import KETTLES, HashedEmbedder, add, read_here

import ingest.documents
from corpus.documents import Documents, OwnDocument
from corpus.documents.shelf import RECORD, Shelf, key_of
from corpus.errors import (
    DocumentsUnwritable,
    DocumentUnusable,
    UnknownDocument,
    UnknownProvision,
)
from corpus.settings import Settings


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    monkeypatch.setattr(ingest.documents, "read_apart", read_here)


@pytest.fixture
def home(tmp_path):
    return Settings(home=tmp_path)


def left(home):
    """Every file under the documents' folder but the lock."""
    return sorted(
        str(p.relative_to(home.home)) for p in (home.home / "documents").rglob("*") if p.is_file()
    )[1:]


def test_what_was_added_is_listed_read_and_removed_without_a_trace(home):
    added = add(home)
    with Documents(home) as documents:
        assert documents.list() == (added,)
        assert documents.get("own:kettles/sec_3/par_1") == documents.get(added.id) == added
        roots = documents.provisions(added.id).roots(added.id)
        assert [p.title for p in roots] == ["2.1 Scope", "2.2 範圍", "3 Teapots"]
        assert [p.language for p in roots] == ["en", "zh-Hant", "en"]
        place = documents.provision("own:kettles/sec_2.2/par_1")
        assert (place.language, place.edition.language) == ("zh-Hant", "en")
        assert documents.search("kettles that run empty", HashedEmbedder(), everything=True)
        assert documents.remove(added.id) == added
        assert documents.list() == ()
        assert documents.search("kettles that run empty", HashedEmbedder(), everything=True) == ()
    assert left(home) == []


def test_a_reader_sees_their_own_and_the_installations_and_nobody_elses(home):
    shared = add(home)
    hers = add(home, "# Hers\n\n## A\n\nWords.", "hers.md", owner="alice")
    his = add(home, "# His\n\n## A\n\nWords.", "his.md", owner="bob")
    with Documents(home) as documents:
        assert {d.id for d in documents.list("alice")} == {shared.id, hers.id}
        assert {d.id for d in documents.list("bob")} == {shared.id, his.id}
        assert [d.id for d in documents.list()] == [shared.id]
        for call in (documents.get, documents.remove, documents.provisions):
            with pytest.raises(UnknownDocument, match="There is no document own:hers here"):
                call(hers.id, "bob")
        with pytest.raises(UnknownDocument, match="own:hers"):
            documents.search("words", HashedEmbedder(), owner="bob", documents=[hers.id])
        with pytest.raises(UnknownDocument, match="own:hers"):
            documents.provision("own:hers/sec_a", "")
        with pytest.raises(UnknownDocument, match="own:kettles"):
            documents.remove(shared.id, "alice")
        everything = documents.search("words", HashedEmbedder(), owner="bob", everything=True)
        assert {e.document for e in everything} == {shared.id, his.id}


def test_the_disk_does_not_tell_whose_folder_it_is(home):
    add(home, owner="alice@example.org")
    names = [p.name for p in (home.home / "documents").iterdir()]
    assert key_of("alice@example.org") in names
    assert not any("alice" in name for name in names)


def test_one_name_at_a_readers_and_at_the_installations_means_the_readers(home):
    hers = add(home, "# Hers\n\n## A\n\nHer words.", "kettles.md", owner="alice")
    shelf = Shelf(home.home)
    with Documents(home) as documents:
        # Only where two processes were at it at once: a shared one takes another name.
        shared = add(home)
        assert (hers.id, shared.id) == ("own:kettles", "own:kettles-2")
        (shelf.root / "shared" / "kettles-2").rename(shelf.root / "shared" / "kettles")
        record = shelf.root / "shared" / "kettles" / RECORD
        record.write_text(record.read_text().replace("own:kettles-2", "own:kettles"))
        assert documents.get("own:kettles", "alice") == hers
        assert [d.title for d in documents.list("alice")] == ["Hers"]


@pytest.mark.parametrize(
    "asked",
    [
        "own:../shared/kettles",
        "own:..",
        "own:",
        "own:kettles\0",
        "own:KETTLES",
        "own:" + "k" * 300,
        "",
    ],
)
def test_a_name_that_is_none_leads_nowhere(home, asked):
    add(home)
    with Documents(home) as documents, pytest.raises(UnknownDocument, match="There is no document"):
        documents.remove(asked)
    assert len(left(home)) == 4


def test_a_place_that_is_not_there_is_said_so(home):
    add(home)
    with Documents(home) as documents, pytest.raises(UnknownProvision, match="sec_9 is not in"):
        documents.provision("own:kettles/sec_9")


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        (RECORD, lambda f: f.write_text("{"), "document.json is damaged"),
        (RECORD, lambda f: f.unlink(), "No such file"),
        (RECORD, lambda f: f.write_text(f.read_text().replace('"format": 1', '"format": 9')),
         "format 9, not 1"),
        (RECORD, lambda f: f.write_text(f.read_text().replace("own:kettles", "own:pots")),
         "not where it belongs"),
        ("vectors.npz", lambda f: f.write_bytes(f.read_bytes()[:-1]), "missing or cut off"),
        ("provisions.sqlite", lambda f: f.unlink(), "missing or cut off"),
    ],
)  # fmt: skip
def test_a_damaged_document_is_told_in_a_sentence_and_breaks_no_other(home, name, spoil, said):
    add(home)
    other = add(home, "# Pots\n\n## A\n\nPots are round.", "round.md")
    spoil(home.home / "documents" / "shared" / "kettles" / name)
    with Documents(home) as documents:
        assert documents.list() == (other,)
        (sentence,) = documents.damaged()
        assert re.search(said, sentence)
        assert "rulebridge documents remove own:kettles" in sentence
        assert {e.document for e in documents.search("pots", HashedEmbedder())} == {other.id}
        with pytest.raises(DocumentUnusable, match="own:kettles is damaged"):
            documents.get("own:kettles")
        assert documents.remove("own:kettles").id == "own:kettles"
        assert documents.damaged() == ()
    assert len(left(home)) == 4


def test_a_file_damaged_within_is_found_out_when_it_is_read(home):
    add(home)
    vectors = home.home / "documents" / "shared" / "kettles" / "vectors.npz"
    vectors.write_bytes(b"x" * vectors.stat().st_size)
    with Documents(home) as documents:
        assert documents.search("kettles", HashedEmbedder(), everything=True) == ()
        with pytest.raises(DocumentUnusable, match="remove it with"):
            documents.provisions("own:kettles")


def test_what_another_process_did_is_seen_at_once(home):
    with Documents(home) as reading, Documents(home) as writing:
        assert reading.list() == ()
        added = add(home)
        assert reading.search("kettles empty", HashedEmbedder(), everything=True)
        writing.remove(added.id)
        assert reading.search("kettles empty", HashedEmbedder(), everything=True) == ()
        again = add(home, KETTLES + "\nMore.\n")
        assert again.id == added.id
        assert "More." in str(reading.provisions(again.id).roots(again.id)[-1].text)


def test_a_folder_that_cannot_be_written_is_told(home, tmp_path):
    (tmp_path / "documents").write_text("a file stands in the way")
    with pytest.raises(DocumentsUnwritable, match="check its permissions and the free space"):
        add(home)


def test_a_full_disk_leaves_nothing_behind(home, monkeypatch):
    add(home)
    before = left(home)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("corpus.documents.shelf.sync_tree", full)
    with pytest.raises(DocumentsUnwritable, match="No space left on device"):
        add(home, "# Pots\n\n## A\n\nPots.", "pots.md")
    assert left(home) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("work", ["add", "remove"])
def test_killed_at_any_step_a_document_is_there_whole_or_not_at_all(home, work):
    """Every file operation is a place to be killed at."""
    add(home, "# Pots\n\n## A\n\nPots are round.", "pots.md")
    survived, step, seen = False, 0, set()
    while not survived:
        step += 1
        if work == "remove":
            add(home)
        survived = _in_a_child_killed_at(step, home, work)
        with Documents(home) as documents:
            ids = {d.id for d in documents.list()}
            seen.add("own:kettles" in ids)
            assert "own:pots" in ids
            assert documents.damaged() == ()
            for one in ids:
                assert documents.provisions(one).roots(one)
            if "own:kettles" in ids:
                documents.remove("own:kettles")
        assert {f.split("/")[2] for f in left(home)} == {"pots"}
    assert seen == {True, False}
    assert step > 10


def _in_a_child_killed_at(step, home, work):
    child = os.fork()
    if child == 0:
        count = 0
        watched = ("open", "os.", "sqlite3.", "shutil.")

        def strike(event, args):
            nonlocal count
            if event.startswith(watched) and str(home.home) in str(args):
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(strike)
        try:
            add(home) if work == "add" else Documents(home).remove("own:kettles")
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return status == 0


def test_the_record_is_one_that_later_versions_can_read(home):
    add(home)
    record = json.loads((home.home / "documents/shared/kettles" / RECORD).read_text())
    assert record["format"] == 1
    assert set(record["files"]) == {"provisions.sqlite", "stretches.json", "vectors.npz"}
    assert OwnDocument.model_validate(record["document"]).added <= datetime.now(UTC)
