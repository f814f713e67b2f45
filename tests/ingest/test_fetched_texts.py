"""Fetched texts and found versions, from the shelf into an index."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.catalogue import refresh
from corpus.digest import digest
from corpus.found_versions import versions_path
from corpus.index import open_provisions
from corpus.provision import Authority
from corpus.settings import Settings, settings
from ingest.fetching.accepting import accept
from ingest.fetching.keeping import Origin, keep
from ingest.fetching.publishers import source_of
from ingest.fetching.shelf import Shelf
from ingest.material import gathered
from ingest.pipeline import ingest
from ui.service.reading import provision_view
from ui.service.requests import ProvisionRequest

MEASURES = "cn-genai/2023-08-15/zh-Hans"
NUMERALS = "一二三四五六七八九十"
DAY = date(2027, 3, 1)


def page(third="水壶不得漏水。") -> bytes:
    numbers = [n if i == 0 else f"十{n}" for i in (0, 1) for n in NUMERALS] + ["二十"]
    articles = ["为了泡茶，制定本办法。", "水壶应当鸣笛。", third]
    lines = "".join(
        f"<p>第{number}条　{articles[n] if n < 3 else f'水壶{number}应当擦亮。'}</p>"
        for n, number in enumerate(dict.fromkeys(numbers))
    )
    head = '<head><meta charset="utf-8"></head>'
    return f"<!DOCTYPE html><html>{head}<body>{lines}</body></html>".encode()


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    settings.cache_clear()
    refresh()
    yield Settings(home=tmp_path, sources=None)
    monkeypatch.undo()
    settings.cache_clear()
    refresh()


def test_a_fetched_text_and_the_version_after_it_are_indexed_and_read(home, embedder):
    shelf, source = Shelf(home.home), source_of(MEASURES)
    origin = Origin(source.urls[0], source.urls[0])
    keep(shelf, source, page(), origin)
    keep(shelf, source, page("水壶和茶壶不得漏水。"), origin)
    accept(shelf, "cn-genai", in_force_from=DAY)
    report = ingest(home, embedder, instruments=["cn-genai"])
    held = {(t.version, t.authority is Authority.OWN_DIGEST) for t in report.manifest.texts}
    assert held == {
        (version, own) for version in ("2023-08-15", "2027-03-01") for own in (False, True)
    }
    assert report.skipped == {}
    words = digest()
    with open_provisions(home) as table:
        for day, said in ((date(2027, 2, 28), False), (DAY, True)):
            asked = ProvisionRequest(locator="cn-genai/art_3", as_at=day, reader="zh-Hans")
            assert ("茶壶" in provision_view(asked, table, words).text) is said


def test_where_the_list_of_versions_is_damaged_ingestion_goes_on(home):
    shelf, source = Shelf(home.home), source_of(MEASURES)
    keep(shelf, source, page(), Origin(source.urls[0], source.urls[0]))
    versions_path(home.home).write_text("[[version]]", "utf-8")
    refresh()
    material = gathered(home, None, ["cn-genai"])
    assert [s.version.id for s, _ in material.contents] == ["2023-08-15"]
    assert "versions.toml cannot be read" in material.skipped["versions.toml"]
