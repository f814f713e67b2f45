from collections import Counter
from datetime import date

import pytest

from corpus.catalogue import catalogue
from corpus.errors import UnknownInstrument
from corpus.provision import Authority


def test_the_five_instruments_and_their_versions():
    ids = [i.id for i in catalogue().instruments]
    assert ids[:4] == ["eu-ai-act", "cn-genai", "cap-486", "cap-528"]
    assert {"nist-ai-rmf", "nist-genai-profile"} <= set(ids)


def test_an_unknown_instrument_is_refused_with_the_known_ones():
    with pytest.raises(UnknownInstrument, match=r"no instrument “gdpr”; choose from: eu-ai-act"):
        catalogue().instrument("gdpr")


def test_a_body_that_implies_an_instrument_is_no_name_and_implies_no_other():
    book = catalogue()
    implying = Counter(name.casefold() for i in book.instruments for name in i.implied_by)
    assert {"privacy commissioner", "私隱專員"} <= set(implying)
    assert set(implying.values()) == {1}
    names = {
        a.casefold() for entry in (*book.instruments, *book.jurisdiction) for a in entry.aliases
    }
    assert names.isdisjoint(implying)
    assert [i.id for i in book.instruments if "私隱專員" in i.implied_by] == ["cap-486"]


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2024, 7, 31), None),
        (date(2024, 8, 1), "2024-07-12"),
        (date(2026, 7, 26), "2024-07-12"),
        (date(2026, 7, 27), "2026-07-27"),
    ],
)
def test_the_version_in_force_on_a_day(day, version):
    found = catalogue().version_on("eu-ai-act", day)
    assert (found and found.id) == version


@pytest.mark.parametrize(
    ("locator", "day"),
    [
        ("eu-ai-act/art_5/par_1/pnt_a", date(2025, 2, 2)),
        ("eu-ai-act/art_5/par_1/pnt_bb", date(2026, 12, 2)),
        ("eu-ai-act/art_50/par_4", date(2026, 8, 2)),
        ("eu-ai-act/art_9/par_1", date(2027, 12, 2)),
        ("eu-ai-act/art_6/par_5", date(2026, 8, 2)),
        ("eu-ai-act/art_60", date(2026, 8, 2)),
        ("eu-ai-act/art_53/par_1", date(2025, 8, 2)),
        ("eu-ai-act/rct_12", None),
        ("cap-486/s_26", None),
    ],
)
def test_commencement_is_that_of_the_closest_rule(locator, day):
    version = "2026-07-27" if locator.startswith("eu") else "2022-10-01"
    assert catalogue().applies_from(locator, version) == day


@pytest.mark.parametrize(
    ("name", "instrument", "language", "authority"),
    [
        ("cap486_zh-Hant.xml", "cap-486", "zh-Hant", Authority.AUTHENTIC),
        ("cn-interim-measures_en_casi.txt", "cn-genai", "en", Authority.UNOFFICIAL_TRANSLATION),
        ("nist-ai-600-1.pdf", "nist-genai-profile", "en", Authority.AUTHENTIC),
    ],
)
def test_files_are_recognised_by_name(name, instrument, language, authority):
    found, _, text = catalogue().text_for(name)
    assert (found.id, text.language, text.authority) == (instrument, language, authority)


def test_other_files_are_left_alone():
    assert catalogue().text_for("holiday.pdf") is None


@pytest.mark.parametrize(
    ("locator", "version", "language", "page", "end"),
    [
        ("eu-ai-act/art_50/par_2", "2026-07-27", "en", None, "#art_50"),
        ("cap-486/s_64/ss_3A", "2022-10-01", "zh-Hant", None, "cap486!zh-Hant-HK/s64"),
        ("nist-ai-rmf/GOVERN-1.1", "2023-01-26", "en", 27, ".pdf#page=27"),
        ("nist-ai-rmf/GOVERN-1.1", "2023-01-26", "en", None, "NIST.AI.100-1"),
    ],
)
def test_links_go_as_close_to_the_provision_as_the_publisher_allows(
    locator, version, language, page, end
):
    assert catalogue().url_of(locator, version, language, page).endswith(end)
