"""What a reference knows of a provision."""

from __future__ import annotations

from datetime import date

import pytest
from cited import ACCESSED, ALL, CN_ENGLISH, EU, HOSTILE, NIST, PRIVACY, citation

from assistant.bibliography.reference import reference_of, reference_to
from corpus.errors import UnknownInstrument
from corpus.provision import Authority, BindingForce, Edition, Provision, Term


def of(cited, language="en"):
    return reference_of(cited, accessed=ACCESSED, language=language)


@pytest.mark.parametrize("cited", ALL, ids=lambda c: c.locator)
def test_every_instrument_has_all_that_a_citation_needs(cited):
    reference = of(cited)
    assert reference.version_date
    assert reference.issued
    assert reference.publisher
    assert reference.identifier or reference.instrument == "cn-genai"
    assert reference.link.startswith("http")
    assert reference.accessed == ACCESSED
    assert reference.permalink == (
        f"/p/{cited.locator}?version={cited.version}&language={cited.language}"
    )


def test_versions_have_their_own_dates_and_eli():
    reference = of(EU)
    assert (reference.version_date, reference.published) == (date(2026, 7, 27), date(2024, 7, 12))
    assert reference.link == "http://data.europa.eu/eli/reg/2024/1689/2026-07-27"


def test_an_order_is_dated_by_its_promulgation_not_by_its_commencement():
    reference = of(CN_ENGLISH)
    assert (reference.issued, reference.in_force_from) == (date(2023, 7, 10), date(2023, 8, 15))
    assert reference.translator == "China Aerospace Studies Institute"


def test_an_ordinance_is_linked_at_its_section():
    assert of(PRIVACY).link == "https://www.elegislation.gov.hk/hk/cap486!zh-Hant-HK/s64"
    assert of(PRIVACY).identifier == "https://www.elegislation.gov.hk/hk/cap486"


def test_a_publication_is_linked_by_doi():
    assert of(NIST).link == "https://doi.org/10.6028/NIST.AI.100-1"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "s.64(3A)"), ("zh-Hant", "第64(3A)條"), ("zh-Hans", "第64(3A)条")],
)
def test_pinpoints_are_in_the_readers_language(language, expected):
    assert of(PRIVACY, language).pinpoint == expected
    assert of(PRIVACY, "en").pinpoint_in(language) == expected


def test_a_defined_term_is_the_answers():
    defined = citation(
        "cap-486/s_2/def_warm-kettle",
        "2022-10-01",
        "zh-Hant",
        pinpoint="第2條「暖水壺」的定義",
    )
    assert of(defined, "zh-Hant").pinpoint == "第2條「暖水壺」的定義"
    assert of(defined, "en").pinpoint == "s.2, definition of “warm kettle”"


def test_words_that_were_not_verified_do_not_leave():
    assert of(EU.model_copy(update={"quote_verified": False})).quote == ""
    assert of(EU).quote == "Kettles shall be warm."


def test_hostile_text_is_one_line():
    hostile = EU.model_copy(update={"heading": HOSTILE, "quote": HOSTILE, "locator": EU.locator})
    reference = of(hostile)
    for value in (reference.heading, reference.quote):
        assert len(value.splitlines()) == 1
        assert value.isprintable()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", ""])
def test_what_is_no_web_address_is_no_link(url):
    assert of(EU.model_copy(update={"url": url})).url == ""


def test_direction_marks_do_not_turn_a_reference_round():
    assert of(EU.model_copy(update={"heading": "a\u202eb\u200fc"})).heading == "abc"


def test_an_instrument_that_is_not_in_the_catalogue_is_refused():
    with pytest.raises(UnknownInstrument, match="no instrument “kettles”"):
        of(EU.model_copy(update={"locator": "kettles/art_1"}))


def stored(**fields):
    edition = Edition(
        instrument="cap-486",
        jurisdiction="hk",
        version="2022-10-01",
        language="en",
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.STATUTE,
        source_url="https://publisher.example/",
    )
    given = {
        "locator": "cap-486/s_2/def_warm-kettle",
        "kind": "definition",
        "edition": edition,
        "text": "warm kettle",
        "root": "cap-486/s_2",
        "span": (0, 11),
        "heading_path": ("Part 1", "2. Interpretation"),
        "terms": (Term(term="warm kettle", other="暖水壺", other_language="zh-Hant"),),
    }
    return Provision(**given | fields)


def test_a_stored_provision_is_cited_like_an_answers():
    reference = reference_to(stored(), accessed=ACCESSED, language="en")
    assert reference.pinpoint == "s.2, definition of “warm kettle”"
    assert reference.heading == "2. Interpretation"
    assert reference.quote == ""
    assert reference.url == "https://www.elegislation.gov.hk/hk/cap486!en/s2"


def test_a_stored_definition_knows_its_term_in_the_other_language():
    reference = reference_to(stored(), accessed=ACCESSED, language="zh-Hant")
    assert reference.pinpoint == "第2條「暖水壺」的定義"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("Part 1", "2. Interpretation", "(1)", "(a)"), "2. Interpretation"),
        (("第二章 技術", "第七條", "（二）"), "第二章 技術"),
        (("第四條",), "warm"),
    ],
)
def test_a_number_alone_is_no_heading(path, expected):
    inner = stored(heading_path=path, label="(i)", heading="")
    alone = "(i)" if expected == "warm" else expected
    assert reference_to(inner, accessed=ACCESSED, language="en").heading == alone
    cited = EU.model_copy(update={"heading_path": (*path, "(i)"), "heading": "warm"})
    assert of(cited).heading == expected


def test_a_top_level_provision_is_its_own_heading():
    root = stored(
        locator="cap-486/s_2", label="2.", heading="Interpretation", heading_path=(), terms=()
    )
    reference = reference_to(root, accessed=ACCESSED, language="en")
    assert (reference.heading, reference.pinpoint) == ("2. Interpretation", "s.2")
