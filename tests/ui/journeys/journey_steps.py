"""What every journey does: the sizes of screens, the languages, and asking."""

from __future__ import annotations

TAGS = {"en": "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans-CN"}
LOCALES = {"en": "en-GB", "zh-Hant": "zh-HK", "zh-Hans": "zh-CN"}
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


def ready(page):
    page.wait_for_selector("[data-ready='2']")


def asked(page, question, turn=1, state="done"):
    """Ask by keyboard and wait until the turn is settled."""
    page.locator("#rb-question").fill(question)
    page.locator("#rb-question").press("Enter")
    page.wait_for_selector(f"#t{turn}[data-state={state}]")


def speaks(page, language):
    """Wait until the page speaks a language."""
    page.wait_for_function("tag => document.documentElement.lang === tag", arg=TAGS[language])
    page.wait_for_selector(f".rb-root[lang={TAGS[language]}]")


def has_focus(page, selector):
    """Wait until an element has the focus."""
    page.wait_for_function("wanted => document.activeElement?.matches(wanted)", arg=selector)
