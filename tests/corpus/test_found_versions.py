"""Versions that were found by fetching, as a part of the catalogue."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from corpus.catalogue import catalogue, refresh
from corpus.found_versions import FoundVersion, FoundVersions, versions_path, with_versions
from corpus.settings import settings

DAY = date(2027, 3, 1)
ACT = FoundVersion(
    instrument="eu-ai-act",
    id="2027-03-01",
    in_force_from=DAY,
    follows="2026-07-27",
    files={"en": "CELEX_02024R1689-20270301_EN.2027-03-01.xhtml"},
    pages={"en": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:02024R1689-20270301"},
)
PRIVACY = FoundVersion(
    instrument="cap-486",
    id="amended",
    in_force_from=DAY,
    follows="2022-10-01",
    files={"zh-Hant": "z.xml", "en": "e.xml"},
)


@pytest.fixture
def book():
    return with_versions(catalogue(), FoundVersions(version=(ACT, PRIVACY)))


@pytest.fixture
def home(tmp_path, monkeypatch):
    """This installation's home, with a list of found versions."""
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    settings.cache_clear()
    refresh()
    path = versions_path(tmp_path)
    path.parent.mkdir()

    def write(words: str) -> None:
        path.write_text(words, "utf-8")
        refresh()

    yield write
    monkeypatch.undo()
    settings.cache_clear()
    refresh()


FILE = """
[[version]]
instrument = "cap-528"
id = "2027-03-01"
in_force_from = 2027-03-01
follows = "2026-02-21"
files = { en = "cap528_en.2027-03-01.xml" }
"""


def test_a_found_version_ends_the_one_before_it(book):
    assert book.version_on("eu-ai-act", date(2027, 2, 28)).id == "2026-07-27"
    assert book.version_on("eu-ai-act", DAY).id == "2027-03-01"
    assert book.version("eu-ai-act", "2026-07-27").in_force_to == date(2027, 2, 28)
    assert book.instrument("eu-ai-act").described_version.id == "2026-07-27"


def test_from_when_its_provisions_apply_is_taken_over_and_said_to_be(book):
    assert book.applies_from("eu-ai-act/art_9", "2027-03-01") == date(2027, 12, 2)
    assert book.applies_from("eu-ai-act/art_6/par_5", "2027-03-01") == date(2026, 8, 2)
    remark = book.version("eu-ai-act", "2027-03-01").remark
    assert "the Official Journal is authentic. From when its provisions apply" in remark.en
    assert "沿用上一版本" in remark.zh_hant
    assert book.version("cap-486", "amended").remark is None


def test_it_leads_to_its_own_page(book):
    url = book.url_of("eu-ai-act/art_9", "2027-03-01", "en")
    assert url.endswith("CELEX:02024R1689-20270301#art_9")
    assert book.url_of("cap-486/s_26", "amended", "en").endswith("cap486!en/s26")


def test_its_languages_are_those_that_came(book):
    assert [t.language for t in book.version("cap-486", "amended").text] == ["en", "zh-Hant"]
    assert [t.language for t in book.version("eu-ai-act", "2027-03-01").text] == ["en"]


def test_a_file_is_that_of_the_version_that_names_it(book):
    name = "CELEX_02024R1689-20260727_EN.2027-03-01.xhtml"
    named = ACT.model_copy(update={"files": {"en": name}})
    book = with_versions(catalogue(), FoundVersions(version=(named,)))
    # The pattern of the version before would fit it as well.
    assert book.text_for(name)[1].id == "2027-03-01"
    assert book.text_for("CELEX_02024R1689-20260727_EN.xhtml")[1].id == "2026-07-27"


def test_what_follows_nothing_known_is_left_out():
    stray = ACT.model_copy(update={"follows": "1999-01-01"})
    book = with_versions(catalogue(), FoundVersions(version=(stray,)))
    assert book.instrument("eu-ai-act") == catalogue().instrument("eu-ai-act")


@pytest.mark.parametrize(
    ("day", "held", "expected"),
    [
        (date(2025, 1, 1), {"2024-07-12", "2026-07-27"}, "2024-07-12"),
        (date(2026, 7, 26), {"2024-07-12", "2026-07-27"}, "2024-07-12"),
        (date(2026, 7, 27), {"2024-07-12", "2026-07-27"}, "2026-07-27"),
        (DAY, {"2024-07-12", "2026-07-27"}, "2026-07-27"),
        (DAY, {"2024-07-12", "2026-07-27", "2027-03-01"}, "2027-03-01"),
        (date(2020, 1, 1), {"2024-07-12", "2026-07-27"}, "2024-07-12"),
        (date(2025, 1, 1), {"2026-07-27"}, "2026-07-27"),
        (DAY, {"unheard-of"}, "unheard-of"),
        (DAY, set(), ""),
    ],
)
def test_the_version_to_read_is_the_nearest_that_is_installed(book, day, held, expected):
    assert book.version_held("eu-ai-act", day, held) == expected


def test_the_catalogue_of_an_installation_has_them(home):
    home(FILE)
    assert [v.id for v in catalogue().instrument("cap-528").version] == ["2026-02-21", "2027-03-01"]
    home("")
    assert [v.id for v in catalogue().instrument("cap-528").version] == ["2026-02-21"]


@pytest.mark.parametrize("damaged", ["[[version]]", "\x00", "version = 3"])
def test_a_damaged_list_is_logged_and_the_rest_can_be_read(home, caplog, damaged):
    with caplog.at_level(logging.WARNING):
        home(damaged)
        assert len(catalogue().instrument("cap-528").version) == 1
    assert "versions.toml cannot be read" in caplog.text
