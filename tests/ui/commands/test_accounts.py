"""``rulebridge users`` and ``rulebridge keys``."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from corpus.settings import settings
from ui.command import QuietGroup
from ui.commands import accounts
from ui.safety.accounts import Accounts
from ui.safety.keys import Keys

PASSWORD = "seven kettles whistle"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    settings.cache_clear()
    app = typer.Typer(cls=QuietGroup)
    app.add_typer(accounts.users, name="users")
    app.add_typer(accounts.keys, name="keys")
    yield lambda *arguments, given=None: CliRunner().invoke(app, arguments, input=given)
    settings.cache_clear()


def test_a_user_is_added_listed_and_removed(run, tmp_path):
    added = run("users", "add", "Ada", given=f"{PASSWORD}\n")
    assert (added.exit_code, added.stdout) == (0, "ada can sign in now.\n")
    assert Accounts(tmp_path / "users.json").verify("ada", PASSWORD) == "ada"
    assert run("users", "list").stdout == "ada\n"
    assert run("users", "remove", "ada").exit_code == 0
    assert run("users", "list").stdout == ""


def test_a_password_is_changed_only_on_demand(run, tmp_path):
    run("users", "add", "ada", given=f"{PASSWORD}\n")
    again = run("users", "add", "ada", given="another long password\n")
    assert (again.exit_code, "--replace" in again.stderr) == (2, True)
    assert run("users", "add", "ada", "--replace", given="another long password\n").exit_code == 0
    assert Accounts(tmp_path / "users.json").verify("ada", PASSWORD) is None


def test_the_password_is_no_argument(run):
    failed = run("users", "add", "ada", PASSWORD)
    assert failed.exit_code == 2
    assert run("users", "list").stdout == ""


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("ada", "short\n", "12 to 1024 characters"),
        ("ada", "", "No password came"),
        ("adalovelace1", "adalovelace1\n", "made of the name"),
        ("a b", f"{PASSWORD}\n", "A name has 1 to 64"),
    ],
)
def test_a_bad_name_or_password_is_one_line_and_status_2(run, name, given, message):
    failed = run("users", "add", name, given=given)
    assert failed.exit_code == 2
    assert message in failed.stderr
    assert len(failed.stderr.splitlines()) == 1
    assert run("users", "list").stdout == ""


def test_a_person_at_a_terminal_is_asked_twice(run, tmp_path, monkeypatch):
    asked = []

    def prompt(words, **options):
        asked.append((words, options))
        return PASSWORD

    monkeypatch.setattr(accounts, "_at_terminal", lambda: True)
    monkeypatch.setattr(typer, "prompt", prompt)
    assert run("users", "add", "ada").exit_code == 0
    assert asked[0][1]["hide_input"] is True
    assert asked[0][1]["confirmation_prompt"]


def test_a_key_is_printed_once_and_alone(run, tmp_path):
    made = run("keys", "add", "robot")
    key = made.stdout.strip()
    assert made.stdout == f"{key}\n"
    assert "cannot be shown again" in made.stderr
    assert Keys(tmp_path / "keys.json").holder(key) == "robot"
    assert run("keys", "list").stdout == "robot\n"
    assert run("keys", "remove", "robot").exit_code == 0
    assert Keys(tmp_path / "keys.json").holder(key) is None


@pytest.mark.parametrize(("what", "named"), [("users", "user"), ("keys", "key")])
def test_removing_what_is_not_there_is_said(run, what, named):
    failed = run(what, "remove", "nobody")
    assert failed.exit_code == 2
    assert f"There is no {named} “nobody”" in failed.stderr
