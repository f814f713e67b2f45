"""Fetching and checking texts, round after round."""

from __future__ import annotations

import json
from datetime import date

import pytest
from kettle_law import (
    ARTICLES,
    COPYRIGHT,
    MEASURES,
    PRIVACY,
    archive,
    chapters,
    manifest,
    measures,
    member_name,
    ordinance,
)
from misbehaving import answer, conditional, ranged, redirect, status

from corpus.errors import FetchFailed, NotTheText, PublisherRefuses, UnsafeDownload
from ingest.fetching import archives
from ingest.fetching.provenance import Accepted, Checked, record_of
from ingest.fetching.publishers import source_of, sources_of
from ingest.fetching.reading import accepted_sources
from ingest.fetching.report import Result
from ingest.fetching.round import Round

HTML = {"Content_Type": "text/html; charset=utf-8"}
JSON = {"Content_Type": "application/json"}
OTHER = measures(ARTICLES[0], "水壶应当小声鸣笛。", ARTICLES[2])
CATALOGUED = {"486": date(2022, 10, 1), "528": date(2022, 10, 1)}
LATER = CATALOGUED | {"486": date(2027, 1, 1)}

pytestmark = pytest.mark.usefixtures("kettle_publishers")


@pytest.fixture
def fetch(shelf, fetcher):
    def run(of=MEASURES, *, whole=True):
        (outcome,) = Round(shelf, fetcher, whole=whole).fetch([source_of(of)]).outcomes
        return outcome

    return run


@pytest.fixture
def check(shelf, fetcher):
    return lambda of=MEASURES: Round(shelf, fetcher).check([source_of(of)]).outcomes[0]


@pytest.fixture
def archived(server):
    """Puts an archive and its list on the server."""

    def put(days=CATALOGUED, texts=None, behaviour=answer, packed=None, **replaced):
        packed = packed or chapters(texts or {c: ordinance() for c in days}, days)
        url = server.on("/caps.zip", behaviour(packed))
        server.on("/list.json", answer(manifest(url, packed, days, **replaced), **JSON))

    return put


def test_the_first_file_is_accepted_with_its_record(fetch, server, shelf):
    server.on("/page", answer(measures(), ETag='"a"', Last_Modified="yesterday", **HTML))
    outcome = fetch()
    assert outcome.result is Result.ACCEPTED
    path = shelf.folder / "cn-genai" / "2023-08-15" / "c_1690898327029107.htm"
    assert path.read_bytes() == measures()
    record = json.loads(record_of(path).read_text("utf-8"))
    assert record["url"] == record["final_url"] == server.url("/page")
    assert (record["etag"], record["last_modified"]) == ('"a"', "yesterday")
    assert record["sha256"] == outcome.record.sha256
    assert record["licence"].startswith("Official document")
    assert record["tool"].startswith("RuleBridge/")
    assert (record["accepted"], record["checked"]) == ("first-download", "transport")
    assert record["provisions"] == 3
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name, record_of(path).name]


def test_where_it_really_came_from_is_recorded(fetch, server):
    server.on("/page", redirect("/other"))
    server.on("/other", answer(measures(), **HTML))
    record = fetch().record
    assert (record.url, record.final_url) == (server.url("/page"), server.url("/other"))


def test_the_same_file_is_not_sent_twice(fetch, check, server):
    server.on("/page", conditional(measures(), '"a"', **HTML))
    assert fetch().result is Result.ACCEPTED
    assert fetch().result is Result.UNCHANGED
    assert check().result is Result.UNCHANGED
    assert [v.get("If-None-Match") for v in server.asked("/page")] == [None, '"a"', '"a"']


def test_a_date_is_asked_by_where_there_is_no_tag(fetch, server):
    server.on("/page", answer(measures(), Last_Modified="yesterday", **HTML))
    fetch()
    assert fetch().result is Result.UNCHANGED
    assert server.asked("/page")[1]["If-Modified-Since"] == "yesterday"


def test_a_changed_file_waits_and_the_old_one_stays(fetch, server, shelf):
    server.on("/page", conditional(measures(), '"a"', **HTML))
    fetch()
    server.on("/page", conditional(OTHER, '"b"', **HTML))
    assert fetch().result is Result.CHANGED
    assert fetch().result is Result.WAITING
    ((path, record),) = shelf.pending()
    assert (path.read_bytes(), record.accepted) == (OTHER, None)
    assert [s.path.read_bytes() for s in accepted_sources(shelf.home)] == [measures()]
    assert server.asked("/page")[-1]["If-None-Match"] == '"b"'


def test_a_later_change_takes_the_place_of_the_one_that_waits(fetch, server, shelf):
    for file in (measures(), OTHER, measures("水壶。", "盖子。")):
        server.on("/page", answer(file, **HTML))
        last = fetch()
    assert last.result is Result.CHANGED
    assert [p.read_bytes() for p, _ in shelf.pending()] == [measures("水壶。", "盖子。")]


