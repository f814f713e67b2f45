"""One input, given under watch: what came of it, how long it took, whether that is a finding."""

from __future__ import annotations

import hashlib
import resource
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tests.fuzzing.campaign.tracing import PROJECT
from tests.fuzzing.contract import Broken
from tests.fuzzing.targets import Input, Target, judge, read

SECONDS = 5.0
"""CPU time that reading an input may take; storing and cutting what was read, twice as much."""
MEMORY = 2**30
"""Resident memory that a process may reach, in bytes."""


class TookTooLong(BaseException):
    """The time is up. No `Exception`: parsers turn those of their libraries into errors."""


@dataclass(frozen=True)
class Finding:
    """What must not happen.

    Attributes:
        target: The parser.
        kind: ``crash``, ``contract``, ``time`` or ``memory``.
        what: One line: the exception's kind or the rule, and where.
        given: The input.
        trace: The whole traceback.
    """

    target: str
    kind: str
    what: str
    given: Input
    trace: str = ""

    @property
    def key(self) -> str:
        """The same for the same fault."""
        return hashlib.sha256(f"{self.target} {self.kind} {self.what}".encode()).hexdigest()[:10]


@dataclass(frozen=True)
class Outcome:
    """What came of an input: ``provisions`` or an error's name, and how long reading took."""

    ending: str
    seconds: float
    finding: Finding | None = None


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises :class:`TookTooLong` inside, once that much CPU time is used."""

    def stop(signal_number: int, frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def tried(target: Target, given: Input, seconds: float = SECONDS) -> Outcome:
    """Gives an input to a parser; nothing that it does comes through."""
    start = time.process_time()
    taken = None
    finding = None
    try:
        with limited(seconds):
            ending, parsed = read(target, given)
        taken = time.process_time() - start
        with limited(2 * seconds):
            judge(given, parsed)
    except TookTooLong:
        ending, finding = "time", _found(target, "time", "over the time", given)
    except Broken as broken:
        ending, finding = "contract", _found(target, "contract", str(broken), given)
    except Exception as error:
        ending, finding = "crash", _found(target, "crash", type(error).__name__, given)
    return Outcome(ending, time.process_time() - start if taken is None else taken, finding)


def peak() -> int:
    """The most resident memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _found(target: Target, kind: str, what: str, given: Input) -> Finding:
    return Finding(target.name, kind, f"{what} at {_place()}", given, traceback.format_exc())


def _place() -> str:
    """The innermost line of the project's own rooms in the exception being handled."""
    import sys

    steps = traceback.extract_tb(sys.exc_info()[2])
    own = [s for s in steps if s.filename.startswith((f"{PROJECT}/ingest", f"{PROJECT}/corpus"))]
    if not own:
        return "the contract"
    last = own[-1]
    return f"{Path(last.filename).relative_to(PROJECT)}:{last.name}"
