"""Where a download may lead."""

from __future__ import annotations

import threading

import httpx
import pytest

from corpus.errors import PublisherUnreachable, UnsafeDownload
from ingest.fetching.addresses import AddressRules, is_public, shown

HOSTS = frozenset({"kettles.example"})


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "kettles.example",
        "",
    ],
)
def test_no_address_of_the_inside_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_addresses_of_the_internet_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("https://kettles.example/a?b=c", "https://kettles.example/a?b=c"),
        ("https://KETTLES.example:443/", "https://kettles.example/"),
        ("http://kettles.example/a", "https://kettles.example/a"),
        ("http://kettles.example:80/a", "https://kettles.example/a"),
    ],
)
def test_only_https_is_asked(given, asked):
    assert str(AddressRules().checked(httpx.URL(given), HOSTS)) == asked


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("https://kettles.example:8443/", "names another port"),
        ("http://kettles.example:8080/", "is not https"),
        ("https://pots.example/", "pots.example is not a host of this publisher"),
        ("https://kettles.example.pots.example/", "is not a host"),
        ("https://kettles.example@pots.example/", "carries a user name"),
        ("https://u:p@kettles.example/", "carries a user name"),
        ("ftp://kettles.example/", "is not https"),
        ("data:text/html,x", "is not https"),
        ("/relative", "is not https"),
    ],
)
def test_other_addresses_are_refused(given, message):
    with pytest.raises(UnsafeDownload, match=message):
        AddressRules().checked(httpx.URL(given), HOSTS)


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    rules = AddressRules(lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(UnsafeDownload, match=r"leads to 10\.0\.0\.1"):
        rules.addresses("kettles.example", 443, 1)


def test_not_every_address_is_tried():
    rules = AddressRules(lambda host, port: [f"93.184.216.{n}" for n in range(9)])
    assert len(rules.addresses("kettles.example", 443, 1)) == 3


def test_finding_a_name_takes_no_longer_than_allowed():
    never = threading.Event()
    rules = AddressRules(lambda host, port: [str(never.wait(9))])
    with pytest.raises(PublisherUnreachable, match="cannot be found"):
        rules.addresses("kettles.example", 443, 0.05)
    never.set()


def test_messages_show_no_secrets():
    assert shown("https://u:p@kettles.example/a?key=1#x") == "https://kettles.example/a"
