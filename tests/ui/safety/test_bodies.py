"""Bodies that are too long, too slow, or files."""

from __future__ import annotations

import anyio
import pytest
from fastapi import Body, FastAPI
from starlette.testclient import TestClient

from ui.safety.bodies import Bodies

SMALL = {"max_body": 1024}


@pytest.fixture
def small(open_client):
    return open_client("127.0.0.1", "127.0.0.1", **SMALL)


def pieces(size):
    for _ in range(size // 100):
        yield b"x" * 100


@pytest.mark.parametrize("path", ["/api/v1/ask", "/gradio_api/queue/join", "/mcp", "/browse"])
def test_a_body_that_is_too_long_is_refused_with_and_without_its_length(small, path):
    assert small.post(path, content=b"x" * 1024).json()["length"] == 1024
    for content in (b"x" * 1025, pieces(2000)):
        answer = small.post(path, content=content)
        assert answer.status_code == 413
        assert answer.json()["code"] == "too-large"


@pytest.mark.parametrize("length", ["-1", "1e9", "٣", "x", "9" * 30])
def test_a_length_that_is_none_is_refused(small, length):
    headers = [("Content-Length", length.encode())]
    assert small.post("/api/v1/ask", content=b"x", headers=headers).status_code in (400, 413)


def test_a_body_that_is_longer_than_it_says_is_counted(small):
    answer = small.post("/api/v1/ask", content=pieces(2000), headers={"Content-Length": "5"})
    assert answer.status_code == 413


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "Multipart/Mixed"])
def test_files_are_refused_unless_wanted(local, open_client, kind):
    headers = {"Content-Type": kind}
    assert local.post("/api/v1/ask", content=b"--x--", headers=headers).status_code == 415
    assert local.post("/gradio_api/upload", content=b"--x--").status_code == 404
    wanted = open_client("127.0.0.1", "127.0.0.1", uploads=True)
    assert wanted.post("/api/v1/ask", content=b"--x--", headers=headers).status_code == 415
    assert wanted.post("/gradio_api/upload", content=b"--x--", headers=headers).status_code != 200
    assert wanted.post("/documents", content=b"--x--", headers=headers).status_code == 200


def test_a_document_may_be_larger_than_a_question(open_client):
    wanted = open_client("127.0.0.1", "127.0.0.1", uploads=True, max_upload=2**20, **SMALL)
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert wanted.post("/documents", content=b"x" * 2**20, headers=headers).status_code == 200
    too_large = wanted.post("/documents", content=b"x" * (2**20 + 20_000), headers=headers)
    assert too_large.status_code == 413
    assert wanted.post("/documents", content=b"x" * 2000).status_code == 413


def test_a_stream_of_events_passes(local):
    with local.stream("GET", "/api/v1/stream") as answer:
        assert list(answer.iter_text()) == [f"data: {n}\n\n" for n in range(3)]


def test_json_that_is_very_deep_is_the_senders_fault(open_client):
    app = FastAPI()

    @app.post("/api/v1/deep")
    def deep(body: object = Body()) -> str:
        return "read"

    client = open_client("127.0.0.1", "127.0.0.1", app=app)
    headers = {"Content-Type": "application/json"}
    answer = client.post("/api/v1/deep", content=b"[" * 500_000, headers=headers)
    assert 400 <= answer.status_code < 500


def test_what_the_framework_makes_of_the_interruption_is_not_sent():
    async def swallowing(scope, receive, send):
        try:
            while True:
                await receive()
        except Exception:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"all is well"})

    client = TestClient(Bodies(swallowing, 10, 5))
    answer = client.post("/api/x", content=pieces(200))
    assert answer.status_code == 413
    assert "well" not in answer.text


def test_other_failures_stay_what_they_are():
    async def broken(scope, receive, send):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        TestClient(Bodies(broken, 10, 5)).post("/api/x")


def test_a_body_that_does_not_come_is_given_up():
    sent = []

    async def reading(scope, receive, send):
        while (await receive()).get("more_body"):
            pass

    async def receive():
        await anyio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/api/x", "headers": [], "query_string": b"",
        "scheme": "http",
    }  # fmt: skip
    anyio.run(Bodies(reading, 1000, 0.1), scope, receive, send)
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]


def test_waiting_for_the_client_to_go_is_no_slow_body():
    seen = []

    async def listening(scope, receive, send):
        seen.extend([await receive(), await receive()])

    replies = [
        (0.0, {"type": "http.request", "body": b"", "more_body": False}),
        (0.2, {"type": "http.disconnect"}),
    ]

    async def receive():
        wait, message = replies.pop(0)
        await anyio.sleep(wait)
        return message

    scope = {"type": "http", "method": "GET", "path": "/api/x", "headers": []}
    anyio.run(Bodies(listening, 1000, 0.05), scope, receive, None)
    assert [m["type"] for m in seen] == ["http.request", "http.disconnect"]
