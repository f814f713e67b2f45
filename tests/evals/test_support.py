from __future__ import annotations

import pytest

from assistant.answer import Claim, Support
from corpus.provision import Authority
from evals.case import Score
from evals.support import claim_support, figures_stand, verbatim
from tests.evals.answers import answer, case, citation, question

HK, NIST = "cap-486/s_26/ss_1", "nist-ai-rmf/GOVERN-1.1"


def with_quote(quote, **changes):
    replied = answer(question(), HK)
    cited = replied.citations[0].model_copy(update={"quote": quote} | changes)
    return replied.model_copy(update={"citations": (cited,)})


def with_claim(text, support, *, cited=HK, language="en", numbers=(1,)):
    claim = Claim(text=text, language=language, support=support, citations=numbers)
    changes = {"claims": (claim,), "citations": (citation(cited),)}
    return answer(question(), cited).model_copy(update=changes)


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("Kettles that nobody needs shall be given away.", 1),
        ("Kettles … shall be given away.", 1),
        ("Kettles that nobody needs shall be given awoy.", 0),
        ("given away … Kettles", 0),
        ("", 0),
    ],
)
def test_a_quotation_is_looked_up_again(quote, stands):
    assert verbatim(case(question(), with_quote(quote, quote_verified=True))) == Score(stands, 1)


def test_a_quotation_of_another_edition_does_not_stand():
    replied = with_quote("Kettles that nobody needs", language="zh-Hant")
    assert verbatim(case(question(), replied)) == Score(0, 1)


def test_the_digest_quotes_nothing():
    replied = with_quote("", authority=Authority.OWN_DIGEST)
    assert verbatim(case(question(), replied)) is None
    assert claim_support(case(question(), replied)) == Score(1, 1)


@pytest.mark.parametrize(
    ("text", "support", "carried"),
    [
        ("Kettles that nobody needs shall be given away.", Support.VERBATIM, 1),
        ("Kettles … shall be given away.", Support.VERBATIM, 1),
        ("Kettles that nobody needs may be kept.", Support.VERBATIM, 0),
        ("Kettles no longer needed must be given away.", Support.DIGEST, 1),
        ("Kettles no longer needed may be kept.", Support.DIGEST, 0),
        ("Unneeded kettles go to others.", Support.ENTAILED, 1),
        ("Unneeded kettles go to others within 40 days.", Support.ENTAILED, 0),
    ],
)
def test_a_claim_is_carried_by_its_provision(text, support, carried):
    assert claim_support(case(question(), with_claim(text, support))) == Score(carried, 1)


def test_a_claim_in_the_other_script_is_still_carried():
    hk = "cap-486/s_18/ss_1"
    replied = with_claim("人人可以要求取回水壶。", Support.DIGEST, cited=hk, language="zh-Hant")
    assert claim_support(case(question(), replied)) == Score(1, 1)


def test_a_claim_needs_every_citation_it_names():
    text = "Kettles no longer needed must be given away."
    replied = with_claim(text, Support.DIGEST, numbers=(1, 2))
    assert claim_support(case(question(), replied)) == Score(0, 1)


def test_a_claim_does_not_stand_on_a_broken_quotation():
    replied = with_quote("Kettles that nobody needs shall be given awoy.")
    assert claim_support(case(question(), replied)) == Score(0, 1)


def test_no_claims_no_figure():
    assert claim_support(case(question(), answer(question()))) is None
    assert verbatim(case(question(), answer(question()))) is None


@pytest.mark.parametrize(
    ("claim", "words", "stand"),
    [
        ("up to EUR 35 000 000", "EUR 35 000 000", True),
        ("up to 35 million", "EUR 35,000,000", True),
        ("最高3500万欧元", "EUR 35 000 000", True),
        ("within 40 days", "not later than 40 days", True),
        ("within 45 days", "not later than 40 days", False),
        ("on 2 August 2026", "2026年8月2日", True),
        ("on 2 August 2027", "2026年8月2日", False),
        ("no figure at all", "", True),
    ],
)
def test_figures(claim, words, stand):
    assert figures_stand(claim, words) is stand
