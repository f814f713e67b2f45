"""Looks whether another index has been switched to, and brings it into use without a pause."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from assistant.assistant import Assistant
from corpus.catalogue import refresh
from corpus.errors import IndexBusy, RuleBridgeError, StoreUnavailable
from corpus.manifest import CURRENT, MANIFEST, current_id, index_root
from corpus.settings import Settings
from ui.safety.discretion import whereabouts
from ui.service.living import Living
from ui.service.loading import undisturbed

_log = logging.getLogger(__name__)

_PASSING = (IndexBusy, StoreUnavailable)
"""What may be over in a while: somebody verifies the new index, a server restarts."""

_AGAIN, _LONGEST = 2.0, 120.0
"""Seconds after which what may have passed is tried again: at first, and at most."""


class Renewal:
    """Keeps a holder at the index that the installation has in use.

    The new index is opened beside the old one, in a thread of its own, and asked once before
    anybody else may ask it. One that cannot be opened is told of in one line of the log; the old
    one goes on answering, and the new one is tried again when it has changed.

    Args:
        living: Holds the assistant in use.
        configuration: Where indexes are, and how often to look.
        open_next: Opens the index in use, given the assistant in use.
    """

    def __init__(
        self,
        living: Living,
        configuration: Settings,
        open_next: Callable[[Assistant], Assistant],
    ) -> None:
        self._living = living
        self._configuration = configuration
        self._open_next = open_next
        self._refused: tuple[object, ...] = ()
        self._again = 0.0
        self._pause = _AGAIN
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Look from now on, every `reload_seconds`; never where that is 0."""
        if self._configuration.reload_seconds and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="renewal", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Look no more; an index that is being opened is closed again."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> bool:
        """Look once; whether another index came into use."""
        self._living.sweep()
        named = current_id(self._configuration)
        used: str = self._living.newest.index.manifest.id
        if named is None or named == used:
            self._refused = ()
            return False
        state = _state(index_root(self._configuration), named)
        if state == self._refused and time.monotonic() < self._again:
            return False
        if self._living.taken_back(named):
            return True
        try:
            with undisturbed():
                new = self._opened()
        except Exception as error:
            self._living.failed += 1
            self._wait(state, error)
            reason = str(error) if isinstance(error, RuleBridgeError) else whereabouts(error)
            _log.warning("index %s is not used, %s stays in use: %s", named, used, reason)
            return False
        self._living.exchange(new)
        self._refused = ()
        _log.info("index %s is in use, in place of %s", new.index.manifest.id, used)
        return True

    def _opened(self) -> Assistant:
        # It may hold versions that were found since the catalogue was read.
        refresh()
        new = self._open_next(self._living.newest)
        try:
            self._living.prepare(new)
        except BaseException:
            new.close()
            raise
        return new

    def _wait(self, state: tuple[object, ...], error: Exception) -> None:
        """When to try the same again."""
        if state != self._refused:
            self._pause = _AGAIN
        self._refused = state
        if isinstance(error, _PASSING):
            self._again = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, _LONGEST)
        else:
            self._again = float("inf")

    def _run(self) -> None:
        while not self._ended.wait(self._configuration.reload_seconds):
            try:
                self.look()
            except Exception as error:
                # Nobody would look any more; what went wrong now may be over the next time.
                _log.error("looking for a new index failed: %s", whereabouts(error))


def _state(root: Path, index: str) -> tuple[object, ...]:
    """What changes when the same index is switched to again or put right."""
    return (index, *(_stamp(file) for file in (root / CURRENT, root / index / MANIFEST)))


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        found = file.stat()
    except OSError:
        return ()
    return (found.st_mtime_ns, found.st_size, found.st_ino)
