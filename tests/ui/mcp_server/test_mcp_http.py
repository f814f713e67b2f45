"""The server over HTTP, spoken to without a client library."""

from __future__ import annotations

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from ui.mcp.serving import mcp_app

CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
HEADERS = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


def sent(service, *, method="POST", host="127.0.0.1:7860", headers=(), body=None, **options):
    async def send():
        transport = httpx.ASGITransport(mcp_app(service, **options))
        async with httpx.AsyncClient(transport=transport) as client:
            given = HEADERS | dict(headers)
            return await client.request(
                method,
                f"http://{host}/",
                headers=given,
                **({"content": body} if body is not None else {"json": CALL}),
            )

    return anyio.run(send)


def test_a_request_stands_alone(service):
    reply = sent(service)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("application/json")
    assert "mcp-session-id" not in reply.headers
    assert len(reply.json()["result"]["tools"]) == 6


@pytest.mark.parametrize("host", ["localhost", "localhost:7860", "127.0.0.1", "[::1]:7860"])
def test_this_machines_names_are_answered(service, host):
    assert sent(service, host=host).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "localhost.evil.example"])
def test_another_name_is_refused(service, host):
    assert sent(service, host=host).status_code == 421


def test_a_name_that_is_set_is_answered(service):
    assert sent(service, host="law.example:8443", hosts=["law.example"]).status_code == 200


def test_names_may_be_left_to_what_stands_in_front(service):
    assert sent(service, host="anything.example", any_host=True).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example"]
)
def test_a_page_of_another_origin_is_refused(service, origin):
    assert sent(service, headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize("origin", ["http://localhost:7860", "http://127.0.0.1:7860"])
def test_a_page_of_ours_is_answered(service, origin):
    assert sent(service, headers={"origin": origin}).status_code == 200


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "HEAD"])
def test_only_post_is_served(service, method):
    reply = sent(service, method=method)
    assert reply.status_code == 405
    assert reply.headers["allow"] == "POST"


def test_a_body_that_is_too_large_is_refused(service):
    assert sent(service, body=b"{" + b" " * 2048, max_body=1024).status_code == 413


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"\xff\xfe", b"{" * 5000, b"null"])
def test_what_is_no_message_is_refused(service, body):
    assert 400 <= sent(service, body=body).status_code < 500


def test_a_form_cannot_be_sent_here(service):
    form = {"content-type": "text/plain"}
    assert sent(service, headers=form).status_code == 400


@pytest.mark.parametrize("part", [Route, Mount])
def test_it_stands_in_another_application(service, part):
    async def send():
        outer = Starlette(routes=[part("/mcp", mcp_app(service))])
        transport = httpx.ASGITransport(outer)
        async with httpx.AsyncClient(transport=transport, follow_redirects=True) as client:
            return await client.post("http://localhost/mcp", json=CALL, headers=HEADERS)

    assert len(anyio.run(send).json()["result"]["tools"]) == 6


def test_requests_beside_each_other_are_answered(service):
    async def many():
        transport = httpx.ASGITransport(mcp_app(service))
        async with httpx.AsyncClient(transport=transport) as client:
            replies = []

            async def one(number):
                body = CALL | {
                    "id": number,
                    "method": "tools/call",
                    "params": {"name": "ask", "arguments": {"question": f"May {number}?"}},
                }
                url = "http://localhost/"
                replies.append((await client.post(url, json=body, headers=HEADERS)).json())

            async with anyio.create_task_group() as group:
                for number in range(12):
                    group.start_soon(one, number)
            return replies

    replies = anyio.run(many)
    asked = {r["id"]: r["result"]["structuredContent"]["question"] for r in replies}
    assert asked == {number: f"May {number}?" for number in range(12)}
