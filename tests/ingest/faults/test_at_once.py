"""Two at once: ingestions, and an ingestion while the index is read."""

from __future__ import annotations

import os
import signal
import time

import pytest
from children import Child, in_child
from teahouse import QuickEmbedder, found_in
from watching import Watch

from corpus.errors import IngestRunning
from corpus.index import Index, index_root
from ingest.locking import changing_indexes
from ingest.switching import rollback, switch


class Signals:
    """Lets processes wait for one another, by files."""

    def __init__(self, folder):
        self.folder = folder

    def give(self, name):
        (self.folder / name).touch()

    def wait(self, name):
        until = time.monotonic() + 30
        while not (self.folder / name).exists():
            assert time.monotonic() < until, f"{name} never came"
            time.sleep(0.005)


@pytest.fixture
def signals(tmp_path):
    return Signals(tmp_path)


def held(house, signals, moment="before upsert"):
    """Ingest, and wait at a moment until somebody says go."""

    def stop(at, name):
        if name == moment:
            signals.give("there")
            signals.wait("go")

    def work():
        Watch(house.folder / "home", stop)
        return house.ingest().unchanged

    return work


@pytest.mark.parametrize("other", ["ingest", "switch", "rollback"])
def test_whoever_comes_second_is_told_so_in_a_sentence(paper, signals, other):
    house, known = paper
    model = QuickEmbedder.fingerprint
    work = {
        "ingest": house.ingest,
        "switch": lambda: switch(house.settings, known.old_id, model),
        "rollback": lambda: rollback(house.settings, model),
    }[other]

    def second():
        house._ready()
        with pytest.raises(IngestRunning, match=r"Another process is making .* goes on serving"):
            work()
        return house.used(), house.answers()

    first = Child(held(house, signals))
    signals.wait("there")
    assert in_child(second).got() == (known.old_id, known.old)
    signals.give("go")
    assert first.end().got() is False
    known.check(in_child(house.aftermath).got(), other)


def test_of_many_at_once_each_completes_or_is_told_so(paper):
    house, known = paper

    def work():
        try:
            house.ingest()
        except IngestRunning:
            return "running"
        return "done"

    ended = [child.end().got() for child in [Child(work) for _ in range(6)]]
    assert "done" in ended
    assert set(ended) <= {"done", "running"}
    known.check(in_child(house.aftermath).got(), "many")


def test_the_lock_of_a_dead_process_does_not_block(paper, signals):
    house, known = paper
    first = Child(held(house, signals))
    signals.wait("there")
    os.kill(first.pid, signal.SIGKILL)
    assert first.end().signal == signal.SIGKILL
    known.check(in_child(house.aftermath).got(), "dead")


def test_the_lock_is_one_within_a_process_as_well(paper):
    house, _ = paper
    with (
        changing_indexes(house.settings),
        pytest.raises(IngestRunning, match="Another process"),
        changing_indexes(house.settings),
    ):
        pass
    with changing_indexes(house.settings):
        assert (index_root(house.settings) / "lock").is_file()


def reading(house, signals):
    """Open the index in use and search it, before and after something happened."""

    def work():
        house._ready()
        query = QuickEmbedder().embed_queries(["第三条　茶馆应当每日清洗茶壶"])[0]
        with Index.open(house.settings, QuickEmbedder.fingerprint) as opened:
            first = found_in(opened, query)
            signals.give("reading")
            signals.wait("changed")
            second = [found_in(opened, query) for _ in range(20)]
        return first, second

    return work


@pytest.mark.parametrize("engine", ["paper", "edge"])
def test_an_ingestion_does_not_disturb_whoever_reads(request, signals, engine):
    house, known = request.getfixturevalue(engine)
    reader = Child(reading(house, signals))
    signals.wait("reading")
    assert in_child(lambda: house.ingest().unchanged).got() is False
    assert in_child(house.answers).got() == known.new
    signals.give("changed")
    first, later = reader.end().got()
    assert first == known.old
    assert all(found == known.old for found in later)


@pytest.mark.parametrize("engine", ["paper", "edge"])
def test_an_index_that_is_read_is_not_removed_until_it_is_let_go(request, signals, engine):
    house, known = request.getfixturevalue(engine)
    reader = Child(reading(house, signals))
    signals.wait("reading")
    for state in ("new", "oldest", "new"):
        in_child(lambda state=state: house.ingest(state).unchanged).got()
    assert known.old_id in house.folders()
    signals.give("changed")
    assert reader.end().got() == (known.old, [known.old] * 20)
    in_child(lambda: house.ingest("oldest").unchanged).got()
    assert known.old_id not in house.folders()
    assert len(house.folders()) == 2


def test_going_back_and_forth(edge):
    house, known = edge
    model = QuickEmbedder.fingerprint

    def work():
        house.ingest()
        made = house.used()
        back = rollback(house.settings, model).id, house.answers()
        forth = rollback(house.settings, model).id == made, house.answers()
        chosen = switch(house.settings, known.old_id, model).id, house.answers()
        return back, forth, chosen

    back, forth, chosen = in_child(work).got()
    assert back == chosen == (known.old_id, known.old)
    assert forth == (True, known.new)
