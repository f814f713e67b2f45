"""Nothing is reachable by others without anybody signing in."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ui.safety.accounts import Accounts
from ui.safety.exposure import (
    Unprotected,
    check_exposure,
    decided,
    is_exposed,
    is_loopback,
)
from ui.safety.keys import Keys

PROXY = {"proxy_user_header": "X-Remote-User", "proxy_addresses": "10.0.0.2"}


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.8.8", "localhost", "LOCALHOST.", "::1", "[::1]"]
)
def test_this_machine_needs_no_login(settings, host):
    check_exposure(settings(), host)
    assert not is_exposed(settings(), host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "", "192.168.1.5", "rules.example", "localhost.evil.example", "127.1"]
)
def test_any_other_address_does(settings, host):
    with pytest.raises(Unprotected, match="rulebridge users add NAME"):
        check_exposure(settings(), host)


@pytest.mark.parametrize(
    "fields", [{"allowed_hosts": "rules.example"}, {"proxy_addresses": "10.0.0.2"}]
)
def test_a_public_name_or_a_proxy_means_that_others_come(settings, fields):
    with pytest.raises(Unprotected, match="without signing in"):
        check_exposure(settings(**fields), "127.0.0.1")


def test_another_name_of_this_machine_does_not(settings):
    check_exposure(settings(allowed_hosts="kettle.localhost"), "127.0.0.1")


def test_a_user_is_enough(settings):
    Accounts(settings().users_path).add("ada", "seven kettles whistle")
    check_exposure(settings(), "0.0.0.0")


def test_a_key_is_enough(settings):
    Keys(settings().keys_path).add("robot")
    check_exposure(settings(), "0.0.0.0")


def test_a_proxy_is_enough(settings):
    check_exposure(settings(**PROXY), "0.0.0.0")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_header_that_anybody_could_send_is_not(settings, host):
    with pytest.raises(Unprotected, match="RULEBRIDGE_PROXY_ADDRESSES"):
        check_exposure(settings(proxy_user_header="X-Remote-User"), host)


def test_an_empty_file_of_users_is_not(settings):
    users = Accounts(settings().users_path)
    users.add("ada", "seven kettles whistle")
    users.remove("ada")
    with pytest.raises(Unprotected, match="without signing in"):
        check_exposure(settings(), "0.0.0.0")


def test_the_application_does_not_even_start(open_client):
    with pytest.raises(Unprotected, match="without signing in"):
        open_client("0.0.0.0")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("allowed_hosts", "https://rules.example", "plain host names"),
        ("allowed_hosts", "*", "plain host names"),
        ("proxy_addresses", "10.0.0.0/99", "addresses or networks"),
        ("proxy_user_header", "X Remote", "name of a header"),
        ("max_body", "10", "greater than or equal to 1024"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(settings, field, value, message):
    with pytest.raises(ValidationError, match=message):
        settings(**{field: value})


def test_settings_come_from_the_environment(settings, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_ALLOWED_HOSTS", "Rules.example, other.example")
    monkeypatch.setenv("RULEBRIDGE_PROXY_ADDRESSES", "10.0.0.0/8,::1")
    made = settings()
    assert made.allowed_hosts == ("rules.example", "other.example")
    assert made.proxy_addresses == ("10.0.0.0/8", "::1")
    assert (made.workers, made.waiting, made.uploads, made.log_questions) == (2, 200, None, False)


@pytest.mark.parametrize(
    ("host", "said", "may"),
    [("127.0.0.1", None, True), ("0.0.0.0", None, False), ("0.0.0.0", True, True),
     ("127.0.0.1", False, False)],
)  # fmt: skip
def test_files_may_be_sent_where_nobody_else_comes(settings, host, said, may):
    assert decided(settings(uploads=said), host).uploads is may


def test_a_proxy_makes_others_come(settings):
    proxied = settings(proxy_addresses="10.0.0.1", proxy_user_header="x-reader")
    assert decided(proxied, "127.0.0.1").uploads is False


@pytest.mark.parametrize("name", ["127.0.0.1.evil.example", "2130706433", "0x7f.1", "localhostx"])
def test_what_only_looks_like_this_machine(name):
    assert not is_loopback(name)
