"""Documents that readers send: taken in one after the other, beside the requests.

Reading and embedding a document takes seconds to minutes. A request hands it over and returns; the
reader looks again, and finds how far it is, the document, or the sentence why there is none.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue

from corpus.documents import OwnDocument
from corpus.embedding import Embedder
from corpus.errors import RuleBridgeError
from corpus.settings import Settings
from ui.safety.turnstile import Busy

WAITING = 4
"""Most documents of all readers that wait or are read; each is held in memory meanwhile."""

_KEPT = 600.0
"""Seconds that a document taken in, or refused, is told of."""

_GUESS = 20
"""Seconds after which to try again where too many wait."""

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class Taking:
    """One document on its way in.

    Attributes:
        id: Its name in addresses; cannot be guessed.
        owner: Who sent it.
        file: Name of the file, as the reader's computer gave it.
        stage: `wait`, then `read`, `embed`, `write`.
        done: How much of the stage is done.
        total: How much there is; 0 where that is not known.
        document: What became of it.
        known: Whether it was there already.
        error: Why nothing became of it.
    """

    owner: str
    file: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    stage: str = "wait"
    done: int = 0
    total: int = 0
    document: OwnDocument | None = None
    known: bool = False
    error: RuleBridgeError | None = None
    ended: float = 0.0

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen."""
        return self.document is not None or self.error is not None


class Intake:
    """Takes documents in, one at a time.

    Args:
        settings: Where documents are kept, and how many.
        embedder: Gives the embedding model.
    """

    def __init__(self, settings: Settings, embedder: Callable[[], Embedder]) -> None:
        self._settings = settings
        self._embedder = embedder
        self._lock = threading.Lock()
        self._all: list[Taking] = []
        self._queue: SimpleQueue[tuple[Taking, bytes, str]] = SimpleQueue()
        self._worker: threading.Thread | None = None

    def take(self, data: bytes, file: str, title: str, owner: str) -> Taking:
        """Hand a document over.

        Raises:
            Busy: Too many wait.
        """
        with self._lock:
            self._forget()
            if sum(not taking.settled for taking in self._all) >= WAITING:
                raise Busy(_GUESS)
            taking = Taking(owner, file)
            self._all.append(taking)
            self._queue.put((taking, data, title))
            if self._worker is None:
                # A daemon: the server ends when it is told to. A document half in is not there.
                self._worker = threading.Thread(target=self._run, name="documents", daemon=True)
                self._worker.start()
        return taking

    def of(self, owner: str) -> tuple[Taking, ...]:
        """What a reader sent of late, the latest first."""
        with self._lock:
            self._forget()
            return tuple(taking for taking in reversed(self._all) if taking.owner == owner)

    def _forget(self) -> None:
        until = time.monotonic() - _KEPT
        self._all = [t for t in self._all if not t.settled or t.ended > until]

    def _run(self) -> None:
        while True:
            self._work(*self._queue.get())

    def _work(self, taking: Taking, data: bytes, title: str) -> None:
        from ingest.documents import add_document, known_document

        def progress(stage: str, done: int, total: int) -> None:
            taking.stage, taking.done, taking.total = stage, done, total

        try:
            taking.stage = "read"
            embedder = self._embedder()
            there = known_document(self._settings, embedder, data, taking.owner)
            taking.known = there is not None
            taking.document = there or add_document(
                self._settings,
                embedder,
                data,
                taking.file,
                title=title,
                owner=taking.owner,
                progress=progress,
            )
        except RuleBridgeError as error:
            taking.error = error
        except Exception as error:
            # Its words may be the document's.
            _log.error("a document could not be taken in: %s", type(error).__name__)
            taking.error = RuleBridgeError("The document could not be taken in.")
        taking.ended = time.monotonic()
