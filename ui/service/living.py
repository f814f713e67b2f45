"""The assistant in use: one for the whole of a request, and another when the index changes.

Whoever works takes a *lease*: the assistant that was in use at the time, which stays open until the
last lease on it has ended. A new assistant is put in its place between two requests, never within
one, so that an answer, its sources and the check of its quotations come from one index.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from assistant.assistant import Assistant
from corpus.closing import Closing
from corpus.manifest import Manifest


@dataclass(eq=False)
class _Held:
    """An open assistant and how many work with it."""

    assistant: Assistant
    users: int = 0


@dataclass(eq=False)
class _Lease:
    """What a piece of work holds, until it ends."""

    of: Living
    held: _Held
    live: bool = True


_MINE: ContextVar[_Lease | None] = ContextVar("rulebridge_lease", default=None)
"""The lease of the request that is worked on; threads and tasks of the request inherit it."""


class Living(Closing):
    """Holds the assistant that is in use.

    Args:
        assistant: Open; closed by this holder in the end.

    Attributes:
        exchanged: How often another assistant was put in its place.
        failed: How often that did not work.

    Example:
        ```python
        living = Living(Assistant.open(settings()))
        with living.one_index() as assistant:
            answer = assistant.ask("Is social scoring allowed in the EU?")
        ```
    """

    def __init__(self, assistant: Assistant) -> None:
        self._lock = threading.Lock()
        self._current = _Held(assistant)
        self._retired: list[_Held] = []
        self._preparing: list[Callable[[Assistant], None]] = []
        self.exchanged = 0
        self.failed = 0

    @property
    def assistant(self) -> Assistant:
        """That of the request being worked on; outside of any, the one in use."""
        lease = self._lease()
        return lease.held.assistant if lease else self._current.assistant

    @property
    def newest(self) -> Assistant:
        """The one that the next request will have."""
        return self._current.assistant

    @property
    def manifest(self) -> Manifest:
        """What the index of the next request holds."""
        return self.newest.index.manifest

    @contextmanager
    def leased(self) -> Iterator[Assistant]:
        """An assistant that stays open meanwhile: that of the request being worked on, if any.

        May be ended in another thread or task than it was begun in.
        """
        lease = self._taken()
        try:
            yield lease.held.assistant
        finally:
            self._given_back(lease)

    @contextmanager
    def one_index(self) -> Iterator[Assistant]:
        """As `leased`; until it ends, `assistant` gives the same one in this context.

        Has to end in the context in which it began: not to be held across the yields of an
        asynchronous generator.
        """
        lease = self._taken()
        token = _MINE.set(lease)
        try:
            yield lease.held.assistant
        finally:
            _MINE.reset(token)
            self._given_back(lease)

    def prepare_with(self, prepare: Callable[[Assistant], None]) -> None:
        """Have something done with every assistant before anybody may ask it."""
        self._preparing.append(prepare)

    def prepare(self, new: Assistant) -> None:
        """Do with an assistant what has to be done before anybody may ask it."""
        for prepare in self._preparing:
            prepare(new)

    def exchange(self, new: Assistant) -> None:
        """Put another assistant in its place; work that has begun goes on with the old one."""
        with self._lock:
            self._retired.append(self._current)
            self._current = _Held(new)
            self.exchanged += 1

    def taken_back(self, index: str) -> bool:
        """Use one again that was replaced and is still open; whether there is such a one.

        Its store could not be opened a second time.

        Args:
            index: Id of its index.
        """
        with self._lock:
            for held in self._retired:
                if held.assistant.index.manifest.id == index:
                    self._retired.remove(held)
                    self._retired.append(self._current)
                    self._current = held
                    self.exchanged += 1
                    return True
        return False

    def sweep(self) -> int:
        """Close those that were replaced and that nobody works with; how many are left open."""
        with self._lock:
            idle = [held for held in self._retired if not held.users]
            self._retired = [held for held in self._retired if held.users]
            left = len(self._retired)
        for held in idle:
            held.assistant.close()
        return left

    def close(self) -> None:
        """Let go of all."""
        with self._lock:
            every = [*self._retired, self._current]
            self._retired = []
        for held in every:
            held.assistant.close()

    def _lease(self) -> _Lease | None:
        lease = _MINE.get()
        return lease if lease is not None and lease.of is self and lease.live else None

    def _taken(self) -> _Lease:
        with self._lock:
            # Asked under the lock: a task may outlive the request whose lease it inherited.
            before = self._lease()
            held = before.held if before else self._current
            held.users += 1
            return _Lease(self, held)

    def _given_back(self, lease: _Lease) -> None:
        with self._lock:
            lease.live = False
            lease.held.users -= 1
