"""``rulebridge history``."""

from __future__ import annotations

import json

import pytest
import typer
from kettle_versions import versions
from kettles import INSTALLED
from typer.testing import CliRunner

from corpus.manifest import CURRENT, MANIFEST, TABLE, index_root
from corpus.settings import settings
from ui.command import QuietGroup
from ui.commands import history as command


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    settings.cache_clear()
    app = typer.Typer(cls=QuietGroup)
    app.command("history")(command.history)
    app.command("other")(lambda: None)

    def told(*arguments, language="en"):
        monkeypatch.setattr(command, "LANGUAGE", language)
        return CliRunner().invoke(app, ["history", *arguments])

    yield told
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def installed(run, tmp_path):
    folder = index_root(settings()) / INSTALLED.id
    folder.mkdir(parents=True)
    versions(folder).close()
    (folder / "provisions.sqlite").rename(folder / TABLE)
    (folder / MANIFEST).write_text(INSTALLED.model_dump_json(), "utf-8")
    (folder.parent / CURRENT).write_text(INSTALLED.id, "utf-8")


def test_the_versions_are_told_oldest_first(run, installed):
    shown = run("eu-ai-act/art_5").stdout
    assert shown.index("as first published, 12 July 2024") < shown.index("consolidated, as amended")
    assert "In force from 1 August 2024 to 26 July 2026" in shown
    assert "Applies from 2 February 2025" in shown
    assert "1. Kettles [-sing-][+<b>whistle</b> softly+]." in shown


@pytest.mark.parametrize(
    ("language", "words"), [("zh-Hant", "修訂第5(1)條"), ("zh-Hans", "修改第5(1)条")]
)
def test_the_words_around_it_are_the_reader_s(run, installed, language, words):
    assert words in run("eu-ai-act/art_5", language=language).stdout


def test_what_did_not_change_says_so(run, installed):
    assert "Words unchanged" in run("eu-ai-act/art_6/").stdout


def test_other_programs_get_json(run, installed):
    told = json.loads(run("eu-ai-act/art_5", "--json").stdout)
    assert [v["step"] for v in told["versions"]] == ["first", "amended"]
    assert told["versions"][1]["changes"][0]["locator"] == "eu-ai-act/art_5/par_1"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["eu-ai-act/art_99"], "eu-ai-act/art_99 has no history here"),
        (["eu-ai-act/art_5", "--language", "zh-Hans"], "it is installed in en"),
        (["eu-ai-act/art_5", "--language", "fr"], "There is no language “fr” here"),
        (["eu-ai-act"], "“eu-ai-act” is no locator"),
        (["../etc"], "has no history here"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_bad_usage(run, installed, arguments, message):
    failed = run(*arguments)
    assert failed.exit_code == 2
    assert message in failed.stderr
    assert len(failed.stderr.strip().splitlines()) == 1


def test_without_an_index_it_says_what_to_do(run):
    failed = run("eu-ai-act/art_5")
    assert (failed.exit_code, "rulebridge ingest" in failed.stderr) == (1, True)
