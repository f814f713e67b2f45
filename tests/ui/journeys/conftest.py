"""A browser, a server over the invented corpus, and pages that are watched while they are used."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from journey_steps import DESKTOP, LOCALES, ready
from kettle_shelf import ShelfAssistant
from page_troubles import watched

from corpus.settings import Settings
from ui.server import Server


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """A server over the shelf; its assistant remembers how it was asked."""
    home = tmp_path_factory.mktemp("shelf")
    held = ShelfAssistant(home)
    # Tests ask faster than people.
    configuration = Settings(
        home=home, rate_asks_per_minute=5000, rate_requests_per_minute=5000, sources=None
    )
    server = Server(lambda: held, "127.0.0.1", 0, configuration)
    server.fake, server.home = held, home
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server
    server.stop()
    thread.join()


@pytest.fixture(scope="module")
def readers(browser):
    """Browser contexts by what sets them apart: a new one would load Gradio's scripts anew."""
    made = {}

    def reader(number, language, **options):
        key = (number, language, *map(str, sorted(options.items())))
        if key not in made:
            made[key] = browser.new_context(
                locale=LOCALES[language], reduced_motion="reduce",
                permissions=["clipboard-read", "clipboard-write"], **options,
            )  # fmt: skip
        return made[key]

    yield reader
    for context in made.values():
        context.close()


@pytest.fixture
def opened(readers, served):
    """Opens pages; afterwards checks that nothing was asked of another host and all is well."""
    pages, requests, troubles = [], [], []

    def open_page(language="en", query="", viewport=None, **options):
        context = readers(len(pages), language, viewport=viewport or DESKTOP, **options)
        page = context.new_page()
        pages.append(page)
        page.set_default_timeout(10_000)
        page.on("request", lambda request: requests.append(request.url))
        watched(page, troubles)
        page.goto(f"{served.url}/{query}")
        ready(page)
        return page

    open_page.expected = ()
    yield open_page
    for page in pages:
        page.evaluate("localStorage.clear()")
        page.context.clear_cookies()
        page.close()
    assert len(requests) > 5
    assert [u for u in requests if not u.startswith((served.url, "data:", "blob:"))] == []
    assert [t for t in troubles if not any(e in t for e in open_page.expected)] == []


@pytest.fixture
def visit(readers, served):
    """Opens pages; afterwards nothing was asked of another host and the console is silent."""
    pages, requests, troubles = [], [], []

    def open_page(path, language="en", viewport=None, **options):
        page = readers(0, language, **options).new_page()
        pages.append(page)
        page.set_viewport_size(viewport or DESKTOP)
        page.set_default_timeout(10_000)
        page.on("request", lambda request: requests.append(request.url))
        watched(page, troubles)
        page.goto(path if path.startswith("http") else served.url + path)
        return page

    open_page.expected = ()
    yield open_page
    for page in pages:
        page.context.clear_cookies()
        page.close()
    hosts = {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    assert [t for t in troubles if not any(e in t for e in open_page.expected)] == []
