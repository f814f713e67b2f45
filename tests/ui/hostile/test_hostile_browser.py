"""A hostile document, model and conversation in a real browser: nothing runs or leads out."""

from __future__ import annotations

import pytest
from hostile_kettles import EVERYTHING, MARKED, PLACE
from hostile_steps import application, served

pytestmark = pytest.mark.browser


FOUND = f"""() => [
  ...[...document.querySelectorAll('*')].filter((e) =>
    [...e.attributes].some((a) => a.name.startsWith('on') || a.name.includes('{MARKED}'))
    || e.localName.includes('{MARKED}')).map((e) => e.outerHTML.slice(0, 120)),
  ...[...document.querySelectorAll('main :is(img, iframe, svg[onload], object, form)')]
    .filter((e) => e.localName !== 'form' || new URL(e.action).origin !== location.origin)
    .map((e) => e.outerHTML.slice(0, 120)),
  ...[...document.querySelectorAll('a[href]')]
    .filter((a) => (a.origin !== location.origin && a.href.includes('{MARKED}'))
      || !['http:', 'https:', 'mailto:'].includes(a.protocol))
    .map((a) => a.href.slice(0, 120)),
]"""


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with (
        application(tmp_path_factory.mktemp("browser")) as made,
        served(made[0], made[2]) as address,
    ):
        yield "http://{}:{}".format(*address)


@pytest.fixture
def page(browser, url):
    """A page that is watched; afterwards nothing has run and nothing was asked elsewhere."""
    context = browser.new_context()
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    asked, dialogs, ran = [], [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    context.expose_function(MARKED, lambda *_: ran.append("ran"))
    yield opened
    assert opened.evaluate(FOUND) == []
    assert opened.title().startswith(("RuleBridge", "Ask")) or "RuleBridge" in opened.title()
    context.close()
    assert ran == []
    assert dialogs == []
    assert [a for a in asked if not a.startswith((url, "data:", "blob:"))] == []
    assert len(asked) > 2


def ask(page, url, question, turn=1):
    if turn == 1:
        page.goto(f"{url}/?lang=en")
        page.wait_for_selector("[data-ready='2']")
    page.locator("#rb-question").fill(question)
    page.locator("#rb-question").press("Enter")
    page.wait_for_selector(f"#t{turn}[data-state=done]")


@pytest.mark.parametrize("question", [f"May {EVERYTHING}", f"compare {EVERYTHING}"])
def test_an_answer_on_the_ask_page(page, url, question):
    ask(page, url, question.replace("\r\n", " "))
    assert MARKED in page.locator("#t1").inner_text()
    assert page.evaluate(FOUND) == []
    mark = page.locator(".rb-mark").first
    mark.hover()
    mark.click()
    page.wait_for_selector("#rb-panel .rb-words")
    assert "<script>" in page.locator("#rb-panel .rb-words").inner_text()
    assert page.evaluate(FOUND) == []


def test_a_conversation_that_somebody_changed_in_the_browser(page, url):
    ask(page, url, f"May kettles {EVERYTHING[:200]}".replace("\r\n", " "))
    page.evaluate(
        f"""() => {{ for (const key of Object.keys(localStorage))
            localStorage[key] = localStorage[key].replaceAll(
              'kettle', '<img src=x onerror={MARKED}(2)><script>{MARKED}(2)</script>'); }}"""
    )
    page.reload()
    page.wait_for_selector("[data-ready='2']")
    page.wait_for_selector("#t1")
    assert page.evaluate(FOUND) == []


def test_what_the_address_says(page, url):
    hostile = (
        "%22%3E%3Cimg%20src%3Dx%20onerror%3Drbevil(1)%3E%24%7Brbevil(1)%7D%7B%7Brbevil(1)%7D%7D"
    )
    page.goto(f"{url}/?lang={hostile}&q={hostile}&as_at={hostile}&topic={hostile}#{hostile}")
    page.wait_for_selector("[data-ready='2']")
    assert page.evaluate(FOUND) == []


@pytest.mark.parametrize(
    "path",
    [f"/p/{PLACE}?lang=en", "/compare?topic=kettles", "/learn?q=May+kettles+judge", "/browse"],
)
def test_pages_without_the_chat(page, url, path):
    page.goto(url + path)
    if path != "/browse":
        assert MARKED in page.locator("main").inner_text()
    # Also what somebody brings in after all has no right to run here.
    page.evaluate(
        f"""() => {{ const script = document.createElement('script');
            script.textContent = '{MARKED}(3)'; document.body.append(script); script.remove(); }}"""
    )
