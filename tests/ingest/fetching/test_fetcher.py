"""Asking a server that misbehaves."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib

import pytest
from misbehaving import (
    answer,
    broken_off,
    dripping_body,
    dripping_header,
    endless,
    garbage,
    redirect,
    reset,
    silent,
    silent_body,
    status,
)
from short_patience import SHORT

from corpus.errors import (
    DownloadTooLarge,
    NotTheText,
    PublisherRefuses,
    PublisherUnreachable,
    SourcesUnwritable,
    UnsafeDownload,
)
from ingest.fetching.addresses import AddressRules
from ingest.fetching.fetcher import Fetcher
from ingest.fetching.messages import Request

HOSTS = frozenset({"kettles.test", "pots.test"})
LIMIT = 1_000_000


def ask(fetcher, url, limit=LIMIT, **options):
    sink = io.BytesIO()
    got = fetcher.get(Request(url, HOSTS, limit, sink=sink, **options))
    return got, sink.getvalue()


def test_a_file_comes_with_its_hash(fetcher, server):
    url = server.on("/", answer(b"whistle", ETag='"k1"', Content_Type="Text/HTML; charset=x"))
    got, body = ask(fetcher, url)
    assert (got.status, body, got.size) == (200, b"whistle", 7)
    assert got.sha256 == hashlib.sha256(b"whistle").hexdigest()
    assert (got.content_type, got.headers["ETag"]) == ("text/html", '"k1"')


def test_the_server_is_told_who_asks_and_by_name(fetcher, server):
    ask(fetcher, server.on("/", answer(b"x")), headers={"Accept": "text/steam"})
    (headers,) = server.asked("/")
    assert headers["Host"] == f"kettles.test:{server.port}"
    assert headers["User-Agent"].startswith("RuleBridge/")
    assert (headers["Accept"], headers["Accept-Encoding"]) == ("text/steam", "gzip")


@pytest.mark.parametrize(
    ("behaviour", "tries"),
    [(silent, 3), (silent_body, 3), (broken_off, 3), (reset, 3), (garbage, 3)],
    ids=["silent", "silent-body", "broken-off", "reset", "garbage"],
)
def test_what_may_pass_is_tried_again_and_then_said(fetcher, server, waits, behaviour, tries):
    url = server.on("/", behaviour)
    with pytest.raises(PublisherUnreachable, match=r"kettles\.test broke off or fell silent"):
        ask(fetcher, url)
    assert len(server.asked("/")) == tries
    assert len(waits) == tries - 1


@pytest.mark.parametrize("behaviour", [dripping_header, dripping_body])
def test_a_trickle_is_stopped_and_not_tried_again(rules, server, behaviour):
    url = server.on("/", behaviour)
    with pytest.raises(PublisherUnreachable, match="too slow: the file did not come within"):
        ask(Fetcher(SHORT, rules=rules), url)
    assert len(server.asked("/")) == 1


def test_the_next_try_begins_anew(fetcher, server):
    url = server.on("/", broken_off, status(500), answer(b"boiling"))
    assert ask(fetcher, url)[1] == b"boiling"


def test_waits_grow_with_chance_and_keep_to_their_limit(fetcher, server, waits):
    url = server.on("/", status(503))
    with pytest.raises(PublisherRefuses, match="answers 503, which says “later”"):
        ask(fetcher, url)
    assert len(waits) == 2
    assert 0 <= waits[0] <= 0.5
    assert 0 <= waits[1] <= 1.0


@pytest.mark.parametrize("code", [429, 503])
def test_who_says_when_is_asked_then(fetcher, server, waits, code):
    url = server.on("/", status(code, Retry_After="7"), answer(b"now"))
    assert ask(fetcher, url)[1] == b"now"
    assert waits == [7.0]


def test_who_wants_too_long_a_wait_is_not_waited_for(fetcher, server, waits):
    url = server.on("/", status(429, Retry_After="3600"))
    with pytest.raises(PublisherRefuses, match="try again in 3600 s"):
        ask(fetcher, url)
    assert waits == []


@pytest.mark.parametrize("code", [202, 204, 403, 404, 410, 451])
def test_other_answers_are_final(fetcher, server, code):
    url = server.on("/", status(code))
    with pytest.raises(PublisherRefuses, match=f"kettles.test answers {code}"):
        ask(fetcher, url)
    assert len(server.asked("/")) == 1


def test_not_modified_is_an_answer(fetcher, server):
    assert ask(fetcher, server.on("/", status(304)))[0].status == 304


def test_no_body_is_read_where_none_is_wanted(fetcher, server):
    assert ask(fetcher, server.on("/", endless), limit=None)[0].sha256 == ""


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_within_the_publisher_are_followed(fetcher, server, code):
    url = server.on("/", redirect(server.url("/there", "pots.test"), code))
    server.on("/there", answer(b"tea"))
    got, body = ask(fetcher, url)
    assert (got.url, body) == (server.url("/there", "pots.test"), b"tea")


def test_a_relative_redirect_is_followed(fetcher, server):
    url = server.on("/a/b", redirect("../c"))
    server.on("/c", answer(b"tea"))
    assert ask(fetcher, url)[1] == b"tea"


@pytest.mark.parametrize(
    "target",
    [
        "http://elsewhere.test/",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://10.0.0.7/",
        "http://user:word@kettles.test/",
        "ftp://kettles.test/",
        "file:///etc/passwd",
        "//elsewhere.test/",
        "http://kettles.test.elsewhere.test/",
    ],
)
def test_redirects_elsewhere_are_refused(fetcher, server, target):
    url = server.on("/", redirect(target))
    with pytest.raises(UnsafeDownload, match=r"is refused|is no address"):
        ask(fetcher, url)
    assert len(server.visits) == 1


@pytest.mark.parametrize("target", ["http://[", "http://\u2028.test/".encode().decode("latin-1")])
def test_a_redirect_to_no_address_is_refused(fetcher, server, target):
    url = server.on("/", redirect(target))
    with pytest.raises(UnsafeDownload):
        ask(fetcher, url)


@pytest.mark.parametrize("private", ["127.0.0.1", "169.254.1.1", "10.1.2.3", "::1", "fe80::1"])
def test_a_host_of_the_publisher_that_leads_inside_is_refused(server, private):
    rules = AddressRules(lambda host, port: ["93.184.216.34", private], plain=True)
    with pytest.raises(UnsafeDownload, match="not a public address"):
        ask(Fetcher(SHORT, rules=rules), server.on("/", answer(b"secret")))
    assert server.visits == []


def test_the_address_that_was_checked_is_the_one_connected_to(server, waits):
    asked = []

    def changing(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    rules = AddressRules(changing, permits=lambda a: a == "127.0.0.1", plain=True)
    assert ask(Fetcher(SHORT, rules=rules), server.on("/", answer(b"tea")))[1] == b"tea"
    assert asked == ["kettles.test"]


def test_the_next_address_is_tried_where_one_refuses(server):
    both = AddressRules(lambda h, p: ["127.0.0.9", "127.0.0.1"], lambda a: True, plain=True)
    assert ask(Fetcher(SHORT, rules=both), server.on("/", answer(b"tea")))[1] == b"tea"


def test_no_connection_is_said_at_once(fetcher, server, waits):
    server.stop()
    with pytest.raises(PublisherUnreachable, match="cannot be connected to"):
        ask(fetcher, server.url("/"))
    assert waits == []


@pytest.mark.parametrize("error", [OSError("no name"), UnicodeError("idna")])
def test_a_name_that_is_not_found_is_said(server, error):
    def resolve(host, port):
        raise error

    with pytest.raises(PublisherUnreachable, match=r"kettles\.test cannot be found"):
        ask(Fetcher(SHORT, rules=AddressRules(resolve, plain=True)), server.url("/"))


def test_circles_are_left(fetcher, server):
    url = server.on("/", redirect("/b"))
    server.on("/b", redirect("/"))
    with pytest.raises(UnsafeDownload, match="round in circles"):
        ask(fetcher, url)
    assert len(server.visits) == 2


def test_so_are_endless_chains(fetcher, server):
    for number in range(20):
        server.on(f"/{number}", redirect(f"/{number + 1}"))
    with pytest.raises(UnsafeDownload, match="too often"):
        ask(fetcher, server.url("/0"))
    assert len(server.visits) == 6


def test_a_declared_size_beyond_the_limit_is_not_read(fetcher, server):
    url = server.on("/", answer(b"x", Content_Length="99999999999"))
    with pytest.raises(DownloadTooLarge, match="more than the 1 MB"):
        ask(fetcher, url)
    assert len(server.visits) == 1


def test_an_endless_body_is_cut_off(fetcher, server):
    with pytest.raises(DownloadTooLarge):
        ask(fetcher, server.on("/", endless))


def test_packed_files_are_unpacked(fetcher, server):
    data = b"steam " * 10_000
    url = server.on("/", answer(gzip.compress(data, mtime=0), Content_Encoding="gzip"))
    assert ask(fetcher, url)[1] == data


@pytest.mark.parametrize("packed", [gzip.compress, zlib.compress])
def test_a_bomb_goes_off_in_the_counter(fetcher, server, packed):
    bomb = packed(bytes(50_000_000))
    assert len(bomb) < LIMIT
    sink = io.BytesIO()
    url = server.on("/", answer(bomb, Content_Encoding="gzip"))
    with pytest.raises(DownloadTooLarge):
        fetcher.get(Request(url, HOSTS, LIMIT, sink=sink))
    assert len(sink.getvalue()) <= LIMIT


@pytest.mark.parametrize(
    ("body", "encoding", "message"),
    [
        (gzip.compress(b"steam" * 999, mtime=0)[:-9], "gzip", "packed file that is damaged"),
        (b"no gzip at all", "gzip", "packed file that is damaged"),
        (b"x", "br", "packed as “br”"),
        (b"x", "gzip, gzip", "packed as “gzip, gzip”"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(fetcher, server, body, encoding, message):
    with pytest.raises(NotTheText, match=message):
        ask(fetcher, server.on("/", answer(body, Content_Encoding=encoding)))


def test_a_full_disk_is_said(fetcher, server):
    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(28, "No space left on device")

    url = server.on("/", answer(b"tea"))
    with pytest.raises(SourcesUnwritable, match="No space left"):
        fetcher.get(Request(url, HOSTS, LIMIT, sink=Full()))
