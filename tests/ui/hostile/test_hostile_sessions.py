"""Attacks on signing in, on sessions and on keys, at the assembled application."""

from __future__ import annotations

import base64
import json
import threading
import time

import pytest
from hostile_kettles import AskPage
from hostile_steps import application, signed_in, visiting

from corpus.errors import UsageError
from ui.safety.accounts import Accounts
from ui.safety.keys import Keys

PAGE = {"accept": "text/html"}
OWN = {"origin": "http://rules.example"}


def is_in(client):
    return client.get("/browse", headers=PAGE).status_code == 200


@pytest.fixture
def clock(monkeypatch):
    """A clock that can be put forward."""
    real, ahead = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + ahead[0])

    def forward(seconds):
        ahead[0] += seconds

    return forward


def test_passwords_cannot_be_tried_for_long(exposed_app, stranger, clock):
    for _ in range(5):
        assert signed_in(stranger, words="wrong wrong wrong").status_code == 403
    blocked = signed_in(stranger, words="wrong wrong wrong")
    assert blocked.status_code == 429
    seconds = int(blocked.headers["retry-after"])
    assert f"try again in {seconds} s" in blocked.text
    # The right password is no way round the limit, nor is another spelling of the name.
    for name in ("ada", "ADA", " ada ", "\uff41da"):
        assert signed_in(stranger, name=name).status_code == 429
    assert not is_in(stranger)
    # Elsewhere Ada is not locked out.
    with visiting(exposed_app[0], "203.0.113.9", "rules.example") as elsewhere:
        assert signed_in(elsewhere).status_code == 303
    clock(seconds + 1)
    assert signed_in(stranger).status_code == 303
    assert is_in(stranger)


def test_many_names_cannot_be_tried_from_one_address(stranger, clock):
    statuses = {signed_in(stranger, name=f"n{number}").status_code for number in range(60)}
    assert statuses == {403}
    blocked = signed_in(stranger)
    assert blocked.status_code == 429
    assert 0 < int(blocked.headers["retry-after"]) <= 3600
    clock(int(blocked.headers["retry-after"]) + 1)
    assert signed_in(stranger).status_code == 303


def test_tries_side_by_side_gain_nothing(exposed_app):
    statuses = []

    def attempt():
        with visiting(exposed_app[0], "198.51.100.8", "rules.example") as client:
            statuses.append(signed_in(client, words="wrong wrong wrong").status_code)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [403] * 5 + [429] * 7


def test_a_session_that_somebody_prepared_is_not_taken_over(stranger):
    stranger.cookies.set("rulebridge", "prepared", domain="rules.example")
    signed_in(stranger)
    tokens = {cookie.value for cookie in stranger.cookies.jar if cookie.name == "rulebridge"}
    assert "prepared" not in tokens or len(tokens) == 2
    first = stranger.cookies.get("rulebridge", domain="rules.example.local", default=None)
    signed_in(stranger)
    assert first is None or first != stranger.cookies.get("rulebridge", default=None)


def test_every_sign_in_is_a_session_of_its_own(exposed_app):
    made = []
    for _ in range(2):
        with visiting(exposed_app[0], "198.51.100.7", "rules.example") as client:
            made.append(signed_in(client).headers["set-cookie"])
    assert made[0] != made[1]


def test_what_was_signed_out_stays_out(exposed_app, stranger):
    signed_in(stranger)
    copied = {"cookie": f"rulebridge={stranger.cookies['rulebridge']}"}
    assert stranger.post("/logout", headers=OWN).status_code == 303
    stranger.cookies.clear()
    with visiting(exposed_app[0], "198.51.100.9", "rules.example") as thief:
        for path in ("/browse", "/api/v1/topics", "/", "/metrics"):
            assert thief.get(path, headers=copied).status_code == 401, path
        assert thief.post("/mcp", json={}, headers=copied).status_code == 401


