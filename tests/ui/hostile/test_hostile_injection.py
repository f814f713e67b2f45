"""Words that try to become something else: in a page, a stream, a message, a file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from urllib.parse import quote

import pytest
from hostile_kettles import (
    ATTACKS,
    EVERYTHING,
    MARKED,
    PLACE,
    AskPage,
    fragments,
    troubles,
)
from markdown_it import MarkdownIt

ACCEPT = {"accept": "text/html"}
PAGES = {
    "/browse": ("q", "page", "instrument"),
    "/browse/eu-ai-act": ("q", "language", "version", "page"),
    "/p/eu-ai-act/art_5": ("language", "version", "as_at", "quote", "mark", "from"),
    "/compare": ("topic", "jurisdiction", "as_at", "figures", "export", "style", "q"),
    "/learn": ("q", "quote"),
    "/timeline": ("as_at", "day", "instrument"),
    "/about": ("x",),
    "/api/v1/docs": ("x",),
}
QUERIES = [(path, name) for path, names in PAGES.items() for name in (*names, "lang")]


def sound(reply) -> None:
    """An answer that is a page of ours and nothing more, or a refusal that tells nothing."""
    assert reply.status_code < 500, reply.text[:300]
    assert "Traceback" not in reply.text
    assert "\n" not in "".join(reply.headers.values())
    assert MARKED not in "".join(f"{k}: {v}" for k, v in reply.headers.items()).lower()
    if reply.headers.get("content-type", "").startswith("text/html"):
        assert troubles(reply.text) == []


@pytest.mark.parametrize(("path", "name"), QUERIES)
def test_what_stands_in_an_address_stays_words(local, path, name):
    for attack in (*ATTACKS.values(), EVERYTHING):
        sound(local.get(f"{path}?{name}={quote(attack[:1000], safe='')}", headers=ACCEPT))
        sound(local.get(f"{path}?{quote(attack, safe='')}=1&{name}", headers=ACCEPT))


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_stands_in_a_path_stays_words(local, attack):
    for root in ("/p/", "/p/eu-ai-act/", "/browse/", "/", "/static/", "/api/v1/provisions/"):
        reply = local.get(root + quote(ATTACKS[attack], safe=""), headers=ACCEPT)
        sound(reply)
        assert reply.status_code in (400, 404, 414, 422)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("header", ["accept-language", "cookie", "referer", "user-agent"])
def test_what_stands_in_a_header_stays_words(local, header, attack):
    words = ATTACKS[attack].replace("\r", "").replace("\n", "").encode("utf-8", "replace")
    given = b"rb_lang=" + words if header == "cookie" else words
    for path in ("/browse", "/p/nothing", "/api/v1/nothing", "/"):
        reply = local.get(path, headers={"accept": b"text/html", header: given})
        assert reply.status_code in (200, 400, 404)
        assert MARKED not in reply.text
        assert reply.headers.get("content-language", "en") in ("en", "zh-Hant-HK", "zh-Hans-CN")


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize(
    "path",
    [
        "/browse",
        "/browse/eu-ai-act",
        "/browse/eu-ai-act?q=kettle",
        f"/p/{PLACE}",
        "/p/eu-ai-act/art_5",
        "/p/cap-486/s_26",
        "/compare",
        "/compare?topic=kettles",
        "/learn?q=May+kettles+judge%3F",
        "/learn?quote=Nobody+shall+teach+a+kettle",
        "/timeline",
        "/about",
    ],
)
def test_a_hostile_document_stays_words_on_every_page(local, path, language):
    reply = local.get(f"{path}{'&' if '?' in path else '?'}lang={language}", headers=ACCEPT)
    assert reply.status_code == 200
    sound(reply)


def test_the_hostile_words_were_there(local):
    for path in (f"/p/{PLACE}", "/compare?topic=kettles", "/learn?q=May+kettles+judge%3F"):
        words = local.get(path, headers=ACCEPT).text
        assert MARKED in words, path
        assert "&lt;script&gt;" in words or "&lt;img" in words, path


@pytest.mark.parametrize("event", ["ask", "hello", "source", "beside", "cite", "speak", "judge"])
def test_a_hostile_document_stays_words_on_the_ask_page(local, event):
    page = AskPage(local, f"words{event}")
    look = {
        "locator": PLACE,
        "language": "en",
        "version": "2026-07-27",
        "authority": "authentic",
        "quote": "Nobody shall teach",
    }
    told = [page.does("ask", {"id": "a", "question": f"May {EVERYTHING}", "language": "en"})]
    if event in ("source", "beside"):
        told = [page.does(event, {"id": "b", "look": look, "language": "en"})]
    elif event == "cite":
        told = [page.does(event, {"id": "b", "cite": look | {"style": "oscola"}, "language": "en"})]
    elif event == "judge":
        said = {"id": "b", "turn": 1, "reason": "other", "comment": EVERYTHING[:900]}
        told.append(page.does(event, said))
    elif event != "ask":
        told.append(page.does(event, {"id": "b", "language": "zh-Hans"}))
    found = list(fragments(told))
    assert event == "cite" or found
    for fragment in found:
        assert troubles(fragment, templates=True) == []


def asked(client, path, **body):
    return client.post(path, json={"question": EVERYTHING, "earlier": [EVERYTHING], **body})


def test_json_is_json_and_no_browser_takes_it_for_a_page(local):
    for reply in (
        asked(local, "/api/v1/ask"),
        local.post("/api/v1/search", json={"question": EVERYTHING}),
        local.get(f"/api/v1/provisions/{PLACE}"),
        local.get("/api/v1/topics"),
        local.get("/api/v1/matrix?topic=kettles"),
        local.post("/api/v1/quotes/verify", json={"quote": EVERYTHING}),
    ):
        assert reply.status_code == 200, reply.text[:300]
        assert reply.headers["content-type"].split(";")[0] == "application/json"
        assert reply.headers["x-content-type-options"] == "nosniff"
        json.loads(reply.text)


def test_nothing_said_begins_an_event_of_its_own(local):
    reply = asked(local, "/api/v1/ask/stream")
    pieces = reply.text.replace("\r\n", "\n").strip().split("\n\n")
    assert [piece.split("\n")[0] for piece in pieces] == ["event: answer", "event: done"]
    for piece in pieces:
        (data,) = piece.split("\n")[1:]
        assert json.loads(data.removeprefix("data: "))["question"] == EVERYTHING
    told = {
        "model": "rulebridge",
        "stream": True,
        "messages": [{"role": "user", "content": EVERYTHING}],
    }
    lines = local.post("/v1/chat/completions", json=told).text.strip().split("\n\n")
    assert all(line.startswith("data: ") and "\n" not in line for line in lines)
    assert lines[-1] == "data: [DONE]"


def links(markdown: str) -> list[str]:
    """Everything that a reader of Markdown would load or follow."""
    found = []
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    for token in parser.parse(markdown):
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline", "image"):
                found.append(each.content or each.type)
            found += [str(v) for k, v in each.attrs.items() if k in ("href", "src")]
    return found


def test_a_chat_program_finds_no_link_but_ours(local):
    told = {"model": "rulebridge", "messages": [{"role": "user", "content": EVERYTHING}]}
    reply = local.post("/v1/chat/completions", json=told).json()
    words = reply["choices"][0]["message"]["content"]
    assert MARKED in words
    ours = ("http://127.0.0.1:7860/p/", "https://eur-lex.europa.eu/")
    assert [link for link in links(words) if not link.startswith(ours)] == []
    assert "\u202e" not in words
    assert "\x1b" not in words


def rpc(client, name, **arguments):
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": name, "arguments": arguments},
    }
    accept = {"accept": "application/json, text/event-stream"}
    return client.post("/mcp", json=body, headers=accept)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"question": EVERYTHING}),
        ("search", {"question": EVERYTHING}),
        ("get_provision", {"locator": PLACE}),
        ("compare", {"topics": ["kettles"]}),
        ("cite", {"locators": [PLACE]}),
        ("verify_quote", {"quote": EVERYTHING}),
    ],
)
def test_mcp_results_carry_no_controls(local, tool, arguments):
    reply = rpc(local, tool, **arguments)
    assert reply.headers["content-type"].split(";")[0] == "application/json"
    result = reply.json()["result"]
    assert not result.get("isError"), result
    (content,) = result["content"]
    assert content["type"] == "text"
    for sign in ("\x1b", "\x07", "\x9b", "\x00", "\u202e", "\u2066"):
        assert sign not in content["text"], (tool, sign)


@pytest.fixture(scope="module")
def compared(local):
    reply = asked(local, "/api/v1/ask", question=f"compare {EVERYTHING}")
    assert reply.status_code == 200
    return reply.json()


@pytest.mark.parametrize("form", ["text", "markdown", "docx", "csv", "html", "json", "evidence"])
def test_files_carry_words_and_nothing_else(local, compared, form):
    reply = local.post("/api/v1/export", json={"answer": compared, "format": form})
    assert reply.status_code == 200, reply.text[:500]
    assert reply.headers["content-disposition"].startswith("attachment; filename=")
    assert "sandbox" in reply.headers["content-security-policy"]
    name = reply.headers["content-disposition"].split('"')[1]
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")
    if form == "html":
        words = reply.text.replace("<style>", "<!--").replace("</style>", "-->")
        assert troubles(words) == []
    elif form == "markdown":
        assert [x for x in links(reply.text) if MARKED in x or x.startswith("<")] == []
    elif form == "csv":
        for row in csv.reader(io.StringIO(reply.text.lstrip("\ufeff"))):
            assert not [cell for cell in row if cell.lstrip()[:1] in ("=", "+", "-", "@", "\t")]
    elif form == "text":
        assert not set("\x1b\x07\x00\u202e\u2066") & set(reply.text)
    elif form == "docx":
        with zipfile.ZipFile(io.BytesIO(reply.content)) as packed:
            for part in packed.namelist():
                if part.endswith(".rels"):
                    assert MARKED not in packed.read(part).decode()
                    assert b"javascript" not in packed.read(part)
    elif form == "evidence":
        with zipfile.ZipFile(io.BytesIO(reply.content)) as packed:
            assert all(".." not in n and not n.startswith("/") for n in packed.namelist())
            assert MARKED not in "".join(packed.namelist())


@pytest.mark.parametrize("form", ["csv", "markdown", "html", "docx"])
def test_a_comparison_leaves_as_words_from_the_page_too(local, form):
    reply = local.get(f"/compare?topic=kettles&export={form}")
    if form == "csv":
        for row in csv.reader(io.StringIO(reply.text.lstrip("\ufeff"))):
            assert not [cell for cell in row if cell.lstrip()[:1] in ("=", "+", "-", "@", "\t")]
    sound(reply) if form != "html" else None
    assert reply.status_code == 200


@pytest.mark.parametrize(
    "style", ["oscola", "hong-kong", "gb-t-7714", "apa", "bibtex", "ris", "csl-json"]
)
def test_references_of_a_hostile_document(local, style):
    from assistant.bibliography.style import Style

    known = {each.value for each in Style}
    chosen = style if style in known else sorted(known)[0]
    reply = local.get(f"/api/v1/cite?locator={PLACE}&style={chosen}")
    assert reply.status_code == 200, reply.text[:300]
    assert reply.headers["content-type"].split(";")[0] != "text/html"
    addresses = [
        line for line in reply.text.split("\n") if "url" in line[:14].lower() or line[:2] == "UR"
    ]
    assert all("javascript" not in line and MARKED not in line for line in addresses)


def test_feedback_stays_words(local, local_app, compared):
    said = {"answer": compared, "reason": "other", "comment": EVERYTHING[:1900]}
    assert local.post("/api/v1/feedback", json=said).status_code == 204
    kept = (local_app[2].home / "feedback.jsonl").read_text("utf-8").split("\n")
    assert [json.loads(line)["comment"] for line in kept if line][-1] == EVERYTHING[:1900].strip()
    taken = local.get("/api/v1/feedback/export")
    assert taken.headers["content-disposition"].startswith("attachment")
    assert all(json.loads(line) for line in taken.text.strip().split("\n"))


@pytest.mark.parametrize("half", ["\ud800", "a\ud83d b"])
def test_half_a_character_is_refused_or_replaced(local, half):
    body = json.dumps({"question": half})
    sent = {"content-type": "application/json"}
    assert local.post("/api/v1/ask", content=body, headers=sent).status_code == 422
    chat = json.dumps({"model": "rulebridge", "messages": [{"role": "user", "content": half}]})
    assert local.post("/v1/chat/completions", content=chat, headers=sent).status_code == 400
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    call["params"] = {"name": "ask", "arguments": {"question": half}}
    accept = sent | {"accept": "application/json, text/event-stream"}
    assert local.post("/mcp", content=json.dumps(call), headers=accept).status_code in (200, 400)
    told = AskPage(local, "half").does("ask", {"id": "a", "question": half, "language": "en"})
    assert told["done"]


@pytest.mark.parametrize("day", [0, 1.5, 1_700_000_000, "1700000000", "2026-11-22T00:00:00", True])
def test_a_day_is_a_day_at_every_face(local, day):
    for path, body in {
        "/api/v1/ask": {"question": "May they?"},
        "/api/v1/search": {"question": "May they?"},
        "/api/v1/export": {"matrix": {"topics": ["kettles"]}, "format": "csv"},
    }.items():
        inner = body.get("matrix", body)
        inner["as_at"] = day
        assert local.post(path, json=body).status_code == 422, path
    for tool, told in {
        "ask": {"question": "May they?"},
        "search": {"question": "May they?"},
        "compare": {"topics": ["kettles"]},
        "get_provision": {"locator": PLACE},
    }.items():
        result = rpc(local, tool, **told, as_at=day).json()["result"]
        assert result["isError"], tool
        assert "YYYY-MM-DD" in result["content"][0]["text"]
    assert local.get(f"/api/v1/provisions/{PLACE}?as_at={day}").status_code == 422
