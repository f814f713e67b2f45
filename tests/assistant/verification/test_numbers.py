from datetime import date

import pytest

from assistant.verification.numbers import check
from tests.assistant.clauses import provision
from tests.assistant.verification.kettles import ADVICE, ARTICLE, SECTION, SECTION_ZH, asked, said


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("A kettle may be lent for forty days.", SECTION),
        ("水煲可借出四十日。", SECTION),
        ("No sale for three years.", SECTION_ZH),
        ("Fines reach EUR 35 million or 7%.", ARTICLE),
        ("最高3500萬歐元或百分之七。", ARTICLE),
        ("Under Article 99(3) there is a fine.", ARTICLE),
        ("根據第99條第3款，可處罰款。", ARTICLE),
        ("Under s.26(1) of the PDPO (Cap. 486), none may be sold.", SECTION),
        ("NIST AI RMF GOVERN 1.1 suggests it.", ADVICE),
    ],
)
def test_a_figure_is_carried_across_languages_and_ways_of_writing(text, of):
    assert check(said(text, of), asked()).passed


@pytest.mark.parametrize(
    ("text", "of", "missing"),
    [
        ("A kettle may be lent for 41 days.", SECTION, "41 days"),
        ("A kettle may be lent for 40 months.", SECTION, "40 months"),
        ("水煲可借出四十一日。", SECTION, "四十一日"),
        ("Fines reach EUR 3.5 million.", ARTICLE, "eur 3.5 million"),
        ("Fines reach EUR 35 million or 8%.", ARTICLE, "8%"),
        ("Under Article 98(3) there is a fine.", ARTICLE, "98"),
        ("根據第98條，可處罰款。", ARTICLE, "98"),
        ("From 2 August 2031 there is a fine.", ARTICLE, "2031-8-2"),
        ("NIST AI RMF GOVERN 1.2 suggests it.", ADVICE, "1.2"),
    ],
)
def test_a_figure_that_the_provision_does_not_have_fails(text, of, missing):
    result = check(said(text, of), asked())
    assert not result.passed
    assert missing in result.detail.split(", ")


def test_the_day_from_which_a_provision_applies_may_be_given():
    later = provision("eu-ai-act/art_50", "Mark it.", applies_from=date(2026, 8, 2))
    assert check(said("It applies from 2 August 2026.", later), asked()).passed
    assert not check(said("It applies from 3 August 2026.", later), asked()).passed


def test_a_number_may_stand_in_the_provision_outside_the_quotation():
    statement = said("A kettle may be lent for 40 days.", quotation="A data user may lend it")
    assert check(statement, asked()).passed
