from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict

import pytest

from corpus.catalogue import catalogue
from corpus.provision import LOCATOR, instrument_of
from evals.prose import foreign_to_script, in_language
from evals.questions import GROUNDING, load

TUNING = GROUNDING.parent / "tuning"
SET = load(TUNING / "questions.jsonl")
GROUPS = defaultdict(list)
for _question in SET:
    GROUPS[_question.group].append(_question)


def plain(text):
    """What is left of a question without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def test_plain_leaves_letters_and_figures_only():
    assert plain("Ｗhat, 40 days？ 香港！") == "what40days香港"


def test_the_set_is_as_large_as_promised():
    assert len(GROUPS) >= 80
    assert len(SET) == 4 * len(GROUPS)


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_a_group_asks_for_one_thing_in_four_wordings(name):
    group = GROUPS[name]
    written = {"en", "yue", "zh-Hans"}
    assert {q.variant for q in group} in ({*written, "zh-Hant"}, {*written, "lay"})
    shared = {
        (q.kind, q.expect, q.required, q.acceptable, q.forbidden, q.jurisdictions, q.silent)
        for q in group
    }
    assert len(shared) == 1
    assert all(not q.history for q in group)


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_language_and_script_are_what_the_variant_says(name):
    for asked in GROUPS[name]:
        expected = "zh-Hant" if asked.language == "yue" else asked.language
        assert asked.reply_language == expected, asked.id
        assert in_language(asked.reference, expected), asked.id
        assert foreign_to_script(asked.question, expected) == "", asked.id


def test_locators_name_a_provision_of_a_place_that_is_asked_about():
    book = catalogue()
    for asked in SET:
        places = {}
        for locator in asked.gold:
            assert LOCATOR.fullmatch(locator), asked.id
            places[locator] = book.instrument(instrument_of(locator)).jurisdiction
        for locator, place in places.items():
            assert place in asked.jurisdictions, (asked.id, locator)
            assert place not in asked.silent, (asked.id, locator)
        required = [locator for need in asked.required for locator in need]
        assert not set(required) & set(asked.acceptable), asked.id


def test_no_wording_stands_twice_or_in_the_grounding_set():
    mine = Counter(plain(q.question) for q in SET)
    assert max(mine.values()) == 1
    assert not mine.keys() & {plain(q.question) for q in load()}


def test_the_readme_counts_what_is_there():
    text = (TUNING / "README.md").read_text("utf-8")
    assert f"{len(SET)} questions in {len(GROUPS)} groups" in text
    for kind, groups in Counter(group[0].kind for group in GROUPS.values()).items():
        assert f"| {kind} | {groups} |" in text


@pytest.mark.official
def test_every_locator_exists(official):
    from ingest.sources import find_sources

    known = set()
    for source in find_sources(official):
        parsed = source.parse(source.read())
        # The gold is that of the law in force, not of the AI Act as first published.
        if (parsed.edition.instrument, parsed.edition.version) != ("eu-ai-act", "2024-07-12"):
            known |= {provision.locator for provision in parsed.provisions}
    assert {(q.id, locator) for q in SET for locator in q.gold if locator not in known} == set()
