"""The assembled application over a hostile document, for readers near and far."""

from __future__ import annotations

import contextlib
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher
from hostile_steps import PROXY, application, served, visiting

import ui.safety.accounts
from ui.safety.keys import Keys


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(ui.safety.accounts, "_HASHER", quick)


@pytest.fixture(scope="module")
def local_app(tmp_path_factory):
    """The application on this machine: nobody has to sign in."""
    with application(tmp_path_factory.mktemp("local")) as made:
        yield made


@pytest.fixture(scope="module")
def local(local_app):
    """A reader at this machine."""
    with visiting(local_app[0]) as client:
        yield client


@pytest.fixture(scope="module")
def held(local_app):
    """The assistant of this machine's application."""
    return local_app[1]


@pytest.fixture
def exposed_app(tmp_path):
    """The application on a network; Ada may sign in."""
    with application(tmp_path, "0.0.0.0") as made:
        yield made


@pytest.fixture
def stranger(exposed_app):
    """Somebody on the network who has not signed in."""
    with visiting(exposed_app[0], "198.51.100.7", "rules.example") as client:
        yield client


@pytest.fixture
def key(exposed_app):
    """An API key."""
    return Keys(exposed_app[2].keys_path).add("robot")


@pytest.fixture
def proxied(tmp_path):
    """The application behind a proxy that signs readers in; makes visitors."""
    fields = {"proxy_user_header": "X-Remote-User", "proxy_addresses": (PROXY,)}
    with application(tmp_path, "0.0.0.0", **fields) as made, contextlib.ExitStack() as stack:
        yield lambda address: stack.enter_context(visiting(made[0], address, "rules.example"))


@pytest.fixture(scope="module")
def impatient(tmp_path_factory):
    """The application at a port of this machine, with little patience, one worker, one chair."""
    fields = {"request_timeout": 1.0, "workers": 1, "waiting": 1}
    with (
        application(tmp_path_factory.mktemp("listening"), **fields) as made,
        served(made[0], made[2]) as address,
    ):
        yield SimpleNamespace(address=address, assistant=made[1])
