"""Publishers behind a proxy."""

from __future__ import annotations

import re
import socket
import threading

import httpx
import pytest
from kettle_law import MEASURES, measures
from misbehaving import answer, redirect, status
from short_patience import SHORT

from corpus.errors import PublisherUnreachable, UnsafeDownload, UsageError
from corpus.settings import Settings
from ingest.fetching.addresses import AddressRules
from ingest.fetching.fetcher import Fetcher
from ingest.fetching.messages import Request
from ingest.fetching.proxies import Proxy, proxies_of
from ingest.fetching.publishers import source_of
from ingest.fetching.reach import unreachable
from ingest.fetching.round import Round


def proxied(proxy="", **environment):
    made = Settings(home="x", proxy=proxy or None)
    return proxies_of(made, environment)


@pytest.mark.parametrize(
    ("setting", "environment", "host", "expected"),
    [
        ("", {}, "kettles.test", None),
        ("http://a:1", {}, "kettles.test", "a:1"),
        ("http://a:1", {"HTTPS_PROXY": "http://b:2"}, "kettles.test", "a:1"),
        ("", {"HTTPS_PROXY": "http://b:2"}, "kettles.test", "b:2"),
        ("", {"https_proxy": "c:3", "HTTPS_PROXY": "http://b:2"}, "kettles.test", "c:3"),
        ("", {"ALL_PROXY": "http://d"}, "kettles.test", "d:80"),
        ("", {"HTTPS_PROXY": "https://e"}, "kettles.test", "e:443"),
        ("", {"HTTP_PROXY": "http://f:6"}, "kettles.test", None),
        ("none", {"HTTPS_PROXY": "http://b:2"}, "kettles.test", None),
        ("", {"HTTPS_PROXY": "b:2", "NO_PROXY": "test"}, "kettles.test", None),
        ("", {"HTTPS_PROXY": "b:2", "NO_PROXY": "x.org, .test:443"}, "kettles.test", None),
        ("", {"HTTPS_PROXY": "b:2", "NO_PROXY": "*"}, "kettles.test", None),
        ("", {"HTTPS_PROXY": "b:2", "no_proxy": "*.test"}, "KETTLES.test", None),
        ("", {"HTTPS_PROXY": "b:2", "NO_PROXY": "tles.test"}, "kettles.test", "b:2"),
        ("", {"HTTPS_PROXY": "b:2", "NO_PROXY": "."}, "kettles.test", "b:2"),
    ],
)
def test_which_proxy(setting, environment, host, expected):
    found = proxied(setting, **environment)(host)
    assert (found.shown if found else None) == expected


@pytest.mark.parametrize("given", ["socks5://p:lid@a:1", "http://", "ftp://lid@a", "http://lid:x"])
def test_what_is_no_proxy_is_said_without_repeating_it(given):
    with pytest.raises(UsageError, match="RULEBRIDGE_PROXY is no address of a proxy") as caught:
        proxied(given)
    assert "lid" not in str(caught.value)


@pytest.fixture
def through(server, rules):
    """A fetcher whose proxy is the server; names cannot be resolved here."""

    def nothing(host, port):
        raise OSError("names are resolved by the proxy")

    proxy = Proxy(httpx.URL(f"http://pot:lid@127.0.0.1:{server.port}"))
    walled = AddressRules(nothing, permits=rules.permits, plain=True)
    return Fetcher(SHORT, rules=walled, sleep=lambda s: None, proxy_for=lambda host: proxy)


def get(fetcher, url):
    return fetcher.get(Request(url, {"kettles.test"}, 1000))


def test_the_proxy_is_asked_by_the_publisher_s_name(server, through):
    url = server.url("/page")
    server.on(url, answer(b"steam"))
    assert get(through, url).size == 5
    (headers,) = server.asked(url)
    assert headers["Host"] == f"kettles.test:{server.port}"
    assert headers["Proxy-Authorization"].startswith("Basic ")


def test_only_publishers_are_asked_all_the_same(server, through):
    with pytest.raises(UnsafeDownload, match="not a host of this publisher"):
        get(through, server.url("/page", host="inside.test"))
    server.on(server.url("/page"), redirect("http://169.254.169.254/latest"))
    with pytest.raises(UnsafeDownload, match="not a host of this publisher"):
        get(through, server.url("/page"))
    assert [v.path for v in server.visits] == [server.url("/page")]


def test_a_text_comes_through_it(server, through, shelf, kettle_publishers):
    url = server.url("/page")
    server.on(url, answer(measures(), Content_Type="text/html"))
    (outcome,) = Round(shelf, through).fetch([source_of(MEASURES)]).outcomes
    assert outcome.record.final_url == url


def tunnelled(server, reply):
    """What is said where a proxy answers CONNECT so."""
    server.on("kettles.test:443", reply)
    proxy = Proxy(httpx.URL(f"http://pot:lid@127.0.0.1:{server.port}"))
    fetcher = Fetcher(SHORT, sleep=lambda s: None, proxy_for=lambda host: proxy)
    with pytest.raises(PublisherUnreachable) as caught:
        get(fetcher, "https://kettles.test/page")
    assert "lid" not in str(caught.value).replace("does not lead", "")
    return str(caught.value)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (status(407), r"does not lead to kettles.test \(407\); it asks for name and password"),
        (status(403), r"does not lead to kettles.test \(403\); check RULEBRIDGE_PROXY"),
        (status(502), r"does not lead to kettles.test \(502\)"),
    ],
)
def test_a_proxy_that_does_not_lead_there_is_named(server, reply, message):
    said = tunnelled(server, reply)
    assert said.startswith(f"The proxy 127.0.0.1:{server.port} does not lead")
    assert re.search(message, said)


def test_a_proxy_that_is_not_there_is_named(server):
    server.stop()
    proxy = Proxy(httpx.URL(f"http://127.0.0.1:{server.port}"))
    fetcher = Fetcher(SHORT, sleep=lambda s: None, proxy_for=lambda host: proxy)
    with pytest.raises(PublisherUnreachable, match=r"through the proxy 127\.0\.0\.1"):
        get(fetcher, "https://kettles.test/page")


def test_of_hosts_behind_a_proxy_the_proxy_is_tried(kettle_publishers, rules):
    tried = []

    def connect(host, port, seconds):
        tried.append((host, port))
        raise OSError

    away = unreachable(
        kettle_publishers.text, rules, connect, lambda h: Proxy(httpx.URL("http://p:3"))
    )
    assert set(tried) == {("p", 3)}
    assert "The proxy p:3 cannot be connected to" in str(away["kettles.test"])


def test_a_name_server_that_is_silent_is_waited_for_only_so_long(kettle_publishers):
    released = threading.Event()

    def silent(host, port):
        released.wait(20)
        raise OSError

    try:
        away = unreachable(kettle_publishers.text, AddressRules(silent), seconds=0.05)
    finally:
        released.set()
    assert "cannot be connected to" in str(away["kettles.test"])


def test_what_answers_in_time_is_not_away(kettle_publishers, rules, server):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def connect(address, _, seconds):
            socket.create_connection((address, port), timeout=seconds).close()

        assert unreachable(kettle_publishers.text, rules, connect) == {}
