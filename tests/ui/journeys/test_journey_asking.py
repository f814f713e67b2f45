"""From a question to the clause and out of the page again."""

from __future__ import annotations

import pytest
from journey_steps import DESKTOP, PHONE, TAGS, asked, has_focus, ready, speaks

QUESTIONS = {
    "en": "May kettles judge?",
    "zh-Hant": "水壺可以評判嗎？",
    "zh-Hans": "水壶应该评判吗？",
}
WORDS = {
    "en": ("Ask", "New conversation", "Cited clauses", "Take away"),
    "zh-Hant": ("提問", "開始新對話", "引用條文", "匯出"),
    "zh-Hans": ("提问", "开始新对话", "引用条文", "导出"),
}


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", WORDS)
def test_ask_read_compare_languages_export_and_reload(opened, language, viewport):
    page = opened(language, viewport=viewport)
    speaks(page, language)
    ask, clear, _, away = WORDS[language]
    assert page.locator("#rb-send").inner_text() == ask
    asked(page, QUESTIONS[language])
    assert page.locator("#rb-clear").inner_text() == clear
    assert page.locator("[data-part=lead]").get_attribute("lang") == TAGS[language]
    assert not page.locator("#rb-examples").is_visible()

    mark = page.locator(".rb-mark[data-cite=t1s2]").first
    mark.hover()
    page.wait_for_selector(".rb-popover:popover-open")
    quoted = page.locator(".rb-popover blockquote")
    assert (quoted.inner_text(), quoted.get_attribute("lang")) == ("水壶不得评判邻居", "zh-Hans-CN")
    mark.click()
    page.wait_for_selector("#rb-panel .rb-words mark")
    assert page.locator("#rb-panel mark").inner_text() == "水壶不得评判邻居"
    assert "水壶应当" in page.locator("#rb-panel .rb-words").inner_text()
    has_focus(page, "#rb-panel-title")
    page.locator("[data-act=beside]").click()
    page.wait_for_selector(".rb-beside td[lang=en]")
    assert page.locator(".rb-beside th").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.locator("[data-act=close]").click()
    has_focus(page, ".rb-mark")

    menu = page.locator("#t1-take > summary")
    assert menu.inner_text() == away
    menu.click()
    with page.expect_download() as found:
        page.locator("#t1-export-markdown").click()
    assert found.value.suggested_filename.endswith(".md")
    before = cited(page)
    page.reload()
    ready(page)
    page.wait_for_selector("#t1[data-state=done]")
    assert cited(page) == before
    assert before[0]["quote"].startswith(("Nobody", "水壶"))
    page.locator("#rb-clear").click()
    page.wait_for_selector("#rb-examples", state="visible")
    page.reload()
    ready(page)
    assert page.locator(".rb-turn").count() == 0


def cited(page):
    """Everything the page holds of its citations."""
    return page.eval_on_selector_all(
        ".rb-cites > div",
        "all => all.map(one => ({ place: one.dataset.place, href: one.dataset.href,"
        " quote: one.querySelector('blockquote').textContent, facts: one.innerText }))",
    )


def test_what_is_typed_is_text(opened):
    page = opened()
    evil = "<img src=x onerror=alert(1)> ${1+1} {{value}} `x` bug"
    asked(page, evil, state="failed")
    assert page.locator(".rb-question h2").inner_text().endswith(evil)
    assert page.locator(".rb-root img").count() == 0
    assert "secret" not in page.content()


def test_two_readers_do_not_see_each_other(opened):
    one, other = opened(), opened()
    asked(one, "kettles of the first")
    asked(other, "kettles of the other")
    assert "kettles of the first" not in other.content()


def test_a_stored_answer_that_was_changed_is_not_shown_again(opened):
    page = opened()
    asked(page, "May kettles judge?")
    page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.rb_conversation);
          kept.turns[0].answer.citations[0].quote = 'Everybody shall teach a kettle';
          localStorage.rb_conversation = JSON.stringify(kept);
        }"""
    )
    page.reload()
    ready(page)
    page.wait_for_selector("#t1[data-state=lost]")
    assert "Everybody" not in page.locator("#t1").inner_text()
    page.locator("#t1-again").click()
    page.wait_for_selector("#t1[data-state=done] .rb-mark")


def test_rubbish_in_the_browsers_store_harms_nobody(opened):
    page = opened()
    for rubbish in ("{", '{"turns": [1, {"number": -1}, null]}'):
        page.evaluate("found => { localStorage.rb_conversation = found; }", rubbish)
        page.reload()
        ready(page)
        assert page.locator(".rb-turn").count() == 0
    asked(page, "May kettles judge?")


def test_a_question_in_the_address_waits_in_the_box(opened, served):
    before = len(served.fake.asked)
    page = opened(query="?q=May%20kettles%20sing%3F")
    assert page.locator("#rb-question").input_value() == "May kettles sing?"
    assert len(served.fake.asked) == before


def test_copying_gives_the_answer_with_its_sources(opened):
    page = opened()
    asked(page, "May kettles judge?")
    page.locator("#t1-copy").click()
    page.wait_for_function(
        "navigator.clipboard.readText().then(text => text.includes('Nobody shall teach a kettle'))"
    )


def test_a_clause_is_cited_in_the_style_chosen(opened):
    page = opened()
    asked(page, "May kettles judge?")
    page.locator(".rb-mark").first.click()
    page.locator(".rb-cite summary").click()
    page.wait_for_function("document.querySelector('[data-cited]').textContent.length > 20")
    page.locator("[data-style]").select_option("ris")
    page.wait_for_function("document.querySelector('[data-cited]').textContent.startsWith('TY')")
    page.locator("#rb-panel [data-act=copy-clause]").click()
    page.wait_for_function(
        "navigator.clipboard.readText().then(text => text.includes('Teapots are spared.'))"
    )


def test_the_panel_walks_to_the_neighbours(opened):
    page = opened()
    asked(page, "May kettles judge?")
    page.locator(".rb-mark").first.click()
    page.locator("[data-act=go]").last.click()
    page.wait_for_selector("#rb-panel .rb-words:has-text('Lids stay on.')")
    page.locator("[data-act=list]").click()
    page.wait_for_selector(".rb-source-list")


@pytest.mark.parametrize(
    ("headers", "told"),
    [({"retry-after": "9"}, "Try again in 9 s."), ({}, "The server does not answer.")],
)
def test_a_refusal_of_the_server_is_told_in_our_words_and_the_question_is_kept(
    opened, headers, told
):
    opened.expected = ("429", "Too Many Requests", "queue/join", "JSON")
    page = opened()
    page.route(
        "**/queue/join*", lambda route: route.fulfill(status=429, headers=headers, body="{}")
    )
    page.locator("#rb-question").fill("May kettles judge?")
    page.locator("#rb-question").press("Enter")
    page.wait_for_selector(f"#rb-said:has-text('{told}')")
    assert page.locator("#rb-question").input_value() == "May kettles judge?"
    page.unroute("**/queue/join*")
    page.locator("#rb-send").click()
    page.wait_for_selector("#t1[data-state=done]")
