import json
import shutil

import pytest
import qdrant_client

from corpus.manifest import index_root
from corpus.server_collections import FOLDER, drop_left_collections, record_collection
from corpus.settings import Settings

SERVER = "http://store.example:6333"


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home", qdrant_url=SERVER, qdrant_api_key="seven-kettles")


@pytest.fixture
def dropped(monkeypatch):
    """What a server was asked to drop, with which key."""
    asked = []

    class Client:
        def __init__(self, *, url, api_key, **options):
            self.asked = (url, api_key)

        def delete_collection(self, name):
            if "unreachable" in self.asked[0]:
                raise ConnectionError("seven-kettles")
            asked.append((*self.asked, name))

        def close(self):
            pass

    monkeypatch.setattr(qdrant_client, "QdrantClient", Client)
    return asked


def record(settings, index="first", location=SERVER):
    (index_root(settings) / index).mkdir(parents=True, exist_ok=True)
    record_collection(settings, index, location, f"rulebridge-{index}")


def left(settings):
    return [path.stem for path in (index_root(settings) / FOLDER).iterdir()]


def test_the_collection_of_an_index_stays_as_long_as_the_index(settings, dropped):
    record(settings)
    drop_left_collections(settings)
    assert dropped == []
    (index_root(settings) / "first").rmdir()
    drop_left_collections(settings)
    drop_left_collections(settings)
    assert dropped == [(SERVER, "seven-kettles", "rulebridge-first")]
    assert left(settings) == []


def test_a_collection_that_was_only_about_to_be_made_is_dropped_as_well(settings, dropped):
    record(settings, "first")
    record(settings, "second")
    shutil.rmtree(index_root(settings) / "second")
    drop_left_collections(settings)
    assert [name for _, _, name in dropped] == ["rulebridge-second"]


def test_what_nobody_recorded_is_never_dropped(settings, dropped):
    index_root(settings).mkdir(parents=True)
    drop_left_collections(settings)
    assert dropped == []


def test_a_copied_home_drops_nothing_of_the_original(settings, dropped, tmp_path):
    record(settings)
    copy = settings.model_copy(update={"home": tmp_path / "copy"})
    shutil.copytree(settings.home, copy.home)
    (index_root(copy) / "first").rmdir()
    drop_left_collections(copy)
    assert dropped == []


def test_a_copy_at_the_same_place_drops_nothing_of_the_original(settings, dropped, tmp_path):
    record(settings)
    shutil.copytree(settings.home, tmp_path / "saved")
    settings.home.rename(tmp_path / "original")
    shutil.copytree(tmp_path / "saved", settings.home)
    (index_root(settings) / "first").rmdir()
    drop_left_collections(settings)
    assert dropped == []


def test_the_key_goes_to_no_other_server(settings, dropped):
    record(settings, location="http://elsewhere.example:6333")
    (index_root(settings) / "first").rmdir()
    drop_left_collections(settings)
    assert dropped == [("http://elsewhere.example:6333", None, "rulebridge-first")]


def test_what_cannot_be_dropped_now_is_dropped_next_time(settings, dropped, caplog):
    record(settings, location="http://unreachable.example")
    (index_root(settings) / "first").rmdir()
    drop_left_collections(settings)
    assert left(settings) == ["rulebridge-first"]
    assert "stays for now: ConnectionError" in caplog.text
    assert "seven-kettles" not in caplog.text
    path = index_root(settings) / FOLDER / "rulebridge-first.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"location": SERVER}), "utf-8")
    drop_left_collections(settings)
    assert left(settings) == []


@pytest.mark.parametrize("content", ["", "{", '{"name": "rulebridge-first"}'])
def test_a_damaged_record_drops_nothing(settings, dropped, content):
    record(settings)
    (index_root(settings) / "first").rmdir()
    (index_root(settings) / FOLDER / "rulebridge-first.json").write_text(content, "utf-8")
    drop_left_collections(settings)
    assert dropped == []
