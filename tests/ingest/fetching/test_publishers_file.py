"""``publishers.toml`` against the catalogue and the official files."""

from __future__ import annotations

from fnmatch import fnmatch
from urllib.parse import urlsplit

import pytest

from corpus.catalogue import catalogue
from corpus.errors import NotTheText, UnknownInstrument
from ingest.fetching.formats import check_beginning, check_type
from ingest.fetching.publishers import Kind, catalogue_text, hosts_of, publishers, sources_of
from ingest.fetching.reading import judged
from ingest.sources import find_sources

SOURCES = publishers().text


def test_every_text_of_the_catalogue_has_its_source():
    texts = {
        f"{i.id}/{v.id}/{t.language}" for i in catalogue().every for v in i.version for t in v.text
    }
    assert {s.of for s in SOURCES} == texts
    assert len(SOURCES) == len(texts)


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.of)
def test_every_source_is_sound(source):
    _, _, text = catalogue_text(source)
    assert any(fnmatch(source.file, pattern) for pattern in text.files)
    assert all(urlsplit(url).scheme == "https" for url in source.urls)
    assert bool(source.urls) is (source.kind is not Kind.BY_HAND)
    assert bool(source.chapter) is (source.kind is Kind.HKEL)
    assert {urlsplit(url).hostname for url in (*source.urls, text.url)} <= hosts_of(source)
    assert catalogue().text_for(source.file)[1].id == source.version


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cap_486_20221001000000_en_c.xml", ("cap-486", "en")),
        ("cap_486_20221001000000_zh-Hant_c.xml", ("cap-486", "zh-Hant")),
        ("cap_528_20230501000000_zh-Hant_c.xml", ("cap-528", "zh-Hant")),
        ("cap_528_20230501000000_zh-Hant-HK_c.xml", ("cap-528", "zh-Hant")),
        ("cap_486A_20221001000000_en_c.xml", None),
        ("cap_486_20221001000000_zh-Hans_c.xml", None),
    ],
)
def test_the_publisher_s_own_names_are_recognised(name, text):
    found = catalogue().text_for(name)
    assert (found and (found[0].id, found[2].language)) == text


def test_every_publisher_is_used_and_described():
    assert {p.id for p in publishers().publisher} == {s.publisher for s in SOURCES}
    assert all(p.remark and p.hosts for p in publishers().publisher)


def test_further_instruments_are_fetched_only_where_they_are_named():
    further = {i.id for i in catalogue().further}
    assert {s.instrument for s in sources_of()} == {i.id for i in catalogue().instruments}
    assert {s.instrument for s in sources_of(["kr-ai-basic-act"])} == {"kr-ai-basic-act"}
    assert further <= {s.instrument for s in SOURCES}


def test_an_unknown_instrument_is_named():
    with pytest.raises(UnknownInstrument, match="no instrument “kettles”"):
        sources_of(["kettles"])


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ("eurlex", b"<?xml version='1.0'?><html/>"),
        ("eurlex", b"\xef\xbb\xbf\n<!DOCTYPE html>"),
        ("measures", b"<!-- menu --><html>"),
        ("measures", "第一条".encode()),
        ("hklm", b"<?xml version='1.0'?>"),
        ("nist", b"%PDF-1.7"),
        ("document", b"%PDF-1.7"),
        ("document", b"<!DOCTYPE html>"),
        ("json", b' {"a": 1}'),
        ("zip", b"PK\x03\x04"),
        ("document.pdf", b"%PDF-1.7"),
        ("document.html", b"\n<!doctype html>"),
        ("document.docx", b"PK\x03\x04"),
    ],
)
def test_beginnings_that_fit_pass(form, data):
    check_beginning(data, form, "kettles.example")


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ("eurlex", b"%PDF-1.7"),
        ("eurlex", b""),
        ("measures", b"\x89PNG"[:0]),
        ("measures", b"\x00\x00"),
        ("hklm", b"<html>"),
        ("nist", b"<html>"),
        ("json", b"<html>"),
        ("zip", b"PK\x05\x06"),
        ("document.pdf", b"<html>"),
        ("document.html", b"%PDF-1.7"),
    ],
)
def test_others_are_refused(form, data):
    with pytest.raises(NotTheText, match="does not begin as"):
        check_beginning(data, form, "kettles.example")


def test_a_server_that_names_no_type_is_judged_by_the_file():
    check_type("", ("text/html",), "kettles.example")


@pytest.mark.official
@pytest.mark.parametrize("source", sources_of(), ids=lambda s: s.of)
def test_the_official_file_would_be_believed(official, source):
    found = {
        f"{s.instrument.id}/{s.version.id}/{s.text.language}": s for s in find_sources(official)
    }
    data = found[source.of].read()
    check_beginning(data, found[source.of].text.format, "kettles.example")
    parsed = judged(source, data, "kettles.example")
    # A page that holds a tenth of the text is not believed.
    assert source.at_least > sum(p.is_root for p in parsed.provisions) / 4
