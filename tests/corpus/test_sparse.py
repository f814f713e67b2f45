"""Terms and their weights."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.sparse import AVERAGE_LENGTH, K1, SparseVector, encode_passage, encode_query, terms

WORDS = "lantern keeper register inspector label borrower glass wick".split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  — ! ", []),
        ("What does it mean to be the owner?", ["mean", "owner"]),
        ("shall not", ["shall", "not"]),
        ("Inspectors inspecting", ["inspector", "inspect"]),
        ("the keeper’s lamp, the keepers' lamps", ["keeper", "lamp", "keeper", "lamp"]),
        ("high-risk AI", ["high", "risk", "ai"]),
        ("a (b) c", []),
        ("版權", ["版权"]),
        ("私隱專員", ["私隐", "隐专", "专员"]),
        ("版", ["版"]),
        ("第26條", ["第", "26", "条"]),
        ("用AI生成", ["用", "ai", "生成"]),
        ("版權,私隱", ["版权", "私隐"]),
        ("section 26", ["section", "26"]),
        ("s 35A", ["35a"]),
        ("s 64(3A)", ["64(3a)", "64"]),
        ("第64（3A）條", ["第", "64(3a)", "64", "条"]),
        ("5(1)(a)", ["5(1)(a)", "5(1)", "5"]),
        ("GOVERN 1.1", ["govern-1.1", "govern", "1.1"]),
        ("GV-1.1-001", ["gv-1.1-001", "gv", "1.1"]),
        ("Measure 2.11.", ["measure-2.11", "measur", "2.11"]),
        ("2024/1689", ["2024/1689"]),
        ("fined €1,000,000 or 35000 in 2026", ["fine", "1000000", "35000", "2026"]),
        ("10th 24h", ["10th", "24h"]),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("版權", "任何人侵犯該作品的版權即屬違法"),
        ("私隱", "個人資料(私隱)規則"),
        ("私隐", "個人資料(私隱)規則"),
        ("衛生", "食物環境衞生"),
        ("providers", "The provider shall keep a register"),
        ("26", "under section 26(2) of the rules"),
        ("64(3A)", "第64（3A）條不適用"),
        ("govern 1.1", "GOVERN 1.1: rules are known"),
    ],
)
def test_a_question_shares_a_term_with_the_passage(question, passage):
    assert {*encode_query(question).indices} & {*encode_passage(passage).indices}


@pytest.mark.parametrize(
    ("question", "passage"),
    [("64(3A)", "section 6(43)"), ("26", "section 260"), ("版權", "版面及權力"), ("1.1", "11")],
)
def test_lookalikes_share_no_term(question, passage):
    assert not {*encode_query(question).indices} & {*encode_passage(passage).indices}


@pytest.mark.parametrize(("term", "number"), [("版權", 3104521445), ("inspectors", 2315296168)])
def test_numbers_of_terms_never_change(term, number):
    # The vectors in every index ever made would be worthless if they did.
    assert encode_query(term) == SparseVector((number,), (1.0,))


def test_vectors_are_the_same_in_another_process():
    text = "Lanterns 燈籠 64(3A)"
    program = f"from corpus.sparse import *; print(encode_passage({text!r}))"
    printed = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(corpus.__file__).parents[1],
        env=os.environ | {"PYTHONHASHSEED": "12345", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert printed.stdout.strip() == str(encode_passage(text))


def test_a_passage_of_average_length_weighs_a_single_use_one():
    filler = " ".join(str(n) for n in range(1000, 1000 + int(AVERAGE_LENGTH)))
    assert encode_passage(filler).values == pytest.approx([1.0] * int(AVERAGE_LENGTH))


def _weight(word: str, text: str) -> float:
    [number] = encode_query(word).indices
    vector = encode_passage(text)
    return vector.values[vector.indices.index(number)]


def test_repeating_a_word_helps_less_and_less():
    filler = [str(n) for n in range(1000, 1100)]
    weights = [
        _weight("lantern", " ".join(["lantern"] * n + filler[n:])) for n in (1, 2, 3, 10, 50)
    ]
    assert weights == sorted(weights)
    assert weights[1] - weights[0] > weights[2] - weights[1]
    assert weights[-1] < K1 + 1


def test_a_long_passage_weighs_its_words_less():
    assert _weight("wick", "a wick") > _weight("wick", "a wick " + "glass " * 300)


@given(st.lists(st.sampled_from([*WORDS, "版權", "64(3A)", "GOVERN 1.1", "the"]), max_size=60))
def test_vectors_are_well_formed(words):
    vector = encode_passage(" ".join(words))
    assert list(vector.indices) == sorted(set(vector.indices))
    assert all(0 <= index < 2**32 for index in vector.indices)
    assert all(0 < value < K1 + 1 for value in vector.values)
    query = encode_query(" ".join(words))
    assert query.indices == vector.indices
    assert set(query.values) <= {1.0}


@given(st.text(max_size=80))
def test_any_text_can_be_encoded(text):
    assert len(encode_passage(text)) == len(set(terms(text)))


def test_threads_do_not_disturb_each_other():
    texts = [f"inspecting labelled lanterns number{n} registering {n}" for n in range(300)]
    alone = [encode_passage(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(encode_passage, texts)) == alone
