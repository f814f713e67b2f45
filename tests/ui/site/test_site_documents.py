"""The pages of own documents: sent, listed, searched, read, removed; nobody sees another's."""

from __future__ import annotations

import time
from types import SimpleNamespace

import own_documents
import pytest
from fastapi import FastAPI, Request
from lxml import html
from starlette.testclient import TestClient

from corpus.documents import Documents
from corpus.settings import Settings
from corpus.texts import text
from ui.documents.intake import WAITING, Intake
from ui.interface_language import html_lang
from ui.safety.reader import By, Reader, put_reader
from ui.safety.turnstile import Busy
from ui.site.documents import documents_router

HOSTILE = "# <script>alert(1)</script>\n\nKettles <img src=x onerror=alert(2)> ${x} {{y}} boil.\n"


def served(home, monkeypatch, **given):
    monkeypatch.setattr("ingest.documents.read_apart", own_documents.read_here)
    settings = Settings(home=home, uploads=True, **given)
    embedder = own_documents.HashedEmbedder()
    knowledge = SimpleNamespace(embedder=embedder)
    service = SimpleNamespace(assistant=SimpleNamespace(knowledge=knowledge))
    app = FastAPI()

    @app.middleware("http")
    async def known(request: Request, following):
        name = request.headers.get("x-reader", "")
        put_reader(request.scope, Reader(name, By.SESSION if name else By.LOCAL))
        return await following(request)

    intake = Intake(settings, lambda: embedder)
    app.include_router(documents_router(service, intake, Documents(settings), settings))
    client = TestClient(app, follow_redirects=False)
    client.intake = intake
    return client


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    return served(tmp_path, monkeypatch)


def send(client, words=own_documents.KETTLES, name="kettles.md", title="", reader=""):
    data = words if isinstance(words, bytes) else words.encode()
    answer = client.post(
        "/documents", files={"file": (name, data)}, data={"title": title}, headers=by(reader)
    )
    until = time.monotonic() + 60
    owner = f"session:{reader}" if reader else ""
    while not all(t.settled for t in client.intake.of(owner)) and time.monotonic() < until:
        time.sleep(0.01)
    return answer


def by(reader):
    return {"x-reader": reader} if reader else {}


def words_of(answer):
    return " ".join(html.fromstring(answer.text).text_content().split())


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_a_document_is_sent_listed_searched_read_and_removed(shelf, language):
    kept = f"?lang={language}"
    empty = shelf.get("/documents" + kept)
    assert text(language, "documents_page.none") in words_of(empty)
    assert empty.headers["cache-control"] == "no-store"

    answer = send(shelf, title="Our kettles")
    assert answer.status_code == 303
    listed = words_of(shelf.get("/documents" + kept))
    assert "Our kettles" in listed
    assert text(language, "authority.own-document") in listed
    assert text(language, "documents_page.in") in listed

    found = html.fromstring(shelf.get("/documents" + kept + "&q=electric kettles run empty").text)
    (first, *_) = found.xpath("//ol[@class='doc-found']/li")
    assert first.xpath(".//blockquote")[0].text_content().startswith("All electric kettles")
    assert text(language, "authority.own-document") in first.text_content()
    href = first.xpath(".//a")[0].get("href")
    read = html.fromstring(shelf.get(href).text)
    (mark, *_) = read.xpath("//mark")
    assert "electric kettles" in mark.text_content()

    sure = shelf.get("/documents/our-kettles/remove" + kept)
    assert "Our kettles" in words_of(sure)
    assert shelf.post("/documents/our-kettles/remove" + kept).status_code == 303
    assert shelf.get("/documents/our-kettles").status_code == 404
    assert text(language, "documents_page.none") in words_of(shelf.get("/documents" + kept))


def test_each_language_of_a_mixed_document_is_told_to_the_browser(shelf):
    send(shelf)
    page = html.fromstring(shelf.get("/documents?q=電水壺自動關閉").text)
    assert html_lang("zh-Hant") in page.xpath("//blockquote/@lang")


def test_permanent_addresses_lead_to_the_document(shelf):
    send(shelf, title="tea")
    answer = shelf.get("/p/own:tea")
    assert (answer.status_code, answer.headers["location"]) == (302, "/documents/tea")
    assert shelf.get("/documents/tea").status_code == 200
    assert shelf.head("/documents/tea").status_code == 200


