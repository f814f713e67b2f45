"""What foreign pages cause in a reader's name."""

from __future__ import annotations

import pytest

SITES = {
    "local": ("http://localhost:7860", "127.0.0.1"),
    "session": ("http://rules.example", "192.0.2.1"),
}
PATHS = ["/api/v1/ask", "/gradio_api/queue/join", "/v1/chat/completions", "/mcp", "/feedback"]


@pytest.fixture(params=SITES)
def browser(request, open_client, people, sign_in):
    origin, host = SITES[request.param]
    client = open_client(host, "127.0.0.1" if request.param == "local" else "198.51.100.7")
    if request.param == "session":
        sign_in(client)
    client.origin, client.case = origin, request.param
    return client


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "http://rules.example.evil.example"},
        {"Origin": "http://rules.example:99999"},
        {"Origin": "file://"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "kettle"},
    ],
)
def test_a_foreign_page_can_change_nothing(browser, path, headers):
    answer = browser.post(path, json={}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "foreign-page"


def test_two_origins_are_none(browser):
    headers = [("Origin", browser.origin), ("Origin", "https://evil.example")]
    assert browser.post("/api/v1/ask", headers=headers).status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_our_own_page_can(browser, path):
    for headers in (
        {"Origin": browser.origin},
        {"Origin": browser.origin, "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin"},
    ):
        assert browser.post(path, json={}, headers=headers).status_code == 200


def test_a_cookie_without_any_origin_is_refused_a_local_program_is_not(browser):
    wanted = 200 if browser.case == "local" else 403
    assert browser.post("/api/v1/ask", json={}).status_code == wanted


@pytest.mark.parametrize("mode", ["no-cors", "cors", "websocket"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_foreign_page_can_read_nothing(browser, site, mode):
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
    assert browser.get("/api/v1/search?q=a", headers=headers).status_code == 403


def test_a_link_that_somebody_follows_works_but_no_frame(browser):
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert browser.get("/p/a", headers=link | {"Sec-Fetch-Dest": "document"}).status_code == 200
    assert browser.get("/p/a", headers=link | {"Sec-Fetch-Dest": "iframe"}).status_code == 403


def test_no_answer_invites_other_sites(browser):
    asked = {"Origin": browser.origin, "Access-Control-Request-Method": "POST"}
    for answer in (
        browser.get("/api/v1/search", headers={"Origin": browser.origin}),
        browser.options("/api/v1/ask", headers=asked),
        browser.post("/api/v1/ask", headers={"Origin": "https://evil.example"}),
    ):
        assert [n for n in answer.headers if n.startswith("access-control")] == []


def test_a_key_is_nobodys_browser(exposed, people):
    headers = {"Authorization": f"Bearer {people}", "Origin": "https://tool.example"}
    assert exposed.post("/api/v1/ask", json={}, headers=headers).json()["user"] == "robot"
