from datetime import date

import pytest

from assistant.answer import Answer
from assistant.understanding.question import named, subject, understand

ALL = ("eu-ai-act", "cn-genai", "cap-486", "cap-528", "nist-ai-rmf", "nist-genai-profile")
TODAY = date(2026, 11, 22)


def understood(question, **options):
    return understand(question, available=ALL, today=TODAY, **options)


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("歐盟同大陸對AI生成內容嘅標示要求有咩分別？", ("eu", "cn")),
        ("What does the PDPO say?", ("hk",)),
        ("What does it tell us about risk?", ()),
        ("Is it the same in the US?", ("us",)),
        ("私隐条例怎么规定", ("hk",)),
        ("中國香港的版權條例", ("hk",)),
        ("Compare the AI Act, the Interim Measures and NIST", ("eu", "cn", "us")),
        ("THE MUSEUM", ()),
    ],
)
def test_jurisdictions_are_recognised_by_the_names_people_use(question, places):
    assert set(named(question)[0]) == set(places)


def test_a_question_about_one_jurisdiction_is_searched_only_there():
    assert understood("香港有咩法例？").instruments == ("cap-486", "cap-528")
    assert understood("What does the Copyright Ordinance say?").instruments == ("cap-528",)


def test_a_question_that_names_none_is_searched_everywhere():
    assert understood("How long may personal data be kept?").instruments == ALL


def test_two_jurisdictions_make_a_comparison():
    assert understood("歐盟同香港有咩分別？").comparison
    assert not understood("香港有咩法例？").comparison


@pytest.mark.parametrize(
    ("question", "outside"),
    [
        ("What are the fines under the GDPR?", "General Data Protection Regulation (GDPR)"),
        ("欧盟《数据法》对云服务商换约有什么规定？", "欧盟《数据法》"),
        ("英國點規管深偽？", "英國"),
    ],
)
def test_law_that_is_not_held_is_named_and_not_searched_for(question, outside):
    found = understood(question)
    assert outside in found.outside
    assert found.instruments == ()


def test_a_held_law_beside_an_outside_one_is_searched():
    found = understood("How does the AI Act relate to the GDPR?")
    assert found.instruments == ("eu-ai-act",)
    assert found.outside


def test_the_caller_can_choose_instruments_and_language():
    found = understood("罰款幾多？", instruments=["cap-486"], language="en")
    assert found.instruments == ("cap-486",)
    assert found.jurisdictions == ("hk",)
    assert found.reply_language == "en"


def test_the_subject_leaves_the_jurisdiction_out():
    assert "Hong Kong" not in subject("Who owns a deepfake in Hong Kong?")
    assert subject("香港") == "香港"


def test_a_follow_up_in_no_particular_script_is_answered_as_before():
    first = Answer(question="q", language="zh-Hans", understanding=understood("内地怎么规定标识？"))
    assert understood("那香港呢？", history=[first]).reply_language == "zh-Hans"
