"""Stopping, asking again, changing the question, and putting right how it was understood."""

from __future__ import annotations

from datetime import date

import pytest
from journey_steps import asked, has_focus, speaks


def test_statements_appear_as_they_come_and_stop_stops(opened):
    page = opened()
    page.locator("#rb-question").fill("kettles endlessly")
    page.locator("#rb-question").press("Enter")
    page.wait_for_selector("#t1[data-state=growing] blockquote")
    assert not page.locator("#rb-send").is_visible()
    page.locator("#rb-stop").click()
    page.wait_for_selector("#t1[data-state=stopped]")
    page.wait_for_selector("#rb-send", state="visible")
    page.locator("#rb-question").fill("May kettles judge?")
    page.locator("#rb-send").click()
    page.wait_for_selector("#t2[data-state=done]")


def test_editing_replaces_what_came_after(opened):
    page = opened()
    asked(page, "kettles one")
    asked(page, "kettles two", 2)
    asked(page, "kettles three", 3)
    page.locator("#t2-edit").click()
    assert page.locator("#rb-question").input_value() == "kettles two"
    page.locator("#rb-question").fill("kettles better")
    page.keyboard.press("Enter")
    page.wait_for_selector("#t3", state="detached")
    page.wait_for_selector("#t2[data-state=done]:has-text('kettles better')")
    assert page.locator(".rb-turn").count() == 2


def test_asking_again_keeps_the_rest(opened, served):
    page = opened()
    asked(page, "kettles one")
    asked(page, "kettles two", 2)
    before = len(served.fake.asked)
    serial = page.locator("#t1").get_attribute("data-serial")
    page.locator("#t1-retry").click()
    page.wait_for_selector(f"#t1[data-state=done]:not([data-serial='{serial}'])")
    assert served.fake.asked[before][0] == "kettles one"
    assert page.locator("#t2[data-state=done]").count() == 1


CHIPS = {
    "language": (
        "input[value=zh-Hant]",
        {"language": "zh-Hant"},
    ),
    "jurisdictions": ("input[value=eu]", {"instruments": ("eu-ai-act",)}),
    "topics": ("input[value=kettles]", {"topics": ()}),
}


@pytest.mark.parametrize("name", CHIPS)
def test_a_chip_corrects_the_understanding_by_keyboard(opened, served, name):
    inside, options = CHIPS[name]
    page = opened()
    asked(page, "May kettles judge?")
    chip = page.locator(f"#t1-{name}")
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#t1-{name}-form", state="visible")
    page.locator(f"#t1-{name}-form {inside}").focus()
    page.keyboard.press("Space")
    if name == "topics":
        page.locator("#t1-topic").select_option("teapots")
        options = {"topics": ("teapots",)}
    before = len(served.fake.asked)
    page.locator(f"#t1-{name}-form [type=submit]").press("Enter")
    page.wait_for_selector(f"#t1[data-state=done] #t1-{name}.rb-mine")
    question, given = served.fake.asked[before]
    assert question == "May kettles judge?"
    assert {key: given[key] for key in options} == options
    has_focus(page, f"#t1-{name}")


def test_the_day_can_be_set_and_left_to_the_assistant_again(opened, served):
    page = opened()
    asked(page, "May kettles judge?")
    page.locator("#t1-as_at").click()
    page.locator("#t1-day").fill("2025-01-01")
    page.keyboard.press("Enter")
    page.wait_for_selector("#t1-as_at.rb-mine:has-text('1 January 2025')")
    assert served.fake.asked[-1][1]["as_at"] == date(2025, 1, 1)
    page.locator("#t1-as_at").click()
    page.locator("#t1-as_at-form [data-act=unset]").click()
    page.wait_for_selector("#t1[data-state=done] #t1-as_at:not(.rb-mine)")
    assert served.fake.asked[-1][1]["as_at"] is None


def test_the_search_can_be_narrowed_to_texts(opened, served):
    page = opened()
    page.locator("#rb-within summary").click()
    page.locator("#rb-within input[value=cn-genai]").check()
    asked(page, "May kettles judge?")
    assert served.fake.asked[-1][1]["instruments"] == ("cn-genai",)
    page.locator("#t1-instruments").click()
    page.wait_for_selector("#t1-instruments", state="detached")
    assert served.fake.asked[-1][1]["instruments"] is None


@pytest.mark.parametrize(("language", "words"), [("en", "Shorter"), ("zh-Hans", "简短些")])
def test_more_can_be_asked_of_the_last_answer(opened, language, words):
    page = opened(language)
    speaks(page, language)
    asked(page, "May kettles judge?")
    page.locator(".rb-say").first.click()
    page.wait_for_selector("#t2[data-state=done]")
    assert page.locator("#t2 h2").inner_text().endswith(words)
    assert page.locator("#t1 .rb-say").count() == 0
    assert page.locator("#t2 .rb-say").count() > 0


def test_learn_mode_opens_the_reasoning_and_is_remembered(opened):
    page = opened()
    page.locator("#rb-learn").check()
    asked(page, "May kettles judge?")
    assert page.locator("#t1 .rb-understood[open]").count() == 1
    page.reload()
    page.wait_for_selector("#t1 .rb-understood[open]")
    assert page.locator("#rb-learn").is_checked()
    page.locator("#rb-learn").uncheck()
    assert page.locator("#t1 .rb-understood[open]").count() == 0


def test_what_was_opened_stays_open_when_more_is_asked(opened):
    page = opened()
    asked(page, "May kettles judge?")
    page.locator("#t1u > summary").focus()
    page.keyboard.press("Enter")
    asked(page, "And teapots?", 2)
    assert page.locator("#t1u[open]").count() == 1
    assert page.locator("#t2u[open]").count() == 0


def test_a_reader_can_say_that_an_answer_is_wrong(opened, served):
    page = opened()
    asked(page, "May kettles judge?")
    page.locator("#t1-judge > summary").click()
    page.locator("#t1-judge-why").select_option("outdated")
    page.locator("#t1-judge-words").fill("<b>too old</b>")
    page.locator("#t1-judge [type=submit]").click()
    page.wait_for_selector("#rb-said:has-text('Thank you.')")
    has_focus(page, "#t1-judge > summary")
    assert "<b>too old</b>" in (served.home / "feedback.jsonl").read_text("utf-8")