def test_a_change_that_the_publisher_takes_back_waits_no_more(fetch, server, shelf):
    for file in (measures(), OTHER, measures()):
        server.on("/page", answer(file, **HTML))
        last = fetch()
    assert (last.result, shelf.pending()) == (Result.UNCHANGED, [])
    assert not (shelf.folder / "cn-genai" / "pending").exists()


def test_a_file_that_was_tampered_with_is_fetched_anew(fetch, server, shelf):
    server.on("/page", conditional(measures(), '"a"', **HTML))
    fetch()
    ((path, _),) = shelf.accepted()
    path.write_bytes(b"something else")
    assert accepted_sources(shelf.home) == []
    assert fetch().result is Result.UNCHANGED
    assert path.read_bytes() == measures()


def test_a_file_whose_record_was_never_written_does_not_count(fetch, server, shelf):
    folder = shelf.folder / "cn-genai" / "2023-08-15"
    folder.mkdir(parents=True)
    (folder / "c_1690898327029107.htm").write_bytes(b"half a fi")
    server.on("/page", answer(measures(), **HTML))
    assert (accepted_sources(shelf.home), fetch().result) == ([], Result.ACCEPTED)


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (answer(b"%PDF-1.7", Content_Type="application/pdf"), "sent application/pdf where"),
        (answer(b"", **HTML), "does not begin as"),
        (answer(b"\x00\x01", **HTML), "does not begin as"),
        (answer(b"<html><body>Sorry, out of tea.</body></html>", **HTML), "is not the text of"),
        (answer(measures("只有一条。"), **HTML), "has 1 provisions where cn-genai has at least 2"),
        (status(304), "says “not modified” of a file never fetched"),
    ],
    ids=["type", "empty", "binary", "error-page", "too-short", "not-modified"],
)
def test_what_is_not_the_text_is_not_kept(fetch, server, shelf, behaviour, message):
    server.on("/page", behaviour)
    outcome = fetch()
    assert outcome.result is Result.FAILED
    assert isinstance(outcome.error, NotTheText)
    assert message in str(outcome.error)
    assert not shelf.folder.exists()


def test_nor_does_it_touch_what_is_there(fetch, server, shelf):
    server.on("/page", answer(measures(), **HTML))
    fetch()
    server.on("/page", answer(b"<html><body>Sorry.</body></html>", **HTML))
    assert fetch().result is Result.FAILED
    assert [s.path.read_bytes() for s in accepted_sources(shelf.home)] == [measures()]


def test_a_failure_does_not_stop_the_rest(shelf, fetcher, server, archived):
    server.on("/page", status(404))
    archived()
    report = Round(shelf, fetcher).fetch(sources_of())
    found = {o.source.of: o.result for o in report.outcomes}
    assert found == {
        MEASURES: Result.FAILED,
        "cn-genai/2023-08-15/en": Result.BY_HAND,
        PRIVACY: Result.ACCEPTED,
        COPYRIGHT: Result.ACCEPTED,
    }
    assert isinstance(report.failed[0].error, PublisherRefuses)


def test_a_silent_host_is_asked_once_a_round(shelf, fetcher, server):
    server.stop()
    report = Round(shelf, fetcher).fetch(sources_of())
    assert report.unreachable == ("kettles.test",)
    assert len({id(o.error) for o in report.failed}) == 1


def test_checking_keeps_nothing(check, server, shelf):
    server.on("/page", answer(measures(), **HTML))
    assert check().result is Result.MISSING
    assert not shelf.folder.exists()


@pytest.mark.parametrize(
    ("first", "then", "result"),
    [
        ({"ETag": '"a"'}, {"ETag": '"b"'}, Result.NEWER),
        ({"ETag": '"a"'}, {"ETag": '"a"'}, Result.UNCHANGED),
        ({"Last_Modified": "yesterday"}, {"Last_Modified": "today"}, Result.NEWER),
        ({}, {"ETag": '"a"'}, Result.UNKNOWN),
    ],
)
def test_checking_tells_by_headers(fetch, check, server, first, then, result):
    server.on("/page", answer(measures(), **HTML, **first))
    fetch()
    server.on("/page", answer(OTHER, **HTML, **then))
    assert check().result is result


# ---------------------------------------------------------------------------- archives


def test_an_archive_is_fetched_once_for_all_its_texts(shelf, fetcher, server, archived):
    archived()
    report = Round(shelf, fetcher).fetch([source_of(PRIVACY), source_of(COPYRIGHT)])
    assert [o.result for o in report.outcomes] == [Result.ACCEPTED] * 2
    assert (len(server.asked("/caps.zip")), len(server.asked("/list.json"))) == (1, 1)
    record = report.outcomes[0].record
    assert (record.checked, record.publisher_version) == (Checked.PUBLISHER_HASH, date(2022, 10, 1))
    assert record.archive_file == "cap_486_20221001000000_en_c.xml"
    assert sorted(p.name for p in shelf.folder.iterdir()) == ["cap-486", "cap-528"]


