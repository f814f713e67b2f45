"""``/api/v1/history``."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from kettle_versions import versions
from kettles import FakeAssistant
from starlette.testclient import TestClient

from corpus.settings import Settings
from ui.api.problems import install_errors
from ui.api.router import api_router
from ui.service.service import Service


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    assistant = FakeAssistant()
    assistant.index.provisions = versions(folder)
    app = FastAPI()
    app.include_router(api_router(Service(assistant), Settings(home=folder)))
    install_errors(app)
    with TestClient(app) as made:
        yield made


def test_a_history_is_given(client):
    told = client.get("/api/v1/history/eu-ai-act/art_5", params={"reader": "zh-Hant"}).json()
    assert (told["pinpoint"], told["language"]) == ("第5條", "en")
    first, last = told["versions"]
    assert (first["step"], last["step"]) == ("first", "amended")
    assert last["changes"][0]["words"][1] == {"turn": "removed", "text": "sing"}


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("eu-ai-act/art_99", 404, "unknown-provision"),
        ("eu-ai-act/art_5?language=zh-Hant", 404, "unknown-provision"),
        ("eu-ai-act/art_5?reader=fr", 422, "invalid"),
        ("a%20b", 422, "invalid"),
    ],
)
def test_what_cannot_be_is_a_problem(client, address, status, code):
    answer = client.get(f"/api/v1/history/{address}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
