"""A misbehaving publisher, and a fetcher that may reach it and never sleeps."""

from __future__ import annotations

from collections.abc import Iterator

import kettle_law
import pytest
from misbehaving import Server
from short_patience import SHORT

import ingest.fetching.publishers
from ingest.fetching.addresses import AddressRules
from ingest.fetching.fetcher import Fetcher
from ingest.fetching.publishers import Publishers
from ingest.fetching.shelf import Shelf


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


@pytest.fixture
def waits() -> list[float]:
    """The waits between tries, none of which is waited."""
    return []


@pytest.fixture
def rules() -> AddressRules:
    """Every name ending in .test is this machine, and may be connected to."""

    def resolve(host: str, port: int) -> list[str]:
        if not host.endswith(".test"):
            raise OSError(f"no such host: {host}")
        return ["127.0.0.1"]

    return AddressRules(resolve, permits=lambda address: address == "127.0.0.1", plain=True)


@pytest.fixture
def fetcher(rules, waits) -> Fetcher:
    return Fetcher(SHORT, rules=rules, sleep=waits.append)


@pytest.fixture
def kettle_publishers(server, monkeypatch) -> Publishers:
    """The publishers of invented texts take the place of the real ones."""
    made = kettle_law.publishers(server.url("/page"), server.url("/list.json"))
    monkeypatch.setattr(ingest.fetching.publishers, "publishers", lambda: made)
    return made


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path / "home")
