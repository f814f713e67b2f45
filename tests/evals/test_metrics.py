from __future__ import annotations

import pytest

from evals.case import Score
from evals.metrics import BY_NAME as NAMED
from evals.metrics import METRICS, answer_scores, leaks
from tests.evals.answers import answer, case, cells, question

HK, HK2, HK3 = "cap-486/s_26/ss_1", "cap-486/s_18/ss_1", "cap-486/sch_1/dpp_3"
EU, CN, US = "eu-ai-act/art_50/par_2", "cn-genai/art_12", "nist-ai-rmf/GOVERN-1.1"
FAR = {"expect": "abstain", "required": [], "kind": "far", "jurisdictions": []}


def score(name, asked, replied):
    return NAMED[name].measure(case(asked, replied))


@pytest.mark.parametrize(
    ("cited", "precision", "recall", "pinpoint"),
    [
        ([HK, HK2], 1, 1, 1),
        ([HK], 1, 0.5, 0.5),
        ([HK, "cap-486/s_18"], 1, 1, 0.5),
        ([HK, "cap-486/s_18/ss_1/par_a", "cap-486/s_5", "cap-486/s_6"], 0.5, 1, 1),
        (["cap-486/s_20"], 1, 0, 0),
        (["cap-486/s_19"], 1, 0.5, 0.5),
        (["cap-486/s_5"], 0, 0, 0),
    ],
)
def test_citations(cited, precision, recall, pinpoint):
    asked = question(required=[[HK], [HK2, "cap-486/s_19"]], acceptable=["cap-486/s_20"])
    replied = answer(asked, *cited)
    assert score("citation_precision", asked, replied) == Score(precision)
    assert score("citation_recall", asked, replied) == Score(recall)
    assert score("pinpoint_recall", asked, replied) == Score(pinpoint)


def test_a_provision_cited_twice_counts_once():
    asked = question()
    assert score("citation_precision", asked, answer(asked, HK, HK, "cap-486/s_5")) == Score(0.5)


def test_declining_an_answerable_question_has_no_precision_and_no_recall():
    asked = question()
    assert score("citation_precision", asked, answer(asked)) is None
    assert score("citation_recall", asked, answer(asked)) == Score(0)


@pytest.mark.parametrize(
    ("expect", "declined", "answered", "recall", "precision"),
    [
        ("answer", False, 1, None, None),
        ("answer", True, 0, None, 0),
        ("abstain", True, None, 1, 1),
        ("abstain", False, None, 0, None),
    ],
)
def test_abstention(expect, declined, answered, recall, precision):
    asked = question() if expect == "answer" else question(**FAR)
    replied = answer(asked) if declined else answer(asked, HK)
    wanted = {
        "answer_rate": answered,
        "abstention_recall": recall,
        "abstention_precision": precision,
    }
    for name, part in wanted.items():
        assert score(name, asked, replied) == (None if part is None else Score(part)), name


def test_comparison_coverage_counts_jurisdictions_with_a_gold_clause():
    asked = question(
        kind="comparison",
        jurisdictions=["eu", "cn", "hk"],
        required=[[EU], [EU, "eu-ai-act/art_99"], [CN]],
        silent=["hk"],
    )
    replied = answer(asked, "eu-ai-act/art_99", "cap-486/s_5")
    assert score("comparison_coverage", asked, replied) == Score(1, 2)
    assert score("comparison_coverage", asked, answer(asked, EU, CN)) == Score(2, 2)
    assert score("comparison_coverage", asked, answer(asked)) == Score(0, 2)
    assert score("comparison_coverage", question(), answer(question(), HK)) is None


@pytest.mark.parametrize(
    ("reported", "part"),
    [
        ({"eu": (0,), "cn": (), "hk": ()}, 2),
        ({"eu": (0,), "cn": (1,), "hk": ()}, 1),
        ({"eu": (0,), "hk": (1,)}, 0),
        ({}, 0),
    ],
)
def test_silence_reported(reported, part):
    asked = question(
        kind="comparison",
        jurisdictions=["eu", "cn", "hk"],
        required=[[EU]],
        silent=["cn", "hk"],
    )
    replied = answer(asked, EU, comparison=cells(reported))
    assert score("silence_reported", asked, replied) == Score(part, 2)


@pytest.mark.parametrize(
    ("jurisdictions", "required", "searched", "right"),
    [
        (["hk"], [[HK]], ["cap-486", "cap-528"], 1),
        (["hk"], [[HK]], ["cap-528"], 0),
        (["hk"], [[HK]], ["cap-486", "cn-genai"], 0),
        ([], [[HK]], ["cap-486", "cn-genai"], 1),
        ([], [[HK, EU]], ["eu-ai-act"], 1),
        (["hk"], [], ["cap-486"], 1),
        (["hk"], [], [], 1),
        (["hk"], [], ["cn-genai"], 0),
    ],
)
def test_routing(jurisdictions, required, searched, right):
    expect = "answer" if required else "abstain"
    asked = question(jurisdictions=jurisdictions, required=required, expect=expect)
    replied = answer(asked, HK, searched=searched)
    assert score("routing", asked, replied) == Score(right)


def test_routing_says_nothing_where_anything_may_be_searched():
    asked = question(**FAR)
    assert score("routing", asked, answer(asked)) is None


@pytest.mark.parametrize(
    ("changes", "cited", "leaked"),
    [
        ({}, [HK], ()),
        ({}, [HK, CN], (CN,)),
        ({"acceptable": [CN]}, [HK, CN], ()),
        ({"jurisdictions": [], "forbidden": ["cn-genai"]}, [CN, EU], (CN,)),
        ({"forbidden": ["cap-486/s_18"]}, [HK, HK2], (HK2,)),
        ({"forbidden": ["cap-486/s_1"]}, [HK, HK2], ()),
    ],
)
def test_leaks(changes, cited, leaked):
    asked = question(**changes)
    replied = answer(asked, *cited)
    assert leaks(case(asked, replied)) == leaked
    assert score("leak", asked, replied) == Score(float(bool(leaked)))


def test_no_leak_is_measured_where_nothing_is_cited_or_named():
    assert score("leak", question(), answer(question())) is None
    anywhere = question(jurisdictions=[])
    assert score("leak", anywhere, answer(anywhere, HK)) is None


def test_a_jurisdiction_is_judged_by_the_catalogue_not_by_the_answer():
    asked = question()
    replied = answer(asked, CN)
    lying = replied.citations[0].model_copy(update={"jurisdiction": "hk"})
    replied = replied.model_copy(update={"citations": (lying,)})
    assert score("leak", asked, replied) == Score(1)


def test_retrieval_alone_measures_no_answer():
    asked = question()
    names = set(answer_scores(case(asked, answer(asked, HK)), retrieval_only=True))
    assert names == {"routing", "answer_rate"}


def test_every_metric_has_a_name_of_its_own():
    assert len(NAMED) == len(METRICS)
