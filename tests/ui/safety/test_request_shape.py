"""Names, addresses, headers and paths that no honest client sends."""

from __future__ import annotations

import pytest

HTML = {"Accept": "text/html"}


def asgi_get(client, path, *, raw=None, query=b"", headers=(), method="GET"):
    """One request straight to the application: clients would tidy it up."""
    import anyio

    messages = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        messages.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": raw or path.encode(), "query_string": query, "root_path": "",
        "headers": [(b"host", b"localhost:7860"), *headers], "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 7860),
    }  # fmt: skip
    anyio.run(client.app, scope, receive, send)
    return messages[0]["status"]


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:7860", "127.0.0.1:7860", "[::1]:7860", "LOCALHOST", "a.localhost"],
)
def test_names_of_this_machine_are_answered(local, host):
    assert local.get("/browse", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:7860", "localhost.evil.example", "127.0.0.1.evil.example", "",
        "localhost@evil.example", "localhost:7860/evil", "localhost evil", "192.168.1.5",
        "[::1]evil", "localhost:port", "0.0.0.0:7860", "localhost,evil.example", "localhost\x00",
    ],
)  # fmt: skip
def test_other_names_are_not(local, host):
    answer = local.get("/browse", headers=[("Host", host.encode())])
    assert answer.status_code == 421
    assert "evil" not in answer.text


def test_two_names_are_not_answered(local):
    assert asgi_get(local, "/browse", headers=[(b"host", b"evil.example")]) == 400


def test_no_name_is_not_answered(local):
    from starlette.testclient import TestClient

    client = TestClient(local.app, base_url="http://evil.example")
    assert client.get("/api/v1/ask").json()["code"] == "unknown-host"


def test_a_name_from_the_settings_is_answered_and_no_other(open_client, people, sign_in):
    client = open_client(allowed_hosts="rules.example")
    assert sign_in(client).status_code == 303
    assert client.get("/login", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/health/live", headers={"Host": "192.0.2.1"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../etc/passwd", "/static/../secret", "/p/../../x", "/static/..\\secret", "/p/a\x00b",
        "/p/a\nb", "/p/%2e%2e/x", "/p/%2E%2E%2fx", "/p/a%00b", "//evil.example", "/./config", "p",
        "/p/%252e", "/p/\x9f", "/static/%5c..",
    ],
)  # fmt: skip
def test_paths_that_climb_or_hide_something_are_refused(local, path):
    assert asgi_get(local, path) == 400


@pytest.mark.parametrize(
    "path",
    ["/p/eu-ai-act/art_50/par_2", "/p/nist-ai-rmf/sec_3.4", "/p/cn/第一条", "/p/a:b", "/p/..a"],
)
def test_honest_paths_pass(local, path):
    assert asgi_get(local, path) == 200


def test_a_null_in_the_query_is_refused(local):
    assert asgi_get(local, "/browse", query=b"q=a%00b") == 400


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "KETTLE"])
def test_strange_methods_are_refused(local, method):
    assert asgi_get(local, "/browse", method=method) == 405


def test_overlong_addresses_and_headers_are_refused(local):
    assert local.get("/browse?q=" + "x" * 9000).status_code == 414
    assert local.get("/browse", headers={"X-A": "x" * 40_000}).status_code == 431
    assert local.get("/browse", headers={f"X-{n}": "a" for n in range(101)}).status_code == 431


def test_a_refusal_is_a_page_for_people_and_a_problem_for_programs(local):
    page = local.get("/browse?q=" + "x" * 9000, headers=HTML | {"Accept-Language": "zh-HK"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'lang="zh-Hant-HK"' in page.text
    assert "網址過長" in page.text
    problem = local.get("/api/v1/x?q=" + "x" * 9000, headers=HTML)
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json() | {"detail": ""} == {
        "type": "about:blank",
        "title": problem.json()["title"],
        "status": 414,
        "detail": "",
        "code": "address-too-long",
    }


def test_nothing_of_a_request_gets_into_headers(local):
    answer = local.get("/browse?lang=en%0d%0aSet-Cookie:%20a=b", headers={"X-A": "b"})
    assert "set-cookie" not in answer.headers


def test_web_sockets_are_closed(local):
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), local.websocket_connect("/gradio_api/queue/join"):
        pass
