"""What ``ingest --fetch`` says before it indexes."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

import ui.commands.fetching as command
from corpus.errors import NotTheText, PublisherUnreachable, SourcesUnwritable
from corpus.settings import Settings
from ingest.fetching import starting
from ingest.fetching.provenance import Provenance
from ingest.fetching.publishers import source_of
from ingest.fetching.report import FetchReport, Outcome, Result

MEASURES, ACT = (source_of(of) for of in ("cn-genai/2023-08-15/zh-Hans", "eu-ai-act/2026-07-27/en"))
AWAY = PublisherUnreachable("away", host="www.cac.gov.cn")


@pytest.fixture
def said(tmp_path, monkeypatch):
    """What is said where these outcomes come of fetching."""

    def run(*outcomes, language="en", wanted=(MEASURES, ACT), fetch=True):
        def fetched(settings, progress, instruments, *, fetcher=None):
            progress(wanted[0].of, 0, None)
            return FetchReport(outcomes)

        def missing(settings, instruments):
            if isinstance(wanted, Exception):
                raise wanted
            return list(wanted)

        monkeypatch.setattr(starting, "fetch_for_run", fetched)
        monkeypatch.setattr(starting, "missing", missing)
        console = Console(file=io.StringIO(), width=100)
        command.fetch_missing(console, Settings(home=tmp_path, fetch=fetch), language)
        return console.file.getvalue()

    return run


def failed(source, error=AWAY):
    return Outcome(source, Result.FAILED, error=error)


def came(source):
    return Outcome(source, Result.ACCEPTED)


def test_what_is_done_and_why_is_said_first(said):
    lines = said(came(MEASURES), came(ACT)).splitlines()
    assert lines[0].startswith("2 official texts are not on this machine")
    assert "www.cac.gov.cn, publications.europa.eu" in lines[0]
    assert "RULEBRIDGE_FETCH=false" in lines[0]
    assert lines[-1] == f"Fetched: {MEASURES.of}, {ACT.of}."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "None of the publishers can be reached"),
        ("zh-Hant", "目前無法連接任何發布機構"),
        ("zh-Hans", "目前无法连接任何发布机构"),
    ],
)
def test_without_a_network_it_is_one_sentence(said, language, words):
    lines = said(failed(MEASURES), failed(ACT), language=language).splitlines()
    assert words in lines[-1]
    assert len(lines) == 3


def test_where_one_publisher_is_away_it_is_named(said):
    shown = said(failed(MEASURES), came(ACT))
    assert "could not be reached, and what is there is used: www.cac.gov.cn." in shown


def test_what_came_and_is_not_the_text_is_named_with_the_reason(said):
    shown = said(failed(MEASURES, NotTheText("It is a picture of a kettle.")), came(ACT))
    assert f"Not fetched: {MEASURES.of}. It is a picture of a kettle." in shown


def test_what_waits_says_what_to_do(said):
    waiting = Outcome(ACT, Result.CHANGED, Provenance.model_construct(source=ACT.of))
    assert "rulebridge sources diff eu-ai-act" in said(waiting)


def test_nothing_missing_is_nothing_said(said):
    assert said(wanted=()) == ""


def test_switched_off_nobody_is_asked(said):
    assert said(came(ACT), fetch=False) == ""


def test_what_cannot_be_read_does_not_stop_the_run(said):
    assert "versions.toml is damaged" in said(wanted=SourcesUnwritable("versions.toml is damaged."))
