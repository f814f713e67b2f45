"""The page in a real browser: three languages, the clause beside the answer, nothing foreign."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from kettles import CN_TEXT, EU_TEXT, FakeAssistant

from ui.server import Server

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WORDS = {
    "en": ("Ask", "New conversation", "Search in", "Cited clauses", "EU AI Act"),
    "zh-Hant": ("提問", "開始新對話", "查找範圍", "引用條文", "歐盟《人工智能法》"),
    "zh-Hans": ("提问", "开始新对话", "查找范围", "引用条文", "欧盟《人工智能法》"),
}
TAGS = {"en": "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans-CN"}
LOCALES = {"en": "en-GB", "zh-Hant": "zh-HK", "zh-Hans": "zh-CN"}


def chromium() -> str | None:
    """Chromium on this machine: ``CHROMIUM``, on the path, or as Playwright installed it."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found:
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@pytest.fixture(scope="module")
def browser():
    sync = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    executable = chromium()
    if executable is None:
        pytest.skip("needs Chromium: none found on the path or installed by Playwright")
    with sync.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def server():
    served = Server(FakeAssistant, "127.0.0.1", 0)
    thread = threading.Thread(target=served.run)
    thread.start()
    while not served.started:
        time.sleep(0.02)
    yield served
    served.stop()
    thread.join()


@pytest.fixture
def opened(browser, server):
    """Opens a page; afterwards checks that nothing was asked of another host and all is well."""
    contexts, requests, troubles = [], [], []

    def open_page(locale="en-GB", query="", **options):
        context = browser.new_context(locale=locale, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda said: troubles.append(said.text) if said.type == "error" else None,
        )
        page.goto(f"{server.url}/{query}")
        page.wait_for_selector(".rb-log")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert len(requests) > 5
    assert [u for u in requests if not u.startswith((server.url, "data:", "blob:"))] == []
    assert troubles == []


def wait_for_language(page, language):
    page.wait_for_function("tag => document.documentElement.lang === tag", arg=TAGS[language])
    page.wait_for_selector(f".rb-log[lang={TAGS[language]}]")


@pytest.mark.parametrize("language", WORDS)
def test_asking_an_example_shows_the_clause(opened, language):
    page = opened(LOCALES[language])
    wait_for_language(page, language)
    page.locator("#rb-examples button").first.click()
    page.wait_for_selector(".rb-notices")
    assert page.locator(".rb-answer").get_attribute("lang") == TAGS[language]
    assert page.locator("#rb-clauses .rb-clause").all_inner_texts() == [EU_TEXT, CN_TEXT]
    assert page.locator("mark").first.inner_text() == "Nobody shall teach a kettle"
    assert not page.locator("#rb-examples").is_visible()
    page.locator("a.rb-mark").nth(1).click()
    page.wait_for_selector("#t1s2.rb-current")
    assert page.locator(".rb-log").count() == 1
    page.locator("#rb-clear").click()
    page.wait_for_selector("#rb-examples button >> visible=true")
    assert page.locator(".rb-source").count() == 0


def test_the_switch_changes_every_word_and_is_kept(opened):
    page = opened("en-GB")
    for language in ("zh-Hant", "zh-Hans", "en"):
        page.locator(f"#rb-language label:has(input[value={language}])").click()
        wait_for_language(page, language)
        ask, clear, filters, title, act = WORDS[language]
        assert page.locator("#rb-ask button").inner_text() == ask
        assert page.locator("#rb-clear").inner_text() == clear
        assert filters in page.locator("#rb-filter").inner_text()
        assert page.locator(".rb-title").inner_text() == title
        assert act in page.locator(".rb-footer").inner_text()
        assert f"lang={language}" in page.url
    page.locator("#rb-language label:has(input[value=zh-Hant])").click()
    wait_for_language(page, "zh-Hant")
    page.reload()
    wait_for_language(page, "zh-Hant")


def test_the_address_comes_before_the_browser(opened):
    wait_for_language(opened("en-GB", "?lang=zh-Hans"), "zh-Hans")


def test_what_is_typed_is_text(opened):
    page = opened()
    evil = "<img src=x onerror=alert(1)> ${1+1} {{value}} bug"
    page.locator("#rb-ask textarea").fill(evil)
    page.locator("#rb-ask textarea").press("Enter")
    page.wait_for_selector(".rb-error")
    assert page.locator(".rb-question p").inner_text() == evil
    assert page.locator(".rb-log img").count() == 0
    assert "secret" not in page.content()


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_nothing_is_wider_than_the_screen(opened, language, width, height):
    page = opened(query=f"?lang={language}", viewport={"width": width, "height": height})
    wait_for_language(page, language)
    page.locator("#rb-examples button").first.click()
    page.wait_for_selector(".rb-notices")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def asked(page, question, turn=1):
    page.locator("#rb-ask textarea").fill(question)
    page.locator("#rb-ask textarea").press("Enter")
    page.wait_for_selector(f"#t{turn} .rb-notices")


def test_the_keyboard_opens_what_opens_and_it_stays_open(opened):
    page = opened()
    asked(page, "May kettles judge?")
    page.locator("#t1u > summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#t1u[open] dl")
    asked(page, "And teapots?", turn=2)
    assert page.locator("#t1u[open]").count() == 1
    assert page.locator("#t2u[open]").count() == 0


@pytest.mark.parametrize(("language", "words"), [("en", "Shorter"), ("zh-Hans", "简短些")])
def test_the_keyboard_asks_for_less_and_goes_on_from_the_reply(opened, language, words):
    page = opened(query=f"?lang={language}")
    wait_for_language(page, language)
    asked(page, "May kettles judge?")
    page.locator(".rb-say").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#t2 .rb-notices")
    assert page.locator("#t2 .rb-question p").inner_text() == words
    assert page.evaluate("document.activeElement.id") == "t2"
    assert page.locator("#t1 .rb-say").count() == 0


def test_a_new_answer_is_scrolled_to_its_question(opened):
    page = opened(viewport={"width": 1280, "height": 620}, reduced_motion="reduce")
    asked(page, "May kettles judge?")
    asked(page, "compare kettles", turn=2)
    top = "id => document.getElementById(id).getBoundingClientRect().top"
    box = page.evaluate(top, "rb-conversation")
    page.wait_for_function(f"Math.abs(({top})('t2') - {box}) < 12")


@pytest.mark.parametrize(("width", "stacked"), [(390, True), (1280, False)])
def test_a_comparison_is_stacked_on_a_narrow_screen(opened, width, stacked):
    page = opened(viewport={"width": width, "height": 844})
    asked(page, "compare kettles")
    assert page.locator(".rb-matrix thead th").count() == 3
    assert page.locator(".rb-place").first.is_visible() is stacked
    assert page.locator(".rb-blank").first.is_visible() is not stacked
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_two_readers_do_not_see_each_other(opened):
    one, other = opened(), opened()
    one.locator("#rb-ask textarea").fill("kettles of the first")
    one.locator("#rb-ask button").click()
    one.wait_for_selector(".rb-notices")
    other.locator("#rb-examples button").first.click()
    other.wait_for_selector(".rb-notices")
    assert "kettles of the first" not in other.content()
