from __future__ import annotations

import pytest

from evals.case import Score
from evals.metrics import answer_scores
from evals.problems import named, problems
from tests.evals.answers import answer, case, cells, question

HK, CN, EU = "cap-486/s_26/ss_1", "cn-genai/art_12", "eu-ai-act/art_50/par_2"


def found(asked, replied, **options):
    judged = case(asked, replied)
    return problems(judged, answer_scores(judged), **options)


def test_nothing_is_wrong_with_a_right_answer():
    assert found(question(), answer(question(), HK)) == []


@pytest.mark.parametrize(
    ("changes", "cited", "problem"),
    [
        ({}, [], "It declines, though the texts hold the answer."),
        (
            {"expect": "abstain", "required": []},
            [HK],
            "It answers, though the texts hold no answer.",
        ),
        ({}, ["cap-486/s_5"], "No citation of PDPO (Cap. 486) s.26(1)."),
        (
            {"required": [[HK, "cap-486/s_27"]]},
            ["cap-486/s_5"],
            "No citation of PDPO (Cap. 486) s.26(1), nor of one of 1 that would do instead.",
        ),
        (
            {},
            [HK, CN],
            "It cites outside what was asked about: China's Interim Measures Article 12.",
        ),
    ],
)
def test_what_is_wrong_is_said(changes, cited, problem):
    asked = question(**changes)
    assert problem in found(asked, answer(asked, *cited))


def test_silence_that_is_not_reported():
    asked = question(kind="comparison", required=[[EU]], jurisdictions=["eu", "hk"], silent=["hk"])
    said = answer(asked, EU, comparison=cells({"eu": (0,), "hk": ()}))
    assert found(asked, said) == []
    sentence = "It does not say that a jurisdiction holds nothing on the point."
    assert found(asked, answer(asked, EU)) == [sentence]


def test_a_broken_quotation_is_said_once():
    replied = answer(question(), HK)
    broken = replied.citations[0].model_copy(update={"quote": "Kettles shall be kept."})
    replied = replied.model_copy(update={"citations": (broken,)})
    assert found(question(), replied) == ["A quotation is not verbatim."]


def test_wrong_language():
    replied = answer(question(), HK, lead="有一條條文。")
    assert found(question(), replied) == ["The reply is in the wrong language or script."]


def test_retrieval_alone_is_judged_by_what_was_found():
    judged = case(question(), answer(question(), "cap-486/s_5"))
    wrong = problems(judged, {"recall@10": Score(0.5)}, retrieval_only=True)
    assert wrong == ["Not all clauses needed are among the first ten found."]
    assert problems(judged, {}, retrieval_only=True) == []


def test_own_documents_keep_their_locator():
    assert named("own:report/p_12") == "own:report/p_12"
    assert named("cap-486/sch_1/dpp_3") == "PDPO (Cap. 486) DPP 3 (Sch.1)"
