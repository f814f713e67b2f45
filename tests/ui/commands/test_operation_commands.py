"""``rulebridge backup``, ``restore`` and ``index move``, as an operator types them."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from corpus.errors import BackupRefused
from corpus.manifest import current_manifest
from corpus.settings import Settings, settings
from corpus.texts import text
from ui.command import QuietGroup
from ui.commands import backup, move, restore
from ui.commands.backup import backup as backup_command
from ui.commands.move import move as move_command
from ui.commands.restore import restore as restore_command


@pytest.fixture
def run(tmp_path, monkeypatch):
    app = typer.Typer(cls=QuietGroup)
    app.command("backup", help=backup.HELP)(backup_command)
    app.command("restore", help=restore.HELP)(restore_command)
    app.command("move", help=move.HELP)(move_command)

    def invoke(*arguments, home="home"):
        monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path / home))
        settings.cache_clear()
        return CliRunner().invoke(app, list(map(str, arguments)))

    yield invoke
    settings.cache_clear()


@pytest.fixture
def furnished(tmp_path):
    """A home without an index: readers and feedback alone."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "users.json").write_text('{"mei": {}}')
    (home / "feedback.jsonl").write_text("{}\n")
    return home


def test_saved_and_put_back(run, furnished, tmp_path):
    made = run("backup", tmp_path / "kettles.zip")
    assert made.exit_code == 0
    assert "Saved and read back" in made.output
    assert "accounts, feedback" in made.output
    assert "only operators can read it" in made.output
    shown = made.output.split("Fingerprint: ")[1].split()[0]
    done = run("restore", tmp_path / "kettles.zip", "--fingerprint", shown, home="new")
    assert done.exit_code == 0
    assert "Put back: accounts, feedback." in done.output
    assert (tmp_path / "new" / "users.json").read_text() == '{"mei": {}}'
    again = run("restore", tmp_path / "kettles.zip", home="new")
    assert "What was there before is in" in " ".join(again.output.split())


def test_for_other_programs(run, furnished, tmp_path):
    made = json.loads(run("backup", tmp_path, "--no-accounts", "--json").stdout)
    assert (made["parts"], made["engine"], made["members"]) == (["feedback"], None, 1)
    done = json.loads(run("restore", made["file"], "--json", home="new").stdout)
    assert done == {
        "parts": ["feedback"], "index": None, "passages": None, "searched": 0, "rebuild": False,
        "kept": None,
    }  # fmt: skip


def test_a_refusal_is_one_line_and_a_status(run, tmp_path):
    (tmp_path / "cake.zip").write_text("cake")
    refused = run("restore", tmp_path / "cake.zip")
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert "cake.zip is refused" in refused.stderr
    nothing = run("backup", tmp_path / "none.zip")
    assert (nothing.exit_code, "rulebridge ingest" in nothing.stderr) == (1, True)
    there = run("backup", tmp_path / "cake.zip")
    assert (there.exit_code, "already" in there.stderr) == (2, True)
    nowhere = run("move", "--to", "ftp://qdrant")
    assert (nowhere.exit_code, "no address" in nowhere.stderr) == (2, True)
    empty = run("move", "--to", "http://127.0.0.1:9")
    assert (empty.exit_code, "rulebridge ingest" in empty.stderr) == (1, True)


def test_help_says_what_is_kept(run):
    assert "is kept" in " ".join(run("restore", "--help").output.split())


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_a_refused_backup_is_said_in_every_language(language):
    error = BackupRefused("The backup x is refused.", file="x.zip")
    said = text(language, f"errors.{error.code}", **error.details)
    assert "x.zip" in said


def test_nothing_is_moved_where_there_is_nothing(tmp_path):
    assert current_manifest(Settings(_env_file=None, home=tmp_path)) is None
