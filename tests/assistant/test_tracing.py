from clauses import citation, comparison, passage

from assistant.abstention import Confidence
from assistant.answer import Candidate, Claim, ComparisonCell, Support
from assistant.composing.extractive import Draft
from assistant.retrieval import Group, Retrieval
from assistant.tracing import trace_of

EU = [f"eu-ai-act/art_{n}" for n in range(1, 31)]
HK = ["cap-486/s_1", "cap-486/s_2"]


def group(*places, jurisdiction=""):
    candidates = [
        Candidate(locator=p, instrument=passage(p).instrument, language="en", version="v", score=1)
        for p in places
    ]
    return Group(jurisdiction, tuple(dict.fromkeys(c.instrument for c in candidates)), candidates)


def draft(*cited, cells=()):
    claim = [
        Claim(text="?", language="en", support=Support.DIGEST, citations=(n,))
        for n, _ in enumerate(cited, start=1)
    ]
    citations = [citation(n, place) for n, place in enumerate(cited, start=1)]
    return Draft("en", claims=claim, citations=citations, comparison=list(cells))


def sure(likelihood, background="teapots", **signs):
    return Confidence(likelihood, signs, background)


def traced(groups, measured, made):
    return trace_of(Retrieval(groups, 0.5, comparison(), {"searching": 3.0}), measured, made)


def test_what_spoke_for_an_answer_is_kept_with_the_stages():
    trace = traced([group(*EU[:2])], [sure(0.8, scope=0.4, digest=0.3)], draft(EU[0]))
    assert trace.confidence == {
        "score": 0.8,
        "scope": 0.4,
        "digest": 0.3,
        "nearest_background": "teapots",
    }
    assert trace.ms == {"searching": 3.0}


def test_a_candidate_that_is_not_cited_was_less_likely():
    trace = traced([group(*EU[:3])], [sure(0.8)], draft(EU[1]))
    assert trace.passed_over == {EU[0]: "less_likely", EU[2]: "less_likely"}


def test_where_there_is_no_answer_every_candidate_was_passed_over_for_that():
    trace = traced([group(*EU[:2])], [sure(0.1)], draft())
    assert trace.passed_over == dict.fromkeys(EU[:2], "no_answer")


def test_each_jurisdiction_of_a_comparison_has_its_own_reason_and_its_own_score():
    groups = [group(*EU[:2], jurisdiction="eu"), group(*HK, jurisdiction="hk")]
    cells = [
        ComparisonCell(jurisdiction="eu", claims=(0,)),
        ComparisonCell(jurisdiction="hk"),
    ]
    measured = [sure(0.4, "teapots", scope=0.2), sure(0.9, "saucers", scope=0.6)]
    trace = traced(groups, measured, draft(EU[0], cells=cells))
    assert trace.passed_over == {EU[1]: "less_likely"} | dict.fromkeys(HK, "no_answer")
    assert trace.confidence == {
        "score": 0.9,
        "scope": 0.6,
        "nearest_background": "saucers",
        "score_eu": 0.4,
        "score_hk": 0.9,
    }


def test_of_a_long_list_only_the_first_are_told_of():
    passed_over = traced([group(*EU)], [sure(0.8)], draft(EU[0], EU[25])).passed_over
    assert list(passed_over) == EU[1:20]
