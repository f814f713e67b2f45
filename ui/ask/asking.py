"""Asking a question from the page: a turn that grows until it is settled."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer
from corpus.errors import RuleBridgeError
from ui.ask.requests import Ask
from ui.conversation import SHOWN, State, Turn, history
from ui.safety.discretion import whereabouts
from ui.safety.turnstile import Busy, Gone
from ui.service.service import Service

_log = logging.getLogger(__name__)


class Gate(Protocol):
    """Lets some questions through and turns others away, see `ui.safety.turnstile`."""

    def turn(self, gone: Callable[[], bool] | None = None) -> AbstractContextManager[object]:
        """Wait for one's turn.

        Args:
            gone: Says whether nobody waits any longer.
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

    def reply(
        self, ask: Ask, turns: Sequence[Turn], stop: threading.Event, user: str = ""
    ) -> Iterator[tuple[list[Turn], Turn]]:
        """Ask, and show what there is as soon as there is something.

        Args:
            ask: What the reader wants.
            turns: The conversation so far.
            stop: Set when the reader does not want to wait any longer.
            user: Who is signed in.

        Yields:
            The conversation and the turn in it that changes.
        """
        before, turn, after = placed(ask, turns)
        yield [*before, turn, *after], turn
        self._records.kept(turn.question, user)
        for grown in self._grown(turn, ask, before, stop):
            turn = grown
            yield [*before, turn, *after], turn

    def _grown(
        self, turn: Turn, ask: Ask, before: Sequence[Turn], stop: threading.Event
    ) -> Iterator[Turn]:
        request = turn.options.request(turn.question, ask.language)
        try:
            with self._gate.turn(stop.is_set) if self._gate else nullcontext():
                started = time.perf_counter()
                for answer in self._service.stream(request, history(before), stop):
                    turn = replace(turn, state=State.GROWING, answer=answer)
                    if not stop.is_set():
                        yield turn
                if turn.answer is not None:
                    self._records.answered(turn.answer, time.perf_counter() - started)
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
            yield replace(turn, state=ended)


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
