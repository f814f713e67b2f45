"""A power cut at any moment: whatever was not forced to disk is lost, and nothing is broken."""

from __future__ import annotations

import os
import shutil
import signal
from random import Random

import pytest
from children import in_child
from power import Ledger, PowerCut
from test_killed import calls_of
from watching import Watch

BATCHES = 6
STRIKES = 4
"""Ways in which the same moment may turn out, from the switch on."""


def struck_at(house, number, seed):
    """Ingest until a call, and lose what was not safe; what was lost."""
    notes = house.folder / "notes"

    def work():
        Ledger(house.folder / "home", notes)
        watch = Watch(
            house.folder / "home",
            lambda at, name: at == number and os.kill(os.getpid(), signal.SIGKILL),
        )
        house.ingest()
        watch.on = False

    ended = in_child(work)
    assert ended.signal == signal.SIGKILL or number is None, ended.trace
    damaged = PowerCut(house.root, house.folder / "kept", notes, Random(seed)).strike()
    notes.unlink()
    shutil.rmtree(notes.with_suffix(".copies"))
    return damaged


@pytest.fixture(scope="session")
def strikes(paper_house):
    names = calls_of(paper_house[0])
    switch = names.index("open follows.new")
    moments = [*range(len(names)), None]
    return [
        (number, seed)
        for number in moments
        for seed in range(STRIKES if number is None or number >= switch else 1)
    ]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_power_cut_at_any_moment(paper, strikes, batch):
    house, known = paper
    lost = []
    for number, seed in strikes[batch::BATCHES]:
        damaged = struck_at(house, number, seed)
        known.check(in_child(house.aftermath).got(), f"{number}, {seed}: {damaged}")
        house.reset()
        lost += damaged
    assert any(what.startswith("gone") for what in lost)


def test_without_forcing_anything_to_disk_the_same_cut_breaks_the_index(paper):
    house, _ = paper
    notes = house.folder / "notes"

    def work():
        Ledger(house.folder / "home", notes)
        os.fsync = lambda opened: None
        house.ingest()

    broken = 0
    for seed in range(5):
        in_child(work).got()
        assert PowerCut(house.root, house.folder / "kept", notes, Random(seed)).strike()
        notes.unlink()
        shutil.rmtree(notes.with_suffix(".copies"))
        found = in_child(house.faults)
        broken += bool(found.signal or found.error or found.got())
        house.reset()
    assert broken


@pytest.mark.parametrize("seed", range(3))
def test_what_the_engine_has_written_survives(edge, seed):
    house, known = edge
    names = calls_of(house)
    before = {name: number for number, name in enumerate(names)}
    for name in ("os.rename current.new", "open current.new", "before upsert"):
        damaged = struck_at(house, before[name] + (seed > 1), seed)
        known.check(in_child(house.aftermath).got(), f"{name}: {damaged}")
        house.reset()
    damaged = struck_at(house, None, seed)
    assert house.used() != known.old_id
    known.check(in_child(house.aftermath).got(), f"in the end: {damaged}")
