"""Reverse proxies that are believed, and everybody else who speaks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.safety.addresses import networks, reader_address

PROXY = {"proxy_user_header": "X-Remote-User", "proxy_addresses": "10.0.0.0/24"}
FORGED = {
    "X-Remote-User": "root",
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Real-IP": "127.0.0.1",
    "Forwarded": "for=127.0.0.1",
    "X-Gradio-Server": "https://evil.example",
}


def test_a_proxy_names_the_reader(open_client):
    client = open_client(address="10.0.0.2", **PROXY)
    seen = client.get("/browse", headers={"x-remote-user": "ada.lee"}).json()
    assert (seen["user"], seen["state"], seen["by"]) == ("ada.lee", "ada.lee", "proxy")


@pytest.mark.parametrize("address", ["10.0.1.2", "198.51.100.7", "127.0.0.1", "::1", "unix"])
def test_from_anybody_else_the_header_is_nothing(open_client, people, sign_in, address):
    client = open_client(address=address, **PROXY)
    assert client.get("/browse", headers=FORGED).status_code == 401
    sign_in(client)
    seen = client.get("/browse", headers=FORGED).json()
    assert (seen["user"], seen["scheme"], seen["host"]) == ("ada", "http", "rules.example")
    assert seen["address"] == address
    assert not {name.lower() for name in FORGED} & set(seen["headers"])


@pytest.mark.parametrize("value", ["", " ", "a\x00b", "x" * 200])
def test_a_name_that_is_none_signs_nobody_in(open_client, value):
    client = open_client(address="10.0.0.2", **PROXY)
    headers = [("X-Remote-User", value.encode("latin-1"))]
    assert client.get("/browse", headers=headers).status_code == 401


def test_two_names_are_one_too_many(open_client):
    client = open_client(address="10.0.0.2", **PROXY)
    headers = [("X-Remote-User", "ada"), ("X-Remote-User", "root")]
    assert client.get("/browse", headers=headers).status_code == 401


def test_without_a_name_there_is_nobody_and_no_login_page_to_go_to(open_client):
    client = open_client(address="10.0.0.2", **PROXY)
    answer = client.get("/browse", headers={"Accept": "text/html"})
    assert answer.status_code == 401
    assert "your organisation" in answer.text


def test_a_proxy_says_how_the_reader_came(open_client):
    client = open_client(address="10.0.0.2", **PROXY)
    headers = {
        "X-Remote-User": "ada",
        "X-Forwarded-For": "6.6.6.6, 198.51.100.7, 10.0.0.3",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "policy.example",
    }
    answer = client.get("/browse", headers=headers)
    seen = answer.json()
    assert seen["address"] == "198.51.100.7"
    assert (seen["scheme"], seen["host"]) == ("https", "policy.example")
    assert "strict-transport-security" in answer.headers


def test_an_unlisted_name_behind_a_proxy_is_refused(open_client):
    client = open_client(address="10.0.0.2", allowed_hosts="policy.example", **PROXY)
    headers = {"X-Remote-User": "ada", "X-Forwarded-Host": "evil.example"}
    assert client.get("/browse", headers=headers).status_code == 421


def test_a_foreign_page_cannot_use_the_proxys_login(open_client):
    client = open_client(address="10.0.0.2", **PROXY)
    user = {"X-Remote-User": "ada"}
    foreign = user | {"Origin": "https://evil.example"}
    assert client.post("/api/v1/ask", headers=foreign).status_code == 403
    own = user | {"Origin": "https://rules.example"}
    assert client.post("/api/v1/ask", headers=own).status_code == 200


def test_a_proxy_on_this_machine_may_be_trusted(open_client):
    client = open_client(
        "127.0.0.1", "127.0.0.1", proxy_user_header="X-Remote-User", proxy_addresses="127.0.0.1"
    )
    assert client.get("/browse").status_code == 401
    assert client.get("/browse", headers={"X-Remote-User": "ada"}).json()["user"] == "ada"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_proxy_before_a_server_without_login_is_noticed(local, header):
    answer = local.get("/browse", headers={header: "198.51.100.7"})
    assert answer.status_code == 403
    assert "set up sign-in" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("peer", "hops", "address"),
    [
        ("198.51.100.7", "127.0.0.1", "198.51.100.7"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.2", "198.51.100.7, 10.0.0.9", "198.51.100.7"),
        ("10.0.0.2", "198.51.100.7, nonsense", "10.0.0.2"),
        ("::ffff:10.0.0.2", "::ffff:198.51.100.7", "198.51.100.7"),
        ("10.0.0.2", "10.0.0.3", "10.0.0.3"),
    ],
)
def test_the_right_most_address_that_is_not_ours_counts(peer, hops, address):
    assert reader_address(peer, hops, networks(["10.0.0.0/24"])) == address


@given(st.text())
def test_no_header_makes_an_untrusted_peer_another(hops):
    assert reader_address("198.51.100.7", hops, networks(["10.0.0.0/24"])) == "198.51.100.7"