def test_a_new_password_ends_all_sessions(exposed_app, stranger):
    signed_in(stranger)
    accounts = Accounts(exposed_app[2].users_path)
    accounts.add("ada", "quite another whistle", replace=True)
    assert not is_in(stranger)
    signed_in(stranger, words="quite another whistle")
    assert is_in(stranger)
    Accounts(exposed_app[2].users_path).add("bob", "bobs own long whistle")
    accounts.remove("ada")
    assert not is_in(stranger)


def test_a_session_ends_in_time(stranger, clock):
    signed_in(stranger)
    clock(13 * 3600)
    assert not is_in(stranger)


def forgeries(token):
    """Tokens made of a good one."""
    payload, stamp, signature = token.split(".")
    other = base64.urlsafe_b64encode(json.dumps({"u": "root", "s": "x", "p": "x"}).encode())
    yield f"{other.decode().rstrip('=')}.{stamp}.{signature}"
    yield f"{payload}.{stamp}."
    yield f"{payload}.{stamp}"
    yield f"{payload}.AAAAAA.{signature}"
    yield token[:-1] + ("A" if token[-1] != "A" else "B")
    yield token.swapcase()
    yield token + "A" * 5000
    yield ".".join((payload, stamp, signature, signature))
    yield "null"
    yield "eyJhbGciOiJub25lIn0.eyJ1IjoiYWRhIn0."


def test_a_session_cannot_be_made_or_changed(exposed_app, stranger):
    signed_in(stranger)
    for forged in forgeries(stranger.cookies["rulebridge"]):
        with visiting(exposed_app[0], "198.51.100.7", "rules.example") as thief:
            reply = thief.get("/browse", headers=PAGE | {"cookie": f"rulebridge={forged}"})
            assert reply.status_code in (303, 431), forged


def test_another_installations_session_is_none(stranger, tmp_path):
    signed_in(stranger)
    with (
        application(tmp_path / "other", "0.0.0.0") as other,
        visiting(other[0], "198.51.100.7", "rules.example") as there,
    ):
        cookie = {"cookie": f"rulebridge={stranger.cookies['rulebridge']}"}
        assert there.get("/browse", headers=PAGE | cookie).status_code == 303


NEXT = [
    "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example",
    "\\\\evil.example",
    "/%2f/evil.example", "/%5cevil.example", "javascript:alert(1)", "/\t/evil.example",
    " //evil.example",
    "http:evil.example", "/..//evil.example", "/./\\/evil.example",
    "/x\r\nLocation: https://evil.example",
    "https:///evil.example", "/@evil.example/..//", "data:text/html,x", "/\u2028//evil.example",
    "//\u3002evil",
]  # fmt: skip


@pytest.mark.parametrize("there", NEXT)
def test_nobody_is_led_elsewhere_after_signing_in(stranger, there):
    page = stranger.get("/login", params={"next": there}).text
    assert 'value="//' not in page
    assert 'value="https:' not in page
    location = signed_in(stranger, there=there).headers["location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/%5c", "/%2f"))
    assert "\n" not in location


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "/\\evil.example", "/browse/", "/?next=https://evil.example", "/login/"],
)
def test_no_address_leads_elsewhere(stranger, path):
    reply = stranger.request("GET", path, headers=PAGE)
    there = reply.headers.get("location", "/login")
    assert there.startswith(("/login", "http://rules.example/"))


@pytest.mark.parametrize(
    "place", ["?api_key=", "?key=", "?access_token=", "?token=", "?authorization=Bearer+"]
)
def test_a_key_in_an_address_is_no_key(stranger, key, place):
    for path in ("/api/v1/topics", "/metrics", "/browse", "/"):
        assert stranger.get(f"{path}{place}{key}").status_code == 401
    assert stranger.get("/api/v1/topics", auth=("robot", key)).status_code == 401
    assert stranger.get("/api/v1/topics", headers={"x-api-key": key}).status_code == 401
    good = {"authorization": f"Bearer {key}"}
    assert stranger.get("/api/v1/topics", headers=good).status_code == 200
    assert stranger.get("/browse", headers=good).status_code == 401


