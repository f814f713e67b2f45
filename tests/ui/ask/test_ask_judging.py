"""Was this right? What a reader says is kept; where it is switched off, nothing is offered."""

from __future__ import annotations

import gradio as gr
import pytest
from kettles import answer
from lxml import html

from ui.ask.asking import Asking
from ui.ask.events import Events
from ui.ask.messages import Teller
from ui.ask.turns import turn_parts
from ui.conversation import State, Turn
from ui.feedback.feedback import Reason
from ui.feedback.store import FeedbackStore

TURNS = [
    Turn(1, "kettles?", state=State.DONE, answer=answer("kettles?")),
    Turn(2, "teapots?", state=State.DONE, answer=answer("teapots?")),
]


@pytest.fixture
def store(tmp_path):
    return FeedbackStore(tmp_path / "feedback.jsonl")


def judged(service, choices, store, **data):
    events = Events(service, Asking(service), Teller(choices), store=store)
    given = {"id": "1", "language": "zh-Hant", "turn": 2, "reason": "outdated", **data}
    return events.judge(gr.EventData(None, given), TURNS)


def test_what_is_said_is_kept_with_what_it_is_about(service, choices, store):
    message = judged(service, choices, store, citation=2, comment=" <b>old</b> ")
    assert message["thanks"].startswith("多謝")
    (kept,) = store
    assert (kept.reason, kept.comment, kept.citation) == (Reason.OUTDATED, "<b>old</b>", 2)
    assert (kept.question, kept.history) == ("teapots?", ("kettles?",))


@pytest.mark.parametrize(
    "data",
    [{"turn": 9}, {"reason": "boring"}, {"citation": 7}, {"comment": "x" * 2001}, {"reason": 5}],
)
def test_what_makes_no_sense_is_not_kept(service, choices, store, data):
    assert "error" in judged(service, choices, store, **data)
    assert list(store) == []


def test_switched_off_nothing_is_offered_or_kept(service, choices):
    assert "error" in judged(service, choices, None)
    words = "".join(w for *_, w in turn_parts(TURNS[1], "en", choices, newest=True))
    assert "data-judge" not in words


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_the_form_offers_every_reason_and_citation(choices, language):
    parts = turn_parts(TURNS[1], language, choices, newest=True, feedback=True)
    form = html.fromstring("".join(w for *_, w in parts)).xpath("//form[@data-judge='2']")[0]
    reasons = form.xpath(".//select[@name='reason']/option/@value")
    assert reasons == ["", *(reason.value for reason in Reason)]
    assert form.xpath(".//select[@name='citation']/option/@value") == ["0", "1", "2"]
    for field in form.xpath(".//select | .//textarea"):
        assert form.xpath(f".//label[@for='{field.get('id')}']")
