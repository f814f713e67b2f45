import pytest

from corpus import new_index
from corpus.holding import MARKER
from corpus.manifest import index_root
from corpus.new_index import NewIndex
from corpus.server_collections import FOLDER
from corpus.settings import Settings


def test_a_collection_is_recorded_before_there_is_one(tmp_path):
    settings = Settings(home=tmp_path, qdrant_url="http://store.example:6333")
    new = NewIndex(settings, "first")
    assert new.collection == "rulebridge-first"
    assert (index_root(settings) / FOLDER / "rulebridge-first.json").is_file()


def test_in_the_folder_nothing_is_recorded(tmp_path):
    new = NewIndex(Settings(home=tmp_path, qdrant_url=None), "first")
    assert (new.location, new.collection) == ("", "")
    assert [path.name for path in new.folder.iterdir()] == [MARKER]
    assert not (new.folder.parent / FOLDER).exists()


def test_an_index_that_cannot_be_begun_leaves_no_folder(tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(new_index, "record_collection", full)
    settings = Settings(home=tmp_path, qdrant_url="http://store.example:6333")
    with pytest.raises(OSError, match="No space left"):
        NewIndex(settings, "first")
    assert not (index_root(settings) / "first").exists()
