"""Fetching at the start of a run."""

from __future__ import annotations

from datetime import date

import pytest
from kettle_law import COPYRIGHT, MEASURES, PRIVACY, chapters, manifest, measures, ordinance
from misbehaving import answer, ranged

from corpus.errors import PublisherUnreachable, UnsafeDownload
from corpus.settings import Settings
from ingest.fetching.report import Result
from ingest.fetching.shelf import Shelf
from ingest.fetching.starting import fetch_for_run

pytestmark = pytest.mark.usefixtures("kettle_publishers")

DAYS = {"486": date(2022, 10, 1), "528": date(2022, 10, 1)}


def connected(address, port, seconds):
    """Whatever is tried can be connected to."""


def refused(address, port, seconds):
    raise ConnectionRefusedError


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home", sources=None)


@pytest.fixture
def served(server):
    packed = chapters({c: ordinance() for c in DAYS}, DAYS)
    url = server.on("/caps.zip", ranged(packed))
    server.on("/page", answer(measures(), Content_Type="text/html"))
    server.on("/list.json", answer(manifest(url, packed, DAYS), Content_Type="application/json"))


def test_what_is_missing_is_fetched_and_told(settings, served, fetcher):
    told = []
    report = fetch_for_run(
        settings, lambda of, done, total: told.append(of), fetcher=fetcher, connect=connected
    )
    assert {o.source.of: o.result for o in report.outcomes} == dict.fromkeys(
        (MEASURES, PRIVACY, COPYRIGHT), Result.ACCEPTED
    )
    assert list(dict.fromkeys(told)) == [MEASURES, PRIVACY, COPYRIGHT]


def test_what_is_here_is_not_asked_for(settings, served, fetcher, server):
    fetch_for_run(settings, fetcher=fetcher, connect=connected)
    asked = len(server.visits)
    assert fetch_for_run(settings, fetcher=fetcher, connect=refused).outcomes == ()
    assert len(server.visits) == asked


def test_nor_is_what_stands_in_the_folder_of_sources(settings, served, fetcher, tmp_path):
    (tmp_path / "cap486_en.xml").write_bytes(ordinance())
    (tmp_path / "cn-interim-measures_zh-Hans.html").write_bytes(measures())
    local = settings.model_copy(update={"sources": tmp_path})
    report = fetch_for_run(local, fetcher=fetcher, connect=connected)
    assert [o.source.of for o in report.outcomes] == [COPYRIGHT]


def test_a_folder_of_sources_that_is_not_there_is_somebody_else_s_matter(settings, served, fetcher):
    away = settings.model_copy(update={"sources": settings.home / "nowhere"})
    assert len(fetch_for_run(away, fetcher=fetcher, connect=connected).outcomes) == 3


def test_offline_nothing_is_asked(settings, served, fetcher, server):
    report = fetch_for_run(settings, fetcher=fetcher, connect=refused)
    assert report.unreachable == ("kettles.test",)
    assert all(isinstance(o.error, PublisherUnreachable) for o in report.outcomes)
    assert server.visits == []
    assert not Shelf(settings.home).folder.exists()


def test_a_publisher_that_leads_inside_is_not_asked(settings, served, fetcher, server, rules):
    object.__setattr__(rules, "permits", lambda address: False)
    report = fetch_for_run(settings, fetcher=fetcher, connect=connected)
    assert all(isinstance(o.error, UnsafeDownload) for o in report.outcomes)
    assert server.visits == []


def test_time_ends(settings, served, fetcher):
    report = fetch_for_run(settings, fetcher=fetcher, connect=connected, budget=-1)
    assert "no time left for cn-genai" in str(report.failed[0].error)
    assert len(report.failed) == 3


def test_nothing_is_raised_where_the_home_cannot_be_used(settings, served, fetcher):
    settings.home.parent.mkdir(exist_ok=True)
    settings.home.write_text("in the way")
    report = fetch_for_run(settings, fetcher=fetcher, connect=connected)
    assert {o.error.code for o in report.outcomes} == {"sources-unwritable"}
