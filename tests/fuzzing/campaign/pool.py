"""Runs batches in processes beside each other, and ends those that an input holds up."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.fuzzing.campaign.batch import Batch, Marker, Result, run
from tests.fuzzing.campaign.trial import SECONDS, Finding

_CPU = 3 * SECONDS + 30.0
"""CPU time after which a process is ended from outside: it sits in code that hears no signal."""
_CLOCK = 300.0
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class _Running:
    process: BaseProcess
    batch: Batch
    marker: Marker


def results(batches: Iterable[Batch], jobs: int) -> Iterator[Result]:
    """The result of each batch as it comes, at most ``jobs`` at once.

    A process that dies or hangs gives the input it was reading as a finding.
    """
    waiting = iter(batches)
    running: list[_Running] = []
    while True:
        while len(running) < jobs and (batch := next(waiting, None)) is not None:
            running.append(_started(batch))
        if not running:
            return
        time.sleep(0.02)
        for one in list(running):
            result = _result(one)
            if result is not None:
                running.remove(one)
                shutil.rmtree(one.marker.folder, ignore_errors=True)
                yield result


def _started(batch: Batch) -> _Running:
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None))
    marker = Marker(folder)
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_work, args=(batch, marker), daemon=True)
    process.start()
    return _Running(process, batch, marker)


def _work(batch: Batch, marker: Marker) -> None:
    os.nice(0 if os.nice(0) >= 15 else 15 - os.nice(0))
    result = run(batch, marker)
    whole = marker.folder / "result.part"
    whole.write_bytes(pickle.dumps(result))
    whole.rename(marker.folder / "result")


def _result(one: _Running) -> Result | None:
    """The result, if there is one; a finding where the process was lost or had to be ended."""
    path = one.marker.folder / "result"
    if not one.process.is_alive():
        if path.is_file():
            result: Result = pickle.loads(path.read_bytes())
            return result
        return _lost(one, "crash", f"the process ended with {one.process.exitcode}")
    number, cpu, clock = one.marker.read()
    used = _cpu_of(one.process.pid)
    if number and (used - cpu > _CPU or time.monotonic() - clock > _CLOCK):
        one.process.kill()
        one.process.join()
        return _lost(one, "time", "ended from outside")
    return None


def _lost(one: _Running, kind: str, what: str) -> Result:
    number, _, _ = one.marker.read()
    result = Result(one.batch, done=number)
    finding = Finding(one.batch.target, kind, what, one.marker.given())
    result.findings[finding.key] = finding
    return result


def _cpu_of(pid: int | None) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK
