"""The screens beside the chat, assembled, in a real browser: sound, legible, and connected."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from journey_steps import TAGS, asked, has_focus, ready
from site_steps import LANGUAGES, PASSWORD, SCHEMES, SIZES, serving, sound

from corpus.texts import text

ARTICLE, CLAUSE = "/p/eu-ai-act/art_5", "/p/eu-ai-act/art_5/par_1"
SCREENS = {
    "topics": "/compare",
    "matrix": "/compare?topic=kettles&topic=teapots",
    "filtered": "/compare?topic=kettles&force=voluntary-framework&figures=1&as_at=2026-11-01",
    "unmatched": "/compare?q=zzzz",
    "browse": "/browse",
    "contents": "/browse/cn-genai",
    "found": "/browse/eu-ai-act?q=kettle",
    "found-none": "/browse/eu-ai-act?q=zzzz",
    "words": f"{ARTICLE}?cite=bibtex",
    "marked": f"{CLAUSE}?mark=3-9",
    "digest": "/p/cap-486/s_2",
    "unknown": "/p/eu-ai-act/art_999",
    "timeline": "/timeline?instrument=eu-ai-act&on=2025-03-01",
    "history": f"/history{CLAUSE.removeprefix('/p')}",
    "documents": "/documents",
    "learn": "/learn?q=May+kettles+judge%3F",
    "quotation": "/learn?quote=Nobody+shall+teach+a+kettle+to+judge#check",
    "about": "/about",
    "programs": "/api/v1/docs",
    "lost": "/nowhere",
}
MISSING = {"unknown", "digest", "lost"}
"""Answered with 404, of which browsers complain in the console."""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("screens"), uploads=True) as server:
        yield server


@pytest.fixture(scope="module")
def exposed(tmp_path_factory):
    """A server that others reach, so that readers sign in."""
    home = tmp_path_factory.mktemp("exposed")
    with serving(home, allowed_hosts=("shelf.example",)) as server:
        yield server


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_is_sound(visit, language, screen):
    if screen in MISSING:
        visit.expected = ("status of 404",)
    page = visit(
        SCREENS[screen], language, viewport=SIZES[language], color_scheme=SCHEMES[language]
    )
    if screen == "programs":
        # Its examples are questions in the languages there are.
        page.evaluate("document.querySelectorAll('pre, code').forEach(e => { e.lang = 'und'; })")
    sound(page, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_login_is_sound(visit, exposed, language):
    visit.expected = ("status of 403",)
    page = visit(f"{exposed.url}/compare?topic=kettles", language, viewport=SIZES[language])
    assert urlsplit(page.url).path == "/login"
    sound(page, language)
    page.locator("input[name=name]").fill("ann")
    page.locator("input[name=password]").fill("wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    sound(page, language)
    page.locator("input[name=name]").fill("ann")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare?topic=kettles")
    page.locator(".rb-out button").click()
    page.wait_for_url("**/login*")


@pytest.mark.parametrize("screen", ["matrix", "found", "learn"])
def test_the_language_changes_and_the_place_stays(visit, screen):
    page = visit(SCREENS[screen])
    before = urlsplit(page.url)
    for language in ("zh-Hans", "zh-Hant"):
        page.locator(f"[data-language={language}]").click()
        page.wait_for_function("tag => document.documentElement.lang === tag", arg=TAGS[language])
        now = urlsplit(page.url)
        assert now.path == before.path
        assert set(before.query.split("&")) - {""} < set(now.query.split("&"))
    # It is remembered where the address does not say it.
    page.locator(".rb-foot a[href='/timeline']").click()
    page.wait_for_url("**/timeline")
    assert page.evaluate("document.documentElement.lang") == TAGS["zh-Hant"]


def seen_focus(page):
    """What has the focus, and whether that can be seen."""
    return page.evaluate(
        """() => {
          const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
          const seen = parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== "none";
          return [e.tagName + (e.id ? "#" + e.id : ""), e.getAttribute("href") || e.name || "",
                  seen && r.width > 0 && r.bottom > 0 && r.top < innerHeight];
        }"""
    )


REACHED = {
    "topics": ["q", "as_at", "topic"],
    "browse": ["/browse/eu-ai-act", "/browse/cn-genai", "/timeline"],
    "found": ["q", f"{ARTICLE}?version=2026-07-27&language=en"],
    "marked": [ARTICLE, "/p/eu-ai-act/art_5/par_2", f"{CLAUSE}?mark=3-9&cite=oscola#cite"],
    "timeline": ["instrument", "on"],
    "documents": ["file", "title"],
    "learn": ["q", "quote"],
}


@pytest.mark.parametrize("screen", REACHED)
def test_the_keyboard_reaches_everything_and_one_sees_where_one_is(visit, screen):
    page = visit(SCREENS[screen])
    page.keyboard.press("Tab")
    assert seen_focus(page)[1] == "#main"
    page.keyboard.press("Enter")
    has_focus(page, "#main")
    reached, hidden = set(), []
    for _ in range(90):
        page.keyboard.press("Tab")
        name, goal, seen = seen_focus(page)
        if name == "BODY":
            break
        reached.add(goal)
        if not seen:
            hidden.append((name, goal))
    assert hidden == []
    assert set(REACHED[screen]) <= reached


def test_from_the_instruments_to_a_clause_in_two_languages_and_its_citation(visit):
    page = visit("/browse")
    page.locator("#i-cn-genai a").click()
    page.locator(".rb-contents a[href^='/p/cn-genai/art_4']").first.click()
    page.wait_for_selector(".rb-words:has-text('Kettles shall:')")
    assert "unofficial translation" in page.locator(".rb-badges").inner_text()
    beside = page.locator(".rb-beside td [lang=zh-Hans-CN]")
    assert "水壶应当" in beside.first.inner_text()
    page.locator(".rb-aside a:has-text('Simplified Chinese')").click()
    page.wait_for_selector(".rb-words[lang=zh-Hans-CN]:has-text('水壶不得评判邻居')")
    page.locator("ul[aria-labelledby=cite] a:has-text('OSCOLA')").click()
    page.wait_for_selector("#cited:has-text('art 4')")
    assert page.locator(".rb-words").get_attribute("lang") == TAGS["zh-Hans"]
    shown = page.locator("#cited").inner_text()
    page.locator("[data-copy-of]").click()
    page.wait_for_selector("#cite-copied:has-text('Copied')")
    assert page.evaluate("navigator.clipboard.readText()") == shown
    with page.expect_download() as file:
        page.locator(".rb-cited a[download]").click()
    assert shown in file.value.path().read_text("utf-8")


def test_from_a_comparison_to_the_words_in_their_place_and_back(visit):
    page = visit("/compare")
    page.locator("a[href='/compare?topic=kettles']").click()
    page.locator(".cmp-change > summary").click()
    page.locator(".cmp-change input[value=eu]").check()
    page.locator(".cmp-change [type=submit]").click()
    page.wait_for_url("**jurisdiction=eu*")
    assert page.locator(".cmp-table thead th").count() == 1
    compared = page.url
    page.locator(".cmp-quote > summary").first.click()
    quote = page.locator(".cmp-quote blockquote").first.inner_text()
    page.locator(".cmp-quote[open] .cmp-links a").first.click()
    marked = page.locator(".rb-words .rb-here mark").all_inner_texts()
    assert "".join(marked).split()[-1] == quote.split()[-1]
    page.go_back()
    assert page.url == compared


def test_from_ones_own_question_to_what_the_badges_mean(visit):
    page = visit("/learn")
    page.locator("input[name=q]").fill("May kettles judge?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".lrn-question:has-text('May kettles judge?')")
    assert page.locator(".lrn-steps > li").count() == 5
    page.locator("a[href='#labels']").click()
    badge = text("en", "authority.unofficial-translation")
    assert page.locator(f".lrn-badge:has-text('{badge}')").first.is_visible()
    page.locator("textarea[name=quote]").fill("Nobody shall teach a kettle to judge")
    page.locator(".lrn-check [type=submit]").click()
    page.wait_for_selector(".lrn-result.lrn-yes")
    page.locator(".lrn-result a").first.click()
    page.wait_for_selector(".rb-here mark")


def test_from_an_answer_to_the_page_of_its_clause(opened):
    page = opened()
    asked(page, "May kettles judge?")
    page.locator(".rb-mark").first.click()
    href = page.locator(f"#rb-panel a[href*='{CLAUSE}']").first.get_attribute("href")
    page.goto(f"{page.url.split('?')[0].rstrip('/')}{href}")
    page.wait_for_selector(".rb-here:has-text('Nobody shall teach a kettle')")
    page.go_back()
    ready(page)
    page.wait_for_selector("#t1[data-state=done]")


def test_a_provision_is_printed_whole_or_alone(visit):
    page = visit(CLAUSE)
    page.emulate_media(media="print")
    later = page.locator(".rb-words :text('Spouts are governed')")
    assert later.is_visible()
    page.emulate_media(media="screen")
    page.locator("#print-only").check()
    assert later.is_visible()
    page.emulate_media(media="print")
    assert not later.is_visible()
    for kept in ("h1", ".rb-badges", ".rb-here", ".rb-root-title", ".rb-lasting code"):
        assert page.locator(kept).is_visible()
    for left in (".rb-crumbs", ".rb-gist", "#others", ".rb-foot", "ul[aria-labelledby=cite]"):
        assert not page.locator(left).first.is_visible()