def test_the_archive_is_left_alone_while_the_list_names_the_same_file(fetch, server, archived):
    archived()
    fetch(PRIVACY)
    assert fetch(PRIVACY).result is Result.UNCHANGED
    assert len(server.asked("/caps.zip")) == 1


def test_in_parts_only_what_is_needed_is_read(fetch, server, archived):
    packed = chapters({"486": ordinance()}, CATALOGUED, padding=3_000_000)
    archived({"486": CATALOGUED["486"]}, packed=packed, behaviour=ranged)
    outcome = fetch(PRIVACY, whole=False)
    assert (outcome.result, outcome.record.checked) == (Result.ACCEPTED, Checked.ARCHIVE_CRC)
    asked = [v["Range"] for v in server.asked("/caps.zip")]
    assert asked[0] == "bytes=0-0"
    assert len(asked) == 2


def test_a_server_without_parts_is_said(fetch, archived):
    archived()
    outcome = fetch(PRIVACY, whole=False)
    assert "does not give parts of a file" in str(outcome.error)


def test_an_archive_that_changes_meanwhile_is_refused(fetch, server, archived):
    archived(behaviour=lambda packed: ranged(packed, '"1"'))
    packed = chapters({"486": ordinance()}, CATALOGUED, padding=9)
    server.routes["/caps.zip"] += [ranged(packed, '"2"')]
    assert "changed while it was read" in str(fetch(PRIVACY, whole=False).error)


def test_a_wrong_hash_is_refused(fetch, archived, shelf):
    archived(sha256="0" * 64)
    outcome = fetch(PRIVACY)
    assert "another hash than its list says" in str(outcome.error)
    assert shelf.accepted() == []


def test_without_a_hash_in_the_list_the_record_says_so(fetch, archived):
    archived(sha256="")
    assert fetch(PRIVACY).record.checked is Checked.ARCHIVE_CRC


def test_another_version_than_the_catalogue_s_waits_even_at_first(fetch, check, archived, shelf):
    archived(LATER)
    outcome = fetch(PRIVACY)
    assert (outcome.result, outcome.publisher_version) == (Result.CHANGED, date(2027, 1, 1))
    assert (shelf.accepted(), len(shelf.pending())) == ([], 1)
    assert fetch(PRIVACY).result is check(PRIVACY).result is Result.WAITING


def test_checking_reads_the_list_alone(fetch, check, server, archived):
    archived()
    assert check(PRIVACY).result is Result.MISSING
    fetch(PRIVACY)
    assert check(PRIVACY).result is Result.UNCHANGED
    archived(LATER)
    newer = check(PRIVACY)
    assert (newer.result, newer.publisher_version) == (Result.NEWER, date(2027, 1, 1))
    assert len(server.asked("/caps.zip")) == 1


def test_an_archive_elsewhere_is_not_fetched(fetch, server):
    listing = manifest("http://elsewhere.test/caps.zip", b"", CATALOGUED)
    server.on("/list.json", answer(listing, **JSON))
    assert isinstance(fetch(PRIVACY).error, UnsafeDownload)


@pytest.mark.parametrize(
    "packed",
    [
        b"this is no archive",
        chapters({"486": ordinance()}, CATALOGUED)[:-30],
        archive({"readme.txt": b"x"}),
        archive({f"../../{member_name('486', CATALOGUED['486'])}": ordinance()}),
        archive({f"/etc/{member_name('486', CATALOGUED['486'])}": ordinance()}),
        archive({member_name("486", CATALOGUED["486"]): b" " * 90_000_000}),
    ],
    ids=["none", "broken-off", "without-it", "above", "absolute", "bomb"],
)
def test_a_bad_archive_is_refused(fetch, archived, shelf, packed):
    archived(packed=packed)
    outcome = fetch(PRIVACY)
    assert isinstance(outcome.error, FetchFailed)
    assert shelf.accepted() == []


def test_an_archive_beyond_the_limit_is_refused(fetch, archived, monkeypatch):
    monkeypatch.setattr(archives, "ARCHIVE_LIMIT", 50)
    archived()
    assert "more than the 0 MB" in str(fetch(PRIVACY).error)


@pytest.mark.parametrize(
    "listing",
    [
        b"{}",
        b"[]",
        b"{" * 5000,
        b'{"DataSet": [], "Chapter": []}',
        b'{"DataSet": [], "Chapter": [null, {"CapNo": "486", "Version": []}]}',
        json.dumps(
            {
                "DataSet": [],
                "Chapter": {
                    "CapNo": 486,
                    "Version": {
                        "VersionDate": {"value": "soon", "isCurrentVersion": "true"},
                        "DataResourceUrl": "x",
                        "FileName": "y",
                    },
                },
            }
        ).encode(),
    ],
)
def test_a_list_that_does_not_list_it_is_said(fetch, server, listing):
    server.on("/list.json", answer(listing, **JSON))
    assert isinstance(fetch(PRIVACY).error, NotTheText)


def test_accepted_how(fetch, server):
    server.on("/page", answer(measures(), **HTML))
    assert fetch().record.accepted is Accepted.FIRST
