"""A small sound index for what looks at indexes, made once for a worker."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from children import in_child
from teahouse import Teahouse


@pytest.fixture(scope="session")
def made_teahouse() -> Iterator[Teahouse]:
    """An installation with one index of invented rules, in a store written in Python."""
    folder = Path(tempfile.mkdtemp())
    try:
        house = Teahouse(folder, "paper")
        in_child(house.ingest, "old").got()
        yield house
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def teahouse(made_teahouse, tmp_path, monkeypatch) -> Teahouse:
    """A copy of it that may be broken; it can be worked with in this process."""
    shutil.copytree(made_teahouse.folder / "home", tmp_path / "home")
    house = Teahouse(tmp_path, "paper")
    house.furnish(monkeypatch.setattr)
    return house
