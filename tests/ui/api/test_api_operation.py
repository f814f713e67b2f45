"""Health and metrics: what whoever runs the server sees, and what is never among it."""

from __future__ import annotations

import api_kettles
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from starlette.exceptions import HTTPException

from corpus.errors import StoreUnavailable
from ui.api.problems import install_errors


@pytest.fixture
def assistant():
    return api_kettles.KettleAssistant()


@pytest.fixture
def client(assistant):
    return TestClient(api_kettles.application(assistant))


def samples(client) -> dict[tuple[str, ...], float]:
    """Name and labels of every sample of ours, and its value."""
    found = {}
    for family in text_string_to_metric_families(client.get("/metrics").text):
        for sample in family.samples:
            labels = (value for _, value in sorted(sample.labels.items()))
            found[(sample.name, *labels)] = sample.value
    return found


def test_a_server_that_works_is_live_and_ready(client):
    ready = {"status": "ready", "index": "test"}
    for path, told in (("/health/live", {"status": "live"}), ("/health/ready", ready)):
        response = client.get(path)
        assert (response.status_code, response.json()) == (200, told)
        assert response.headers["cache-control"] == "no-store"


def _no_passages(assistant):
    assistant.passages = 0


def _no_provisions(assistant):
    assistant.index.provisions.get = lambda *_: []


def _no_store(assistant):
    def away():
        raise StoreUnavailable("The store is away.")

    assistant.index.store.count = away


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (_no_passages, "index-missing"),
        (_no_provisions, "index-mismatch"),
        (_no_store, "store-unavailable"),
    ],
)
def test_a_server_that_cannot_answer_is_not_ready(client, assistant, broken, code):
    broken(assistant)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["code"]) == (503, code)
    assert client.get("/health/live").status_code == 200


def test_answers_are_counted(client):
    for question in ("kettles?", "水壺？", "nothing at all", "slowly?", "slowly, failing?"):
        client.post("/api/v1/ask", json={"question": question})
    found = samples(client)
    assert found["rulebridge_answers_total", "en", "answered"] == 3
    assert found["rulebridge_answers_total", "zh-Hant", "answered"] == 1
    assert found["rulebridge_answers_total", "en", "abstained"] == 1
    assert found["rulebridge_abstentions_total", "other"] == 1
    assert found["rulebridge_model_answers_total",] == 1
    assert found["rulebridge_model_fallbacks_total",] == 1
    assert found["rulebridge_ask_seconds_count", "api"] == 5
    assert found["rulebridge_requests_total", "POST", "/api/v1/ask", "200"] == 5


def test_requests_are_counted_by_their_route(client):
    client.get("/api/v1/provisions/eu-ai-act/art_5/par_1")
    client.get("/api/v1/provisions/eu-ai-act/art_99")
    client.get("/somewhere/else")
    found = samples(client)
    route = "/api/v1/provisions/{locator:path}"
    assert found["rulebridge_requests_total", "GET", route, "200"] == 1
    assert found["rulebridge_requests_total", "GET", route, "404"] == 1
    assert found["rulebridge_requests_total", "GET", "other", "404"] == 1


def test_no_word_of_a_request_is_among_the_figures(client):
    secret = "kettlesecret"
    client.post("/api/v1/ask", json={"question": secret})
    client.get(f"/api/v1/provisions/{secret}")
    client.get(f"/{secret}?{secret}")
    client.request(secret.upper(), "/api/v1/ask")
    assert secret not in client.get("/metrics").text.lower()


def test_the_index_and_the_queue_are_shown(client):
    found = samples(client)
    assert found["rulebridge_index_passages",] == 6
    assert found["rulebridge_index_official_texts",] == 2
    assert found["rulebridge_turnstile_active",] == 0
    assert ("rulebridge_index_info", "2026-11-01T00:00:00+00:00", "2", "test", "toy/3") in found


def test_pages_keep_their_own_errors():
    app = FastAPI(openapi_url=None)

    async def page(_: Request, error: Exception) -> PlainTextResponse:
        return PlainTextResponse("A page", status_code=404)

    app.add_exception_handler(HTTPException, page)
    install_errors(app)
    client = TestClient(app)
    assert client.get("/browse").text == "A page"
    assert client.get("/api/v1/x").json()["code"] == "no-such-address"
