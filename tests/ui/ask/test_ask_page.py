"""The page as a whole: what it says before anything is asked, and its files."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from fastapi import FastAPI
from kettles import INSTALLED
from lxml import html
from starlette.testclient import TestClient

from corpus.catalogue import LANGUAGES
from corpus.settings import Settings
from corpus.texts import texts
from ui.ask.page import build
from ui.ask.shell import READERS, shell
from ui.ask.statics import ask_url, router

SCRIPTS = files("ui.ask").joinpath("static")


@pytest.fixture(scope="module")
def words():
    return shell(INSTALLED.texts, None, dict.fromkeys(LANGUAGES, "Kept."))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_reader_has_two_examples(words, language):
    page = html.fromstring(words[language]["welcome"])
    assert len(page.xpath("//section")) == len(READERS)
    examples = page.xpath("//button[@data-act='example']/text()")
    assert len(set(examples)) == 2 * len(READERS)
    # What is a template to Gradio must not be one here.
    assert not any(sign in "".join(words[language].values()) for sign in ("${", "{{", "`"))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (None, "Your question is sent nowhere else."),
        ("http://model.example:8080/v1", "sent to model.example:8080,"),
    ],
)
def test_where_a_question_goes_is_said(url, told):
    foot = html.fromstring(shell(INSTALLED.texts, url, {})["en"]["foot"])
    said = foot.text_content()
    assert told in said
    assert "consolidated, as amended to 27 July 2026" in said


def test_all_languages_have_the_same_parts(words):
    assert words["en"].keys() == words["zh-Hant"].keys() == words["zh-Hans"].keys()
    assert all(all(parts.values()) for parts in words.values())


def test_every_word_that_the_scripts_say_is_there(words):
    said = "".join(f.read_text("utf-8") for f in SCRIPTS.iterdir() if f.name.endswith(".js"))
    assert {f"say_{key}" for key in re.findall(r'\bword\("([a-z_]+)"\)', said)} <= words[
        "en"
    ].keys()


def test_no_text_of_the_section_is_unused():
    code = "".join(
        f.read_text("utf-8") for f in files("ui.ask").iterdir() if f.name.endswith(".py")
    )
    for key in texts("en")["ask"]:
        stem = key.rsplit("_", 1)[0]
        known = (key, f"{stem}_{{", "{act}", "{turn.state.value}", "{key}")
        assert any(part in code for part in known), key


def test_scripts_use_events_that_the_page_listens_to(service, tmp_path):
    blocks = build(service, Settings(home=tmp_path))
    heard = {name for fn in blocks.fns.values() for _, name in fn.targets}
    code = "".join(f.read_text("utf-8") for f in SCRIPTS.iterdir() if f.name.endswith(".js"))
    used = set(re.findall(r'(?:send|sendInLine|tell)\("([a-z_]+)"', code))
    assert used == heard
    assert all(fn.api_visibility == "private" for fn in blocks.fns.values())


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        (ask_url("main.js"), 200, "immutable"),
        ("/static/ask/000000000000/main.js", 200, "no-cache"),
        ("/static/ask/000000000000/page.py", 404, None),
        ("/static/ask/000000000000/..%2fpage.py", 404, None),
    ],
)
def test_files_of_the_page(path, status, kept):
    app = FastAPI()
    app.include_router(router)
    reply = TestClient(app).get(path)
    assert reply.status_code == status
    if kept:
        assert kept in reply.headers["cache-control"]


def test_scripts_and_styles_load_nothing_from_elsewhere():
    for file in SCRIPTS.iterdir():
        words = file.read_text("utf-8")
        assert not re.search(r"https?://|url\(|@import", words), file.name
