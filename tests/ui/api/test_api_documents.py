"""Own documents over the REST interface: sent, told of, searched, removed by each reader."""

from __future__ import annotations

import time

import own_documents
import pytest
from fastapi import FastAPI, Request
from kettles import FakeAssistant
from starlette.testclient import TestClient

from corpus.settings import Settings
from ui.api.problems import install_errors
from ui.api.router import api_router
from ui.safety.reader import By, Reader, put_reader
from ui.service.service import Service


@pytest.fixture
def served(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.documents.read_apart", own_documents.read_here)

    def make(**given):
        app = FastAPI()

        @app.middleware("http")
        async def known(request: Request, following):
            name = request.headers.get("x-reader", "")
            put_reader(request.scope, Reader(name, By.KEY if name else By.LOCAL))
            return await following(request)

        settings = Settings(home=tmp_path, **{"uploads": True, **given})
        assistant = FakeAssistant()
        assistant.knowledge.embedder = own_documents.HashedEmbedder()
        app.include_router(api_router(Service(assistant), settings))
        install_errors(app)
        return TestClient(app)

    return make


def send(client, reader="", name="kettles.md", **form):
    headers = {"x-reader": reader} if reader else {}
    files = {"file": (name, own_documents.KETTLES.encode())}
    answer = client.post("/api/v1/documents", files=files, data=form, headers=headers)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        listed = client.get("/api/v1/documents", headers=headers).json()
        if all(c["state"] not in ("waiting", "working") for c in listed["coming"]):
            break
        time.sleep(0.01)
    return answer, listed


def test_a_document_is_sent_searched_and_removed(served):
    client = served()
    answer, listed = send(client, title="Kettle rules")
    assert answer.status_code == 202
    assert answer.json()["file"] == "kettles.md"
    (document,) = listed["documents"]
    assert (document["id"], listed["coming"][0]["state"]) == ("own:kettle-rules", "added")
    asked = {"question": "electric kettles that run empty", "documents": [document["id"]]}
    found = client.post("/api/v1/documents/search", json=asked).json()["excerpts"]
    assert "electric kettles" in found[0]["text"]
    assert found[0]["document"] == document["id"]
    assert client.delete("/api/v1/documents/kettle-rules").status_code == 204
    assert client.get("/api/v1/documents").json()["documents"] == []
    gone = client.delete("/api/v1/documents/kettle-rules")
    assert (gone.status_code, gone.json()["code"]) == (404, "unknown-document")


def test_a_reader_neither_finds_nor_removes_what_is_anothers(served):
    client = served()
    send(client, reader="mei", title="Plans")
    other = {"x-reader": "tom"}
    assert client.get("/api/v1/documents", headers=other).json() == {"documents": [], "coming": []}
    asked = {"question": "electric kettles", "documents": ["own:plans"]}
    answer = client.post("/api/v1/documents/search", json=asked, headers=other)
    assert answer.status_code == 404
    assert client.delete("/api/v1/documents/plans", headers=other).status_code == 404
    mine = client.get("/api/v1/documents", headers={"x-reader": "mei"}).json()
    assert [d["id"] for d in mine["documents"]] == ["own:plans"]


def test_nothing_is_taken_where_it_is_switched_off(served):
    answer = served(uploads=False).post("/api/v1/documents", files={"file": ("a.txt", b"words")})
    assert answer.status_code == 403


@pytest.mark.parametrize("given", [{"data": {"title": "x"}}, {"json": {"file": "x"}}])
def test_a_request_without_a_file_says_what_to_send(served, given):
    answer = served().post("/api/v1/documents", **given)
    assert answer.status_code == 422
    assert answer.json()["code"] == "usage"


def test_what_cannot_be_read_is_told_with_its_reason(served):
    client = served()
    files = {"file": ("x.png", b"\x89PNG\r\n\x1a\n" + bytes(100))}
    client.post("/api/v1/documents", files=files)
    until = time.monotonic() + 60
    state = "waiting"
    while state in ("waiting", "working") and time.monotonic() < until:
        (coming,) = client.get("/api/v1/documents").json()["coming"]
        state = coming["state"]
    assert state == "refused"
    assert "x.png" in coming["reason"]
