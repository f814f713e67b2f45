from datetime import date

import pytest

from assistant.answer import Answer, Citation
from assistant.understanding.question import understand
from corpus.provision import Authority, BindingForce

ALL = ("eu-ai-act", "cn-genai", "cap-486", "cap-528", "nist-ai-rmf", "nist-genai-profile")
TODAY = date(2026, 11, 22)


def understood(question, history=(), **options):
    options.setdefault("exists", lambda _: True)
    return understand(question, available=ALL, today=TODAY, history=history, **options)


def citation(locator):
    instrument = locator.split("/")[0]
    return Citation(
        number=1,
        locator=locator,
        instrument=instrument,
        jurisdiction="eu",
        language="en",
        version="1",
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.REGULATION,
        quote="boil",
        quote_verified=True,
    )


def turn(question, *history, cites=(), reason_code="", **options):
    found = understood(question, history, **options)
    return Answer(
        question=question,
        language=found.reply_language,
        understanding=found,
        citations=tuple(map(citation, cites)),
        abstained=bool(reason_code),
        reason_code=reason_code,
    )


def test_a_conversation_about_one_place_stays_there_until_another_is_named():
    first = turn("Must shops in Hong Kong delete photos?")
    second = turn("What about penalties?", first)
    third = turn("Which records may a hospital keep about patients?", first, second)
    fourth = turn("And in the EU?", first, second, third)
    assert [t.understanding.jurisdictions for t in (first, second, third, fourth)] == [
        ("hk",),
        ("hk",),
        ("hk",),
        ("eu",),
    ]
    assert [t.understanding.rewritten for t in (first, second, third, fourth)] == [
        False,
        True,
        False,
        True,
    ]
    assert third.understanding.question == third.question


def test_another_place_is_searched_for_the_earlier_question():
    found = understood("咁香港呢？", [turn("大陸對生成圖片有咩要求？")])
    assert found.question == "香港對生成圖片有咩要求？"
    assert found.subject == "對生成圖片有咩要求？"
    assert found.instruments == ("cap-486", "cap-528")
    assert found.cantonese
    assert found.rewritten


def test_the_reply_is_in_the_language_of_the_follow_up():
    found = understood("And in Hong Kong?", [turn("内地对生成图片有什么要求？")])
    assert (found.language, found.reply_language) == ("zh-Hans", "en")


def test_of_the_context_only_the_matter_is_searched_for():
    first = turn("Must shops in Hong Kong delete photos?")
    second = turn("What about penalties?", first)
    assert second.understanding.subject == "What about penalties? shops delete photos"
    third = turn("shorter", first, second)
    assert third.understanding.subject == second.understanding.subject


def test_law_that_is_not_held_is_named_in_a_follow_up():
    found = understood("How about the UK?", [turn("What is the top fine under the EU AI Act?")])
    assert found.outside == ("United Kingdom",)
    assert found.instruments == ()


def test_provisions_named_before_are_not_meant_by_a_new_aspect():
    first = turn("What does Article 50 of the AI Act require?")
    assert first.understanding.references == ("eu-ai-act/art_50",)
    assert understood("What about penalties?", [first]).references == ()
    assert understood("Does it apply now?", [first]).references == ("eu-ai-act/art_50",)
    assert understood("And Article 26?", [first]).references == ("eu-ai-act/art_26",)


def test_a_pronoun_may_stand_for_the_provision_cited_first():
    first = turn("Is social scoring allowed in the EU?", cites=["eu-ai-act/art_5/par_1/pnt_c"])
    found = understood("When does it apply?", [first])
    assert found.question == "When does EU AI Act Article 5(1)(c) apply?"
    assert found.references == ("eu-ai-act/art_5/par_1/pnt_c",)
    assert found.need == "date"


def test_the_need_and_the_roles_are_those_of_the_follow_up():
    first = turn("How long must providers keep logs in the EU?")
    assert first.understanding.need == "figure"
    second = understood("And must deployers?", [first])
    assert second.need != "figure"
    assert second.roles == ("deployer",)
    assert understood("And in Hong Kong?", [first]).need == "figure"


@pytest.mark.parametrize("code", ["empty", "too_long", "language"])
def test_what_was_no_question_is_passed_over(code):
    first = turn("Must shops in Hong Kong delete photos?")
    second = turn("…", first, reason_code=code)
    found = understood("What about penalties?", [first, second])
    assert found.question.endswith("(Regarding: Must shops in Hong Kong delete photos?)")
    assert understood("What about penalties?", [second]).rewritten is False


