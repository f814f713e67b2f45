import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.parts import LEAST, MOST, parts


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "Who shall clean the big kettle? How often is it to be emptied?",
            ["Who shall clean the big kettle?", "How often is it to be emptied?"],
        ),
        (
            "水煲有冇法例要定期清潔同消毒？冇清潔嘅話最高會罰幾多錢呀？",
            ["水煲有冇法例要定期清潔同消毒？", "冇清潔嘅話最高會罰幾多錢呀？"],
        ),
        (
            "我的水壶坏了而且漏水很久了，商家应当在多少天之内退款？",
            ["我的水壶坏了而且漏水很久了，", "商家应当在多少天之内退款？"],
        ),
    ],
)
def test_a_question_that_asks_several_things_has_parts(question, found):
    assert parts(question) == found


@pytest.mark.parametrize(
    "question",
    ["", "Who owns it?", "In short, who shall clean the whistling kettle?", "請問，水煲點洗？"],
)
def test_a_question_with_one_need_has_none(question):
    assert parts(question) == []


def test_a_short_piece_stays_with_what_stands_before_it():
    question = "Who shall clean the whistling kettle, please? How often is it to be emptied?"
    assert parts(question) == [
        "Who shall clean the whistling kettle, please?",
        "How often is it to be emptied?",
    ]


def test_of_many_parts_the_first_ones_and_the_last_are_kept():
    asked = [f"Who shall clean the whistling kettle of room {n}?" for n in range(6)]
    assert parts(" ".join(asked)) == [*asked[: MOST - 1], asked[-1]]


pieces = st.lists(st.sampled_from(["who cleans the big kettle", "水煲由邊個負責清潔同倒水", "so"]))


@given(pieces, st.sampled_from(["? ", "？", "; ", "，"]))
def test_parts_are_words_of_the_question_in_its_order(said, mark):
    question = mark.join(said)
    found = parts(question)
    assert len(found) != 1
    assert len(found) <= MOST

    def words(text):
        return re.findall(r"\w+", text)

    left = iter(words(question))
    assert all(word in left for part in found for word in words(part))
    assert all(len(words(part)) * 1.5 >= LEAST or len(part) >= LEAST for part in found)
