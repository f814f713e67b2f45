"""Asking by REST: whole, as events, and when it fails, is too much, or nobody listens any more."""

from __future__ import annotations

import json
import logging
import threading
import time

import api_kettles
import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.answer import Answer
from corpus.texts import text
from ui.api.metrics import Metrics
from ui.safety.turnstile import Turnstile
from ui.service.requests import AskRequest

QUESTION = "May kettles judge?"


@pytest.fixture
def assistant():
    return api_kettles.KettleAssistant()


@pytest.fixture
def client(assistant):
    return TestClient(api_kettles.application(assistant), raise_server_exceptions=True)


def events(response) -> list[tuple[str, dict]]:
    """The events of a stream, comments left out."""
    assert response.headers["content-type"].startswith("text/event-stream")
    found = []
    for block in response.text.replace("\r\n", "\n").strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if line[0] != ":")
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def test_the_answer_is_the_assistants(client, assistant):
    response = client.post("/api/v1/ask", json={"question": QUESTION, "language": "zh-Hant"})
    assert response.status_code == 200
    expected = assistant.ask(QUESTION, language="zh-Hant")
    assert Answer.model_validate(response.json()) == expected


def test_everything_said_about_the_question_reaches_the_assistant(client, assistant):
    asked = {
        "question": QUESTION,
        "language": "zh-Hans",
        "jurisdictions": ["eu"],
        "topics": ["kettles"],
        "as_at": "2026-12-01",
        "earlier": ["Before?"],
        "interface": "en",
    }
    assert client.post("/api/v1/ask", json=asked).status_code == 200
    (first, _), (last, options) = assistant.asked
    assert (first, last) == ("Before?", QUESTION)
    assert options["instruments"] == ("eu-ai-act",)
    assert options["as_at"].isoformat() == "2026-12-01"
    assert [answer.question for answer in options["history"]] == ["Before?"]


def test_a_stream_ends_with_the_whole_answer(client):
    response = client.post("/api/v1/ask/stream", json={"question": "May they slowly judge?"})
    names, answers = zip(*events(response), strict=True)
    assert names == ("answer", "answer", "answer", "done")
    assert [len(answer["claims"]) for answer in answers] == [1, 2, 3, 3]
    Answer.model_validate(answers[-1])


def test_a_stream_that_fails_says_so_in_an_event(client):
    asked = {"question": "May they slowly judge, breaking?"}
    header = {"Accept-Language": "zh-HK"}
    *_, (name, problem) = events(client.post("/api/v1/ask/stream", json=asked, headers=header))
    # What fails at once is told by the status, see below; this failed in the middle or at once.
    assert name == "error"
    assert problem["status"] == 500
    assert problem["detail"] == text("zh-Hant", "errors.failure")


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream"])
@pytest.mark.parametrize(
    ("question", "status", "code"),
    [("bug", 500, "failure"), ("broken", 503, "store-unavailable")],
)
def test_a_failure_is_a_problem_that_tells_nothing(client, caplog, path, question, status, code):
    with caplog.at_level(logging.DEBUG):
        response = client.post(path, json={"question": f"Tell me about a {question}"})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == code
    told = response.text + caplog.text
    for secret in ("secret detail", "Tell me about", "Traceback"):
        assert secret not in told
    assert "kettles.py" in caplog.text or status != 500


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": "x" * 20_001},
        {"question": QUESTION, "as_at": 0},
        {"question": QUESTION, "as_at": "kettle-secret"},
        {"question": QUESTION, "language": "kettle-secret"},
        {"question": QUESTION, "kettle-secret": 1},
        {"question": ["kettle-secret"]},
        {"question": QUESTION, "earlier": ["kettle-secret"] * 7},
        ["kettle-secret"],
    ],
)
def test_what_does_not_fit_is_refused_and_not_repeated(client, assistant, body):
    response = client.post("/api/v1/ask", json=body, headers={"Accept-Language": "zh-CN"})
    assert response.status_code == 422
    problem = response.json()
    assert (problem["code"], problem["type"]) == ("invalid", "about:blank")
    assert "请求内容不符合要求" in problem["detail"]
    assert response.headers["content-language"] == "zh-Hans-CN"
    assert "kettle-secret" not in response.text
    assert "xxxx" not in response.text
    assert not assistant.asked


