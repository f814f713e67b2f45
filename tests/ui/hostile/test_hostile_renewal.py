"""Indexes are switched under a server that is being asked: nobody notices, and all see the new."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import httpx
import pytest
from hostile_kettles import AskPage
from kettle_shelf import provisions
from kettles import INSTALLED, WORDS, FakeAssistant, cite, provision

from assistant.answer import Answer, Claim, Support
from corpus.errors import IndexMismatch, StoreUnavailable
from corpus.manifest import current_id, index_root
from corpus.provisions import ProvisionTable
from corpus.settings import Settings
from ui.server import Server

PLACE = "eu-ai-act/art_4"
MARK = re.compile(r"brew-\d+")
SWITCHES = 6


class Brewing(FakeAssistant):
    """Everything that it says names its index, and nothing can be read once it is closed."""

    def __init__(self, folder, name):
        super().__init__(INSTALLED.model_copy(update={"id": name}))
        self.name, self.words, self.model = name, WORDS, None
        self.embedder = SimpleNamespace(fingerprint="toy/3")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "provisions.sqlite"
        self.table = ProvisionTable(path) if path.exists() else self._written(path)
        self.index = SimpleNamespace(
            manifest=self.index.manifest,
            provisions=self.table,
            store=SimpleNamespace(count=self._count),
        )

    def _written(self, path):
        table = ProvisionTable.create(path)
        said = f"Article 4\n{self.name} is served as {self.name}."
        table.write(
            p.model_copy(update={"text": said, "span": (0, len(said))}) if p.locator == PLACE else p
            for p in provisions()
        )
        return table

    def _count(self):
        self._open()
        return 4

    def _open(self):
        if self.closed:
            raise StoreUnavailable("The index is closed.")

    def stream(self, question, *, stop=None, **options):
        for pieces in (1, 2):
            self._open()
            time.sleep(0.01)
            found = self.table.get(PLACE)[0]
            quoted = f"{self.name} is served"
            made = provision(PLACE, found.edition, found.text, heading_path=("Chapter",))
            claims = tuple(
                Claim(text=quoted, language="en", support=Support.VERBATIM, citations=(1,))
                for _ in range(pieces)
            )
            plain = super().ask(question, **options)
            yield plain.model_copy(
                update={"lead": self.name, "claims": claims, "citations": (cite(1, made, quoted),),
                        "notices": ()}
            )  # fmt: skip

    def ask(self, question, **options) -> Answer:
        *_, answer = self.stream(question, **options)
        return answer

    def close(self):
        super().close()
        self.table.close()


class Tavern:
    """A server, and what switches its index as another process would."""

    def __init__(self, home):
        self.settings = Settings(
            home=home, sources=None, _env_file=None, reload_seconds=0.02, workers=4
        )
        self.root = index_root(self.settings)
        self.opened = []
        self.switch("brew-0")
        self.server = Server(
            lambda: self.open(None), "127.0.0.1", 0, self.settings, open_next=self.open
        )

    def open(self, _):
        name = current_id(self.settings)
        if name.startswith("spilt"):
            raise IndexMismatch("The index is damaged.")
        made = Brewing(self.root / name, name)
        self.opened.append(made)
        return made

    def switch(self, name):
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "manifest.json").write_text("{}")
        waiting = self.root / "current.new"
        waiting.write_text(name)
        waiting.replace(self.root / "current")

    def serves(self, name):
        told = httpx.get(f"{self.server.url}/health/ready", trust_env=False).json()
        return told == {"status": "ready", "index": name}

    def figure(self, name):
        lines = httpx.get(f"{self.server.url}/metrics", trust_env=False).text.splitlines()
        return next(line.rpartition(" ")[2] for line in lines if line.startswith(name))


def until(true, seconds=20.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.01)


@pytest.fixture
def tavern(tmp_path):
    made = Tavern(tmp_path)
    thread = threading.Thread(target=made.server.run)
    thread.start()
    until(lambda: made.server.started)
    yield made
    made.server.stop()
    thread.join()
    assert all(each.closed for each in made.opened)


def by_rest(client):
    reply = client.post("/api/v1/ask", json={"question": "May kettles judge?"})
    return reply, {reply.text}


def by_stream(client):
    reply = client.post("/api/v1/ask/stream", json={"question": "May kettles judge?"})
    told = [line for line in reply.text.splitlines() if line.startswith("data: ")]
    assert len(told) == 3, reply.text
    assert "event: done" in reply.text
    return reply, {"".join(told)}


def by_page(client):
    reply = client.get(f"/p/{PLACE}", headers={"accept": "text/html"})
    return reply, {reply.text}


def by_quotation(client):
    reply = client.post("/api/v1/quotes/verify", json={"quote": "is served as brew"})
    told = reply.json()
    assert told["verified"], told
    return reply, set()


FACES = (by_rest, by_stream, by_page, by_quotation)


@contextmanager
def guests(tavern):
    """Several at every face, asking without a pause; what they were told, and what went wrong."""
    told, wrong, leave = [], [], threading.Event()

    def ask(face):
        with httpx.Client(base_url=tavern.server.url, trust_env=False, timeout=20) as client:
            while not leave.is_set():
                try:
                    reply, words = face(client)
                    assert reply.status_code == 200, (face.__name__, reply.text[:300])
                    for one in words:
                        marks = set(MARK.findall(one))
                        assert len(marks) == 1, (face.__name__, marks)
                        told.append(marks.pop())
                except BaseException as error:
                    wrong.append(repr(error))
                    return

    threads = [threading.Thread(target=ask, args=(face,)) for face in FACES for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield told, wrong
    finally:
        leave.set()
        for thread in threads:
            thread.join()


def test_nobody_notices_that_indexes_are_switched(tavern):
    with guests(tavern) as (told, wrong):
        for number in range(1, SWITCHES + 1):
            tavern.switch(f"brew-{number}")
            until(lambda number=number: tavern.serves(f"brew-{number}"))
            before = len(told)
            until(lambda before=before: len(told) > before + 20 or wrong)
        # And back, while the one before may still be in use.
        for name in ("brew-2", "brew-6", "brew-2"):
            tavern.switch(name)
        until(lambda: tavern.serves("brew-2"))
        before = len(told)
        until(lambda: len(told) > before + 20 or wrong)
    assert wrong == []
    assert {f"brew-{n}" for n in range(SWITCHES + 1)} <= set(told)
    assert told[-1] == "brew-2"
    until(lambda: sum(not each.closed for each in tavern.opened) == 1)
    assert float(tavern.figure("rulebridge_index_reloads_total")) >= SWITCHES + 1
    assert 'id="brew-2"' in httpx.get(f"{tavern.server.url}/metrics", trust_env=False).text


def test_a_broken_index_is_not_served_and_the_old_one_goes_on(tavern, caplog):
    with guests(tavern) as (told, wrong):
        tavern.switch("spilt-1")
        until(lambda: float(tavern.figure("rulebridge_index_reload_failures_total")) == 1)
        before = len(told)
        until(lambda: len(told) > before + 20 or wrong)
        assert tavern.serves("brew-0")
        tavern.switch("brew-1")
        until(lambda: tavern.serves("brew-1"))
    assert wrong == []
    assert set(told) <= {"brew-0", "brew-1"}
    assert [m for m in caplog.messages if "spilt-1" in m] == [
        "index spilt-1 is not used, brew-0 stays in use: The index is damaged."
    ]


def test_a_page_that_is_opened_after_a_switch_is_told_what_is_installed(tavern):
    with httpx.Client(base_url=tavern.server.url, trust_env=False, timeout=20) as client:
        told = AskPage(client, "early").does("hello", {"language": "en"})
        assert told["shell"] == {}
        tavern.switch("brew-1")
        until(lambda: tavern.serves("brew-1"))
        told = AskPage(client, "late").does("hello", {"language": "en"})
        assert set(told["shell"]) == {"en", "zh-Hant", "zh-Hans"}
        asked = {"question": "May kettles judge?", "language": "en"}
        answer = AskPage(client, "late").does("ask", asked)
        assert set(MARK.findall(json.dumps(answer))) == {"brew-1"}
