"""A tiny application behind the guards, and readers who may use it."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

import ui.safety.accounts
from corpus.settings import Settings
from ui.safety.accounts import Accounts
from ui.safety.addresses import ADDRESS
from ui.safety.guard import guarded, identity, reader_of
from ui.safety.keys import Keys

PASSWORD = "seven kettles whistle"
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]


async def told(request: Request) -> Response:
    body = await request.body()
    reader = reader_of(request.scope)
    return JSONResponse(
        {
            "path": request.url.path,
            "user": identity(request.scope),
            "state": request.state.user,
            "by": reader.by if reader else None,
            "address": request.scope[ADDRESS],
            "scheme": request.url.scheme,
            "host": request.headers["host"],
            "headers": sorted(set(request.headers)),
            "length": len(body),
        },
        # What Gradio would add.
        headers={"Access-Control-Allow-Origin": "https://evil.example", "Server": "kettle"},
    )


async def stream(request: Request) -> Response:
    async def events():
        for number in range(3):
            yield f"data: {number}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


def tiny() -> Starlette:
    routes = [Route("/api/v1/stream", stream), Route("/{rest:path}", told, methods=METHODS)]
    return Starlette(routes=routes)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(ui.safety.accounts, "_HASHER", quick)


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Makes settings in an empty home."""
    monkeypatch.chdir(tmp_path)

    def make(**fields: object) -> Settings:
        return Settings(home=tmp_path / "home", **fields)

    return make


@pytest.fixture
def people(settings):
    """A reader, Ada, and an API key."""
    made = settings()
    Accounts(made.users_path).add("ada", PASSWORD)
    return Keys(made.keys_path).add("robot")


@pytest.fixture
def open_client(settings):
    """A browser at the guarded application."""

    def make(host="192.0.2.1", address="198.51.100.7", https=False, app=None, **fields):
        guard = guarded(app or tiny(), settings(**fields), host)
        named = "localhost:7860" if host == "127.0.0.1" else "rules.example"
        base = f"{'https' if https else 'http'}://{named}"
        return TestClient(guard, base_url=base, client=(address, 50000), follow_redirects=False)

    return make


@pytest.fixture
def exposed(open_client, people):
    """A browser at an application that others can reach; nobody is signed in."""
    return open_client()


@pytest.fixture
def local(open_client):
    """A browser at this machine."""
    return open_client("127.0.0.1", "127.0.0.1")


@pytest.fixture
def password():
    return PASSWORD


@pytest.fixture
def sign_in(password):
    def act(client, name="ada", words=password, there="/browse", **headers):
        form = {"name": name, "password": words, "next": there}
        return client.post("/login", data=form, headers=headers)

    return act
