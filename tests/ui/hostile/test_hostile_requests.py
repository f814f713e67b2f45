"""Requests that no honest client sends: forged, climbing, too large, too slow, too many."""

from __future__ import annotations

import gzip
import hashlib
import json
import socket

import pytest
from hostile_kettles import MARKED, PLACE, AskPage
from hostile_steps import PASSWORD, PROXY, signed_in

JSON = {"content-type": "application/json"}
RPC = JSON | {"accept": "application/json, text/event-stream"}
ASK = {"question": "May kettles judge?"}
CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": ASK},
}
CHANGING = {
    "/api/v1/ask": ASK,
    "/api/v1/ask/stream": ASK,
    "/api/v1/search": ASK,
    "/api/v1/export": {"matrix": {"topics": ["kettles"]}, "format": "csv"},
    "/api/v1/feedback": {},
    "/v1/chat/completions": {"model": "rulebridge", "messages": []},
    "/mcp": CALL,
    "/gradio_api/queue/join": {"data": [None], "fn_index": 1, "session_hash": "evil"},
    "/gradio_api/cancel": {"session_hash": "evil", "fn_index": 1, "event_id": "x"},
    "/gradio_api/reset": {"event_id": "x"},
    "/login": {},
    "/logout": {},
}
SITES = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1.evil.example:7860"},
    {"origin": "http://127.0.0.1:7861"},
    {"origin": "http://user@evil.example"},
    {"origin": "file://"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
]
FORMS = [
    ("application/x-www-form-urlencoded", b"question=x"),
    ("text/plain", b'{"question": "x"}'),
    ("multipart/form-data; boundary=b",
    b'--b\r\nContent-Disposition: form-data; name="q"\r\n\r\nx\r\n--b--'),
]  # fmt: skip


@pytest.mark.parametrize("site", SITES, ids=lambda site: "-".join(site.values())[:40])
@pytest.mark.parametrize("path", CHANGING)
def test_another_site_causes_nothing(local, held, path, site):
    before = len(held.asked)
    reply = local.post(path, json=CHANGING[path], headers=site)
    assert reply.status_code in ((403, 404) if path in ("/login", "/logout") else (403,))
    assert "access-control-allow-origin" not in reply.headers
    assert len(held.asked) == before


@pytest.mark.parametrize("path", CHANGING)
def test_another_site_causes_nothing_in_the_name_of_who_signed_in(stranger, path):
    own = {"origin": "http://rules.example"}
    assert signed_in(stranger).status_code == 303
    for site in (*SITES, {}):
        # Without any sign of where it comes from, a cookie is not believed either.
        if path == "/login" and site == {}:
            continue
        reply = stranger.post(path, json=CHANGING[path], headers=site)
        assert reply.status_code == 403, site
    assert stranger.get("/browse").status_code == 200
    assert stranger.post("/api/v1/ask", json=ASK, headers=own).status_code == 200


@pytest.mark.parametrize(("kind", "body"), FORMS, ids=[kind for kind, _ in FORMS])
@pytest.mark.parametrize("path", [p for p in CHANGING if not p.startswith("/log")])
def test_a_form_asks_nothing(local, held, path, kind, body):
    before = len(held.asked)
    reply = local.post(path, content=body, headers={"content-type": kind})
    assert reply.status_code in (400, 403, 415, 422), reply.text[:200]
    assert len(held.asked) == before


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_no_permission_is_given_beforehand(local, origin):
    asked = {"origin": origin, "access-control-request-method": "POST"}
    for path in CHANGING:
        reply = local.options(path, headers=asked)
        assert reply.status_code >= 400
        assert not [name for name in reply.headers if name.startswith("access-control")]


