"""Whether the digest may be shown beside another version."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.catalogue import Trilingual, catalogue
from corpus.digest import DigestEntry, describing
from corpus.digest.describing import describes
from corpus.found_versions import FoundVersion, FoundVersions, with_versions
from corpus.provision import Authority, BindingForce, Edition, Provision, Status

OLD, OURS, FOUND = "2024-07-12", "2026-07-27", "2027-03-01"
FOUND_VERSION = FoundVersion(
    instrument="eu-ai-act",
    id=FOUND,
    in_force_from=date(2027, 3, 1),
    follows=OURS,
    files={"en": "x.xhtml"},
)


class Held(list):
    """Provisions, as a table gives them."""

    def get(self, locator, language=None, version=None):
        return [p for p in self if p.locator == locator and version in (None, p.edition.version)]


def provision(version, words="The kettle whistles.", locator="eu-ai-act/art_9", **fields):
    edition = Edition(
        instrument="eu-ai-act",
        jurisdiction="eu",
        version=version,
        language=fields.pop("language", "en"),
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.REGULATION,
        source_url="https://example.org",
    )
    return Provision(
        locator=locator, kind="article", edition=edition, text=words, root=locator,
        span=(0, len(words)), **fields,
    )  # fmt: skip


def entry(gist="Kettles must whistle.", locator="eu-ai-act/art_9"):
    words = Trilingual(en=gist, zh_hant="水壺須鳴笛。", zh_hans="水壶应当鸣笛。")
    return DigestEntry(locator=locator, heading=words, gist=words, topics=("kettles",))


@pytest.fixture(autouse=True)
def _book(monkeypatch):
    book = with_versions(catalogue(), FoundVersions(version=(FOUND_VERSION,)))
    monkeypatch.setattr(describing, "catalogue", lambda: book)


def test_the_version_it_was_written_for_is_always_described():
    assert describes(entry("From 2 December 2027."), OURS, Held())


@pytest.mark.parametrize("version", [OLD, FOUND])
def test_another_version_is_where_the_words_are_the_same(version):
    ours = provision(OURS)
    assert describes(entry(), version, Held([ours, provision(version, "The kettle\nwhistles.")]))
    assert not describes(entry(), version, Held([ours, provision(version, "The pot whistles.")]))
    assert not describes(entry(), version, Held([ours]))
    assert not describes(entry(), version, Held([provision(version)]))
    repealed = provision(version, status=Status.REPEALED)
    assert not describes(entry(), version, Held([ours, repealed]))


def test_every_language_that_both_have_must_be_the_same():
    chinese = [provision(v, w, language="zh-Hant") for v, w in ((OURS, "壺。"), (OLD, "煲。"))]
    assert not describes(entry(), OLD, Held([provision(OURS), provision(OLD), *chinese]))


@pytest.mark.parametrize(
    ("gist", "words", "version", "holds"),
    [
        ("It applies from 2 December 2027.", "The kettle whistles.", OLD, False),
        ("It applies from 2 December 2027.", "The kettle whistles.", FOUND, True),
        ("It applies from 2 August 2026.", "The kettle whistles.", OLD, True),
        ("See Regulation 2019/1020.", "Regulation (EU) 2019/1020 applies.", OLD, True),
        ("See Regulation 2019/1020.", "The kettle whistles.", OLD, False),
    ],
)
def test_a_day_that_is_not_the_version_s_does_not_hold(gist, words, version, holds):
    held = Held([provision(OURS, words), provision(version, words)])
    assert describes(entry(gist), version, held) is holds


def test_of_an_unknown_law_nothing_holds():
    assert not describes(entry(locator="kettles/art_9"), OURS, Held())
