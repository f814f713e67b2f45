"""How much one reader may ask for in a minute."""

from __future__ import annotations

import time

import pytest
from starlette.testclient import TestClient

from ui.safety.keys import Keys

FEW = {"rate_asks_per_minute": 3, "rate_requests_per_minute": 5}
OWN = {"Origin": "http://rules.example"}


@pytest.fixture
def reader(open_client, people, sign_in):
    client = open_client(**FEW)
    sign_in(client)
    return client


def statuses(times, ask):
    return [ask().status_code for _ in range(times)]


@pytest.mark.parametrize(
    "path", ["/api/v1/ask", "/api/v1/ask/stream", "/v1/chat/completions", "/mcp", "/api/v1/search"]
)
def test_questions_have_a_limit_of_their_own(reader, path):
    assert statuses(5, lambda: reader.post(path, headers=OWN)) == [200] * 3 + [429] * 2
    assert statuses(5, lambda: reader.get("/browse")) == [200] * 5


def test_events_of_the_chat_page_are_counted_more_generously(reader):
    ask = lambda: reader.post("/gradio_api/queue/join", headers=OWN)  # noqa: E731
    assert statuses(10, ask) == [200] * 9 + [429]


def test_pages_have_one_too_and_files_none(reader):
    assert statuses(7, lambda: reader.get("/browse")) == [200] * 5 + [429] * 2
    for path in ("/static/site.css", "/assets/x.js", "/theme.css", "/health/live"):
        assert statuses(7, lambda path=path: reader.get(path)) == [200] * 7


def test_programs_are_told_when_to_come_back(reader):
    statuses(5, lambda: reader.get("/api/v1/instruments"))
    answer = reader.get("/api/v1/instruments")
    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    wait = answer.json()["retry_after"]
    assert 0 < wait <= 60
    assert answer.headers["retry-after"] == str(wait)
    assert f"in {wait} s" in answer.json()["detail"]


@pytest.mark.parametrize(("language", "words"), [("zh-Hant", "要求過多"), ("zh-Hans", "请求过多")])
def test_people_are_told_in_their_language(reader, language, words):
    statuses(5, lambda: reader.get("/browse"))
    page = reader.get(f"/browse?lang={language}", headers={"Accept": "text/html"})
    assert (page.status_code, words in page.text) == (429, True)


def test_after_a_minute_it_goes_on(reader, monkeypatch):
    assert statuses(6, lambda: reader.get("/browse"))[-1] == 429
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 61)
    assert reader.get("/browse").status_code == 200


def test_readers_and_keys_are_counted_apart(reader, people, settings):
    statuses(5, lambda: reader.get("/api/v1/instruments"))
    other = Keys(settings().keys_path).add("other")
    for key in (people, other):
        headers = {"Authorization": f"Bearer {key}"}
        ask = lambda headers=headers: reader.get("/api/v1/instruments", headers=headers)  # noqa: E731
        assert statuses(6, ask) == [200] * 5 + [429]


def test_a_new_session_is_no_new_reader(reader, sign_in):
    statuses(5, lambda: reader.get("/browse"))
    reader.cookies.clear()
    sign_in(reader)
    assert reader.get("/browse").status_code == 429


def test_who_is_unknown_is_counted_by_address(reader):
    def stranger(address):
        return TestClient(
            reader.app, base_url="http://rules.example", client=(address, 1), follow_redirects=False
        )

    assert statuses(7, lambda: stranger("203.0.113.9").get("/browse")) == [401] * 5 + [429] * 2
    assert stranger("203.0.113.10").get("/browse").status_code == 401
    networks = [stranger(f"2001:db8::{n}").get("/browse").status_code for n in range(7)]
    assert networks == [401] * 5 + [429] * 2


def test_guessing_keys_is_limited(reader):
    wrong = [
        reader.get("/metrics", headers={"Authorization": f"Bearer rb_{n}"}).status_code
        for n in range(7)
    ]
    # Signing in was the first request of somebody unknown.
    assert wrong == [401] * 4 + [429] * 3


def test_one_address_with_many_accounts_has_an_end(open_client, settings, people):
    client = open_client(**FEW)
    keys = [Keys(settings().keys_path).add(f"k{n}") for n in range(12)]
    seen = [
        client.post("/mcp", headers={"Authorization": f"Bearer {key}"}).status_code
        for key in keys
        for _ in range(3)
    ]
    assert seen == [200] * 30 + [429] * 6


def test_at_this_machine_nothing_is_counted(open_client):
    client = open_client("127.0.0.1", "127.0.0.1", **FEW)
    assert statuses(20, lambda: client.post("/api/v1/ask")) == [200] * 20
