"""Packs of answers that a language model wrote: verified again, never reproduced."""

from __future__ import annotations

import copy
import json
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from evidence_packs import WHEN, made, replayed_pack, resealed

from assistant.answer import Notice, Support
from assistant.model.answering import ModelAnswerer
from assistant.model.endpoint import Failure
from assistant.model.writer import Written
from ui.export.evidence.archive import unpacked
from ui.export.evidence.building import contents
from ui.export.evidence.pack import read_pack
from ui.export.evidence.report import Verdict
from ui.service.service import Service

QUESTION = "May a data user in Hong Kong keep personal data for ever?"
pytestmark = pytest.mark.official


class Writing:
    """A model that says what the first clause says, in its words."""

    def __init__(self, clauses, verify, failure):
        self.shown, self.withheld, self.failure = [], [], failure
        self._clauses, self._verify = clauses, verify

    def __iter__(self):
        if self.failure is None:
            clause = self._clauses[0]
            words = clause.text.split("\n")[-1].strip()
            quoted = ((clause.number, words),)
            verdict = self._verify(words, list(quoted))
            assert verdict.passed, verdict.failed
            self.shown.append(Written(words, quoted, verdict))
            yield self.shown[-1]


def service_with(official_assistant, failure=None):
    def write(understood, clauses, verify, *, stop=None):
        return nullcontext(Writing(clauses, verify, failure))

    writer = SimpleNamespace(
        name="/srv/models/tiny.gguf",
        budget=3000,
        endpoint=SimpleNamespace(max_tokens=1000),
        write=write,
    )
    assistant = copy.copy(official_assistant)
    knowledge = assistant.knowledge
    assistant.model = ModelAnswerer.of(writer, assistant.index, assistant.embedder, knowledge.terms)
    return Service(assistant)


@pytest.fixture(scope="module")
def written(official_assistant):
    return made(service_with(official_assistant), QUESTION)


def falsified(data, service, **updates):
    pack = read_pack(data)
    answer = pack.answer.model_copy(update=updates)
    return resealed(data, contents(answer, pack.question, pack.history, service, WHEN))


def test_it_is_verified_not_reproduced(written, official_service):
    answer, data = written
    assert {claim.support for claim in answer.claims} == {Support.ENTAILED}
    report = replayed_pack(data, official_service)
    assert report.verdict is Verdict.VERIFIED
    assert [each.code for each in report.remarks] == ["by_model"]
    assert report.differences == ()
    assert "was not asked again" in report.sentences("en")[1]


def test_the_model_is_not_asked_again(written, official_assistant):
    service = service_with(official_assistant)
    service.assistant.model.writer.write = None
    assert replayed_pack(written[1], service).verdict is Verdict.VERIFIED


def test_only_its_name_is_told(written):
    files = unpacked(written[1])
    assert json.loads(files["settings.json"])["language_model"]["name"] == "tiny.gguf"
    assert json.loads(files["answer.json"])["written_by"] == "tiny.gguf"
    assert b"/srv/models" not in b"".join(files.values())
    assert json.loads(files["checks.json"])["statements"]


def test_a_false_statement_fails_its_checks(written, official_assistant):
    answer, data = written
    service = service_with(official_assistant)
    claim = answer.claims[0].model_copy(
        update={"text": "In China everybody may keep personal data for 99 years."}
    )
    false = falsified(data, service, claims=(claim, *answer.claims[1:]))
    report = replayed_pack(false, service)
    assert report.verdict is Verdict.REFUSED
    assert {each.code for each in report.problems} == {"statement_fails"}


def test_a_false_notice_is_found(written, official_assistant):
    service = service_with(official_assistant)
    false = Notice(code="edition", text="Kettles are exempt.")
    report = replayed_pack(falsified(written[1], service, notices=(false,)), service)
    assert report.verdict is Verdict.REFUSED
    assert report.problems[0].values == {"name": "notices"}


def test_an_answer_after_a_model_failed_is_reproduced(official_assistant, official_service):
    answer, data = made(service_with(official_assistant, Failure.BUSY), QUESTION)
    assert answer.fallback
    assert replayed_pack(data, official_service).verdict is Verdict.REPRODUCED
