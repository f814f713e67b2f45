"""A server with every page, and what is looked at on any of them."""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from journey_steps import DESKTOP, PHONE, TAGS
from kettle_shelf import ShelfAssistant
from scripts import simplified_only, traditional_only

from assistant.comparing.comparison import Holdings, lay_out
from corpus.settings import Settings
from ui.safety.accounts import Accounts
from ui.server import Server

PASSWORD = "a lid for every kettle"
LANGUAGES = tuple(TAGS)
SIZES = {"en": DESKTOP, "zh-Hant": PHONE, "zh-Hans": DESKTOP}
SCHEMES = {"en": "light", "zh-Hant": "light", "zh-Hans": "dark"}
FOREIGN = {"zh-Hant": simplified_only, "zh-Hans": traditional_only}
TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const words = walker.currentNode.textContent.trim();
    const around = walker.currentNode.parentElement;
    if (words && !around.closest("script, style"))
      found.push([around.closest("[lang]").lang, words]);
  }
  return found;
}"""


class Comparing(ShelfAssistant):
    """Also lays out what stands on the shelf by topics, and can embed where it is given a model."""

    def __init__(self, home, embedder=None):
        super().__init__(home)
        self.knowledge.embedder = embedder

    def compare(self, topic, jurisdictions=None, language="en", as_at=None):
        held = Holdings(self.table, self.index.manifest.texts, self.words)
        return lay_out(topic, held, jurisdictions=jurisdictions, language=language, as_at=as_at)


@contextmanager
def serving(home, embedder=None, **options):
    """A server over the shelf, while it is wanted."""
    configuration = Settings(
        home=home, sources=None, rate_asks_per_minute=5000, rate_requests_per_minute=5000, **options
    )
    if configuration.allowed_hosts:
        Accounts(configuration.users_path).add("ann", PASSWORD)
    held = Comparing(home, embedder)
    server = Server(lambda: held, "127.0.0.1", 0, configuration)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server
    server.stop()
    thread.join()


def sound(page, language):
    """Nothing of what may be wrong with any page in any language."""
    assert page.evaluate("document.documentElement.lang") == TAGS[language]
    assert page.locator("h1").count() == 1
    wrong = FOREIGN.get(language)
    for tag, words in page.evaluate(TEXTS):
        if tag.startswith("zh") and (other := FOREIGN[tag.rsplit("-", 1)[0]](words)):
            raise AssertionError((tag, other, words))
        if wrong and tag == TAGS[language]:
            assert wrong(words) == []
        if tag == "en" and language == "en":
            assert not re.search("[\u3400-\u9fff]", words), words
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [
        (v["id"], [n["html"][:200] for n in v["nodes"]])
        for v in violations
        if v["impact"] in ("serious", "critical")
    ] == []
    # 640 is what 200 % leaves of 1280.
    for width in (640, 360):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