def state_of(home):
    """Every file of the installation with its content."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.rglob("*")
        if path.is_file()
    }


READING = [
    "/", "/browse", "/browse/eu-ai-act?q=kettle", f"/p/{PLACE}", "/compare?topic=kettles",
    "/compare?topic=kettles&export=docx", "/learn?q=May+kettles+judge",
    "/learn?quote=Nobody+shall+teach",
    "/timeline", "/about", "/api/v1/topics", "/api/v1/instruments", f"/api/v1/provisions/{PLACE}",
    f"/api/v1/cite?locator={PLACE}", "/api/v1/matrix?topic=kettles", "/api/v1/feedback/export",
    "/api/v1/docs", "/api/v1/openapi.json", "/v1/models", "/metrics", "/health/live",
    "/health/ready",
    "/mcp", "/api/v1/feedback?reason=other&comment=x", "/api/v1/ask?question=x",
    "/gradio_api/queue/join?data=x", "/gradio_api/cancel", "/gradio_api/reset",
    "/gradio_api/startup-events", "/gradio_api/queue/data?session_hash=nobody",
    f"/login?name=ada&password={PASSWORD.replace(' ', '+')}", "/logout", "/feedback", "/users",
]  # fmt: skip


def test_reading_changes_nothing(exposed_app, stranger):
    home = exposed_app[2].home
    assert signed_in(stranger).status_code == 303
    before = state_of(home)
    for path in READING:
        for method in ("GET", "HEAD"):
            reply = stranger.request(method, path)
            assert reply.status_code < 500, path
            assert not [c for c in reply.headers.get_list("set-cookie") if "rb_lang" not in c], path
    assert state_of(home) == before
    assert stranger.get("/browse").status_code == 200


def test_the_address_alone_signs_nobody_in(stranger):
    stranger.get(f"/login?name=ada&password={PASSWORD.replace(' ', '+')}")
    assert stranger.get("/browse", headers={"accept": "text/html"}).status_code == 303


@pytest.mark.parametrize(
    "name",
    ["evil.example", "evil.example:7860", "localhost.evil.example", "127.0.0.1.evil.example",
     "169.254.169.254", "0.0.0.0", "[::ffff:10.0.0.1]", "evil.example@127.0.0.1", "", "127.0.0.1:x",
     "2130706433", "127.0.0.1\t", "localhost,evil.example"],
)  # fmt: skip
def test_a_rebound_name_reaches_no_face(local, name):
    for method, path, body in (
        ("GET", "/", None),
        ("GET", "/browse", None),
        ("GET", "/static/site.css", None),
        ("POST", "/api/v1/ask", ASK),
        ("POST", "/mcp", CALL),
        ("POST", "/v1/chat/completions", {}),
        ("POST", "/gradio_api/queue/join", {}),
        ("GET", "/metrics", None),
    ):
        reply = local.request(method, path, json=body, headers={"host": name})
        assert reply.status_code in (400, 421), (path, reply.status_code)
        assert "kettle" not in reply.text.lower()


CLIMBS = [
    "../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd",
    "%252e%252e%252fetc%252fpasswd", "..%5c..%5cetc", "..%c0%af..%c0%afetc/passwd",
    "%2fetc%2fpasswd",
    "eu-ai-act/../../../etc/passwd", "eu-ai-act/art_5/..%2f..%2f..%2fpyproject.toml",
    "....//....//etc",
    "file:%2f%2f%2fetc%2fpasswd", "eu-ai-act%00.html", "eu-ai-act/art_5%0d%0aX:y",
    "~root/.ssh/id_rsa",
    "//etc/passwd", "\\\\evil\\share",
]  # fmt: skip


@pytest.mark.parametrize("climb", CLIMBS)
@pytest.mark.parametrize(
    "root",
    ["/p/", "/browse/", "/static/", "/static/ask/0/", "/assets/", "/gradio_api/file=", "/file=",
     "/gradio_api/stream/", "/api/v1/provisions/", "/gradio_api/heartbeat/", "/v1/models/", "/"],
)  # fmt: skip
def test_no_path_leads_out(impatient, root, climb):
    # Over a socket: clients tidy such addresses up.
    status, words = told(impatient.address, root + climb)
    assert 400 <= status < 500, (status, words[:200])
    assert b"root:" not in words
    assert b"[project]" not in words


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://evil.example", "/gradio_api/upload",
     "/gradio_api/info", "/config", "/gradio_api/run/ask", "/gradio_api/call/ask", "/docs",
     "/openapi.json",
     "/gradio_api/component_server", "/gradio_api/mcp/sse", "/monitoring/summary", "/deep_link",
     "/gradio_api/vibe-edit", "/gradio_api/process_recording", "/dev/reload", "/token", "/user"],
)  # fmt: skip
def test_the_rest_of_gradio_is_closed(local, path):
    for method in ("GET", "POST"):
        assert local.request(method, path).status_code in (400, 403, 404, 415)


@pytest.mark.parametrize("path", [p for p in CHANGING if not p.startswith("/log")])
def test_what_is_too_large_is_refused_with_and_without_its_length(local, path):
    most = 1_048_576
    big = local.post(path, content=b" " * (most + 1), headers=RPC)
    assert big.status_code == 413
    pieces = local.post(path, content=(b" " * 65536 for _ in range(17)), headers=RPC)
    assert pieces.status_code == 413
    assert "connection" in big.headers


@pytest.mark.parametrize("path", [p for p in CHANGING if not p.startswith("/log")])
@pytest.mark.parametrize(
    "body",
    [b"[" * 200_000, b'{"a":' * 100_000, b'{"question":' + b"[" * 100_000, b"1e999999",
    b"9" * 100_000,
     b"\xff\xfe", b"", b"null", b'{"question": NaN}', b'{"__proto__": {}, "question": {"$ne": 1}}'],
)  # fmt: skip
def test_json_that_is_hard_to_swallow_is_the_senders_fault(local, held, path, body):
    before = len(held.asked)
    reply = local.post(path, content=body, headers=RPC)
    # Gradio's own routes cannot say of what is no number that it is none.
    odd = path.startswith("/gradio_api/") and (b"NaN" in body or b"1e9" in body)
    assert 400 <= reply.status_code < 500 or (odd and reply.text == "Internal Server Error")
    assert len(held.asked) == before
    assert "Traceback" not in reply.text
    assert "site-packages" not in reply.text


def test_what_is_packed_is_not_unpacked(local, held):
    before = len(held.asked)
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < 100_000
    for path in ("/api/v1/ask", "/mcp", "/gradio_api/queue/join"):
        reply = local.post(path, content=bomb, headers=RPC | {"content-encoding": "gzip"})
        assert 400 <= reply.status_code < 500
    assert len(held.asked) == before


def test_very_many_parameters_are_bounded(local):
    many = "&".join(["a=1"] * 1500)
    for path in ("/browse", "/compare", "/learn", "/api/v1/matrix", "/"):
        assert local.get(f"{path}?{many}").status_code < 500
        assert local.get(f"{path}?{'&'.join(['topic=kettles'] * 500)}").status_code < 500
    assert local.get(f"/browse?{'&'.join(['a=1'] * 5000)}").status_code == 414
    assert local.get("/browse", headers={"cookie": "; ".join(["a=1"] * 5000)}).status_code < 500
    assert local.get("/browse", headers=[("x-a", "1")] * 200).status_code == 431
    form = "&".join(["name=ada"] * 50)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert local.post("/login", content=form, headers=kind).status_code == 404
    locators = "&".join([f"locator={PLACE}"] * 51)
    assert local.get(f"/api/v1/cite?{locators}").status_code == 422
    told = {"model": "rulebridge", "messages": [{"role": "user", "content": "x"}] * 201}
    assert local.post("/v1/chat/completions", json=told).status_code == 400
    body = {"question": "x", **{f"f{n}": 1 for n in range(20_000)}}
    reply = local.post("/api/v1/ask", json=body)
    assert reply.status_code == 422
    assert len(reply.text) < 10_000


RESPONSES = [
    ("GET", "/", 200), ("GET", "/browse", 200), (("GET"), f"/p/{PLACE}", 200), ("GET",
    "/p/none", 404),
    ("GET", "/nonsense", 404), ("GET", "/static/site.css", 200), ("GET", "/static/none.css", 404),
    ("GET", "/api/v1/topics", 200), ("GET", "/api/v1/nothing", 404), ("PUT", "/api/v1/ask", 405),
    ("POST", "/api/v1/ask", 422), ("POST", "/mcp", 400), ("GET", "/mcp", 405), ("GET",
    "/metrics", 200),
    ("GET", "/health/live", 200), ("TRACE", "/browse", 405), ("GET", "/gradio_api/info", 404),
    ("GET", "/a%00b", 400), ("GET", "/gradio_api/startup-events", 200),
    ("GET", "/assets/none.js", 404), ("GET", "/theme.css", 200), ("GET", "/learn?q=bug", 500),
    ("GET", "/compare?topic=kettles&export=csv", 200), ("HEAD", "/browse", 200),
]  # fmt: skip


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(("method", "path", "status"), RESPONSES)
def test_every_kind_of_response_is_protected(local, method, path, status, accept):
    reply = local.request(method, path, headers={"accept": accept})
    assert reply.status_code == status, reply.text[:200]
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "same-origin"
    assert reply.headers["x-frame-options"] in ("DENY", "SAMEORIGIN")
    assert "default-src" in reply.headers["content-security-policy"]
    assert "server" not in reply.headers
    policy = reply.headers["content-security-policy"]
    if path not in ("/", "/theme.css") and not path.startswith(("/assets", "/gradio_api")):
        assert "unsafe" not in policy


def test_redirects_and_refusals_to_strangers_are_protected_too(stranger):
    for path, accept in (("/browse", "text/html"), ("/browse", "*/*"), ("/api/v1/topics", "*/*")):
        reply = stranger.get(path, headers={"accept": accept})
        assert reply.status_code in (303, 401)
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", f"/learn?q=bug+{MARKED}", None),
        ("POST", "/api/v1/ask", {"question": f"bug {MARKED}"}),
        ("POST", "/api/v1/ask/stream", {"question": f"bug {MARKED}"}),
        ("POST", "/api/v1/export", {"matrix": {"topics": [f"bug {MARKED}"]}, "format": "csv"}),
        ("POST", "/mcp", CALL | {"params": {"name": "ask",
        "arguments": {"question": f"bug {MARKED}"}}}),
        ("POST", "/v1/chat/completions",
         {"model": "rulebridge", "messages": [{"role": "user", "content": f"bug {MARKED}"}]}),
    ],
)  # fmt: skip
def test_what_went_wrong_inside_is_told_to_nobody(local, method, path, body):
    reply = local.request(method, path, json=body, headers=RPC if path == "/mcp" else {})
    for inside in (
        "Traceback",
        ".py",
        "ZeroDivision",
        "cannot do",
        "/work",
        "/home",
        "site-packages",
    ):
        assert inside not in reply.text, inside
    if path != "/mcp":
        assert reply.status_code == 500
    else:
        assert reply.json()["result"]["isError"]
    page = AskPage(local, "inside")
    told = page.does("ask", {"id": "a", "question": f"bug {MARKED}", "language": "en"})
    assert "ZeroDivision" not in json.dumps(told)
    assert "cannot do" not in json.dumps(told)


def test_a_page_that_fails_is_still_a_page(local):
    reply = local.get("/learn?q=bug&lang=zh-Hant", headers={"accept": "text/html"})
    assert reply.status_code == 500
    assert "請再試一次" in reply.text
    assert reply.headers["content-type"].startswith("text/html")


FORGED = {
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-prefix": "/evil",
    "forwarded": "for=127.0.0.1;host=evil.example",
    "x-real-ip": "127.0.0.1",
    "x-gradio-server": "https://evil.example",
    "x-original-url": "/metrics",
    "x-rewrite-url": "/metrics",
    "x-http-method-override": "POST",
    "x-remote-user": "ada",
    "x_remote_user": "ada",
    "x-forwarded-user": "ada",
}


@pytest.mark.parametrize("header", FORGED)
def test_a_forged_header_makes_nobody_anybody(proxied, header):
    for address in ("198.51.100.7", "127.0.0.1", "10.0.0.3", "::1"):
        client = proxied(address)
        assert client.get("/browse", headers={header: FORGED[header]}).status_code == 401
        login = client.get("/login", headers={header: FORGED[header]}).text
        assert "evil.example" not in login
    honest = proxied(PROXY)
    assert honest.get("/browse", headers={"x-remote-user": "bob"}).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["<script>rbevil</script>", "${rbevil}", "{{rbevil}}", "b\u202eob", "x" * 200, "bo\x1bb"],
)
def test_a_hostile_name_from_the_proxy_stays_words(proxied, name):
    told = {"x-remote-user": name.encode(), "accept": "text/html"}
    reply = proxied(PROXY).get("/browse", headers=told)
    assert reply.status_code in (200, 401)
    assert "<script>rbevil" not in reply.text
    assert "\u202e" not in reply.text


def told(address, path, method="GET"):
    """Status and words of the answer to exactly this path."""
    with socket.create_connection(address, timeout=10) as connection:
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode("latin-1"))
        received = b""
        while part := connection.recv(65536):
            received += part
    return int(received.split(b" ", 2)[1]), received


@pytest.mark.parametrize(
    "head",
    [
        b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: 100\r\n\r\n{",
        b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        b"POST /gradio_api/queue/join HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
        b"GET /browse HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    ],
)
def test_who_dawdles_is_told_and_hung_up_on(impatient, head):
    with socket.create_connection(impatient.address, timeout=10) as connection:
        connection.sendall(head)
        received = b""
        while part := connection.recv(65536):
            received += part
    assert received.startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize(
    "extra",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n"
        b"Host: localhost\r\n\r\n",
        b"Content-Length: 1\r\nContent-Length: 30\r\n\r\nx",
        b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"Host: evil.example\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_no_second_request_is_smuggled(impatient, extra):
    with socket.create_connection(impatient.address, timeout=10) as connection:
        connection.sendall(b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\n" + extra)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        try:
            while part := connection.recv(65536):
                received += part
        except ConnectionResetError:
            pass
    assert b"rulebridge_requests" not in received
    assert received.startswith((b"HTTP/1.1 4", b"HTTP/1.1 501"))
