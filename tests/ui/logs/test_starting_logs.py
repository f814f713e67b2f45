"""The log as the server writes it: its form, its fields, and the name of each request."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from datetime import datetime

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from corpus.settings import Settings
from ui.logs.request_id import HEADER, RequestId, request_id
from ui.logs.starting import start_logging
from ui.safety.guard import guarded, uvicorn_options


@pytest.fixture
def logging_to():
    """Starts the log and gives what was written, line by line."""
    stream = io.StringIO()

    def start(**given):
        start_logging(Settings(**given), stream)
        return lambda: stream.getvalue().splitlines()

    return start


def objects(lines):
    return [json.loads(line) for line in lines()]


def test_every_line_is_an_object_with_the_same_fields(logging_to):
    lines = logging_to(log_format="json", log_level="INFO")
    logging.getLogger("kettles").info("%s 壺", 3)
    logging.getLogger("uvicorn.error").error("Invalid HTTP request received.")
    logging.getLogger("uvicorn").warning("stopping")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old kettles", stacklevel=1)
    thread = threading.Thread(target=lambda: int("May kettles judge?"))
    thread.start()
    thread.join()
    found = objects(lines)
    assert [o["logger"] for o in found] == [
        "kettles", "uvicorn.error", "uvicorn", "py.warnings", "ui.logs.starting",
    ]  # fmt: skip
    assert all({"time", "level", "logger", "message", "request"} <= o.keys() for o in found)
    assert all(datetime.fromisoformat(o["time"]).utcoffset() is not None for o in found)
    assert (found[0]["message"], found[0]["level"], found[0]["request"]) == ("3 壺", "INFO", "-")
    assert "kettles judge" not in "".join(lines())
    assert "ValueError at" in found[-1]["message"]


def test_text_is_for_people(logging_to):
    lines = logging_to(log_level="WARNING")
    logging.getLogger("kettles").info("too little to say")
    logging.getLogger("kettles").warning("boiling, api-key: %s", "abcdefgh")
    assert lines() == ["WARNING:kettles:boiling, api-key: [hidden]"]


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        ({"log_level": "DEBUG"}, True),
        ({"log_level": "ERROR"}, False),
        ({"log_level": "DEBUG", "log_format": "json"}, False),
    ],
)
def test_the_words_of_an_exception_are_for_debugging_in_text_alone(logging_to, given, whole):
    lines = logging_to(**given)
    try:
        int("May kettles judge?")
    except ValueError:
        logging.getLogger("kettles").exception("failed")
    assert ("kettles judge" in "\n".join(lines())) is whole


def test_starting_twice_writes_each_line_once(logging_to):
    logging_to(log_level="INFO")
    lines = logging_to(log_level="INFO")
    logging.getLogger("kettles").info("once")
    assert lines() == ["INFO:kettles:once"]


def test_the_web_server_leaves_the_log_alone(logging_to):
    lines = logging_to(log_format="json", log_level="INFO")
    uvicorn.Config(lambda: None, log_level="warning", **uvicorn_options(Settings()))
    logging.getLogger("uvicorn.error").warning("kept")
    assert [o["message"] for o in objects(lines)] == ["kept"]
    assert not logging.getLogger("uvicorn").handlers


async def _page(_):
    logging.getLogger("kettles").info("working")
    return PlainTextResponse(request_id())


def test_a_request_has_one_name_in_every_line_and_in_the_reply(logging_to, tmp_path):
    lines = logging_to(log_format="json", log_level="INFO")
    app = guarded(Starlette(routes=[Route("/browse", _page)]), Settings(home=tmp_path), "127.0.0.1")
    client = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1))
    asked = client.get("/browse?q=May+kettles+judge", headers={HEADER: "forged"})
    ours = [o for o in objects(lines) if o["logger"] in ("kettles", "rulebridge.access")]
    assert [o["request"] for o in ours] == [asked.text, asked.text]
    assert asked.headers[HEADER] == asked.text != "forged"
    assert ours[1]["message"] == "GET /browse 200"
    assert (ours[1]["http"]["path"], ours[1]["http"]["status"]) == ("/browse", 200)
    assert "kettles judge" not in "".join(lines()).replace("+", " ")
    assert client.get("/browse").text != asked.text


def test_outside_of_a_request_there_is_no_name():
    client = TestClient(RequestId(Starlette(routes=[Route("/", _page)])))
    assert len(client.get("/").text) == 16
    assert request_id() == "-"


def test_starting_the_log_loads_no_web_framework():
    code = (
        "import sys, ui.logs.starting; print({'starlette', 'fastapi', 'jinja2'} & {*sys.modules})"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
