"""Asking a question from the page: a turn that grows until it is settled."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer
from corpus.errors import RuleBridgeError
from ui.ask.requests import Ask
from ui.conversation import SHOWN, State, Turn, history
from ui.safety.discretion import whereabouts
from ui.safety.turnstile import Busy, Gone, Place
from ui.service.growing import Growing, in_thread
from ui.service.service import Service

_log = logging.getLogger(__name__)

PULSE = 0.75
"""Seconds of silence after which the page is told something: Gradio finds out that a reader has
left only when there is something to tell."""

Step = tuple[list[Turn], Turn]
"""The conversation, and the turn in it that changes."""


class Gate(Protocol):
    """Lets some questions through and turns others away, see `ui.safety.turnstile`."""

    def turn_async(
        self, gone: Callable[[], bool] | None = None, place: Place | None = None
    ) -> AbstractAsyncContextManager[object]:
        """Wait for one's turn.

        Args:
            gone: Says whether nobody waits any longer.
            place: Says how long the wait will be.
        """
        ...


def _nothing(*_: object) -> None:
    """Nothing is counted or kept."""


@dataclass(frozen=True)
class Records:
    """What is told of the questions asked on the page, for whoever counts or keeps them.

    Attributes:
        kept: Told a question and who asked it.
        answered: Told an answer and the seconds it took, without the wait for one's turn.
        refused: Told that the line had no room.
    """

    kept: Callable[[str, str], None] = _nothing
    answered: Callable[[Answer, float], None] = _nothing
    refused: Callable[[], None] = _nothing


class Asking:
    """Asks the service, one turn at a time.

    Args:
        service: Who answers.
        gate: Who may ask now; everybody where not given.
        records: Who is told of it.
    """

    def __init__(
        self, service: Service, gate: Gate | None = None, records: Records | None = None
    ) -> None:
        self._service = service
        self._gate = gate
        self._records = records or Records()

    async def reply(
        self,
        ask: Ask,
        turns: Sequence[Turn],
        stop: threading.Event,
        user: str = "",
        owner: str = "",
    ) -> AsyncGenerator[Step | None, None]:
        """Ask, and show what there is as soon as there is something.

        Args:
            ask: What the reader wants.
            turns: The conversation so far.
            stop: Set when the reader does not want to wait any longer.
            user: Who is signed in.
            owner: The same, as own documents know them.

        Yields:
            The conversation and the turn in it that changes; None where nothing has for a while.
        """
        before, turn, after = placed(ask, turns)
        yield [*before, turn, *after], turn
        self._records.kept(turn.question, user)
        async with aclosing(self._grown(turn, ask, before, stop, owner)) as growing:
            async for grown in growing:
                yield None if grown is None else ([*before, grown, *after], grown)

    async def _grown(
        self,
        turn: Turn,
        ask: Ask,
        before: Sequence[Turn],
        stop: threading.Event,
        owner: str,
    ) -> AsyncGenerator[Turn | None, None]:
        place = Place()
        growing = Growing[Answer](stop)
        growing.run(self._worked(turn, ask, before, growing, place, owner))
        try:
            async for answer in growing.with_pulse(PULSE):
                if answer is not None:
                    turn = replace(turn, state=State.GROWING, answer=answer, wait=0)
                elif turn.wait != place.seconds:
                    turn = replace(turn, wait=place.seconds)
                else:
                    yield None
                    continue
                if not stop.is_set():
                    yield turn
        except Busy as error:
            self._records.refused()
            yield replace(turn, state=State.BUSY, wait=error.seconds)
        except Gone:
            yield replace(turn, state=State.STOPPED)
        except RuleBridgeError as error:
            _log.warning("%s: %s", error.code, error)
            yield _failed(turn, error)
        except Exception as error:
            _log.error("a question failed: %s", whereabouts(error))
            yield _failed(turn, error)
        else:
            ended = State.STOPPED if stop.is_set() else State.DONE
            yield replace(turn, state=ended, wait=0)
        finally:
            # Also when the reader has gone: nobody waits for the rest.
            stop.set()

    async def _worked(
        self,
        turn: Turn,
        ask: Ask,
        before: Sequence[Turn],
        growing: Growing[Answer],
        place: Place,
        owner: str,
    ) -> None:
        """The work itself: in a thread, when it is its turn."""
        request = turn.options.request(turn.question, ask.language)

        def produce() -> None:
            started, last = time.perf_counter(), None
            for last in self._service.stream(request, history(before), growing.stop, owner):
                growing.put(last)
            if last is not None:
                self._records.answered(last, time.perf_counter() - started)

        gate = self._gate
        async with gate.turn_async(growing.stop.is_set, place) if gate else nullcontext():
            await in_thread(produce)


def placed(ask: Ask, turns: Sequence[Turn]) -> tuple[list[Turn], Turn, list[Turn]]:
    """Where in the conversation a question stands: what is before it, itself, what is after.

    A new question stands last. One that is asked again stands where it stood; one that was edited
    too, and what came after it is gone.

    Args:
        ask: What the reader wants.
        turns: The conversation so far.
    """
    at = next((n for n, turn in enumerate(turns) if turn.number == ask.replaces), None)
    if at is None:
        before = list(turns)[-SHOWN + 1 :]
        number = max((turn.number for turn in turns), default=0) + 1
        return before, Turn(number, ask.question.strip(), ask.options), []
    after = [] if ask.edited else list(turns[at + 1 :])
    return list(turns[:at]), Turn(turns[at].number, ask.question.strip(), ask.options), after


def _failed(turn: Turn, error: Exception) -> Turn:
    return replace(turn, state=State.FAILED, answer=None, error=error.with_traceback(None))
