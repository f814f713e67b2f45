"""Too many at once, and those who leave: places are given back, and the surplus is told."""

from __future__ import annotations

import contextlib
import json
import threading
import time

import anyio
import httpx
import pytest
from hostile_kettles import AskPage

RPC = {"accept": "application/json, text/event-stream"}


def until(true, seconds=10.0):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.01)


@pytest.fixture
def address(impatient):
    """Where the application is, at rest."""
    impatient.assistant.let_go.clear()
    impatient.assistant.begun.clear()
    impatient.assistant.stopped.clear()
    return "http://{}:{}".format(*impatient.address)


def figure(address, name):
    lines = httpx.get(f"{address}/metrics", trust_env=False).text.splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(f"{name} ")))


@contextlib.contextmanager
def crowd(address, assistant):
    """One question is worked on and one waits, until the end."""
    threads = [
        threading.Thread(
            target=lambda: httpx.post(
                f"{address}/api/v1/ask", json={"question": "held"}, timeout=30, trust_env=False
            )
        )
        for _ in range(2)
    ]
    try:
        for thread in threads:
            thread.start()
        until(lambda: figure(address, "rulebridge_turnstile_waiting") == 1)
        yield
    finally:
        assistant.let_go.set()
        for thread in threads:
            thread.join()


def call(question):
    params = {"name": "ask", "arguments": {"question": question}}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}


def test_the_surplus_is_told_at_once_at_every_face(address, impatient):
    with (
        crowd(address, impatient.assistant),
        httpx.Client(base_url=address, trust_env=False, timeout=5) as client,
    ):
        refused = figure(address, "rulebridge_busy_total")
        chat = {"model": "rulebridge", "messages": [{"role": "user", "content": "May they?"}]}
        for path, body in {
            "/api/v1/ask": {"question": "May they?"},
            "/api/v1/ask/stream": {"question": "May they?"},
            "/api/v1/search": {"question": "May they?"},
            "/v1/chat/completions": chat,
        }.items():
            reply = client.post(path, json=body)
            assert reply.status_code == 503, path
            assert 1 <= int(reply.headers["retry-after"]) <= 120
        told = client.post("/mcp", json=call("May they?"), headers=RPC).json()["result"]
        assert told["isError"]
        assert "try again in" in told["content"][0]["text"]
        learn = client.get("/learn?q=May+they", headers={"accept": "text/html"})
        assert learn.status_code == 503
        assert int(learn.headers["retry-after"]) >= 1
        page = AskPage(client, "crowd").does("ask", {"question": "May they?", "language": "en"})
        assert page["turns"][-1]["state"] == "busy"
        assert figure(address, "rulebridge_busy_total") >= refused + 5
        # Reading goes on meanwhile.
        assert client.get("/browse").status_code == 200
        assert client.get("/health/live").status_code == 200
    until(lambda: figure(address, "rulebridge_turnstile_active") == 0)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/ask", {"question": "endlessly"}),
        ("/api/v1/ask/stream", {"question": "endlessly"}),
        ("/mcp", call("endlessly")),
        (
            "/v1/chat/completions",
            {
                "model": "rulebridge",
                "stream": True,
                "messages": [{"role": "user", "content": "endlessly"}],
            },
        ),
    ],
)
def test_who_hangs_up_gives_the_place_back(address, impatient, path, body):
    async def leave():
        async with httpx.AsyncClient(trust_env=False) as client:
            with anyio.move_on_after(10) as scope:
                async with anyio.create_task_group() as group:

                    async def ask():
                        async with client.stream(
                            "POST", address + path, json=body, headers=RPC
                        ) as stream:
                            async for _ in stream.aiter_raw():
                                pass

                    group.start_soon(ask)
                    await anyio.to_thread.run_sync(impatient.assistant.begun.wait, 10)
                    group.cancel_scope.cancel()
            assert not scope.cancelled_caught

    anyio.run(leave)
    assert impatient.assistant.begun.is_set()
    assert impatient.assistant.stopped.wait(10)
    until(lambda: figure(address, "rulebridge_turnstile_active") == 0)


def test_who_hangs_up_in_the_line_leaves_it(address, impatient):
    with crowd(address, impatient.assistant):
        # The chair is taken; free it by hanging up, and somebody else may sit down.
        pass
    impatient.assistant.let_go.clear()
    impatient.assistant.begun.clear()
    first = threading.Thread(
        target=lambda: httpx.post(
            f"{address}/api/v1/ask", json={"question": "held"}, timeout=30, trust_env=False
        )
    )
    first.start()
    try:
        assert impatient.assistant.begun.wait(10)
        for path, body in (("/api/v1/ask", {"question": "May they?"}), ("/mcp", call("May they?"))):
            with contextlib.suppress(httpx.ReadTimeout):
                httpx.post(
                    address + path,
                    json=body,
                    headers=RPC,
                    timeout=httpx.Timeout(5, read=0.3),
                    trust_env=False,
                )
                pytest.fail("there was no line to stand in")
            until(lambda: figure(address, "rulebridge_turnstile_waiting") == 0)
    finally:
        impatient.assistant.let_go.set()
        first.join()


def test_leaving_the_ask_page_gives_the_place_back(address, impatient):
    with httpx.Client(base_url=address, trust_env=False, timeout=10) as client:
        page = AskPage(client, "leaver")
        assert page.send("ask", {"question": "endlessly", "language": "en"}).status_code == 200
        with client.stream("GET", "/gradio_api/queue/data?session_hash=leaver") as stream:
            for piece in stream.iter_raw():
                if b"growing" in piece:
                    break
    try:
        assert impatient.assistant.begun.wait(10)
        assert impatient.assistant.stopped.wait(2)
        until(lambda: figure(address, "rulebridge_turnstile_active") == 0)
    finally:
        # Nobody else's test has to wait for it.
        impatient.assistant.end.set()
        until(lambda: figure(address, "rulebridge_turnstile_active") == 0)
        impatient.assistant.end.clear()


def test_one_conversation_is_not_anothers(address):
    with httpx.Client(base_url=address, trust_env=False, timeout=10) as client:
        mine = AskPage(client, "mine").does("ask", {"question": "May mine?", "language": "en"})
        theirs = AskPage(client, "theirs").does("hello", {"language": "en"})
        assert "May mine?" in json.dumps(mine)
        assert "May mine?" not in json.dumps(theirs)
