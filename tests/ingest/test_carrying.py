"""The digest beside a version that was fetched since."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.catalogue import Trilingual, catalogue, refresh
from corpus.digest import DigestEntry
from corpus.found_versions import versions_path
from corpus.provision import Authority
from corpus.settings import settings
from ingest.carrying import carried_over, is_carried
from ingest.parsers import measures
from ingest.passages import digest_passages

VERSIONS = """
[[version]]
instrument = "cn-genai"
id = "2027-03-01"
in_force_from = 2027-03-01
follows = "2023-08-15"
files = { zh-Hans = "new.htm" }
"""
WORDS = ("为了泡茶，制定本办法。", "水壶应当鸣笛。")
AMENDED = (WORDS[0], "水壶应当小声鸣笛。")


@pytest.fixture(autouse=True)
def _found(tmp_path, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    versions_path(tmp_path).parent.mkdir()
    versions_path(tmp_path).write_text(VERSIONS, "utf-8")
    settings.cache_clear()
    refresh()
    yield
    monkeypatch.undo()
    settings.cache_clear()
    refresh()


def law(version, *articles):
    known = catalogue().instrument("cn-genai")
    of = catalogue().version("cn-genai", version)
    lines = "".join(f"<p>第{n}条　{w}</p>" for n, w in zip("一二", articles, strict=True))
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{lines}</body></html>'
    return measures.parse(page.encode(), catalogue().edition(known, of, of.text[0]))


def entry(number):
    words = Trilingual(en=f"Rule {number}.", zh_hant="規則。", zh_hans="规则。")
    locator = f"cn-genai/art_{number}"
    return DigestEntry(locator=locator, heading=words, gist=words, topics=("kettles",))


ENTRIES = [entry(1), entry(2), entry(3)]


@pytest.mark.parametrize("number", [1, 2])
def test_the_digest_is_carried_where_the_words_are_the_same_and_told_apart(number):
    texts = [law("2023-08-15", *WORDS), law("2027-03-01", *AMENDED)]
    found = carried_over(texts, [entry(number)])
    assert bool(found) is (number == 1)
    assert all(map(is_carried, found))
    assert not any(map(is_carried, digest_passages([entry(number)])))


def test_what_has_the_same_words_is_indexed_for_the_version_that_was_found():
    found = carried_over([law("2023-08-15", *WORDS), law("2027-03-01", *AMENDED)], ENTRIES)
    assert {p.locator for p in found} == {"cn-genai/art_1"}
    assert {p.language for p in found} == {"en", "zh-Hant", "zh-Hans"}
    assert {(p.version, p.authority) for p in found} == {("2027-03-01", Authority.OWN_DIGEST)}


def test_without_the_version_that_is_described_nothing_is_known_to_hold():
    assert carried_over([law("2027-03-01", *WORDS)], ENTRIES) == []


def test_without_another_version_there_is_nothing_to_carry():
    assert carried_over([law("2023-08-15", *WORDS)], ENTRIES) == []


def test_the_version_has_the_day_that_was_given():
    assert catalogue().version_on("cn-genai", date(2027, 3, 1)).found
