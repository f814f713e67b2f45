"""An installation to break, made once for all tests of a worker, and put right after each trial."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from children import end_all, in_child
from teahouse import Known, Teahouse

_MEMORY = Path("/dev/shm")


def _made(engine: str) -> Iterator[tuple[Teahouse, Known]]:
    # Half of what takes time on a disk is forcing things to it, which a simulation need not wait
    # for.
    folder = Path(tempfile.mkdtemp(dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        house = Teahouse(folder, engine)
        for state in ("oldest", "old"):
            in_child(house.ingest, state).got()
        house.remember()
        old = in_child(house.answers).got()
        in_child(house.ingest).got()
        new = in_child(house.answers).got()
        house.reset()
        yield house, Known(house.used() or "", old, new)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def paper_house() -> Iterator[tuple[Teahouse, Known]]:
    """An installation with a store whose every write is seen."""
    yield from _made("paper")


@pytest.fixture(scope="session")
def edge_house() -> Iterator[tuple[Teahouse, Known]]:
    """An installation with the built-in store."""
    yield from _made("edge")


@pytest.fixture(autouse=True)
def orderly() -> Iterator[None]:
    """No child outlives its test."""
    yield
    end_all()


@pytest.fixture
def paper(paper_house) -> Iterator[tuple[Teahouse, Known]]:
    """The same, put right afterwards."""
    yield paper_house
    paper_house[0].reset()


@pytest.fixture
def edge(edge_house) -> Iterator[tuple[Teahouse, Known]]:
    """The same, put right afterwards."""
    yield edge_house
    edge_house[0].reset()