# --- operations


@pytest.mark.parametrize(
    ("message", "operation"),
    [
        ("why?", "why"),
        ("點解？", "why"),
        ("quote it in full", "full"),
        ("短啲", "shorter"),
        ("explain to a student", "student"),
    ],
)
def test_an_operation_is_done_with_the_question_before(message, operation):
    first = turn("What does Article 50 of the AI Act require of shops?")
    found = understood(message, [first])
    before = first.understanding
    assert found.operation == operation
    assert not found.rewritten
    assert found.reply_language == "en"
    assert found.model_copy(update={"operation": ""}) == before


def test_an_operation_without_a_conversation_is_a_question():
    assert understood("shorter").operation == ""
    assert understood("shorter").question == "shorter"


def test_operations_follow_each_other():
    first = turn("大陸對生成圖片有咩要求？")
    second = turn("英文版", first)
    third = turn("shorter", first, second)
    assert second.understanding.reply_language == third.understanding.reply_language == "en"
    assert third.understanding.question == first.question
    assert third.understanding.cantonese


@pytest.mark.parametrize(
    ("message", "interface", "language"),
    [
        ("in Chinese please", "zh-Hans", "zh-Hans"),
        ("in Chinese please", "en", "zh-Hant"),
        ("用简体中文", "zh-Hant", "zh-Hans"),
        ("in English", "zh-Hant", "en"),
    ],
)
def test_an_answer_in_another_language(message, interface, language):
    first = turn("Must shops delete photos?")
    assert understood(message, [first], interface=interface).reply_language == language


def test_chinese_is_the_script_that_was_spoken_before():
    first = turn("内地对生成图片有什么要求？")
    second = turn("英文版", first)
    assert understood("中文版", [first, second]).reply_language == "zh-Hans"


def test_only_a_place_of_a_comparison():
    first = turn("歐盟同香港對標示有咩要求？")
    assert first.understanding.comparison
    found = understood("淨係香港", [first])
    assert found.jurisdictions == ("hk",)
    assert found.instruments == ("cap-486", "cap-528")
    assert not found.comparison
    assert found.question == first.question
    assert understood("淨係睇版權條例", [first]).instruments == ("cap-528",)


def test_only_a_place_that_was_not_asked_about():
    found = understood("only Hong Kong", [turn("Must labels be used in the EU?")])
    assert found.question == "Must labels be used in Hong Kong?"
    assert found.operation == "only"


def test_the_law_of_another_day_until_another_is_named():
    first = turn("Which practices are banned in the EU?")
    second = turn("as of 2025", first)
    third = turn("What about penalties?", first, second)
    fourth = turn("Is social scoring by shops allowed anywhere?", first, second, third)
    days = [
        (t.understanding.as_at, t.understanding.as_at_named) for t in (first, second, third, fourth)
    ]
    then = (date(2025, 12, 31), True)
    assert days == [(TODAY, False), then, then, (TODAY, False)]
    assert second.understanding.operation == "as_at"


# --- the day


def test_a_day_in_the_question_counts_and_one_from_the_caller_counts_more():
    asked = "As of 1 March 2025, which practices were banned in the EU?"
    assert (understood(asked).as_at, understood(asked).as_at_named) == (date(2025, 3, 1), True)
    given = understood(asked, as_at=date(2026, 1, 1))
    assert (given.as_at, given.as_at_named) == (date(2026, 1, 1), False)


# --- comparisons of all places


@pytest.mark.parametrize(
    "question", ["Which jurisdictions require labels?", "各地對標示有咩唔同規定？"]
)
def test_a_question_about_all_places_compares_them(question):
    found = understood(question)
    assert found.comparison
    assert found.jurisdictions == ("eu", "cn", "hk", "us")
    assert found.instruments == ALL
    assert found.need == "comparison"


def test_it_does_so_in_a_conversation_about_one_place_as_well():
    first = turn("Must shops in Hong Kong label photos?")
    assert understood("How do the laws differ on labels?", [first]).jurisdictions[0] == "eu"


def test_the_caller_s_instruments_bound_it():
    found = understood("Which jurisdictions require labels?", instruments=["cap-486", "cap-528"])
    assert found.jurisdictions == ("hk",)
    assert not found.comparison


def test_chinese_and_latin_words_together_are_mixed():
    assert understood("香港公司可唔可以攞客人資料 train model？").mixed
    assert not understood("Must shops label photos?").mixed