def test_a_removed_key_opens_nothing(exposed_app, stranger, key):
    good = {"authorization": f"Bearer {key}"}
    assert stranger.get("/api/v1/topics", headers=good).status_code == 200
    Keys(exposed_app[2].keys_path).remove("robot")
    assert stranger.get("/api/v1/topics", headers=good).status_code == 401


def test_learning_is_asking_and_has_its_limit(tmp_path):
    with (
        application(tmp_path, "0.0.0.0", rate_asks_per_minute=3) as made,
        visiting(made[0], "198.51.100.7", "rules.example") as client,
    ):
        signed_in(client)
        statuses = [client.get(f"/learn?lang=en&q=May+{n}").status_code for n in range(4)]
        assert statuses == [200, 200, 200, 429]
        assert client.get("/learn?quote=Nobody+shall+teach+a+kettle").status_code == 429
        assert client.get("/learn").status_code == 200


@pytest.mark.parametrize(
    "double",
    ["\u0430da", "ad\u0430", "\u0251da", "ad\u03b1", "\u0501da", "ad\u00e0\u0334", "\u212fda",
    "a\u0434a",
     "\u13a0da", "ad\u0131", "\u0661da", "a\u200bda", "a\u202eda", "ad\u1ea1\u2060",
     "\U0001d4b6da\u0301\u0489"],
)  # fmt: skip
def test_a_name_that_looks_like_another_is_refused(exposed_app, double):
    accounts = Accounts(exposed_app[2].users_path)
    try:
        kept = accounts.add(double, "another long whistle")
    except UsageError:
        return
    assert kept.isascii()
    assert kept != "ada"


@pytest.mark.parametrize("name", ["陳大文", "josé", "o.brien-2@example.hk", "Zoë"])
def test_honest_names_are_taken(exposed_app, name):
    accounts = Accounts(exposed_app[2].users_path)
    accounts.add(name, "another long whistle")
    assert accounts.verify(name.upper(), "another long whistle")


@pytest.mark.parametrize("kind", [Accounts, Keys])
def test_two_additions_at_once_lose_nobody(tmp_path, kind):
    path, names = tmp_path / "ledger.json", [f"reader{number}" for number in range(12)]
    ready = threading.Barrier(len(names))

    def add(name):
        own = kind(path)
        ready.wait()
        own.add(name, "another long whistle") if kind is Accounts else own.add(name)

    threads = [threading.Thread(target=add, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kind(path).names == tuple(sorted(names))


def test_of_two_with_one_name_one_is_told(tmp_path):
    path, told = tmp_path / "users.json", []
    ready = threading.Barrier(4)

    def add(number):
        own = Accounts(path)
        ready.wait()
        try:
            told.append(own.add("ada", f"whistle number {number} long"))
        except UsageError as error:
            told.append(str(error))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("ada") == 1
    assert sum("already" in each for each in told) == 3


def test_a_stranger_sees_nothing_of_any_face(stranger):
    open_to_all = {"/health/live", "/health/ready", "/static/site.css"}
    for path in (*open_to_all, "/", "/browse", "/p/eu-ai-act/art_5", "/learn", "/metrics", "/mcp",
                 "/api/v1/topics", "/v1/models", "/theme.css",
                 "/gradio_api/queue/data?session_hash=x",
                 "/api/v1/openapi.json", "/api/v1/docs", "/assets/x.js"):  # fmt: skip
        status = stranger.get(path).status_code
        assert (status == 200) if path in open_to_all else (status == 401), path
    for path in ("/api/v1/ask", "/mcp", "/v1/chat/completions", "/gradio_api/queue/join"):
        assert stranger.post(path, json={}).status_code == 401, path


def test_who_signed_out_asks_nothing_on_the_open_page(stranger):
    signed_in(stranger)
    page = AskPage(stranger, "left")
    assert page.send("ask", {"question": "May they?"}, **OWN).status_code == 200
    stranger.post("/logout", headers=OWN)
    assert page.send("ask", {"question": "May they?"}, **OWN).status_code == 401
