import pytest

from corpus.errors import UsageError
from corpus.found_versions import versions_path
from corpus.settings import Settings
from ingest.fetching import reading
from ingest.material import gathered
from ingest.sources import find_sources

NAME = "cn-interim-measures_zh-Hans.html"
PAGE = (
    '<!DOCTYPE html><html lang="zh-CN"><body><h1>水壶管理办法</h1>'
    "<p>第一条　为了泡茶，制定本办法。</p></body></html>"
)


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "sources"
    made.mkdir()
    (made / NAME).write_text(PAGE, "utf-8")
    return made


@pytest.fixture
def fetched(tmp_path, monkeypatch):
    """Files that were fetched and accepted."""
    made = tmp_path / "fetched"
    made.mkdir()
    (made / NAME).write_text(PAGE.replace("泡茶", "煮水"), "utf-8")
    (made / "cap486_en.xml").write_bytes(b"\x00 no archive")
    monkeypatch.setattr(reading, "accepted_sources", lambda home, skipped: find_sources(made))
    return made


def names(found):
    return [(source.path.parent.name, source.path.name) for source, _ in found.contents]


def test_files_put_there_by_hand_come_before_fetched_ones(settings, folder, fetched):
    assert names(gathered(settings, folder, ())) == [
        ("sources", NAME),
        ("fetched", "cap486_en.xml"),
    ]


def test_fetched_files_are_enough(settings, fetched):
    assert names(gathered(settings, None, ())) == [("fetched", NAME), ("fetched", "cap486_en.xml")]


def test_only_the_instruments_chosen_are_taken(settings, folder, fetched):
    assert names(gathered(settings, folder, ["cap-486"])) == [("fetched", "cap486_en.xml")]


def test_found_versions_that_cannot_be_read_are_reported_and_the_rest_goes_on(settings, folder):
    path = versions_path(settings.home)
    path.parent.mkdir(parents=True)
    path.write_text("[[version", "utf-8")
    found = gathered(settings, folder, ())
    assert names(found) == [("sources", NAME)]
    assert "cannot be read" in found.skipped["versions.toml"]


def test_a_file_that_cannot_be_read_is_reported_and_the_rest_goes_on(
    settings, folder, fetched, monkeypatch
):
    monkeypatch.setattr("ingest.sources.MAX_BYTES", 50)
    found = gathered(settings, folder, ())
    assert names(found) == [("fetched", "cap486_en.xml")]
    assert "more than the" in found.skipped[NAME]


def test_a_file_that_cannot_be_parsed_is_reported_and_the_rest_goes_on(settings, folder, fetched):
    found = gathered(settings, folder, ())
    said = []
    parsed = found.parsed(lambda done, total: said.append((done, total)))
    assert [name for name, _ in parsed] == [NAME]
    assert list(found.skipped) == ["cap486_en.xml"]
    assert said == [(1, 2), (2, 2)]
    assert found.contents == []


def test_a_folder_that_there_is_not_is_refused(settings, tmp_path):
    with pytest.raises(UsageError, match="There is no folder"):
        gathered(settings, tmp_path / "nowhere", ())


def test_nothing_at_all_is_no_failure(settings):
    found = gathered(settings, None, ())
    assert (found.contents, found.skipped) == ([], {})
