"""What browsers are told."""

from __future__ import annotations

import pytest
from starlette.responses import Response

OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    "path", ["/browse", "/p/a", "/login", "/api/v1/ask", "/static/x.css", "/config", "/health/live"]
)
def test_our_pages_may_do_little_and_so_may_refusals(exposed, path):
    headers = exposed.get(path).headers
    assert headers["content-security-policy"] == OURS
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert "cross-origin-opener-policy" not in headers
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("path", ["/", "/assets/x.js", "/gradio_api/queue/data"])
def test_gradios_page_may_do_more_but_nothing_elsewhere(local, path):
    policy = local.get(path).headers["content-security-policy"]
    assert "'unsafe-eval'" in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", ["/browse", "/p/x/assets/", "/assetsx", "/gradio_apix"])
def test_no_page_of_ours_gets_gradios_rights(local, path):
    assert "unsafe" not in local.get(path).headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/ask", "/login", "/browse", "/gradio_api/queue/data"]
)
def test_answers_are_not_stored(exposed, path):
    assert exposed.get(path).headers["cache-control"] == "no-store"


def test_files_are_not_touched_and_pages_may_have_policies_of_their_own(open_client):
    own = {"Cache-Control": "max-age=60", "Content-Security-Policy": "default-src 'none'"}

    async def app(scope, receive, send):
        await Response("x", headers=own)(scope, receive, send)

    client = open_client("127.0.0.1", "127.0.0.1", app=app)
    for path in ("/browse", "/static/x.css"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "max-age=60"
        assert headers["content-security-policy"] == "default-src 'none'"
    assert "unsafe-eval" in client.get("/").headers["content-security-policy"]


def test_only_https_promises_https(open_client, people):
    headers = open_client(https=True).get("/login").headers
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["strict-transport-security"] == "max-age=31536000"
