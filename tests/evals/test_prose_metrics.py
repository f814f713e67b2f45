from __future__ import annotations

import pytest

from assistant.answer import Claim, Notice, Support
from evals.case import Score
from evals.prose import in_language, language_and_script, must_from_voluntary, speaks_of_obligation
from tests.evals.answers import answer, case, citation, question

HK, NIST = "cap-486/s_26/ss_1", "nist-ai-rmf/GOVERN-1.1"


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Nothing here answers this.", {"en"}),
        ("Cited: 《個人資料（私隱）條例》 (the Privacy Ordinance), section 26.", {"en"}),
        ("這裏沒有條文回答這個問題。", {"zh-Hant"}),
        ("这里没有条文回答这个问题。", {"zh-Hans"}),
        ("NIST AI RMF 建議記錄風險。", {"zh-Hant"}),
        ("第26(1)", {"zh-Hant", "zh-Hans"}),
        ("26", {"en", "zh-Hant", "zh-Hans"}),
        ("個人資料不准披露，这是規定。", set()),
        ("不准在皇后大道干擾。", {"zh-Hant"}),
    ],
)
def test_language_and_script_of_a_piece(text, languages):
    found = {language for language in ("en", "zh-Hant", "zh-Hans") if in_language(text, language)}
    assert found == languages


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, 1),
        ({"language": "zh-Hans"}, 0),
        ({"lead": "有一条条文与这个问题有关。"}, 0),
        ({"lead": "One provision bears on this."}, 0),
        ({"notices": (Notice(code="x", text="这是自愿性框架。"),)}, 0),
        ({"notices": (Notice(code="x", text="這是自願性框架。"),)}, 1),
    ],
)
def test_every_piece_of_prose_is_looked_at(changes, right):
    asked = question(reply_language="zh-Hant", required=[["cap-486/s_18/ss_1"]])
    replied = answer(asked, "cap-486/s_18/ss_1", **changes)
    assert language_and_script(case(asked, replied)) == Score(right)


def test_a_refusal_is_prose_too():
    asked = question(reply_language="zh-Hant")
    assert language_and_script(case(asked, answer(asked))) == Score(1)
    spoilt = answer(asked, reason="这里没有条文回答这个问题。")
    assert language_and_script(case(asked, spoilt)) == Score(0)


def test_quotations_keep_their_language():
    asked = question(reply_language="zh-Hant")
    assert language_and_script(case(asked, answer(asked, HK))) == Score(1)


def test_a_claim_of_ours_does_not():
    asked = question(reply_language="zh-Hant")
    claim = Claim(
        text="Give kettles away.", language="en", support=Support.ENTAILED, citations=(1,)
    )
    assert language_and_script(case(asked, answer(asked, HK, claims=(claim,)))) == Score(0)


@pytest.mark.parametrize(
    ("text", "obliges"),
    [
        ("Organisations must log kettles.", True),
        ("Logging is mandatory.", True),
        ("Organisations are required to log.", True),
        ("機構必須記錄。", True),
        ("机构应当记录。", True),
        ("不得使用水壺。", True),
        ("Suggests logging kettles.", False),
        ("The framework does not require anything.", False),
        ("Logging is not mandatory.", False),
        ("並非必須。", False),
        ("无须备案。", False),
        ("Mustard and shallots.", False),
    ],
)
def test_speaks_of_obligation(text, obliges):
    assert speaks_of_obligation(text) is obliges


@pytest.mark.parametrize(
    ("text", "support", "cited", "part"),
    [
        ("Organisations must log kettles.", Support.ENTAILED, [NIST], Score(1, 1)),
        ("Organisations may log kettles.", Support.ENTAILED, [NIST], Score(0, 1)),
        ("Organisations must log kettles.", Support.VERBATIM, [NIST], Score(0, 1)),
        ("Kettles must be given away.", Support.DIGEST, [HK], None),
        ("Kettles must be given away.", Support.DIGEST, [NIST, HK], None),
    ],
)
def test_must_from_voluntary(text, support, cited, part):
    numbers = tuple(range(1, len(cited) + 1))
    claim = Claim(text=text, language="en", support=support, citations=numbers)
    citations = tuple(citation(locator, n) for n, locator in enumerate(cited, start=1))
    replied = answer(question(), *cited, claims=(claim,), citations=citations)
    assert must_from_voluntary(case(question(), replied)) == part
