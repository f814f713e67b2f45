"""A batch of inputs in a process of its own, with limits on time and memory."""

from __future__ import annotations

import mmap
import random
import resource
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis

from tests.fuzzing import invented, slices, structured
from tests.fuzzing.campaign.tracing import Step, Tracer
from tests.fuzzing.campaign.trial import MEMORY, Finding, Outcome, peak, tried
from tests.fuzzing.mutation.choosing import mutated
from tests.fuzzing.targets import TARGETS, Input

_TRACED = 0.15
"""Share of inputs whose way through the parser is watched; the others run at full speed."""
_LARGEST_KEPT = 60_000
_MARK = struct.Struct("<Qdd")


@dataclass(frozen=True)
class Batch:
    """What a process is to do.

    Attributes:
        target: The parser.
        engine: ``mutation`` of seeds, ``structure`` by hypothesis, ``whole`` official files.
        count: How many inputs.
        number: Tells batches apart; with the seed it decides every input.
        seed: Of the campaign.
        corpus: Inputs that reached something new before.
        known: The steps reached before.
    """

    target: str
    engine: str
    count: int
    number: int
    seed: int
    corpus: tuple[Input, ...] = ()
    known: frozenset[Step] = frozenset()


@dataclass
class Result:
    """What a batch came to."""

    batch: Batch
    endings: Counter[str] = field(default_factory=Counter)
    findings: dict[str, Finding] = field(default_factory=dict)
    fresh: list[Input] = field(default_factory=list)
    steps: set[Step] = field(default_factory=set)
    slowest: float = 0.0
    slow: Input | None = None
    peak: int = 0
    done: int = 0


class Marker:
    """Tells the process that watches which input is being read, and since when.

    Args:
        folder: Where the input and the mark are written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = folder / "mark"
        path.write_bytes(bytes(_MARK.size))
        self._file = path.open("r+b")
        self._mark = mmap.mmap(self._file.fileno(), _MARK.size)

    def begin(self, number: int, given: Input) -> None:
        """An input is about to be read."""
        (self.folder / "variant").write_text(given.variant)
        (self.folder / "input").write_bytes(given.data)
        self._mark[:] = _MARK.pack(number, time.process_time(), time.monotonic())

    def read(self) -> tuple[int, float, float]:
        """Number of the input, and the CPU and clock time when it was begun."""
        number, cpu, clock = _MARK.unpack(self._mark[:])
        return number, cpu, clock

    def given(self) -> Input:
        """The input."""
        return Input((self.folder / "variant").read_text(), (self.folder / "input").read_bytes())


def run(batch: Batch, marker: Marker, *, limit_memory: bool = True) -> Result:
    """Gives a batch of inputs to its parser."""
    if limit_memory:
        _limit_memory()
    result = Result(batch)
    target = TARGETS[batch.target]
    tracer = Tracer(target.modules)
    rng = random.Random(f"{batch.seed} {batch.target} {batch.engine} {batch.number} trace")
    known = set(batch.known)

    def give(given: Input) -> None:
        marker.begin(result.done + 1, given)
        before = peak()
        if rng.random() < _TRACED and len(given.data) < _LARGEST_KEPT:
            with tracer.watching():
                outcome = tried(target, given, seconds=30.0)
            new = tracer.steps - known
            if new and outcome.finding is None:
                result.fresh.append(given)
            known.update(new)
            result.steps.update(tracer.steps)
            if outcome.finding is not None and outcome.finding.kind == "time":
                outcome = tried(target, given)
        else:
            outcome = tried(target, given)
            result.slowest, result.slow = max(
                (result.slowest, result.slow), (outcome.seconds, given), key=lambda pair: pair[0]
            )
        _count(result, given, outcome, before)

    _ENGINES[batch.engine](batch, give)
    return result


def _count(result: Result, given: Input, outcome: Outcome, before: int) -> None:
    result.done += 1
    result.endings[outcome.ending] += 1
    finding = outcome.finding
    # What making the input took is not its parser's.
    if (after := peak()) > before:
        result.peak = max(result.peak, after)
    if finding is None and after > MEMORY >= before:
        finding = Finding(result.batch.target, "memory", "over the memory", given)
    if finding is not None:
        result.findings.setdefault(finding.key, finding)


def _limit_memory() -> None:
    """Address space for the limit of resident memory and as much again, so that it is reached."""
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = size + 2 * MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _mutations(batch: Batch, give: Callable[[Input], None]) -> None:
    rng = random.Random(f"{batch.seed} {batch.target} mutation {batch.number}")
    small = [*invented.seeds(batch.target), *slices.slices(batch.target)]
    light = [s for s in small if len(s.data) < 12_000] or small
    for _ in range(batch.count):
        pool = batch.corpus if batch.corpus and rng.random() < 0.4 else light
        if rng.random() < 0.06:
            pool = small
        give(mutated(batch.target, rng.choice(pool), rng, small))


def _wholes(batch: Batch, give: Callable[[Input], None]) -> None:
    rng = random.Random(f"{batch.seed} {batch.target} whole {batch.number}")
    files = slices.whole(batch.target) or invented.seeds(batch.target)
    for _ in range(batch.count):
        give(mutated(batch.target, rng.choice(files), rng, invented.seeds(batch.target)))


def _structures(batch: Batch, give: Callable[[Input], None]) -> None:
    @hypothesis.seed(hash_of(batch))
    @hypothesis.settings(
        max_examples=batch.count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(structured.inputs(batch.target))
    def every(given: Input) -> None:
        give(given)

    every()


def hash_of(batch: Batch) -> int:
    """A number for hypothesis: the same for the same batch."""
    return random.Random(f"{batch.seed} {batch.target} {batch.number}").getrandbits(32)


_ENGINES: dict[str, Callable[[Batch, Callable[[Input], None]], None]] = {
    "mutation": _mutations,
    "whole": _wholes,
    "structure": _structures,
}


def batches(inputs: int) -> Iterator[tuple[str, int, int]]:
    """How a number of inputs is shared out: engine, count and number of each batch."""
    whole = min(inputs // 100, 60)
    structure = inputs // 4
    number = 0
    for engine, share, size in (
        ("structure", structure, 500),
        ("mutation", inputs - structure - whole, 500),
        ("whole", whole, 20),
    ):
        for done in range(0, share, size):
            number += 1
            yield engine, min(size, share - done), number
