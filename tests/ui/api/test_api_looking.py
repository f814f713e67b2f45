"""Looking up, citing and exporting by REST."""

from __future__ import annotations

import io
import json
import zipfile

import api_kettles
import docx
import kettles
import pytest
import rispy
from fastapi.testclient import TestClient

from corpus.catalogue import LANGUAGES
from ui.contract import instrument_record, line

EU = kettles.EU


@pytest.fixture(scope="module")
def client():
    return TestClient(api_kettles.application())


@pytest.fixture(scope="module")
def answer(client):
    return client.post("/api/v1/ask", json={"question": "compare kettles"}).json()


def test_a_provision_is_read(client):
    view = client.get(f"/api/v1/provisions/{EU}", params={"reader": "zh-Hant"}).json()
    assert (view["text"], view["pinpoint"]) == (kettles.EU_TEXT, "第5(1)條")
    assert view["authority"] == "authentic"


def test_what_is_only_in_the_digest_is_marked(client):
    view = client.get("/api/v1/provisions/cap-486/s_26").json()
    assert (view["authority"], view["text"]) == ("own-digest", "")
    assert view["gist"] == "Old kettles are erased."


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("eu-ai-act/art_999", 404, "unknown-provision"),
        (f"{EU}?language=fr", 404, "unknown-provision"),
        (f"{EU}?as_at=0", 422, "invalid"),
        (f"{EU}?reader=fr", 422, "invalid"),
        ("../../etc/passwd", 404, "no-such-address"),
        ("%2e%2e/x%00y", 422, "invalid"),
        ("<script>", 422, "invalid"),
    ],
)
def test_a_provision_that_is_not_there_is_a_problem(client, path, status, code):
    response = client.get(f"/api/v1/provisions/{path}")
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_quotation_is_found_or_not(client):
    def verified(**asked):
        return client.post("/api/v1/quotes/verify", json=asked).json()

    found = verified(quote="Nobody shall … judge", locator=EU)
    assert found["verified"]
    assert found["found"][0]["pinpoint"] == "Article 5(1)"
    assert not verified(quote="Everybody shall teach a kettle")["verified"]


def test_topics_have_their_names_in_three_languages(client):
    (topic,) = client.get("/api/v1/topics").json()
    assert set(topic["name"]) == set(LANGUAGES)


def test_a_matrix_is_the_services(client):
    matrix = client.get("/api/v1/matrix?topic=kettles&jurisdiction=eu&jurisdiction=hk").json()
    assert matrix["jurisdictions"] == ["eu", "hk"]
    assert [cell["state"] for cell in matrix["rows"][0]["cells"]] == ["found", "silent"]


def test_instruments_are_those_of_the_command_line(client):
    service = api_kettles.Service(api_kettles.KettleAssistant())
    expected = [instrument_record(i, service.texts) for i in service.instruments]
    assert client.get("/api/v1/instruments").json() == json.loads(line(expected))


@pytest.mark.parametrize(
    ("style", "media_type", "words"),
    [
        ("oscola", "text/plain", "art 5(1)"),
        ("hong-kong", "text/plain", "art 5(1)"),
        ("gb-t-7714-2015", "text/plain", "[A/OL]"),
        ("apa", "text/plain", "art. 5(1)"),
        ("bibtex", "application/x-bibtex", "@misc{eu-ai-act"),
        ("ris", "application/x-research-info-systems", "TY  - LEGAL"),
        ("csl-json", "application/vnd.citationstyles.csl+json", '"type": "legislation"'),
    ],
)
def test_a_provision_is_cited(client, style, media_type, words):
    response = client.get("/api/v1/cite", params={"locator": EU, "style": style})
    assert response.headers["content-type"].startswith(media_type)
    assert words in response.text


def test_several_are_cited_as_json_in_the_readers_language(client):
    response = client.get(
        "/api/v1/cite",
        params={"locator": [EU, "cap-486/s_26"], "style": "hong-kong", "reader": "zh-Hant"},
        headers={"Accept": "application/json"},
    )
    first, second = response.json()["text"].splitlines()
    assert "第5(1)條" in first
    assert "第26條" in second
    assert "要旨" in second


def test_the_sources_of_an_answer_are_cited(client, answer):
    asked = {"citations": answer["citations"], "language": "en", "style": "ris"}
    entries = rispy.loads(client.post("/api/v1/cite", json=asked).text)
    assert len(entries) == len(answer["citations"])


@pytest.mark.parametrize("path", ["/api/v1/cite", "/api/v1/export"])
def test_forged_words_leave_in_no_form(client, answer, path):
    forged = json.loads(json.dumps(answer))
    forged["citations"][0]["quote"] = "Everybody shall teach a kettle"
    body = {"answer": forged, "format": "docx"}
    if path.endswith("cite"):
        body = {"citations": forged["citations"], "language": "en"}
    response = client.post(path, json=body)
    assert (response.status_code, response.json()["code"]) == (409, "unverifiable")
    assert EU in response.json()["detail"]


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("text", b"compare kettles"),
        ("markdown", b"# compare kettles"),
        ("csv", "\ufeff".encode()),
        ("html", b"<!DOCTYPE html>"),
        ("json", b"{"),
        ("docx", b"PK"),
        ("evidence", b"PK"),
    ],
)
def test_an_answer_is_exported(client, answer, form, begins):
    asked = {"answer": answer, "format": form}
    if form not in ("json", "evidence", "csv"):
        asked["style"] = "oscola"
    response = client.post("/api/v1/export", json=asked)
    assert response.status_code == 200, response.text
    assert response.content.startswith(begins)
    assert response.headers["content-disposition"].startswith('attachment; filename="rulebridge-')
    assert "sandbox" in response.headers["content-security-policy"]


def test_exported_files_are_what_they_say(client, answer):
    def exported(form):
        return client.post("/api/v1/export", json={"answer": answer, "format": form}).content

    assert docx.Document(io.BytesIO(exported("docx"))).paragraphs
    assert "answer.json" in zipfile.ZipFile(io.BytesIO(exported("evidence"))).namelist()


def test_a_matrix_is_exported(client):
    asked = {"matrix": {"topics": ["kettles"]}, "format": "csv"}
    response = client.post("/api/v1/export", json=asked)
    assert response.headers["content-type"].startswith("text/csv")
    assert "Article 5(1)" in response.text


@pytest.mark.parametrize(
    "asked",
    [
        {"format": "docx"},
        {"format": "docx", "matrix": {"topics": ["kettles"]}, "answer": None},
        {"format": "evidence", "matrix": {"topics": ["kettles"]}},
        {"format": "exe", "matrix": {"topics": ["kettles"]}},
        {"format": "docx", "style": "ris", "matrix": {"topics": ["kettles"]}},
    ],
)
def test_what_cannot_be_exported_is_refused(client, asked):
    response = client.post("/api/v1/export", json=asked)
    assert (response.status_code, response.json()["code"]) == (422, "invalid")


def test_an_answer_that_compares_nothing_has_no_table(client):
    answer = client.post("/api/v1/ask", json={"question": "kettles"}).json()
    response = client.post("/api/v1/export", json={"answer": answer, "format": "csv"})
    assert (response.status_code, response.json()["code"]) == (409, "not-exportable")
