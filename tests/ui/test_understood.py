"""How a question was understood: all of it, in the reader's words."""

from __future__ import annotations

from datetime import date

import pytest
from kettles import answer, understanding

from assistant.answer import Need
from corpus.catalogue import LANGUAGES
from ui.understood import completed, in_full, in_short, provision_name

EVERYTHING = {
    "question": "幾多日？",
    "subject": "幾多日",
    "expansion": ("資料使用者",),
    "need": Need.FIGURE,
    "roles": ("data-user",),
    "topics": ("security",),
    "cantonese": True,
    "mixed": True,
    "jurisdictions": ("hk",),
    "instruments": ("cap-486",),
    "references": ("cap-486/s_26/ss_1",),
    "outside": ("GDPR",),
    "missing": ("s.999",),
    "operation": "shorter",
    "as_at": date(2025, 1, 2),
    "as_at_named": True,
}


def understood(language="en", **fields):
    meant = understanding("q", "zh-Hant").model_copy(update={"reply_language": language} | fields)
    return answer("typed", language, understanding=meant)


def test_everything_is_told_with_its_name():
    facts = {fact.label: fact.value for fact in in_full(understood(**EVERYTHING))}
    assert facts == {
        "Question as completed": "幾多日？",
        "Asked of the answer before": "say less",
        "Language": "Cantonese, mixed with another script, answered in English",
        "Kind of question": "a figure",
        "Jurisdictions": "Hong Kong",
        "Named but not held here": "GDPR",
        "Searched in": "PDPO (Cap. 486)",
        "Provisions named": "PDPO (Cap. 486) s.26(1)",
        "Named, but not found there": "s.999",
        "Searched for": "幾多日",
        "Also by the law's words": "資料使用者",
        "Roles": "Data user",
        "Topics": "Security",
        "Law as at": "2 January 2025, as asked",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_question_keep_their_language(language):
    by_value = {fact.value: fact.language for fact in in_full(understood(language, **EVERYTHING))}
    assert (by_value["幾多日？"], by_value["資料使用者"]) == ("zh-Hant", "zh-Hant")
    assert set(by_value.values()) == {language, "zh-Hant"}


def test_what_is_not_there_is_not_told():
    labels = [fact.label for fact in in_full(answer("q"))]
    assert labels == ["Language", "Kind of question", "Jurisdictions", "Searched in", "Law as at"]
    assert in_full(answer("q"))[2].value == "none named"


def test_the_short_form_has_what_decides():
    assert in_short(understood(**EVERYTHING)) == [
        "Cantonese, mixed with another script, answered in English",
        "a figure",
        "Hong Kong",
        "Security",
        "Named but not held here: GDPR",
        "law as at 2 January 2025",
    ]


def test_only_another_question_than_the_one_typed_is_a_completed_one():
    assert completed(answer("q")) == ""
    assert completed(understood(question="幾多日？")) == "幾多日？"


def test_a_topic_that_is_not_known_keeps_its_id():
    assert "kettles" in in_short(understood(topics=("kettles",)))


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "EU AI Act Article 50(2)"), ("zh-Hant", "歐盟《人工智能法》第50(2)條")],
)
def test_a_provision_is_named_as_it_is_cited(language, name):
    assert provision_name("eu-ai-act/art_50/par_2", language) == name
