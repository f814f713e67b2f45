"""The server: its address, its headers, and what it does when it cannot start."""

from __future__ import annotations

import threading

import httpx
import pytest
from kettles import FakeAssistant, indexed, manifest

from corpus.errors import IndexMissing, RuleBridgeError
from corpus.provision import Authority
from corpus.settings import Settings
from ui.server import Server


@pytest.fixture
def server(tmp_path):
    own = manifest(indexed("cap-486", "2022-10-01", "en", Authority.OWN_DIGEST))
    served = Server(lambda: FakeAssistant(own), "127.0.0.1", 0, Settings(home=tmp_path))
    thread = threading.Thread(target=served.run)
    thread.start()
    yield served
    served.stop()
    thread.join()


def test_the_page_forbids_loading_from_elsewhere(server):
    reply = httpx.get(server.url, trust_env=False)
    assert reply.status_code == 200
    assert "default-src 'self'" in reply.headers["content-security-policy"]
    assert reply.headers["referrer-policy"] == "same-origin"
    assert "Only RuleBridge" in reply.text
    assert '"analytics_enabled":false' in reply.text.replace(" ", "")


def test_an_address_in_use_is_said_before_anything_is_loaded(server):
    opened = []
    with pytest.raises(RuleBridgeError, match=f"Nothing can listen at 127.0.0.1:{server.port}"):
        Server(lambda: opened.append(1), "127.0.0.1", server.port)
    assert opened == []


def test_a_server_that_cannot_open_gives_the_address_back():
    def missing():
        raise IndexMissing("There is no index yet.")

    with pytest.raises(IndexMissing):
        Server(missing, "127.0.0.1", 0)


def test_the_address_shown_can_be_opened(fake):
    served = Server(lambda: fake, "127.0.0.1", 0)
    served.stop()
    assert served.url == f"http://127.0.0.1:{served.port}"
    served.run()
    assert fake.closed
