"""Folding: different spellings of the same words meet, different words do not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.script import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("版權", "版权"),
        ("私隱", "私隐"),
        ("衞生", "衛生"),  # Hong Kong and Taiwan write the second character differently
        ("衞生", "卫生"),
        ("裏面", "裡面"),
        ("綫", "線"),
        ("説明", "說明"),
        ("羣組", "群组"),
        ("啟用", "啓用"),
        ("敍述", "叙述"),
        ("第２６（１）條", "第26(1)条"),
        ("GOVERN", "ｇｏｖｅｒｎ"),
        ("Straße", "STRASSE"),
        ("\ufa0a", "見"),  # a compatibility form
    ],
)
def test_spellings_of_one_word_meet(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("版權", "版本"), ("私隱", "私人"), ("26(1)", "26(2)")])
def test_different_words_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", "嘅咗喺唔啲", "section 26(1)\nof the rules", "著作权"])
def test_folded_text_is_left_alone(text):
    assert fold(fold(text)) == fold(text)


def test_cantonese_words_survive():
    assert fold("公司可唔可以用啲相") == "公司可唔可以用啲相"


def test_threads_do_not_disturb_each_other():
    texts = [f"版權{n}條例" * 20 for n in range(200)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(fold, texts)) == [f"版权{n}条例" * 20 for n in range(200)]
