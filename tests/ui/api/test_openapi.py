"""The OpenAPI document, and that the interface keeps to it whatever is sent."""

from __future__ import annotations

import re

import api_kettles
import jsonschema
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, settings
from markupsafe import escape
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.openapi.checks import RejectedPositiveData

from corpus.catalogue import LANGUAGES
from corpus.texts import text
from ui.api.docs_page import docs_page
from ui.api.document import operations

APP = api_kettles.application()
DOCUMENT = TestClient(APP).get("/api/v1/openapi.json").json()
load_all_checks()
SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP)
SCHEMA.config.generation.update(modes=list(schemathesis.GenerationMode))


@SCHEMA.parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_the_interface_keeps_to_its_document(case):
    response = case.call()
    try:
        case.validate_response(response, checks=CHECKS.get_all())
    except FailureGroup as failures:
        for failure in failures.exceptions:
            # A name that nobody knows fits the schema; what does not fit has another code.
            if not isinstance(failure, RejectedPositiveData) or code_of(response) != "usage":
                raise


def code_of(response) -> str:
    told = response.json()
    return told.get("error", told)["code"]


def test_every_reference_leads_somewhere():
    words = TestClient(APP).get("/api/v1/openapi.json").text
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', words)):
        found = DOCUMENT
        for step in reference.split("/"):
            found = found[step]
        assert found, reference
    assert DOCUMENT["openapi"] == "3.1.0"


@pytest.mark.parametrize(("path", "operation"), list(operations(DOCUMENT)))
def test_every_operation_is_described(path, operation):
    for language in LANGUAGES:
        assert text(language, f"api.{operation['operationId']}")
        assert text(language, f"api.{operation['operationId']}_about")
    if path.startswith("/health/"):
        assert operation["security"] == []
        return
    statuses = set(operation["responses"])
    assert statuses >= {"401", "403", "413", "429"}
    assert len(statuses & {"200", "202", "204"}) == 1
    if path.startswith("/api/"):
        assert statuses >= {"422", "500", "503"}


@pytest.mark.parametrize("operation", ["ask", "search", "chat", "export", "verify_quote"])
def test_requests_are_shown_by_examples(operation):
    body = next(o for _, o in operations(DOCUMENT) if o["operationId"] == operation)
    content = body["requestBody"]["content"]["application/json"]
    assert content["examples"]
    whole = {"$ref": content["schema"].get("$ref", ""), "components": DOCUMENT["components"]}
    if whole["$ref"]:
        for example in content["examples"].values():
            jsonschema.validate(example["value"], whole)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_documentation_is_a_page_in_the_readers_language(language):
    page = docs_page(DOCUMENT, language, server="http://here.example", user="Ann")
    for key in ("title", "ask", "chat_about", "docs_keys_about", "tag_look_up"):
        assert str(escape(text(language, f"api.{key}"))) in page
    assert "curl http://here.example/api/v1/topics" in page
    for path in DOCUMENT["paths"]:
        assert path in page
    assert 'href="#type-AskRequest"' in page
    assert 'id="type-AskRequest"' in page


def test_the_documentation_loads_nothing_from_elsewhere_and_runs_nothing():
    page = docs_page(DOCUMENT, "en")
    assert not re.findall(r"<script(?![^>]*\ssrc=\"/static/)", page)
    assert not re.findall(r"\sstyle=|<style|\son\w+=", page)
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_documentation_is_served_in_the_language_asked_for():
    response = TestClient(APP).get("/api/v1/docs?lang=zh-Hant")
    assert response.headers["content-language"] == "zh-Hant-HK"
    assert "程式介面" in response.text
