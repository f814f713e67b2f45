"""``rulebridge sources``."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import typer
from kettle_law import ARTICLES, measures
from misbehaving import answer, status
from typer.testing import CliRunner

import ingest.fetching.reach
from corpus.errors import NotTheText
from corpus.manifest import IndexedText, Manifest
from corpus.provision import Authority
from corpus.settings import settings
from ingest.fetching.publishers import source_of
from ingest.fetching.report import FetchReport, Outcome, Result
from ui.command import QuietGroup
from ui.commands import sources

HTML = {"Content_Type": "text/html"}
NEW = measures(ARTICLES[0], "水壶应当小声鸣笛。", "盖子\x1b[31m应当合上。")


def reached(monkeypatch, connect):
    """Whether publishers can be connected to is for ``connect`` to say."""
    _, *others = ingest.fetching.reach.unreachable.__defaults__
    monkeypatch.setattr(ingest.fetching.reach.unreachable, "__defaults__", (connect, *others))


@pytest.fixture
def run(tmp_path, monkeypatch, kettle_publishers, fetcher):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    monkeypatch.delenv("RULEBRIDGE_SOURCES", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sources, "_fetcher", lambda: fetcher)
    monkeypatch.setattr(sources, "_LANGUAGE", "en")
    reached(monkeypatch, lambda *given: None)
    settings.cache_clear()
    app = typer.Typer(cls=QuietGroup)
    app.add_typer(sources.sources, name="sources")
    yield lambda *arguments: CliRunner().invoke(app, ["sources", *arguments])
    settings.cache_clear()


@pytest.fixture
def changed(run, server):
    server.on("/page", answer(measures(), **HTML))
    assert run("fetch", "cn-genai").exit_code == 0
    server.on("/page", answer(NEW, **HTML))
    return run("fetch", "cn-genai")


def test_fetching_says_what_became_of_every_text(run, server):
    server.on("/page", answer(measures(), **HTML))
    done = run("fetch", "cn-genai")
    assert done.exit_code == 0
    assert "fetched and accepted" in done.stdout
    assert "put the file into a source folder" in done.stdout
    assert "unchanged" in run("fetch", "cn-genai").stdout


def test_a_failure_is_one_sentence_and_status_1(run, server):
    server.on("/page", status(404))
    done = run("fetch")
    assert done.exit_code == 1
    assert "failed: kettles.test answers 404" in done.stdout


def test_publishers_out_of_reach_are_named_once(run, server, monkeypatch):
    def refused(*given):
        raise OSError

    reached(monkeypatch, refused)
    done = run("check")
    assert done.exit_code == 1
    assert "could not be reached, and what is there is used: kettles.test." in done.stdout
    assert server.visits == []


def test_checking_names_what_was_never_fetched(run, server):
    server.on("/page", answer(measures(), **HTML))
    done = run("check", "cn-genai")
    assert (done.exit_code, "not fetched yet" in done.stdout) == (0, True)


def test_a_change_says_what_to_do(changed):
    assert changed.exit_code == 0
    assert "changed: waits to be accepted" in changed.stdout
    assert "rulebridge sources diff cn-genai" in changed.stdout


def test_the_difference_is_marked_without_colours(run, changed):
    shown = run("diff", "cn-genai").stdout
    assert "cn-genai/2023-08-15/zh-Hans: 0 added, 0 removed, 2 changed" in shown
    assert "水壶应当[+小声+]鸣笛" in shown
    assert "\x1b" not in shown


def test_accepting_asks_for_the_day_and_then_accepts(run, changed):
    refused = run("accept", "cn-genai")
    assert (refused.exit_code, "--in-force-from" in refused.stderr) == (2, True)
    done = run("accept", "cn-genai", "--in-force-from", "2027-01-01")
    assert done.stdout.startswith("cn-genai/2023-08-15/zh-Hans is accepted as version 2027-01-01.")
    assert run("diff", "cn-genai").exit_code == 2


def test_the_status_tells_origin_hash_and_licence(run, changed):
    assert "waits" in run("status").stdout
    held = json.loads(run("status", "--json").stdout)
    assert [h["state"] for h in held] == ["accepted", "pending"]
    assert held[0]["provenance"]["licence"].startswith("Official document")
    assert len(held[0]["provenance"]["sha256"]) == 64


def test_the_status_shows_the_folder_of_sources_and_damage(run, changed, tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "cap486_en.xml").write_bytes(b"x")
    (tmp_path / "sources/cn-genai/2023-08-15/c_1690898327029107.htm").write_bytes(b"y")
    monkeypatch.setenv("RULEBRIDGE_SOURCES", str(folder))
    settings.cache_clear()
    shown = run("status").stdout
    assert "source folder" in shown
    assert "is not what was fetched" in shown


def test_the_status_tells_which_index_holds_a_file(run, changed, tmp_path):
    held = json.loads(run("status", "--json").stdout)[0]
    assert (held["indexes"], held["in_use"]) == ([], False)
    folder = tmp_path / "index" / "20270101T000000000000-0123abcd"
    folder.mkdir(parents=True)
    texts = [
        IndexedText(
            instrument="cn-genai", version="2023-08-15", language="zh-Hans",
            authority=Authority.AUTHENTIC, file=name, sha256=digest, provisions=3, passages=3,
        )
        for name, digest in (("here.htm", held["sha256"]), ("gone.htm", "f" * 64))
    ]  # fmt: skip
    manifest = Manifest(
        id=folder.name, created=datetime.now(UTC), model="toy/3", dimension=3, plan="p",
        texts=tuple(texts), passages=6,
    )  # fmt: skip
    (folder / "manifest.json").write_text(manifest.model_dump_json(), "utf-8")
    (folder.parent / "current").write_text(folder.name, "utf-8")
    held = {h["state"]: h for h in json.loads(run("status", "--json").stdout)}
    here = held["accepted"]
    assert (here["indexes"], here["in_use"]) == ([folder.name], True)
    assert here["provenance"]["tool"].startswith("RuleBridge/")
    assert held["pending"]["indexes"] == []
    assert (held["indexed"]["file"], held["indexed"]["path"]) == ("gone.htm", None)
    shown = run("status").stdout
    assert "yes, in use" in shown
    assert "only in the index" in shown


def test_a_doubt_about_later_versions_is_told(run, monkeypatch):
    source = source_of("cn-genai/2023-08-15/zh-Hans")
    doubt = NotTheText("It is a list of kettles.")
    told = FetchReport((Outcome(source, Result.UNCHANGED, doubt=doubt),))
    monkeypatch.setattr("ingest.fetching.round.Round.check", lambda self, wanted: told)
    assert "could not be found out: It is a list of kettles." in run("check").stdout
    (record,) = json.loads(run("check", "--json").stdout)
    assert record["doubt"] == "It is a list of kettles."


def test_an_empty_shelf_says_how_to_fill_it(run):
    assert "rulebridge sources fetch" in run("status").stdout


def test_other_programs_get_json(run, server):
    server.on("/page", status(404))
    (text, by_hand) = json.loads(run("fetch", "cn-genai", "--json").stdout)
    assert (text["result"], text["code"]) == ("failed", "publisher-refuses")
    assert by_hand["result"] == "by-hand"


def test_an_unknown_instrument_is_bad_usage(run):
    failed = run("fetch", "kettles")
    assert (failed.exit_code, "no instrument “kettles”" in failed.stderr) == (2, True)
