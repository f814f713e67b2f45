"""Provisions as they are read, and quotations looked for, over the official texts of two laws."""

from datetime import date

import pytest
from kettles import KETTLES, NEIGHBOURS, edition, provision

from corpus.errors import UnknownProvision, UsageError
from corpus.provision import Authority
from corpus.provisions import ProvisionTable
from ui.service.quotes import Quotations
from ui.service.reading import edition_meant
from ui.service.requests import ProvisionRequest, QuoteRequest
from ui.service.service import Service


@pytest.fixture(scope="module")
def service(official_assistant):
    return Service(official_assistant)


@pytest.mark.official
@pytest.mark.parametrize(
    ("reader", "language", "label"),
    [("en", "en", "26"), ("zh-Hant", "zh-Hant", "26"), ("zh-Hans", "zh-Hant", "26")],
)
def test_a_section_is_read_in_the_reader_s_language(service, reader, language, label):
    view = service.provision(ProvisionRequest(locator="cap-486/s_26", reader=reader))
    assert view.language == language
    assert view.authority is Authority.AUTHENTIC
    assert label in view.title
    assert view.text
    assert view.gist
    assert {(e.language, e.authority) for e in view.editions} >= {
        ("en", Authority.AUTHENTIC),
        ("zh-Hant", Authority.AUTHENTIC),
    }


@pytest.mark.official
def test_a_provision_knows_what_stands_around_it(service):
    view = service.provision(ProvisionRequest(locator="cap-486/s_26/ss_1", language="en"))
    assert view.parent.locator == "cap-486/s_26"
    assert view.previous is None
    assert view.next.locator == "cap-486/s_26/ss_2"
    section = service.provision(ProvisionRequest(locator="cap-486/s_26", language="en"))
    assert [c.locator for c in section.children][:2] == ["cap-486/s_26/ss_1", "cap-486/s_26/ss_2"]
    assert (section.previous.locator, section.next.locator) == ("cap-486/s_25", "cap-486/s_27")
    assert section.parent is None


@pytest.mark.official
def test_an_edition_that_is_not_there_is_said_with_those_that_are(service):
    with pytest.raises(UnknownProvision, match=r"it is there in: .*en 20"):
        service.provision(ProvisionRequest(locator="cap-486/s_26", language="zh-Hans"))


@pytest.mark.official
def test_a_quotation_is_found_at_its_finest_place(service, official_assistant):
    words = official_assistant.index.provisions.one("cap-486/s_26/ss_1", "en").body
    check = service.verify_quote(QuoteRequest(quote=f"{words[:60]} … {words[90:130]}"))
    assert check.verified
    assert "cap-486/s_26/ss_1" in {found.locator for found in check.found}
    assert not service.verify_quote(QuoteRequest(quote=words[:60].replace("a", "o"))).verified


@pytest.fixture
def quotations(tmp_path):
    table = ProvisionTable.create(tmp_path / "table.sqlite")
    table.write(
        [
            KETTLES.model_copy(update={"root": KETTLES.locator}),
            NEIGHBOURS.model_copy(update={"root": NEIGHBOURS.locator}),
        ]
    )
    return Quotations(table)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("shall teach a kettle to judge", True),
        ("shall  teach\na kettle … Teapots are spared", True),
        ("Teapots are spared … shall teach a kettle", False),
        ("shall teach a kettle to judgement", False),
        ("水壶不得评判邻居；", True),
    ],
)
def test_a_quotation_stands_verbatim_or_not(quotations, quote, found):
    assert quotations.check(QuoteRequest(quote=quote)).verified is found


def test_a_quotation_is_looked_for_only_where_it_is_said_to_stand(quotations):
    quote = "shall teach a kettle"
    there = quotations.check(QuoteRequest(quote=quote, locator=KETTLES.locator))
    assert [f.spans for f in there.found] == [((10, 30),)]
    assert there.searched == ("eu-ai-act@2026-07-27 en",)
    assert not quotations.check(QuoteRequest(quote=quote, locator=NEIGHBOURS.locator)).verified
    assert not quotations.check(QuoteRequest(quote=quote, language="zh-Hans")).verified


def test_what_proves_nothing_is_not_looked_for(quotations):
    with pytest.raises(UsageError, match="less than 8 characters"):
        quotations.check(QuoteRequest(quote="shall … a"))
    with pytest.raises(UnknownProvision, match="art_9"):
        quotations.check(QuoteRequest(quote="shall teach", locator="eu-ai-act/art_9"))


def _in(version, language, authority):
    return provision(
        "eu-ai-act/art_5", edition("eu-ai-act", version, language, authority=authority), "Kettles."
    )


@pytest.mark.parametrize(
    ("day", "reader", "expected"),
    [
        (date(2025, 1, 1), "en", ("2024-07-12", "en")),
        (date(2026, 11, 1), "en", ("2026-07-27", "en")),
        (date(2026, 11, 1), "zh-Hans", ("2026-07-27", "zh-Hant")),
        (date(2026, 7, 26), "en", ("2024-07-12", "en")),
        (date(2026, 7, 27), "en", ("2026-07-27", "en")),
        (date(2024, 7, 31), "en", ("2024-07-12", "en")),
        (date(2020, 1, 1), "en", ("2024-07-12", "en")),
    ],
)
def test_the_edition_meant_is_the_one_in_force_in_the_reader_s_language(day, reader, expected):
    editions = [
        _in("2026-07-27", "en", Authority.AUTHENTIC),
        _in("2026-07-27", "zh-Hant", Authority.UNOFFICIAL_TRANSLATION),
        _in("2024-07-12", "en", Authority.AUTHENTIC),
    ]
    meant = edition_meant(editions, day, reader).edition
    assert (meant.version, meant.language) == expected
