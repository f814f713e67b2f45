"""Killed at any moment: the old index answers, the next run completes, nothing is broken."""

from __future__ import annotations

import os
import random
import signal

import pytest
from children import in_child
from watching import Watch, trace_lines

BATCHES = 10
LEAST = 200
"""Distinct moments at which an ingestion is killed, at the least."""

SHARE = 4
"""One line in so many is a moment; every writing call is one."""


def calls_of(house):
    """The names of all writing calls of an ingestion, in order."""

    def work():
        watch = Watch(house.folder / "home", lambda number, name: None)
        house.ingest()
        watch.on = False
        return watch.names

    names = in_child(work).got()
    house.reset()
    return names


def lines_of(house):
    """The lines that an ingestion reaches, in the order in which it first does."""

    def work():
        names = {}
        trace_lines(names.setdefault)
        house.ingest()
        return list(names)

    names = in_child(work).got()
    house.reset()
    return names


def killed_at_call(house, number):
    """Ingest and die before a writing call."""

    def work():
        Watch(house.folder / "home", lambda at, name: at == number and die())
        house.ingest()

    return in_child(work)


def killed_at_line(house, line):
    """Ingest and die where a line is reached for the first time."""

    def work():
        trace_lines(lambda name: name == line and die(), only=line.split(":")[0])
        house.ingest()

    return in_child(work)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="session")
def moments(paper_house):
    house = paper_house[0]
    calls = [(killed_at_call, number, name) for number, name in enumerate(calls_of(house))]
    return calls + [(killed_at_line, line, line) for line in lines_of(house)[::SHARE]]


def test_there_are_enough_moments(moments):
    assert len({(kill, at) for kill, at, _ in moments}) == len(moments) >= LEAST
    kinds = {name.split()[0] for kill, _, name in moments if kill is killed_at_call}
    assert kinds >= {"open", "connect", "os.rename", "os.mkdir", "shutil.rmtree", "before"}
    modules = {name.split(":")[0] for kill, _, name in moments if kill is killed_at_line}
    assert len(modules) > 12


@pytest.mark.parametrize("batch", range(BATCHES))
def test_killed_at_any_moment(paper, moments, batch):
    house, known = paper
    mine = moments[batch::BATCHES]
    for kill, at, name in mine:
        ended = kill(house, at)
        assert ended.signal == signal.SIGKILL, name
        known.check(in_child(house.aftermath).got(), name)
        house.reset()
    assert len(mine) >= LEAST // BATCHES


# --- with the built-in store, whose writing is not ours

ENGINE_BATCHES = 4


@pytest.fixture(scope="session")
def engine_moments(edge_house):
    names = calls_of(edge_house[0])
    forced = [n for n, name in enumerate(names) if name == "before fsync"]
    others = [n for n, name in enumerate(names) if name != "before fsync"]
    return [(n, names[n]) for n in sorted({*others, *forced[::20]})]


@pytest.mark.parametrize("batch", range(ENGINE_BATCHES))
def test_killed_between_calls_of_the_engine(edge, engine_moments, batch):
    house, known = edge
    for number, name in engine_moments[batch::ENGINE_BATCHES]:
        ended = killed_at_call(house, number)
        assert ended.signal == signal.SIGKILL, name
        known.check(in_child(house.aftermath).got(), name)
        house.reset()


@pytest.mark.parametrize("seed", range(ENGINE_BATCHES))
def test_killed_within_the_engine(edge, seed):
    house, known = edge
    wait = random.Random(seed)

    def work(seconds):
        # Its default is to kill at once, in the midst of whatever is done.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)

        def begin(number, name):
            if name == "os.mkdir store":
                signal.setitimer(signal.ITIMER_REAL, seconds)

        Watch(house.folder / "home", begin)
        house.ingest()

    died = 0
    for _ in range(5):
        ended = in_child(work, wait.uniform(0.0005, 0.12))
        assert not ended.error, ended.trace
        died += ended.signal == signal.SIGALRM
        known.check(in_child(house.aftermath).got(), "within the engine")
        house.reset()
    assert died
