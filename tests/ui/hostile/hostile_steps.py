"""How the hostile suite sets the application up and visits it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import uvicorn
from hostile_kettles import HostileAssistant
from starlette.testclient import TestClient

from corpus.settings import Settings
from ui.safety.accounts import Accounts
from ui.safety.guard import uvicorn_options
from ui.web import web_app

PASSWORD = "seven kettles whistle"
PROXY = "10.0.0.2"


@contextlib.contextmanager
def application(folder, host="127.0.0.1", **fields):
    """The application, its assistant and its settings; on a network, Ada may sign in."""
    with HostileAssistant(folder / "shelf") as assistant:
        configuration = Settings(home=folder / "home", sources=None, _env_file=None, **fields)
        if host != "127.0.0.1" and "proxy_user_header" not in fields:
            Accounts(configuration.users_path).add("ada", PASSWORD)
        yield web_app(assistant, configuration, host), assistant, configuration


@contextlib.contextmanager
def visiting(app, address="127.0.0.1", name="127.0.0.1:7860", scheme="http"):
    """A visitor who comes from an address and calls the server by a name."""
    with TestClient(
        app,
        base_url=f"{scheme}://{name}",
        client=(address, 50000),
        follow_redirects=False,
        raise_server_exceptions=False,
    ) as client:
        yield client


@contextlib.contextmanager
def served(app, configuration) -> Iterator[tuple[str, int]]:
    """The application at a port of this machine; the address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", **uvicorn_options(configuration))
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server does not start"
                time.sleep(0.01)
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join()


def signed_in(client, name="ada", words=PASSWORD, there="/browse"):
    """Sign in; the response."""
    return client.post("/login", data={"name": name, "password": words, "next": there})
