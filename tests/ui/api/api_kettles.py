"""The interface over the invented corpus: a richer assistant, and an application around it."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import kettles
import uvicorn
from fastapi import FastAPI

from assistant.answer import Answer, Claim, Support
from assistant.comparing.comparison import Cell, Entry, Matrix, Row, State
from corpus.catalogue import LANGUAGES, Trilingual, catalogue
from corpus.digest import Digest, DigestEntry, Topic
from corpus.errors import UnknownProvision, UsageError
from corpus.settings import Settings
from ui.api.metrics import Measured, Metrics
from ui.api.problems import install_errors
from ui.api.router import api_router
from ui.safety.identifying import AtThisMachine
from ui.service.service import Service

_HOME = tempfile.TemporaryDirectory()
"""What is kept by tests that do not say where."""


def trilingual(words: str) -> Trilingual:
    return Trilingual(en=words, zh_hant=words, zh_hans=words)


TOPIC = Topic(id="kettles", name=trilingual("Kettles"), description=trilingual("On kettles"))


def entry(locator: str, gist: dict[str, str]) -> DigestEntry:
    return DigestEntry(
        locator=locator,
        heading=trilingual("Kettles"),
        gist=Trilingual.model_validate(gist),
        topics=("kettles",),
    )


WORDS = Digest(
    [TOPIC],
    [
        entry(kettles.EU, kettles.EU_GIST),
        entry("cap-486/s_26", dict.fromkeys(LANGUAGES, "Old kettles are erased.")),
    ],
)


class Table(kettles.FakeTable):
    """The two invented provisions, with what is asked of a table beyond looking one up."""

    all = (kettles.KETTLES, kettles.NEIGHBOURS)

    def get(self, locator, language=None, version=None, authority=None):
        found = super().get(locator, language, version)
        return [p for p in found if authority in (None, p.edition.authority)]

    def one(self, locator, language=None, version=None):
        found = self.get(locator, language, version)
        if not found:
            raise UnknownProvision(f"No {locator}.", locator=locator)
        return found[0]

    def children(self, locator, language=None, version=None):
        return []

    def roots(self, instrument, language=None, version=None):
        return [p for p in self.all if p.edition.instrument == instrument]

    def editions(self):
        return [p.edition for p in self.all]

    def __iter__(self):
        # The real table has the articles around them; quotations are looked for in those.
        return iter([p.model_copy(update={"root": p.locator}) for p in self.all])


class KettleAssistant(kettles.FakeAssistant):
    """Streams, compares, and knows a digest.

    A question with “slowly” is answered statement by statement, as by a language model; “endlessly”
    until it is stopped.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = WORDS
        self.embedder = SimpleNamespace(fingerprint="toy/3")
        self.model = None
        self.passages = 4
        store = SimpleNamespace(count=lambda: self.passages)
        self.index = SimpleNamespace(manifest=kettles.INSTALLED, provisions=Table(), store=store)
        self.stopped = threading.Event()

    def stream(
        self, question: str, *, stop: threading.Event | None = None, **options: object
    ) -> Iterator[Answer]:
        whole = self.ask(question, **options)
        if "slowly" not in question:
            yield whole
            return
        whole = whole.model_copy(update={"lead": "", "written_by": "toy", "notices": ()})
        claims = tuple(
            Claim(text=words, language="en", support=Support.ENTAILED, citations=(1,))
            for words in ("One.", "Two.", "Three.")
        )
        for count in range(1, 4):
            yield whole.model_copy(update={"claims": claims[:count]})
            if "endlessly" in question:
                while stop is not None and not stop.wait(0.01):
                    pass
                self.stopped.set()
                return
        if "failing" in question:
            yield self.ask(question, **options).model_copy(update={"fallback": "It failed."})
            return
        if "breaking" in question:
            raise ZeroDivisionError("secret detail")

    def compare(self, topic, jurisdictions=None, language="en", as_at=None) -> Matrix:
        places = tuple(jurisdictions or (j.id for j in catalogue().jurisdiction))
        known = {j.id for j in catalogue().jurisdiction}
        topics = tuple(topic)
        if not set(places) <= known or not set(topics) <= {
            "kettles",
            "Kettles",
            "marking-of-generated-content",
        }:
            raise UsageError("There is no such topic or jurisdiction.")
        citation = kettles.answer("q").citations[0]
        found = Entry(aspect="rule", heading="Kettles", citation=citation)
        cells = tuple(
            Cell(jurisdiction=place, state=State.FOUND, entries=(found,), searched=("eu-ai-act",))
            if place == "eu"
            else Cell(jurisdiction=place, state=State.SILENT, remark="Nothing.")
            for place in places
        )
        return Matrix(
            asked=topics,
            language=language,
            as_at=as_at or date(2026, 11, 22),
            jurisdictions=places,
            rows=(Row(topic="kettles", name="Kettles", cells=cells),),
        )


def application(
    assistant=None, settings: Settings | None = None, reader=None, **parts: object
) -> FastAPI:
    """An application with nothing but the interface."""
    app = FastAPI(openapi_url=None)
    metrics = parts.setdefault("metrics", Metrics())
    service = Service(assistant or KettleAssistant())
    app.include_router(api_router(service, settings or Settings(home=Path(_HOME.name)), **parts))
    install_errors(app)
    app.add_middleware(Measured, metrics=metrics)
    app.add_middleware(reader or AtThisMachine)
    return app


@contextlib.contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """The application on a port of this machine; its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server does not start"
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
