"""A model's answer joined with verification, against the scripted endpoint's kin: a fake writer."""

from types import SimpleNamespace

import pytest
from clauses import understanding

from assistant.answer import Answer, Check, Citation, Claim, Support
from assistant.model.answering import ModelAnswerer
from assistant.model.endpoint import Failure
from assistant.model.writer import Withheld, Written
from assistant.verification import Verdict
from corpus.glossary import glossary
from corpus.provision import Authority, BindingForce

WORDS = "A seller shall make sure that a kettle whistles."


def citation(number=1):
    return Citation(
        number=number,
        locator="cap-486/s_1",
        instrument="cap-486",
        jurisdiction="hk",
        language="en",
        version="2022-10-01",
        authority=Authority.AUTHENTIC,
        binding_force=BindingForce.STATUTE,
        pinpoint="s.1",
        quote=WORDS,
        quote_verified=True,
        spans=((0, len(WORDS)),),
    )


def extractive():
    claim = Claim(text="Kettles whistle.", language="en", support=Support.DIGEST, citations=(1,))
    return Answer(
        question="Must kettles whistle?",
        language="en",
        lead="Kettles whistle (s.1).",
        lead_citations=(1,),
        claims=(claim,),
        citations=(citation(),),
        understanding=understanding("Must kettles whistle?", "en", instruments=("cap-486",)),
    )


class Writing:
    """What a writer returns: statements given out, then how it ended."""

    def __init__(self, shown=(), withheld=(), failure=None):
        self.given, self.shown, self.withheld, self.failure = list(shown), [], withheld, failure

    def __iter__(self):
        for statement in self.given:
            self.shown.append(statement)
            yield statement

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        return None


def answers(writing):
    provision = SimpleNamespace(text=WORDS)
    index = SimpleNamespace(
        provisions=SimpleNamespace(get=lambda *place: [provision], children=lambda *place: [])
    )
    writer = SimpleNamespace(name="fake", write=lambda *given, **more: writing)
    answerer = ModelAnswerer(writer, index, glossary(), None)
    # What the model is shown is the writer's matter and is tested there.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.model.answering.numbered", lambda *given: [])
        return list(answerer.answers(extractive()))


def passed(text, quote=WORDS):
    verdict = Verdict((Check(statement=text, test="quotation", passed=True),), text)
    return Written(text, ((1, quote),), verdict)


def test_a_statement_is_shown_when_it_is_verified_and_bound_to_what_it_quotes():
    first, second, whole = answers(
        Writing([passed("Sellers see to it.", WORDS[:8]), passed("A kettle whistles.")])
    )
    assert [claim.text for claim in first.claims] == ["Sellers see to it."]
    assert [claim.text for claim in whole.claims] == ["Sellers see to it.", "A kettle whistles."]
    assert second.claims == whole.claims
    assert {claim.support for claim in whole.claims} == {Support.ENTAILED}
    assert [c.quote for c in whole.citations] == [WORDS[:8], WORDS]
    assert [claim.citations for claim in whole.claims] == [(1,), (2,)]
    assert whole.written_by == "fake"
    assert not whole.fallback


def test_a_failure_falls_back_to_the_extractive_answer_and_says_why():
    (answer,) = answers(Writing(failure=Failure.UNREACHABLE))
    assert answer.claims == extractive().claims
    assert answer.lead == extractive().lead
    assert answer.fallback == Failure.UNREACHABLE.sentence("en")
    assert not answer.written_by


def test_what_was_streamed_before_a_failure_does_not_stay():
    *_, answer = answers(Writing([passed("A kettle whistles.")], failure=Failure.TOO_SLOW))
    assert answer.claims == extractive().claims


def test_what_is_withheld_is_counted_and_its_checks_are_kept():
    failed = Check(statement="Kettles may whistle.", test="modality", passed=False)
    held = Withheld("Kettles may whistle.", ((1, WORDS),), "failed_checks", Verdict((failed,), ""))
    unknown = Withheld("Whatever.", ((9, WORDS),), "unknown_clause")
    *_, answer = answers(Writing([passed("A kettle whistles.")], [held, unknown]))
    assert answer.withheld == 2
    tests = [(check.test, check.passed) for check in answer.trace.checks]
    assert ("modality", False) in tests
    assert ("unknown_clause", False) in tests


def test_a_converted_script_is_said():
    verdict = Verdict((), "水煲須鳴笛。", converted=True)
    *_, answer = answers(Writing([Written("水煲须鸣笛。", ((1, WORDS),), verdict)]))
    assert "reply_converted" in {notice.code for notice in answer.notices}
