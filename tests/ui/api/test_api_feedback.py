"""Feedback by REST: kept without the answer's words, and not for other readers."""

from __future__ import annotations

import json

import api_kettles
import pytest
from fastapi.testclient import TestClient

from corpus.settings import Settings
from ui.safety.reader import By, Reader, put_reader


def signed_in(by):
    """Middleware for somebody who is known in a way."""

    def made(app):
        async def called(scope, receive, send):
            put_reader(scope, Reader("ann", by) if by else None)
            await app(scope, receive, send)

        return called

    return made


@pytest.fixture
def client(tmp_path):
    return TestClient(api_kettles.application(settings=Settings(home=tmp_path)))


def said(client, **changes):
    answer = client.post("/api/v1/ask", json={"question": "May kettles judge?"}).json()
    return {"answer": answer, "reason": "outdated", "comment": "<b>cold</b>", **changes}


def test_feedback_is_kept_and_taken_out(client):
    response = client.post("/api/v1/feedback", json=said(client, citation=1))
    assert (response.status_code, response.content) == (204, b"")
    (line,) = client.get("/api/v1/feedback/export").text.splitlines()
    candidate = json.loads(line)
    assert candidate["question"] == "May kettles judge?"
    assert candidate["feedback"][0]["comment"] == "<b>cold</b>"
    assert "Nobody shall teach" not in line


@pytest.mark.parametrize(
    "changes", [{"reason": "bored"}, {"citation": 9}, {"comment": "x" * 2001}, {"answer": {}}]
)
def test_what_is_no_feedback_is_refused(client, changes):
    assert client.post("/api/v1/feedback", json=said(client, **changes)).status_code == 422
    assert client.get("/api/v1/feedback/export").text == ""


@pytest.mark.parametrize("changed", [{"quote": "Anything."}, {"number": 0}])
def test_feedback_on_a_forged_answer_is_refused(client, changed):
    sent = said(client)
    sent["answer"]["citations"][0] |= changed
    response = client.post("/api/v1/feedback", json=sent)
    assert (response.status_code, response.json()["code"]) == (409, "unverifiable")


def test_feedback_on_an_answer_that_cannot_be_is_refused(client):
    sent = said(client)
    sent["answer"]["understanding"]["jurisdictions"] = ["eu"] * 50
    response = client.post("/api/v1/feedback", json=sent)
    assert (response.status_code, response.json()["code"]) == (409, "unverifiable")


def test_feedback_can_be_switched_off(tmp_path):
    off = Settings(home=tmp_path, feedback=False)
    client = TestClient(api_kettles.application(settings=off))
    for response in (
        client.post("/api/v1/feedback", json=said(client)),
        client.get("/api/v1/feedback/export"),
    ):
        assert response.status_code == 404
        assert response.json()["detail"] == "Feedback is switched off on this RuleBridge."
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("by", "status"),
    [(By.LOCAL, 200), (By.KEY, 200), (By.SESSION, 403), (By.PROXY, 403), (None, 403)],
)
def test_what_one_reader_wrote_is_not_for_the_others(tmp_path, by, status):
    app = api_kettles.application(settings=Settings(home=tmp_path), reader=signed_in(by))
    response = TestClient(app).get("/api/v1/feedback/export")
    assert response.status_code == status
    if status == 403:
        assert response.json()["code"] == "operator-only"
