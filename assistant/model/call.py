"""One call to a language model: attempts, times, cancellation.

A thread with an event loop of its own reads the reply and puts its pieces in a queue; the caller
waits at the queue with a clock in hand. So no server, however slow or talkative, holds the caller
longer than it is willing to wait, and leaving cancels the reading and closes the connection.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from anyio.from_thread import start_blocking_portal
from tenacity import RetryCallState, Retrying, retry_if_exception
from tenacity.wait import wait_random_exponential

from assistant.model.endpoint import Endpoint, Failure, ModelFailed, Stopped
from assistant.model.traffic import read

ATTEMPTS = 3
"""How often a request is sent where the server is busy, broken or not there."""

_TICK = 0.1  # seconds between two looks at whether the caller has stopped
_UNSUPPORTED = (400, 422, 501)  # what servers answer that do not know `response_format`

log = logging.getLogger(__name__)


class Call:
    """One reply on its way.

    Args:
        endpoint: Where to ask.
        deadline: When it has to be over, on the clock of ``time.monotonic``.
        stop: Ends it once it is set.
    """

    def __init__(self, endpoint: Endpoint, deadline: float, stop: threading.Event) -> None:
        self._endpoint = endpoint
        self._patience = endpoint.patience
        self._deadline = deadline
        self._stop = stop
        self._inbox: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        self._reading = ExitStack()

    def pieces(
        self, messages: Sequence[tuple[str, str]], schema: dict[str, Any] | None
    ) -> Iterator[str]:
        """The reply, piece by piece.

        Raises:
            ModelFailed: There is no reply, or it broke off.
            Cut: The token limit ended it.
            Stopped: The caller wants no more.
        """
        piece = self._opened(messages, schema)
        while piece is not None:
            yield piece
            piece = self._received(self._patience.between)

    def close(self) -> None:
        """Stop reading and close the connection."""
        self._reading.close()

    def _opened(
        self, messages: Sequence[tuple[str, str]], schema: dict[str, Any] | None
    ) -> str | None:
        """The first piece; without a schema where the server refuses one."""
        endpoint = self._endpoint
        if schema is None or endpoint.constrains is False:
            return self._tried(messages, None)
        try:
            piece = self._tried(messages, schema)
        except ModelFailed as failed:
            if endpoint.constrains or failed.status not in _UNSUPPORTED:
                raise
        else:
            endpoint.constrains = True
            return piece
        piece = self._tried(messages, None)
        # Only now is it known that the schema was the reason.
        endpoint.constrains = False
        return piece

    def _tried(
        self, messages: Sequence[tuple[str, str]], schema: dict[str, Any] | None
    ) -> str | None:
        attempts = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, ModelFailed) and error.again),
            stop=self._last,
            wait=self._pause,
            sleep=self._sleep,
            reraise=True,
        )
        return attempts(self._begun, messages, schema)

    def _begun(
        self, messages: Sequence[tuple[str, str]], schema: dict[str, Any] | None
    ) -> str | None:
        self.close()
        self._inbox = queue.SimpleQueue()
        portal = self._reading.enter_context(start_blocking_portal())
        task = portal.start_task_soon(read, self._endpoint, messages, schema, self._inbox.put)
        self._reading.callback(task.cancel)
        return self._received(self._patience.first)

    def _received(self, seconds: float) -> str | None:
        until = min(time.monotonic() + seconds, self._deadline)
        while not self._stop.is_set():
            left = until - time.monotonic()
            if left <= 0:
                raise ModelFailed(Failure.TOO_SLOW, f"nothing came for {seconds:g} s")
            try:
                piece = self._inbox.get(timeout=min(left, _TICK))
            except queue.Empty:
                continue
            if isinstance(piece, Exception):
                raise piece
            return piece
        raise Stopped

    def _pause(self, state: RetryCallState) -> float:
        """Seconds before the next attempt: what the server asks for, else twice as many each."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, ModelFailed) and error.retry_after is not None:
            return error.retry_after
        low = self._patience.pause
        return wait_random_exponential(multiplier=low, min=low, max=4 * low)(state)

    def _last(self, state: RetryCallState) -> bool:
        """Whether this attempt was the last, for their number or for the time left."""
        pause = state.upcoming_sleep
        if state.attempt_number >= ATTEMPTS:
            return True
        return pause > self._patience.longest_pause or time.monotonic() + pause > self._deadline

    def _sleep(self, seconds: float) -> None:
        log.info("The language model does not answer; asking again in %.1f s.", seconds)
        if self._stop.wait(seconds):
            raise Stopped