@pytest.mark.parametrize(
    "sent", [b"{", b"\xff", b'{"question": "\\ud800"}', b"null", b"", b"[" * 100_000]
)
def test_a_damaged_body_is_refused(client, sent):
    headers = {"Content-Type": "application/json"}
    response = client.post("/api/v1/ask", content=sent, headers=headers)
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_an_unknown_name_is_told_to_developers(client):
    asked = {"question": QUESTION, "jurisdictions": ["moon"]}
    problem = client.post("/api/v1/ask", json=asked).json()
    assert problem["code"] == "usage"
    assert "choose from: eu, cn" in problem["reason"]


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream", "/api/v1/search"])
def test_the_queue_says_when_to_try_again(assistant, path):
    line, metrics = Turnstile(workers=1, waiting=0), Metrics()
    client = TestClient(api_kettles.application(assistant, turnstile=line, metrics=metrics))
    with line.turn():
        response = client.post(path, json={"question": QUESTION})
    assert response.status_code == 503
    seconds = int(response.headers["retry-after"])
    problem = response.json()
    assert (problem["code"], problem["retry_after"]) == ("busy", seconds)
    assert f"try again in {seconds} s" in problem["detail"]
    assert b"rulebridge_busy_total 1.0" in metrics.exposition()
    assert client.post(path, json={"question": QUESTION}).status_code == 200


def test_the_queue_says_so_also_to_chat_programs(assistant):
    line = Turnstile(workers=1, waiting=0)
    client = TestClient(api_kettles.application(assistant, turnstile=line))
    told = {"model": "rulebridge", "messages": [{"role": "user", "content": QUESTION}]}
    with line.turn():
        response = client.post("/v1/chat/completions", json=told)
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "busy"
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream", "/v1/chat/completions"])
def test_hanging_up_stops_the_writing(assistant, path):
    words = "May they slowly, endlessly judge?"
    told = [{"role": "user", "content": words}]
    chat = {"model": "rulebridge", "stream": True, "messages": told}
    body = chat if path.startswith("/v1/") else {"question": words}
    with api_kettles.listening(api_kettles.application(assistant)) as address:
        if path == "/api/v1/ask":
            with pytest.raises(httpx.ReadTimeout):
                httpx.post(address + path, json=body, timeout=0.5)
        else:
            with httpx.stream("POST", address + path, json=body, timeout=10) as response:
                next(response.iter_lines())
        assert assistant.stopped.wait(10)
        assert "rulebridge_ask_seconds_count" not in httpx.get(f"{address}/metrics").text


def test_others_are_answered_while_questions_wait(assistant):
    line = Turnstile(workers=1, waiting=40)
    app = api_kettles.application(assistant, turnstile=line)
    with api_kettles.listening(app) as address, httpx.Client(base_url=address) as client:
        with line.turn():
            asking = [
                threading.Thread(
                    target=httpx.post,
                    args=(f"{address}/api/v1/ask",),
                    kwargs={"json": {"question": QUESTION}},
                )
                for _ in range(40)
            ]
            for each in asking:
                each.start()
            until = time.monotonic() + 60
            while line.waiting < 40 and time.monotonic() < until:
                time.sleep(0.01)
            assert client.get("/health/ready").json() == {"status": "ready", "index": "test"}
            assert client.get("/api/v1/topics").status_code == 200
            assert "rulebridge_turnstile_waiting 40.0" in client.get("/metrics").text
        for each in asking:
            each.join(20)
        assert len(assistant.asked) == 40


def test_questions_are_kept_only_where_that_is_asked_for(assistant):
    kept = []
    app = api_kettles.application(assistant, kept=lambda *noted: kept.append(noted))
    TestClient(app).post("/api/v1/ask", json={"question": QUESTION})
    assert kept == [(QUESTION, "")]


def test_searching_gives_what_the_service_finds(client):
    found = client.post("/api/v1/search", json={"question": QUESTION, "top": 1}).json()
    assert [each["locator"] for each in found["candidates"]] == ["eu-ai-act/art_5/par_1"]
    assert found["abstain"] is False


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/api/v1/ask", 405, "POST"),
        ("DELETE", "/api/v1/cite", 405, "GET, POST"),
        ("POST", "/health/live", 405, "GET"),
        ("PATCH", "/api/v1/provisions/eu-ai-act/art_5", 405, "GET"),
        ("GET", "/api/v2/ask", 404, None),
        ("POST", "/api/nothing", 404, None),
    ],
)
def test_what_there_is_not_is_a_problem_too(client, method, path, status, allowed):
    response = client.request(method, path, headers={"Accept-Language": "zh-HK"})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers.get("allow") == allowed
    assert "此網址" in response.json()["detail"]


def test_requests_are_the_services(client):
    body = client.get("/api/v1/openapi.json").json()["components"]["schemas"]["AskRequest"]
    assert set(body["properties"]) == set(AskRequest.model_fields)
