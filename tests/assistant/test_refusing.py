import pytest
from clauses import comparison, passage, understanding

from assistant.answer import Candidate, Trace
from assistant.refusing import MAX_QUESTION, nothing_close, refusal
from assistant.retrieval import Group, Retrieval
from corpus.catalogue import LANGUAGES, catalogue

HELD = tuple(i.id for i in catalogue().instruments)
LAW = ("eu-ai-act",)


def refused(question="Are kettles covered?", language="en", available=HELD, **fields):
    own = {"instruments": available} | fields
    return refusal(question, understanding(question, language, **own), available)


def short(instrument, language):
    return catalogue().instrument(instrument).short.get(language)


def test_a_question_for_us_is_not_refused():
    assert refused() is None
    assert refused(outside=("Kettle Act",), instruments=LAW) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("empty", {"question": "  \n "}),
        ("too_long", {"question": "x" * (MAX_QUESTION + 1)}),
        ("demand", {"demand": True}),
        ("no_such_provision", {"missing": ("Article 999",)}),
        ("outside", {"outside": ("Kettle Act",), "instruments": ()}),
        ("not_installed", {"jurisdictions": ("hk",), "instruments": ()}),
    ],
)
def test_silence_has_a_reason_in_the_reader_s_language(code, fields, language):
    answer = refused(language=language, **fields)
    assert (answer.abstained, answer.reason_code, answer.language) == (True, code, language)
    assert answer.reason
    assert "{" not in answer.reason
    assert (answer.claims, answer.citations, answer.lead) == ((), (), "")
    if language != "en":
        assert any("\u4e00" <= character <= "\u9fff" for character in answer.reason)


def test_the_longest_question_is_not_too_long():
    assert refused("x" * MAX_QUESTION) is None
    reason = refused("x" * (MAX_QUESTION + 1)).reason
    assert "2,001" in reason or "2001" in reason


def test_a_language_that_is_not_answered_in_is_told_so_in_all_that_are():
    answer = refused("Quelles bouilloires ?", "fr", reply_language="en")
    assert answer.reason_code == "language"
    told = [refused("Quelles bouilloires ?", "fr", reply_language=one) for one in LANGUAGES]
    assert len({one.reason for one in told}) == 1
    assert any("\u4e00" <= character <= "\u9fff" for character in answer.reason)
    assert "English" in answer.reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_law_that_is_not_held_is_named_with_what_was_looked_at(language):
    reason = refused(language=language, outside=("Kettle Act",), instruments=(), available=LAW)
    assert "Kettle Act" in reason.reason
    assert short("eu-ai-act", language) in reason.reason
    assert short("cap-486", language) not in reason.reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_named(language):
    fields = {"jurisdictions": ("hk",), "instruments": ()}
    reason = refused(language=language, available=LAW, **fields).reason
    assert short("cap-486", language) in reason
    assert short("cap-528", language) in reason
    assert short("eu-ai-act", language) not in reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_provision_that_is_not_there_is_named_with_where_it_was_looked_for(language):
    fields = {"missing": ("s. 998", "s. 999"), "instruments": ("cap-486",)}
    reason = refused(language=language, **fields).reason
    assert "s. 998" in reason
    assert "s. 999" in reason
    assert short("cap-486", language) in reason
    assert short("eu-ai-act", language) not in reason


def test_a_provision_that_is_not_there_beside_one_that_is_refuses_nothing():
    assert refused(missing=("s. 999",), references=("cap-486/s_26",)) is None


@pytest.mark.parametrize(
    ("question", "fields", "code"),
    [
        ("", {"language": "fr", "reply_language": "en"}, "empty"),
        ("x" * 3000, {"language": "fr", "reply_language": "en"}, "too_long"),
        ("Quoi ?", {"language": "fr", "reply_language": "en", "instruments": ()}, "language"),
        ("?", {"outside": ("Kettle Act",), "jurisdictions": ("hk",), "instruments": ()}, "outside"),
    ],
)
def test_the_first_reason_is_the_one_given(question, fields, code):
    assert refused(question, **fields).reason_code == code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("instruments", "named"), [(LAW, "eu-ai-act"), ((), "cap-486")])
def test_nothing_close_says_where_it_looked_and_keeps_what_it_saw(language, instruments, named):
    found = passage("eu-ai-act/art_4")
    candidate = Candidate(
        locator=found.locator,
        instrument=found.instrument,
        language="en",
        version=found.version,
        score=1,
    )
    retrieval = Retrieval([Group("", LAW, [candidate])], 0.1, comparison())
    trace = Trace(confidence={"score": 0.1})
    understood = understanding("蛋炒飯？", language, instruments=instruments)
    answer = nothing_close("蛋炒飯？", understood, ("cap-486",), retrieval, trace)
    assert (answer.abstained, answer.reason_code) == (True, "nothing_close")
    assert short(named, language) in answer.reason
    assert "{" not in answer.reason
    assert answer.candidates == (candidate,)
    assert answer.trace is trace
    assert (answer.claims, answer.searched) == ((), instruments)
