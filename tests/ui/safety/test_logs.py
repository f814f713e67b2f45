"""What is written down, and for how long."""

from __future__ import annotations

import json
import logging
import stat
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from corpus.catalogue import LANGUAGES
from ui.safety.guard import guarded
from ui.safety.question_log import QuestionLog, what_is_kept


def records(caplog):
    return [json.loads(r.message) for r in caplog.records if r.name == "rulebridge.access"]


@pytest.fixture
def logged(caplog):
    caplog.set_level(logging.INFO, "rulebridge.access")
    return caplog


def test_a_line_a_request_without_a_word_of_what_was_asked(exposed, sign_in, logged):
    sign_in(exposed)
    logged.clear()
    own = {"Origin": "http://rules.example"}
    exposed.post("/api/v1/ask?q=my+secret+question", json={"question": "secret"}, headers=own)
    exposed.get("/my secret question/about kettles")
    first, second = records(logged)
    assert list(first) == ["method", "path", "status", "ms", "user"]
    assert (first["method"], first["path"], first["status"]) == ("POST", "/{rest:path}", 200)
    assert len(first["user"]) == 12
    assert first["user"] == second["user"]
    for words in ("secret", "kettles", "ada", "198.51.100.7"):
        assert words not in "".join(json.dumps(r) for r in records(logged))


def test_refusals_are_logged_without_their_address(exposed, logged):
    exposed.get("/my secret/question")
    exposed.get("/p/secret")
    assert [(r["path"], r["status"], r["user"]) for r in records(logged)] == [
        ("/…/…", 401, "-"),
        ("/p/…", 401, "-"),
    ]


def test_a_failure_is_logged_as_one(open_client, logged):
    async def broken(scope, receive, send):
        raise ZeroDivisionError("secret question")

    reply = open_client("127.0.0.1", "127.0.0.1", app=broken).get("/browse")
    assert reply.status_code == 500
    assert records(logged)[0]["status"] == 500
    assert "secret" not in reply.text + logged.text


def test_no_question_is_kept_unless_it_is_switched_on(settings):
    made = settings()
    QuestionLog(made).note("May kettles judge?", "ada")
    assert not (made.home / "questions.log").exists()


def test_questions_are_kept_with_a_pseudonym_for_the_owner_alone(settings):
    made = settings(log_questions=True)
    log = QuestionLog(made)
    log.note("May\nkettles 評判?", "ada")
    log.note("Lone \ud800 half", "")
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    lines = log.path.read_text("utf-8").splitlines()
    kept = [json.loads(line) for line in lines]
    assert kept[0]["question"] == "May\nkettles 評判?"
    assert len(kept[0]["user"]) == 12
    assert kept[1]["user"] == "-"
    assert len(lines) == 2


def old(days):
    at = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    return json.dumps({"at": at, "user": "-", "question": f"{days} days"})


@pytest.mark.parametrize("on", [True, False])
def test_what_is_too_old_is_removed_at_the_start_even_when_switched_off(settings, on):
    made = settings(log_questions=on, log_days=30)
    made.home.mkdir()
    file = made.home / "questions.log"
    file.write_text("\n".join([old(40), old(20), "damaged", old(31), old(1)]) + "\n")
    QuestionLog(made)
    assert [json.loads(x)["question"] for x in file.read_text().splitlines()] == [
        "20 days",
        "1 days",
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_and_daily_by_any_request(settings, monkeypatch):
    from ui.safety import question_log

    made = settings(log_questions=True, log_days=30)
    log = QuestionLog(made)
    log.note("May kettles judge?")

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    client = TestClient(
        guarded(app, made, "127.0.0.1", log), base_url="http://localhost", client=("127.0.0.1", 1)
    )
    for days, kept in ((0, 1), (29, 1), (31, 0)):
        later = datetime.now(UTC) + timedelta(days=days)

        class Later(datetime):
            @classmethod
            def now(cls, tz=None, later=later):
                return later

        monkeypatch.setattr(question_log, "datetime", Later)
        client.get("/browse")
        assert len(log.path.read_text().splitlines()) == kept


def test_the_page_says_what_is_kept(settings):
    for language in LANGUAGES:
        nothing = what_is_kept(language, settings())
        something = what_is_kept(language, settings(log_questions=True, log_days=17))
        assert nothing != something
        assert "17" in something
        assert "17" not in nothing
