"""Languages, sizes of screens, and what an independent checker of accessibility finds."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from journey_steps import DESKTOP, PHONE, asked, has_focus, speaks

QUESTIONS = {"comparison": "compare kettles", "answer": "May kettles judge?"}


def show_popover(page, number):
    page.locator(f"#t{number - 1} .rb-mark").first.hover()
    page.wait_for_selector(".rb-popover:popover-open")


def show_panel(page, number):
    page.locator(f".rb-mark[data-cite=t{number - 2}s2]").first.click()
    page.locator("[data-act=beside]").click()
    page.wait_for_selector(".rb-beside")


def show_chip(page, number):
    page.locator("[data-act=close]").click()
    page.locator(f"#t{number - 3}-topics").click()


SCREENS = {
    "empty": lambda page, number: None,
    "comparison": lambda page, number: asked(page, "compare kettles", number),
    "silence": lambda page, number: asked(page, "nothing about kettles", number),
    "failure": lambda page, number: asked(page, "broken kettles", number, state="failed"),
    "answer": lambda page, number: asked(page, "May kettles judge?", number),
    "popover": show_popover,
    "panel": show_panel,
    "chip": show_chip,
}


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [("en", DESKTOP, "light"), ("zh-Hant", DESKTOP, "dark"), ("zh-Hans", PHONE, "light")],
)
def test_no_barrier_that_a_checker_finds(opened, language, size, scheme):
    page = opened(language, viewport=size, color_scheme=scheme)
    axe = Axe()
    found = {}
    for number, (screen, show) in enumerate(SCREENS.items()):
        show(page, number)
        violations = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        found[screen] = [
            (v["id"], [n["html"][:200] for n in v["nodes"]])
            for v in violations
            if v["impact"] in ("serious", "critical")
        ]
    assert found == {screen: [] for screen in SCREENS}


def test_nothing_is_wider_than_the_screen_and_tables_are_stacked_on_narrow_ones(opened):
    page = opened()
    asked(page, "compare kettles")
    asked(page, "May kettles judge?", 2)
    for width in (320, 390, 640, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".rb-place").first.is_visible() is (width <= 640)


def test_the_switch_changes_every_word_at_once_and_is_kept(opened):
    page = opened()
    asked(page, "May kettles judge?")
    page.locator("#rb-question").fill("half a question")
    for language, act, note in (
        ("zh-Hant", "再問一次", "並非法律意見"),
        ("zh-Hans", "再问一次", "法律意见"),
        ("en", "Ask again", "not legal advice"),
    ):
        page.locator(f"[data-language={language}]").click()
        speaks(page, language)
        page.wait_for_selector(f"#t1-retry:has-text('{act}')")
        assert note in page.locator(".rb-foot").inner_text()
        assert page.locator("#rb-question").input_value() == "half a question"
        assert f"lang={language}" in page.url
        kept = {c["name"]: c["value"] for c in page.context.cookies()}
        assert kept["rb_lang"] == language
    page.locator("[data-language=zh-Hant]").click()
    page.wait_for_selector("#t1-retry:has-text('再問一次')")
    page.goto(page.url.split("?")[0])
    speaks(page, "zh-Hant")


def test_the_address_comes_before_the_browser(opened):
    speaks(opened("zh-Hant", "?lang=zh-Hans"), "zh-Hans")


def test_on_a_phone_a_touch_shows_the_quotation_and_the_sheet_leads_back(opened):
    page = opened(viewport=PHONE, has_touch=True)
    asked(page, "May kettles judge?")
    mark = page.locator(".rb-mark").first
    mark.tap()
    page.wait_for_selector(".rb-popover:popover-open")
    assert not page.locator("#rb-panel").is_visible()
    page.locator(".rb-popover .rb-button").tap()
    page.wait_for_selector("#rb-panel.rb-open .rb-words mark")
    assert page.locator("#rb-panel").get_attribute("role") == "dialog"
    page.keyboard.press("Escape")
    has_focus(page, ".rb-mark")
    assert not page.locator("#rb-panel").is_visible()


def test_the_keyboard_shows_and_closes_a_quotation_and_opens_the_clause(opened):
    page = opened()
    asked(page, "May kettles judge?")
    page.locator("#t1u > summary").focus()
    page.keyboard.press("Tab")
    has_focus(page, ".rb-mark")
    page.wait_for_selector(".rb-popover:popover-open")
    page.keyboard.press("Escape")
    page.wait_for_selector(".rb-popover:popover-open", state="detached")
    page.keyboard.press("Enter")
    has_focus(page, "#rb-panel-title")
    page.keyboard.press("Escape")
    has_focus(page, ".rb-mark")


def test_nothing_of_gradio_itself_is_seen(opened):
    page = opened()
    asked(page, "May kettles judge?")
    words = page.locator("body").inner_text()
    assert "gradio" not in words.lower()
    assert "Built with" not in words
    assert page.locator("main:not([role=presentation])").count() == 0
    assert page.locator("[role=main]").count() == 1
