"""Which doors are open, and to whom."""

from __future__ import annotations

import re

import gradio as gr
import pytest
from gradio.routes import App

from ui.safety.places import Kind, kind_of

OPEN = ["/health/live", "/health/ready", "/static/site.css", "/login"]
CLOSED = [
    "/", "/browse", "/browse/eu-ai-act", "/p/eu-ai-act/art_50", "/timeline", "/compare", "/learn",
    "/about", "/feedback", "/api/v1/ask", "/api/v1/search", "/api/v1/health", "/api/docs",
    "/health",
    "/v1/chat/completions", "/v1/models", "/mcp", "/mcp/", "/metrics", "/export", "/evidence",
    "/assets/index.js", "/theme.css", "/gradio_api/queue/data", "/gradio_api/heartbeat/abc",
    "/gradio_api/startup-events", "/favicon.ico", "/robots.txt", "/whatever", "/health/other",
    "/Login", "/login/", "/staticx",
]  # fmt: skip
GRADIO_CLOSED = [
    "/gradio_api/file=/etc/passwd", "/gradio_api/file/etc/passwd", "/gradio_api/proxy=http://a",
    "/gradio_api/stream/a/b/c/playlist.m3u8", "/gradio_api/upload", "/gradio_api/info",
    "/gradio_api/openapi.json", "/gradio_api/run/say", "/gradio_api/api/say",
    "/gradio_api/call/say",
    "/gradio_api/deep_link", "/gradio_api/runs", "/gradio_api/token", "/gradio_api/user",
    "/gradio_api/app_id", "/gradio_api/vibe-code", "/gradio_api/heartbeat/../file=/etc/passwd",
    "/gradio_api/heartbeat/a/b", "/gradio_api/queue/join/", "/gradio_api/custom_component/a/b/c/d",
    "/gradio_api/process_recording", "/gradio_api", "/config", "/config/", "/monitoring",
    "/monitoring/summary", "/svelte/x.js", "/pwa_icon", "/manifest.json", "/docs", "/redoc",
    "/openapi.json", "/custom_component/x",
]  # fmt: skip
HTML = {"Accept": "text/html"}
NEEDED = {
    "/", "/assets/{path:path}", "/static/{path:path}", "/favicon.ico", "/theme.css", "/robots.txt",
    "/login", "/login/", "/logout", "/gradio_api/theme.css", "/gradio_api/startup-events",
    "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/cancel", "/gradio_api/reset",
    "/gradio_api/heartbeat/{session_hash}",
}  # fmt: skip


@pytest.mark.parametrize("path", OPEN)
def test_what_anybody_may_see(exposed, path):
    assert exposed.get(path).status_code == 200


@pytest.mark.parametrize("path", CLOSED)
def test_everything_else_is_closed_until_somebody_signs_in(exposed, path):
    page = exposed.get(path, headers=HTML)
    assert page.status_code in (303, 401)
    if page.status_code == 303:
        assert page.headers["location"].startswith("/login?next=%2F")
    for method in ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"):
        answer = exposed.request(method, path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", CLOSED)
def test_and_open_afterwards(exposed, sign_in, path):
    sign_in(exposed)
    assert exposed.get(path).json()["user"] == "ada"


@pytest.mark.parametrize("path", GRADIO_CLOSED)
def test_what_the_page_does_not_need_of_gradio_is_closed_to_all(exposed, local, sign_in, path):
    assert exposed.get(path).status_code in (400, 401)
    sign_in(exposed)
    for client, origin in ((exposed, "http://rules.example"), (local, "http://localhost:7860")):
        assert client.get(path).status_code in (400, 404)
        assert client.post(path, headers={"Origin": origin}).status_code in (400, 404)


def test_no_other_route_of_gradio_is_reachable():
    with gr.Blocks() as blocks:
        gr.Textbox()
    app = App.create_app(blocks)
    reachable = set()
    for route in _routes(app.routes):
        filled = re.sub(r"\{[^}]*\}", "x", route.path)
        if any(kind_of(method, filled) is not Kind.CLOSED for method in route.methods or ("GET",)):
            reachable.add(route.path)
    assert "/gradio_api/queue/join" in reachable
    assert reachable <= NEEDED


def _routes(routes):
    for route in routes:
        if hasattr(route, "path") and hasattr(route, "methods"):
            yield route
        elif hasattr(route, "original_router"):
            yield from _routes(route.original_router.routes)


@pytest.mark.parametrize("path", ["/api/v1/ask", "/v1/models", "/mcp", "/metrics"])
def test_a_key_opens_the_interfaces(exposed, people, path):
    seen = exposed.get(path, headers={"Authorization": f"bearer {people}"}).json()
    assert (seen["user"], seen["by"]) == ("robot", "key")


@pytest.mark.parametrize("path", ["/", "/browse", "/gradio_api/queue/data"])
def test_but_no_page(exposed, people, path):
    assert exposed.get(path, headers={"Authorization": f"Bearer {people}"}).status_code == 401


@pytest.mark.parametrize(
    "value",
    ["Bearer wrong", "Bearer", "Basic cm9ib3Q6", "Bearer rb_" + "x" * 500, "{key}", "Bearer \xff"],
)
def test_a_wrong_key_opens_nothing_whatever_the_cookie(exposed, people, sign_in, value):
    sign_in(exposed)
    sent = [("Authorization", value.format(key=people).encode("latin-1"))]
    assert exposed.get("/api/v1/ask", headers=sent).status_code == 401


def test_a_key_in_the_address_is_no_key(exposed, people):
    assert exposed.get(f"/api/v1/ask?key={people}&access_token={people}").status_code == 401


def test_at_this_machine_everything_is_open(local):
    for path in CLOSED:
        assert local.get(path).json()["user"] == ""


@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_at_this_machine_there_is_nothing_to_sign_in_to(local, path):
    assert local.get(path).status_code == 404
    assert local.post(path).status_code == 404


def test_any_key_will_do_at_this_machine(local):
    """OpenAI's client cannot be without one."""
    assert local.get("/v1/models", headers={"Authorization": "Bearer none"}).status_code == 200


def test_damaged_accounts_let_nobody_in(exposed, sign_in, settings):
    sign_in(exposed)
    settings().users_path.write_text("{")
    answer = exposed.get("/browse")
    assert answer.status_code == 503
    assert answer.json()["code"] == "accounts-away"
