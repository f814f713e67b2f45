"""The pages over an invented corpus, and over one that has the digest alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import teapots
from starlette.testclient import TestClient

from corpus.settings import Settings


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("site")
    with teapots.client(teapots.table(folder), Settings(home=folder)) as client:
        yield client


@pytest.fixture(scope="module")
def bare_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Only the digest is installed."""
    folder: Path = tmp_path_factory.mktemp("bare")
    with teapots.client(teapots.table(folder, empty=True), Settings(home=folder)) as client:
        yield client


@pytest.fixture(autouse=True)
def _no_cookies(request: pytest.FixtureRequest) -> None:
    for name in ("library", "bare_library"):
        if name in request.fixturenames:
            request.getfixturevalue(name).cookies.clear()
