import pytest

from assistant.understanding.names import levelled
from assistant.understanding.pronouns import actor, pronouns


def found(text):
    level = levelled(text)
    return [(text[p.start : p.end], p.kind) for p in pronouns(level)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Does it apply?", [("it", "thing")]),
        ("Does it apply to them?", [("it", "thing"), ("them", "person")]),
        ("What are its exceptions?", [("its", "thing")]),
        ("Is that allowed?", [("that", "thing")]),
        ("Does that law apply?", [("that law", "law")]),
        ("What does this section say?", [("this section", "provision")]),
        ("佢哋要做咩？", [("佢哋", "person")]),
        ("它适用于谁？", [("它", "thing")]),
        ("呢條例幾時生效？", [("呢條例", "law")]),
        ("该条规定怎么说？", [("该条规定", "provision")]),
        ("嗰個要唔要標？", [("嗰個", "thing")]),
        ("他們要申報嗎？", [("他們", "person")]),
    ],
)
def test_words_that_stand_for_something_said_before(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Is it legal to scrape photos?",
        "Why is it so hard to measure risk?",
        "Is it illegal if I copy a voice?",
        "the law that applies",
        "If a shop keeps data, must it say so?",
        "Can a firm collect more data than it needs?",
        "其他人可唔可以用？",
        "如果網站洩漏資料，佢要通知客戶嗎？",
        "呢個知識庫有咩？",
        "這樣做可以嗎？",
        "彈吉他",
    ],
)
def test_words_that_the_question_itself_explains(text):
    assert found(text) == []


def test_a_possessive_is_known_as_one():
    assert [p.possessive for p in pronouns("what are its fines for them?")] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Must a data user answer?", "data user"),
        ("How long has my landlord?", "landlord"),
        ("間公司可以保留幾耐？", "公司"),
        ("資料使用者要做咩？", "資料使用者"),
        ("What is banned?", None),
    ],
)
def test_somebody_who_acts(text, who):
    span = actor(levelled(text))
    assert (text[slice(*span)] if span else None) == who
