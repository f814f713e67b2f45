from __future__ import annotations

import json
from collections import defaultdict

import pytest

from corpus.catalogue import catalogue
from corpus.errors import UnreadableSource
from corpus.provision import instrument_of
from evals.prose import foreign_to_script, in_language
from evals.questions import GROUNDING, KINDS, LANGUAGES, fingerprint, load
from evals.split import select
from tests.evals.answers import question

SET = load()
GROUPS = defaultdict(list)
for _question in SET:
    GROUPS[_question.group].append(_question)
VARIANTS = {"en", "zh-Hant", "yue", "zh-Hans", "lay"}


def kind_of(group):
    return group[0].kind


def test_the_set_is_as_large_as_promised():
    kinds = [kind_of(group) for group in GROUPS.values()]
    assert len(SET) >= 300
    assert len(GROUPS) >= 60
    assert kinds.count("comparison") >= 15
    assert kinds.count("follow-up") >= 20
    assert set(kinds) == set(KINDS)


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_a_group_asks_for_one_thing_in_five_ways(name):
    group = GROUPS[name]
    conversation = kind_of(group) == "follow-up"
    assert conversation or {q.variant for q in group} == VARIANTS
    assert len({q.question for q in group}) == len(group)
    shared = {
        (q.kind, q.expect, q.required, q.acceptable, q.forbidden, q.jurisdictions, q.silent)
        for q in group
    }
    assert len(shared) == 1
    turns = {1 + len(q.history) for q in group}
    assert turns <= {2, 3, 4} if conversation else turns == {1}


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_language_and_script_are_what_the_variant_says(name):
    for asked in GROUPS[name]:
        expected = "zh-Hant" if asked.language == "yue" else asked.language
        assert asked.reply_language == expected, asked.id
        assert in_language(asked.reference, expected), asked.id
        for words in (asked.question, *asked.history):
            assert foreign_to_script(words, expected) == "", asked.id
            assert any("\u3400" < c < "\u9fff" for c in words) is (expected != "en"), asked.id


def test_a_lay_paraphrase_is_counted_under_the_language_it_is_in():
    assert {q.language for q in SET if q.variant == "lay"} == set(LANGUAGES)


def test_required_clauses_lie_where_the_question_asks():
    book = catalogue()
    for asked in SET:
        for need in asked.required:
            for gold in need:
                place = book.instrument(instrument_of(gold)).jurisdiction
                assert not asked.jurisdictions or place in asked.jurisdictions, asked.id
                assert place not in asked.silent, asked.id
                assert not any(gold.startswith(barred) for barred in asked.forbidden), asked.id


@pytest.mark.official
def test_every_locator_exists(official):
    from ingest.sources import find_sources

    known = {i.id for i in catalogue().instruments}
    for source in find_sources(official):
        known |= {provision.locator for provision in source.parse(source.read()).provisions}
    missing = {(q.id, m) for q in SET for m in (*q.gold, *q.forbidden) if m not in known}
    assert missing == set()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"expect": "abstain"}, "either to be declined or requires provisions"),
        ({"required": []}, "either to be declined or requires provisions"),
        ({"required": [[]]}, "a need without a locator"),
        ({"silent": ["cn"]}, "a silent jurisdiction that is not asked about"),
        ({"acceptable": ["Article 5"]}, "not the locator of a provision"),
        ({"acceptable": ["cap-486"]}, "not the locator of a provision"),
        ({"kind": "riddle"}, "Input should be"),
        ({"answer": "x"}, "Extra inputs are not permitted"),
    ],
)
def test_a_line_that_is_not_a_question_is_refused_by_its_number(tmp_path, changes, message):
    line = question().model_dump(mode="json")
    path = tmp_path / "set.jsonl"
    path.write_text(f"{json.dumps(line)}\n{json.dumps(line | changes)}\n", "utf-8")
    with pytest.raises(UnreadableSource, match=rf"(?s)set\.jsonl, line 2.*{message}"):
        load(path)


def test_an_id_stands_once(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text(f"{question().model_dump_json()}\n" * 2, "utf-8")
    with pytest.raises(UnreadableSource, match=r"g001-en twice"):
        load(path)


def test_an_id_begins_with_its_group(tmp_path):
    path = tmp_path / "set.jsonl"
    line = question().model_dump(mode="json") | {"group": "g002"}
    path.write_text(json.dumps(line), "utf-8")
    with pytest.raises(UnreadableSource, match="does not begin with its group"):
        load(path)


def test_the_fingerprint_changes_with_the_gold_and_not_with_the_order():
    one, two = question(1), question(2)
    assert fingerprint([one, two]) == fingerprint([two, one])
    other = question(2, acceptable=["cap-486/s_27"])
    assert fingerprint([one, two]) != fingerprint([one, other])


def test_the_datasheet_counts_what_is_there():
    text = (GROUNDING / "README.md").read_text("utf-8")
    assert f"{len(SET)} questions about AI regulation in {len(GROUPS)} groups" in text
    dev = {q.group for q in select(SET, "dev")}
    for kind in KINDS:
        groups = {q.group for q in SET if q.kind == kind}
        asked = sum(q.kind == kind for q in SET)
        halves = f"{len(groups & dev)} | {len(groups - dev)}"
        assert f"| {kind} | {len(groups)} | {asked} | {halves} |" in text
    for expectation, what in (("answer", "answers"), ("correct", "corrections")):
        assert f"{sum(q.expect == expectation for q in SET)} {what}" in text
    assert f"{sum(not q.answerable for q in SET)} refusals" in text
    assert f"Dev holds {len(dev)} groups, test {len(GROUPS) - len(dev)}:" in text
