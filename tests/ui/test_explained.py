"""Why this answer: told from what the answer records."""

from __future__ import annotations

import pytest
from kettles import answer, answer_first, refusal

from assistant.answer import Trace
from corpus.catalogue import LANGUAGES
from ui.explained import account, degree


def test_an_account_has_what_was_found_and_what_was_passed_over():
    told = account(answer_first())
    assert told.title == "Why this answer"
    assert told.sure == ("That the texts here answer the question was judged very likely.",)
    assert told.brought_in == (
        "[1] EU AI Act Article 5(1): our digest of it is close in meaning (rank 1), "
        "shares its words (rank 4).",
        "[2] China's Interim Measures 第四条第（一）项: it defines a term of a quotation.",
        "[3] EU AI Act Article 5(2): it limits [1].",
    )
    assert told.passed_over == {
        "Less likely to answer": {"EU AI Act": ["Article 50(2)"]},
        "Judged not to answer the question": {"China's Interim Measures": ["Article 12"]},
    }
    assert told.withheld == ("negation: 1",)


def test_each_place_compared_has_its_own_certainty():
    trace = Trace(confidence={"score": 0.9, "score_eu": 0.9, "score_hk": 0.1})
    assert account(answer("q", trace=trace)).sure == (
        "European Union: that the texts here answer the question was judged very likely.",
        "Hong Kong: that the texts here answer the question was judged very unlikely.",
    )


def test_of_a_question_never_searched_for_there_is_nothing_to_tell():
    told = account(refusal("nothing"))
    assert (told.empty, told.title) == (True, "Why there is no answer")


@pytest.mark.parametrize("language", LANGUAGES)
def test_degrees_differ_and_rise(language):
    degrees = [degree(likelihood, language) for likelihood in (0, 0.2, 0.5, 0.7, 0.9, 1)]
    assert len(set(degrees)) == 5
    assert degrees[-1] == degrees[-2]
