"""Users and API keys on disk."""

from __future__ import annotations

import json
import stat

import pytest

import ui.safety.accounts
from corpus.errors import UsageError
from ui.safety.accounts import Accounts
from ui.safety.keys import Keys
from ui.safety.ledger import UnreadableAccounts
from ui.safety.secret import UnusableSecret, pseudonym, secret_of


@pytest.fixture
def accounts(tmp_path):
    return Accounts(tmp_path / "users.json")


def test_a_password_is_kept_as_an_argon2id_hash_for_the_owner_alone(accounts, tmp_path, password):
    assert accounts.add("Ada", password) == "ada"
    file = tmp_path / "users.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["ada"]["hash"].startswith("$argon2id$")
    assert password not in file.read_text()
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {"users.json", ".users.json.lock"}


def test_only_the_right_password_is_right(accounts, password):
    accounts.add("ada", password)
    assert accounts.verify("ADA ", password) == "ada"
    for name, words in [("ada", "wrong"), ("ada", ""), ("bob", password), ("", "")]:
        assert accounts.verify(name, words) is None


def test_an_unknown_name_costs_a_hash_too(accounts, monkeypatch, password):
    class Counting:
        def __init__(self, inner):
            self.inner, self.verified = inner, 0

        def hash(self, words):
            return self.inner.hash(words)

        def verify(self, *given):
            self.verified += 1
            return self.inner.verify(*given)

    counting = Counting(ui.safety.accounts._HASHER)
    monkeypatch.setattr(ui.safety.accounts, "_HASHER", counting)
    accounts.add("ada", password)
    accounts.verify("ada", "wrong")
    accounts.verify("nobody", "wrong")
    assert counting.verified == 2


def test_accents_may_be_typed_either_way(accounts):
    accounts.add("ada", "cafe\u0301 kettles whistle")
    assert accounts.verify("ada", "caf\u00e9 kettles whistle") == "ada"


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        ("ada", "short", "12 to 1024 characters"),
        ("ada", "x" * 2000, "12 to 1024 characters"),
        ("adalovelace1", "AdaLovelace1", "must not be made of the name"),
        ("ada", "adaadaadaada", "must not be made of the name"),
        ("ada", "aaaabbbbaaaabbbb", "too few different"),
        ("", "seven kettles whistle", "A name has 1 to 64"),
        ("a b", "seven kettles whistle", "A name has 1 to 64"),
        ("a\r\nb", "seven kettles whistle", "A name has 1 to 64"),
        ("../ada", "seven kettles whistle", "A name has 1 to 64"),
        ("x" * 65, "seven kettles whistle", "A name has 1 to 64"),
    ],
)
def test_bad_names_and_passwords_are_refused(accounts, name, words, message):
    with pytest.raises(UsageError, match=message):
        accounts.add(name, words)
    assert accounts.names == ()


def test_a_taken_name_is_not_overwritten_by_accident(accounts, password):
    accounts.add("ada", password)
    with pytest.raises(UsageError, match="--replace"):
        accounts.add("ADA", "another long password")
    accounts.add("ada", "another long password", replace=True)
    assert accounts.verify("ada", password) is None


def test_removing_who_is_not_there_is_said(accounts):
    with pytest.raises(UsageError, match="no user “bob”"):
        accounts.remove("bob")


def test_changes_by_another_process_are_seen(accounts, tmp_path, password):
    assert not accounts
    Accounts(tmp_path / "users.json").add("ada", password)
    assert accounts.names == ("ada",)
    Accounts(tmp_path / "users.json").remove("ada")
    assert accounts.verify("ada", password) is None


@pytest.mark.parametrize("content", ["{", "[]", '{"ada": "x"}', "\udcff"])
def test_a_damaged_file_lets_nobody_in(accounts, tmp_path, content):
    (tmp_path / "users.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UnreadableAccounts, match="restore it"):
        accounts.verify("ada", "x")


def test_a_hash_of_another_kind_lets_nobody_in(accounts, tmp_path):
    (tmp_path / "users.json").write_text('{"ada": {"hash": "plain words"}}')
    assert accounts.verify("ada", "plain words") is None


def test_a_key_is_shown_once_and_kept_as_a_hash(tmp_path):
    keys = Keys(tmp_path / "keys.json")
    key = keys.add("robot")
    assert key.startswith("rb_")
    assert len(key) > 40
    assert key not in (tmp_path / "keys.json").read_text()
    assert keys.holder(key) == "robot"
    assert keys.holder(key[:-1]) is None
    assert keys.holder("") is None
    with pytest.raises(UsageError, match="already"):
        keys.add("robot")
    keys.remove("robot")
    assert keys.holder(key) is None
    with pytest.raises(UsageError, match="no key “robot”"):
        keys.remove("robot")


def test_the_secret_is_made_once_for_the_owner_alone(tmp_path):
    first = secret_of(tmp_path / "home")
    file = tmp_path / "home" / "secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    assert secret_of(tmp_path / "home") == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(first) >= 32


def test_a_secret_that_is_none_is_refused(tmp_path):
    (tmp_path / "secret").write_text("kettle")
    with pytest.raises(UnusableSecret, match="too short"):
        secret_of(tmp_path)


def test_a_pseudonym_is_the_same_for_the_same_reader_only():
    assert pseudonym(b"s", "ada") == pseudonym(b"s", "ada")
    assert len({pseudonym(b"s", "ada"), pseudonym(b"s", "bob"), pseudonym(b"t", "ada")}) == 3
    assert pseudonym(b"s", "") == "-"
