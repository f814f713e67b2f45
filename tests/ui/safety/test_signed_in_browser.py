"""Signing in with a real browser, over plain HTTP and under a name, as in an office's network."""

from __future__ import annotations

import socket
import threading
import time

import pytest
import uvicorn
from kettles import FakeAssistant
from page_troubles import watched
from starlette.testclient import TestClient

import ui.web
from ui.safety import guard
from ui.safety.accounts import Accounts

pytestmark = pytest.mark.browser

NAME = "rules.example"


@pytest.fixture
def reached(monkeypatch):
    """What got through the guards: method and path."""
    seen = []

    def guarded(app, *rest):
        async def recording(scope, receive, send):
            if scope["type"] == "http":
                seen.append((scope["method"], scope["path"]))
            await app(scope, receive, send)

        return guard.guarded(recording, *rest)

    monkeypatch.setattr(ui.web, "guarded", guarded)
    return seen


@pytest.fixture
def serve(settings, reached):
    """Serves the guarded chat at an address of this machine; returns the port."""
    running = []

    def start(host, **fields):
        made = settings(**fields)
        config = uvicorn.Config(
            ui.web.web_app(FakeAssistant(), made, host),
            log_level="error",
            **guard.uvicorn_options(made),
        )
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        running.append((server, thread, listening))
        return listening.getsockname()[1]

    yield start
    for server, thread, listening in running:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="en-GB")
    opened = context.new_page()
    opened.troubles = []
    watched(opened, opened.troubles)
    yield opened
    context.close()


def ask(page):
    page.locator("textarea:visible").first.fill("May kettles judge?")
    page.keyboard.press("Enter")
    page.get_by_text("Two clauses bear on this.").first.wait_for(state="attached")


def test_a_reader_signs_in_asks_and_signs_out(serve, page, settings, password):
    Accounts(settings().users_path).add("ada", password)
    port = serve("0.0.0.0")
    page.goto(f"http://{NAME}:{port}/?lang=en")
    page.wait_for_selector("#rb-name")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert page.locator("[role=alert]").inner_text() == "Name or password is not right."
    # The browser says so of the 403 itself; nothing else may be wrong.
    assert [t for t in page.troubles if "403" not in t] == []
    page.troubles.clear()
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    ask(page)
    assert page.url == f"http://{NAME}:{port}/?lang=en"
    (cookie,) = [c for c in page.context.cookies() if c["name"] == "rulebridge"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    assert page.evaluate("document.cookie").find("rulebridge") == -1
    page.goto(f"http://{NAME}:{port}/logout")
    page.locator("main form button").click()
    page.wait_for_selector("#rb-name")
    page.goto(f"http://{NAME}:{port}/browse")
    page.wait_for_selector("#rb-name")
    assert page.troubles == []


def test_a_foreign_page_gets_nowhere(serve, page, reached):
    ours = f"http://localhost:{serve('127.0.0.1')}"
    page.route("http://localhost:9/", lambda route: route.fulfill(body="<h1>Foreign</h1>"))
    page.goto("http://localhost:9/")
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    fetch = """async ([address, method, mode]) => {
      const body = method === "POST" ? new Blob(["{}"], {type: "text/plain"}) : undefined;
      try { return (await fetch(address, {method, mode, body})).type } catch { return "refused" }
    }"""
    for method, mode in (("GET", "cors"), ("GET", "no-cors"), ("POST", "no-cors")):
        path = f"{ours}/gradio_api/queue/join"
        assert page.evaluate(fetch, [path, method, mode]) == "refused"
    assert sent == ["GET", "GET", "POST"]
    assert reached == []
    page.set_content(f'<form method="post" action="{ours}/gradio_api/queue/join"></form>')
    with page.expect_navigation() as gone:
        page.evaluate("document.forms[0].submit()")
    assert gone.value.status == 403
    assert reached == []


def test_at_this_machine_the_chat_works_at_once(serve, page):
    port = serve("127.0.0.1")
    page.goto(f"http://localhost:{port}/?lang=en")
    ask(page)
    assert page.troubles == []


def test_a_rebound_name_gets_nothing(serve, page):
    port = serve("127.0.0.1")
    answer = page.goto(f"http://{NAME}:{port}/")
    assert answer.status == 421
    assert page.locator("textarea").count() == 0


def test_gradios_files_stay_closed(settings, tmp_path):
    """The tiny application lets everything through; this is the real one."""
    (tmp_path / "private.txt").write_text("private words")
    client = TestClient(
        ui.web.web_app(FakeAssistant(), settings(), "127.0.0.1"),
        base_url="http://localhost",
        client=("127.0.0.1", 1),
    )
    for path in (
        f"/gradio_api/file={tmp_path}/private.txt", f"/gradio_api/file/{tmp_path}/private.txt",
        "/config", "/gradio_api/info", "/gradio_api/upload", "/monitoring", "/docs",
        "/assets/..%2f..%2froutes.py", "/static/%2e%2e/%2e%2e/routes.py", "/login",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code in (400, 404)
        assert "private words" not in answer.text
    assert client.get("/").status_code == 200
