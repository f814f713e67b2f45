"""Names of further instruments: of a text where it is installed, of a law not held where not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.reference import resolve
from assistant.understanding.held import holding
from assistant.understanding.question import understand
from corpus.catalogue import LANGUAGES, catalogue

CORE = tuple(i.id for i in catalogue().instruments)
EVERY = tuple(i.id for i in catalogue().every)


def understood(question, *installed, **options):
    return understand(question, available=(*CORE, *installed), today=date(2026, 11, 22), **options)


def names(instrument):
    titles = (t.get(tag) for t in (instrument.title, instrument.short) for tag in LANGUAGES)
    return dict.fromkeys((*titles, *instrument.aliases, *instrument.implied_by))


@pytest.mark.parametrize("instrument", catalogue().further, ids=lambda i: i.id)
def test_a_name_of_what_is_not_installed_is_recognised_and_searches_nothing(instrument):
    for name in names(instrument):
        found = understood(f"What does “{name}” say about transparency?")
        assert found.uninstalled == (instrument.id,), name
        assert found.outside, name
        assert found.instruments == (), name


@pytest.mark.parametrize("instrument", catalogue().further, ids=lambda i: i.id)
def test_a_name_of_what_is_installed_searches_it_alone(instrument):
    for name in names(instrument):
        found = understood(f"What does “{name}” say about transparency?", instrument.id)
        assert found.instruments == (instrument.id,), name
        assert (found.uninstalled, found.outside) == ((), ()), name


@pytest.mark.parametrize("place", catalogue().jurisdiction, ids=lambda p: p.id)
def test_a_place_that_has_other_law_does_not_bring_its_further_texts_in(place):
    for name in place.aliases:
        found = understand(
            f"What do the rules of {name} say?", available=EVERY, today=date(2026, 11, 22)
        )
        assert set(found.instruments) <= set(CORE), name


@pytest.mark.parametrize(
    "question", ["What must a label say?", "標識要寫甚麼？", "各地點規管深偽？"]
)
def test_a_question_without_names_searches_what_it_always_did(question):
    assert understood(question, *EVERY).instruments == understood(question).instruments
    assert understood(question, *EVERY).jurisdictions == understood(question).jurisdictions


@pytest.mark.parametrize(
    ("question", "places", "instruments"),
    [
        ("What does Japan require?", ("jp",), ("jp-ai-promotion-act",)),
        ("日本點規管AI？", ("jp",), ("jp-ai-promotion-act",)),
        (
            "Compare the EU AI Act with Japan",
            ("eu", "jp"),
            ("eu-ai-act", "jp-ai-promotion-act"),
        ),
    ],
)
def test_a_place_that_has_nothing_else_brings_them_in(question, places, instruments):
    found = understood(question, "jp-ai-promotion-act")
    assert (found.jurisdictions, found.instruments) == (places, instruments)
    assert understood(question).outside == (
        {"en": "Japan", "zh-Hant": "日本"}[found.reply_language],
    )


def test_a_known_law_beside_a_held_one_leaves_the_held_one_to_answer():
    found = understood("How do the PDPO and the Model Personal Data Protection Framework differ?")
    assert found.instruments == ("cap-486",)
    assert found.uninstalled == ("hk-pcpd-ai-framework",)


def test_the_texts_of_one_place_are_those_that_are_named():
    question = "《标识办法》和《暂行办法》有什么不同？"
    found = understood(question, "cn-ai-labelling", "cn-deep-synthesis")
    assert set(found.instruments) == {"cn-genai", "cn-ai-labelling"}
    assert not found.comparison


def test_an_id_chosen_is_searched_without_being_named():
    found = understood("What is recommended?", *EVERY, instruments=["oecd-ai-principles"])
    assert found.instruments == ("oecd-ai-principles",)
    assert found.jurisdictions == ("int",)


@pytest.mark.parametrize(
    ("question", "locator"),
    [
        (
            "What does Article 5 of the Framework Convention on AI say?",
            "coe-ai-convention/sec_art-5",
        ),
        ("《标识办法》第五条", "cn-ai-labelling/art_5"),
        ("Section 6.1 of the Directive on Automated Decision-Making", "ca-adm-directive/sec_6.1"),
    ],
)
def test_a_number_beside_a_name_is_looked_up_there(question, locator):
    known = {locator, "eu-ai-act/art_5", "cn-genai/art_5"}
    with holding(EVERY):
        assert resolve(question, known.__contains__) == (locator,)
    assert resolve(question, known.__contains__) == ()


def test_what_is_held_is_forgotten_behind_the_block():
    before = understood("What does Korea's AI Basic Act say?")
    understood("What does Korea's AI Basic Act say?", "kr-ai-basic-act")
    assert understood("What does Korea's AI Basic Act say?") == before
