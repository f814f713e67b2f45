"""The service: what every face asks, over a real index of the digest."""

import pytest
from pydantic import ValidationError

from corpus.errors import UnknownInstrument, UnknownProvision, UsageError
from corpus.provision import Authority
from ui.service.requests import (
    AskRequest,
    CompareRequest,
    ProvisionRequest,
    QuoteRequest,
    SearchRequest,
)
from ui.service.service import Service

DUTIES = "What do providers have to do?"


@pytest.fixture(scope="module")
def service(digest_assistant):
    return Service(digest_assistant)


def cited(answer):
    return [c.locator for c in answer.citations]


@pytest.mark.parametrize(
    "question",
    ["Is social scoring banned in the EU?", "內地對訓練數據有咩規定？", "怎么做蛋炒饭？"],
)
def test_it_answers_as_the_assistant_does(service, digest_assistant, question):
    asked = service.ask(AskRequest(question=question))
    alone = digest_assistant.ask(question)
    timeless = {"ms": 0.0, "trace": alone.trace.model_copy(update={"ms": {}})}
    assert asked.model_copy(update=timeless) == alone.model_copy(update=timeless)


@pytest.mark.parametrize("place", ["eu", "hk", "cn"])
def test_a_jurisdiction_that_is_chosen_is_the_only_one(service, place):
    answer = service.ask(
        AskRequest(question="May it be used for marketing?", jurisdictions=(place,))
    )
    assert set(answer.understanding.jurisdictions) == {place}
    assert {c.jurisdiction for c in answer.citations} <= {place}


def test_jurisdictions_narrow_the_instruments_chosen(service):
    request = AskRequest(
        question=DUTIES, jurisdictions=("hk",), instruments=("cap-528", "eu-ai-act")
    )
    assert service.ask(request).understanding.instruments == ("cap-528",)


def test_a_topic_that_is_chosen_comes_first(service):
    digest = service.assistant.words
    plain = service.ask(AskRequest(question=DUTIES, jurisdictions=("eu",)))
    told = service.ask(AskRequest(question=DUTIES, jurisdictions=("eu",), topics=("ai-literacy",)))
    assert told.understanding.topics == ("ai-literacy",)

    def about(answer):
        entries = [digest.nearest(locator) for locator in cited(answer)]
        return [e is not None and "ai-literacy" in e.topics for e in entries]

    assert any(about(told))
    assert about(told).count(True) > about(plain).count(True)


def test_earlier_questions_are_the_conversation(service):
    first = "Is social scoring banned in the EU?"
    answer = service.ask(AskRequest(question="And in Hong Kong?", earlier=(first,)))
    assert answer.understanding.rewritten
    assert answer.understanding.jurisdictions == ("hk",)
    again = service.ask(
        AskRequest(question="And in Hong Kong?"), [service.ask(AskRequest(question=first))]
    )
    assert cited(again) == cited(answer)


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        (
            {"jurisdictions": ("atlantis",)},
            UsageError,
            "no jurisdiction “atlantis”; choose from: eu",
        ),
        ({"instruments": ("cap-1",)}, UnknownInstrument, "no instrument “cap-1”"),
        ({"topics": ("teapots",)}, UsageError, "no topic “teapots”"),
        ({"jurisdictions": ("hk",), "instruments": ("eu-ai-act",)}, UsageError, "leave one"),
    ],
)
def test_what_is_unknown_is_said(service, fields, error, words):
    with pytest.raises(error, match=words):
        service.ask(AskRequest(question=DUTIES, **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "x" * 20_001},
        {"question": DUTIES, "language": "fr"},
        {"question": DUTIES, "earlier": ("a",) * 7},
        {"question": DUTIES, "unknown": 1},
    ],
)
def test_a_request_out_of_shape_is_refused(fields):
    with pytest.raises(ValidationError):
        AskRequest(**fields)


def test_search_gives_no_more_than_asked_for(service):
    result = service.search(SearchRequest(question="deepfakes in the EU", top=3))
    assert len(result.candidates) == 3
    assert not result.abstain
    assert service.search(SearchRequest(question="點整蛋炒飯？")).abstain


@pytest.mark.parametrize("reader", ["en", "zh-Hant", "zh-Hans"])
def test_without_official_text_a_provision_is_our_words_and_says_so(service, reader):
    view = service.provision(ProvisionRequest(locator="eu-ai-act/art_50/par_2", reader=reader))
    assert view.authority is Authority.OWN_DIGEST
    assert view.text == ""
    assert view.gist
    assert view.language == reader
    assert view.url.startswith("https://eur-lex.europa.eu/")


@pytest.mark.parametrize("locator", ["eu-ai-act/art_999", "cap-1/s_1"])
def test_an_unknown_provision_is_an_error(service, locator):
    with pytest.raises(UnknownProvision, match=locator):
        service.provision(ProvisionRequest(locator=locator))


def test_a_comparison_keeps_to_the_places_chosen(service):
    request = CompareRequest(topics=("deepfakes-and-personality",), jurisdictions=("eu", "hk"))
    matrix = service.compare(request)
    assert matrix.jurisdictions == ("eu", "hk")
    assert {c.jurisdiction for c in matrix.citations} <= {"eu", "hk"}


def test_without_official_text_no_quotation_is_verified(service):
    assert not service.verify_quote(QuoteRequest(quote="a quotation of some length")).verified


def test_what_is_known_and_installed_can_be_listed(service):
    assert [i.id for i in service.instruments][:1] == ["eu-ai-act"]
    assert {t.authority for t in service.texts} == {Authority.OWN_DIGEST}
    assert "ai-literacy" in {t.id for t in service.topics}
