"""Later consolidated versions, found in the publisher's list."""

from __future__ import annotations

import json
from datetime import date

import pytest
from kettle_law import MEASURES, measures
from misbehaving import answer, conditional, silent, status

import ingest.fetching.publishers
from corpus.catalogue import catalogue, refresh
from corpus.errors import NotTheText, PublisherRefuses, PublisherUnreachable
from corpus.found_versions import read_versions
from ingest.fetching import consolidated
from ingest.fetching.accepting import accept
from ingest.fetching.consolidated import days_of, listing_url
from ingest.fetching.publishers import Kind, Publisher, Publishers, Source, source_of
from ingest.fetching.report import Result
from ingest.fetching.round import Round

HTML = {"Content_Type": "text/html"}
JSON = {"Content_Type": "application/sparql-results+json"}
BASE, NEXT, LAST = date(2023, 8, 15), date(2027, 3, 1), date(2028, 5, 6)
AMENDED = measures("为了泡茶，制定本办法。", "水壶应当小声鸣笛。", "水壶不得漏水。")


def listing(*numbers: str) -> bytes:
    rows = [{"celex": {"type": "literal", "value": number}} for number in numbers]
    return json.dumps({"head": {"vars": ["celex"]}, "results": {"bindings": rows}}).encode()


def numbered(*days: date) -> list[str]:
    return [f"02023K0001-{day:%Y%m%d}" for day in days]


@pytest.fixture
def source(server, monkeypatch) -> Source:
    made = Source(
        of=MEASURES,
        publisher="kettles",
        kind=Kind.CELEX,
        urls=(server.url("/text-20230815"),),
        listing=server.url("/list"),
        act="32023K0001",
        version_date=BASE,
        file="c_1690898327029107-20230815.htm",
        types=("text/html",),
        at_least=2,
    )
    book = Publishers(publisher=(Publisher(id="kettles", hosts=("kettles.test",)),), text=(made,))
    monkeypatch.setattr(ingest.fetching.publishers, "publishers", lambda: book)
    return made


@pytest.fixture
def lists(server, source):
    """Puts a list on the server."""
    path = listing_url(source).removeprefix(server.url(""))

    def put(*numbers, behaviour=None):
        server.on(path, behaviour or answer(listing(*numbers), **JSON))
        return path

    return put


@pytest.fixture
def outcomes(shelf, fetcher, source):
    def run(how="fetch"):
        report = getattr(Round(shelf, fetcher), how)([source_of(source.of)])
        return [(o.result, o.publisher_version) for o in report.outcomes]

    return run


@pytest.fixture
def base(server, source):
    return server.on("/text-20230815", conditional(measures(), '"base"', **HTML))


def test_the_catalogue_s_version_is_fetched_and_then_the_one_that_follows(
    base, server, lists, outcomes, shelf
):
    lists(*numbered(BASE, LAST, NEXT))
    server.on("/text-20270301", answer(AMENDED, **HTML))
    assert outcomes() == [(Result.ACCEPTED, None), (Result.CHANGED, NEXT)]
    ((path, record),) = shelf.pending()
    assert (path.name, record.publisher_version) == ("c_1690898327029107-20270301.htm", NEXT)
    assert record.url.endswith("/text-20270301")


def test_nothing_later_is_nothing(base, lists, outcomes):
    lists(*numbered(BASE))
    assert outcomes() == [(Result.ACCEPTED, None)]
    assert outcomes() == outcomes("check") == [(Result.UNCHANGED, None)]


def test_checking_tells_of_a_later_one_and_fetches_nothing(base, server, lists, outcomes):
    lists(*numbered(BASE))
    outcomes()
    lists(*numbered(BASE, NEXT))
    assert outcomes("check") == [(Result.NEWER, NEXT)]
    assert not server.asked("/text-20270301")


def test_one_after_the_other_so_that_no_day_is_left_out(base, server, lists, outcomes, shelf):
    lists(*numbered(BASE, NEXT, LAST))
    server.on("/text-20270301", conditional(AMENDED, '"next"', **HTML))
    server.on("/text-20280506", answer(measures("壶。", "盖。"), **HTML))
    outcomes()
    assert outcomes() == [(Result.WAITING, None)]
    assert outcomes("check") == [(Result.WAITING, None)]
    accept(shelf, "cn-genai")
    assert outcomes() == [(Result.UNCHANGED, None), (Result.CHANGED, LAST)]
    accept(shelf, "cn-genai")
    ids = [(v.id, v.in_force_from, v.follows) for v in read_versions(shelf.home).version]
    assert ids == [("2027-03-01", NEXT, "2023-08-15"), ("2028-05-06", LAST, "2027-03-01")]
    assert server.asked("/text-20230815")[1:] == []


def test_the_page_of_a_version_is_its_own(base, server, lists, outcomes, shelf, monkeypatch):
    known = ingest.fetching.publishers.catalogue_text(source_of(MEASURES))
    page = "https://kettles.test/page?20230815"
    text = known[2].model_copy(update={"url": page, "provision_url": page + "#{step}"})
    monkeypatch.setattr(
        "ingest.fetching.accepting.catalogue_text", lambda source: (*known[:2], text)
    )
    lists(*numbered(BASE, NEXT))
    server.on("/text-20270301", answer(AMENDED, **HTML))
    outcomes()
    accept(shelf, "cn-genai")
    (found,) = read_versions(shelf.home).version
    assert found.pages == {"zh-Hans": "https://kettles.test/page?20270301"}


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (answer(b"<html>", Content_Type="text/html"), NotTheText),
        (answer(b"[]", **JSON), NotTheText),
        (answer(b"[" * 100_000, **JSON), NotTheText),
        (answer(listing(), **JSON), NotTheText),
        (answer(listing(*numbered(NEXT)), **JSON), NotTheText),
        (status(404), PublisherRefuses),
        (silent, PublisherUnreachable),
    ],
)
def test_a_list_that_is_none_is_a_doubt_and_no_failure(
    base, lists, shelf, fetcher, source, behaviour, error
):
    lists(behaviour=behaviour)
    (outcome,) = Round(shelf, fetcher).fetch([source]).outcomes
    assert outcome.result is Result.ACCEPTED
    assert isinstance(outcome.doubt, error)


def test_a_later_one_that_does_not_come_is_told_beside_the_one_that_does(base, lists, outcomes):
    lists(*numbered(BASE, NEXT))
    assert outcomes() == [(Result.ACCEPTED, None), (Result.FAILED, NEXT)]


def test_where_the_text_itself_does_not_come_no_list_is_asked_for(server, lists, outcomes):
    path = lists(*numbered(BASE, NEXT))
    assert outcomes() == [(Result.FAILED, None)]
    assert not server.asked(path)


@pytest.mark.parametrize(
    "number", ["02023K0002-20270301", "32023K0001", "02023K0001-20271301", "x02023K0001-20270301"]
)
def test_only_the_act_s_own_versions_count(source, number):
    found = days_of(listing(*numbered(BASE), number), source, "kettles.test")
    assert found == {BASE}


def test_the_list_is_asked_for_by_the_act_s_number(monkeypatch):
    monkeypatch.undo()
    real = source_of("eu-ai-act/2026-07-27/en")
    assert real.kind is Kind.CELEX
    assert "32024R1689" in consolidated.listing_url(real)
    later = real.dated(date(2027, 3, 1))
    assert all("20270301" in address for address in (*later.urls, later.file))
    assert "20260727" in catalogue().instrument("eu-ai-act").version[-1].text[0].url


@pytest.fixture(autouse=True)
def _read_anew():
    yield
    refresh()