@pytest.mark.parametrize(
    "path", ["nothing", "tea/p_99", "../../etc/passwd", "%2e%2e/users.json", "tea/../../x", "a%00b"]
)
def test_what_is_not_there_is_said_to_be_unknown(shelf, path):
    send(shelf, title="tea")
    answer = shelf.get(f"/documents/{path}")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_a_reader_sees_no_document_of_another(shelf):
    send(shelf, title="Private plans", reader="mei")
    for path in ("/documents", "/documents?q=electric kettles", "/documents/_coming"):
        assert "Private plans" in shelf.get(path, headers=by("mei")).text
        assert "Private plans" not in shelf.get(path, headers=by("tom")).text
    for method, path in (
        ("GET", "/documents/private-plans"),
        ("GET", "/documents/private-plans/remove"),
        ("POST", "/documents/private-plans/remove"),
    ):
        assert shelf.request(method, path, headers=by("tom")).status_code == 404
    assert shelf.get("/documents/private-plans", headers=by("mei")).status_code == 200


def test_only_its_owner_removes_what_all_see(shelf):
    send(shelf, title="For all")
    assert "For all" in shelf.get("/documents", headers=by("mei")).text
    asked = shelf.get("/documents/for-all/remove", headers=by("mei"))
    assert text("en", "documents_page.not_yours") in words_of(asked)
    assert not html.fromstring(asked.text).xpath("//form[contains(@action, 'remove')]")
    assert shelf.post("/documents/for-all/remove", headers=by("mei")).status_code == 404
    assert shelf.get("/documents/for-all").status_code == 200


def test_nothing_a_document_says_becomes_html(shelf):
    send(shelf, HOSTILE, "<b>x</b>.md", title="<script>alert(3)</script>")
    (sent,) = shelf.intake.of("")
    reading = f"/documents/{sent.document.slug}"
    for path in ("/documents", "/documents?q=Kettles boil", reading):
        answer = shelf.get(path)
        assert answer.status_code == 200
        page = html.fromstring(answer.text)
        assert not [s for s in page.iter("script") if not s.get("src")]
        assert not page.xpath("//@onerror")
        assert not page.xpath("//img")
        assert "alert(" in page.text_content()


@pytest.mark.parametrize(
    ("data", "name", "key"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "x.png", "document-unknown"),
        (b"   ", "x.txt", "document-empty"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_what_cannot_be_read_is_told_in_the_readers_language(shelf, data, name, key, language):
    send(shelf, data, name)
    words = words_of(shelf.get(f"/documents?lang={language}"))
    opening = text(language, f"errors.{key}", file=name)[:20]
    assert " ".join(opening.split()) in words


def test_a_form_without_a_file_is_answered_with_what_to_do(shelf):
    for given in ({"data": {"title": "x"}}, {"files": {"title": (None, "x")}}):
        answer = shelf.post("/documents", **given)
        assert answer.status_code == 422
        assert text("en", "documents_page.no_file") in words_of(answer)
    broken = shelf.post("/documents", content=b"x", headers={"content-type": "multipart/form-data"})
    assert broken.status_code == 422


def test_the_same_file_again_is_said_to_be_there(shelf):
    send(shelf, title="tea")
    send(shelf, title="more tea")
    words = words_of(shelf.get("/documents/_coming"))
    assert text("en", "documents_page.there") in words
    assert shelf.get("/documents/more-tea").status_code == 404


def test_where_nothing_may_be_sent_there_is_no_form(tmp_path, monkeypatch):
    closed = served(tmp_path, monkeypatch)
    closed.app.router.routes.clear()
    settings = Settings(home=tmp_path, uploads=False)
    service = SimpleNamespace(assistant=None)
    intake = Intake(settings, lambda: None)
    closed.app.include_router(documents_router(service, intake, Documents(settings), settings))
    page = html.fromstring(closed.get("/documents").text)
    assert not page.xpath("//input[@type='file']")
    assert text("en", "documents_page.no_uploads") in page.text_content()


def test_the_surplus_is_told_to_come_back(tmp_path):
    intake = Intake(Settings(home=tmp_path), lambda: time.sleep(60))
    for n in range(WAITING):
        intake.take(b"x", f"{n}.txt", "", "")
    with pytest.raises(Busy, match="busy"):
        intake.take(b"x", "more.txt", "", "")
