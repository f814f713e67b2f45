"""Logs: no word of a question at any level, and no line that somebody else has written."""

from __future__ import annotations

import json
import logging

import pytest
from hostile_kettles import AskPage
from hostile_steps import application, signed_in, visiting

SECRET = "zzquestionzz"
RPC = {"accept": "application/json, text/event-stream"}


def rounds(client, word):
    """Every way to ask, with and without an outcome."""
    for kind in ("", "bug ", "away ", "nothing ", "slowly ", "compare "):
        question = f"{kind}May {word} judge?"
        asked = {"question": question, "earlier": [question]}
        client.post("/api/v1/ask", json=asked)
        client.post("/api/v1/ask/stream", json=asked)
        client.post("/api/v1/search", json={"question": question})
        client.post("/api/v1/quotes/verify", json={"quote": question})
        for stream in (False, True):
            told = {"model": "rulebridge", "messages": [{"role": "user", "content": question}]}
            client.post("/v1/chat/completions", json=told | {"stream": stream})
        params = {"name": "ask", "arguments": {"question": question}}
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        client.post("/mcp", json=call, headers=RPC)
        client.get(f"/learn?q={question}")
        client.get(f"/learn?quote={question}")
        client.get(f"/compare?topic={question}")
        client.get(f"/browse/eu-ai-act?q={question}")
        page = AskPage(client, f"log{kind.strip()}")
        page.does("ask", {"id": "a", "question": question, "language": "en"})
        page.does("export", {"id": "b", "turn": 1, "form": "docx"})
        page.does("judge", {"id": "b", "turn": 1, "reason": "other", "comment": word})
        page.does("source", {"id": "b", "look": {word: word}})
        kept = [{"number": 1, "question": question, "answer": {"question": question}}]
        page.does("hello", {"id": "c", "kept": kept, "owner": ""})
    # What does not fit is not repeated in the log either.
    for path in ("/api/v1/ask", "/v1/chat/completions", "/mcp", "/gradio_api/queue/join"):
        for body in (word, [word], {"question": [word], word: word}, {"method": word}):
            client.post(path, json=body, headers=RPC)
    client.get(f"/{word}/{word}?{word}={word}")
    client.get(f"/{word}")
    client.get(f"/p/{word}")
    client.get("/browse", headers={"user-agent": word, "referer": word, "cookie": f"a={word}"})


@pytest.fixture
def written(caplog, capfd):
    """All that was logged or printed since, clients' own lines left out."""
    root = logging.getLogger()
    before = root.level
    caplog.set_level(logging.DEBUG)

    def read():
        ours = [r for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
        lines = [logging.Formatter("%(name)s %(message)s").format(record) for record in ours]
        return "\n".join(lines) + "".join(capfd.readouterr())

    yield read
    root.setLevel(before)


def test_no_question_is_logged_at_any_level(local, local_app, written):
    rounds(local, SECRET)
    words = written()
    assert "rulebridge.access" in words
    assert SECRET not in words
    assert not (local_app[2].home / "questions.log").exists()


def test_no_question_is_logged_by_the_other_faces(local, written, monkeypatch):
    monkeypatch.setattr(AskPage, "does", lambda *_: None)
    rounds(local, SECRET)
    words = written()
    assert "unexpected ZeroDivisionError" in words
    assert SECRET not in words


def test_no_password_key_or_token_is_logged(stranger, key, written):
    signed_in(stranger, words="a wrong long password")
    signed_in(stranger)
    stranger.get("/api/v1/topics", headers={"authorization": f"Bearer {key}"})
    stranger.get("/api/v1/topics", headers={"authorization": "Bearer rb_guessed"})
    stranger.get(f"/browse?key={key}")
    words = written()
    assert "sign-in of" in words
    token = stranger.cookies["rulebridge"]
    for secret in ("a wrong long password", "seven kettles", key, "rb_guessed", token, " ada "):
        assert secret not in words


def test_nobody_writes_lines_of_their_own(stranger, written):
    forged = 'ada\r\nERROR root forged {"user": "root"}\x1b[31m\u2028forged'
    signed_in(stranger, name=forged, words="whatever it may be")
    stranger.request("GET", "/p/x%0d%0aERROR%20root%20forged")
    stranger.request("GET", "/browse", headers={"x-forwarded-for": "1.1.1.1 forged"})
    stranger.request("GET", "/forged%E2%80%A8forged")
    words = written()
    assert "forged" not in words
    assert "\x1b" not in words


def test_switched_on_questions_are_kept_by_every_face(tmp_path):
    with application(tmp_path, log_questions=True) as made, visiting(made[0]) as client:
        client.post("/api/v1/ask", json={"question": 'rest\n{"question": "forged"}'})
        AskPage(client, "kept").does("ask", {"question": "May the page?", "language": "en"})
        lines = (made[2].home / "questions.log").read_text("utf-8").splitlines()
        kept = [json.loads(line)["question"] for line in lines]
    assert kept == ['rest\n{"question": "forged"}', "May the page?"]
    assert (made[2].home / "questions.log").stat().st_mode & 0o077 == 0
