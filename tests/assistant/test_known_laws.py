"""What is said of a law that is known by name and whose text is not installed."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.refusing import refusal
from assistant.understanding.question import understand
from corpus.catalogue import LANGUAGES, catalogue

CORE = tuple(i.id for i in catalogue().instruments)


def refused(question, language):
    meant = understand(question, available=CORE, today=date(2026, 11, 22), language=language)
    answer = refusal(question, meant, CORE)
    return answer.reason if answer else ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("instrument", catalogue().further, ids=lambda i: i.id)
def test_it_is_known_not_installed_and_there_is_a_way_to_have_it(instrument, language):
    name = instrument.short.get(language)
    reason = refused(f"What does the {name} say about transparency?", language)
    assert name in reason
    assert f"rulebridge sources fetch {instrument.id}" in reason
    assert "rulebridge ingest" in reason
    assert {"en": "not installed", "zh-Hant": "尚未安裝", "zh-Hans": "尚未安装"}[language] in reason


def test_beside_a_law_that_is_not_known_both_are_told_apart():
    reason = refused("Compare the GDPR and the OECD AI Principles", "en")
    assert "does not hold General Data Protection Regulation (GDPR)" in reason
    assert "does not hold OECD" not in reason
    assert "sources fetch oecd-ai-principles" in reason


def test_a_law_that_is_not_known_is_declined_as_it_was():
    reason = refused("What does the GDPR say?", "en")
    assert "sources fetch" not in reason
    assert "does not hold General Data Protection Regulation (GDPR)" in reason


@pytest.mark.parametrize(
    "question",
    [
        "What does the PCPD's Model Personal Data Protection Framework say about consent?",
        "私隱專員公署嘅模範框架對同意有咩要求？",
        "中国《深度合成管理规定》对标识有什么要求？",
        "What does the Digital Policy Office in Hong Kong recommend for generative AI?",
    ],
)
def test_it_is_never_answered_from_another_law(question):
    assert "rulebridge sources fetch" in refused(question, None)


def test_a_question_that_also_names_a_held_law_is_not_refused():
    assert refused("Does the PDPO or the OECD AI Principles cover this?", "en") == ""
