import re

import pytest

from assistant.verification.marks import KINDS, also_says, binding, marks, words


def kinds(text):
    return [mark.kind for mark in marks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It shall be clean and must whistle", ["must", "must"]),
        ("It must not whistle", ["must_not"]),
        ("No keeper of any kettle may sell it", ["must_not"]),
        ("It is prohibited", ["must_not"]),
        ("It may be lent", ["may"]),
        ("It need not whistle", ["need_not"]),
        ("It should whistle, unless exempt", ["should", "not", "not"]),
        ("not later than 3 May 2026", []),
        ("須清潔，不得售賣", ["must", "must_not"]),
        ("应当记录，可以借出，无须公开", ["must", "may", "need_not"]),
        ("不適用於水煲", ["not"]),
        ("未經許可，除非獲准", ["not", "not"]),
        ("建議記錄", ["should"]),
        ("相應、供應、許可、可能、非常、不論", []),
    ],
)
def test_marks_are_found_in_three_languages(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a person is entitled to lend it", "may"),
        ("專員有權力", "may"),
        ("commits an offence", "must_not"),
        ("即屬犯罪", "must_not"),
        ("it is a duty of the keeper", "must"),
        ("other than a kettle", "not"),
    ],
)
def test_a_law_may_say_it_in_other_words(text, kind):
    assert also_says(text, kind)


@pytest.mark.parametrize(
    "text", ["NIST requires a plan", "Organisations must plan", "必須訂立計劃", "規定必須訂立"]
)
def test_binding_words_are_found(text):
    assert binding(text)


@pytest.mark.parametrize(
    "text", ["NIST suggests a plan for what it cannot do", "建議訂立計劃", "宜訂立計劃，可以借出"]
)
def test_advice_is_not_binding(text):
    assert not binding(text)


def test_every_list_is_known_and_every_pattern_can_be_read():
    lists = words()
    assert set(lists) == {*KINDS, "neutral", "binding"}
    for kind in lists.values():
        for patterns in kind.values():
            assert all(re.compile(pattern) for pattern in patterns)
