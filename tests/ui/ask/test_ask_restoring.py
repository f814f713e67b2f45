"""A kept conversation is believed as far as the installed texts bear it out."""

from __future__ import annotations

import copy
import json

import gradio as gr
import pytest

from ui.ask.events import Events
from ui.ask.options import Options
from ui.ask.restoring import kept, restored
from ui.conversation import SHOWN, State, Turn
from ui.service.requests import AskRequest


@pytest.fixture
def record(service):
    of = service.ask(AskRequest(question="May kettles judge?"))
    turn = Turn(3, of.question, Options(language="en"), State.DONE, of)
    return json.loads(json.dumps(kept(turn)))


def test_what_was_kept_comes_back_identical(service, record):
    (turn,) = restored([record], service)
    assert turn.state is State.DONE
    assert turn.options == Options(language="en")
    assert turn.answer == service.ask(AskRequest(question="May kettles judge?"))


def changed(record, change):
    made = copy.deepcopy(record)
    change(made["answer"])
    return made


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a["citations"][0].update(quote="Everybody shall teach a kettle"),
        lambda a: a["citations"][0].update(locator="eu-ai-act/art_99"),
        lambda a: a["citations"][0].update(gist="Kettles may judge."),
        lambda a: a["citations"].pop(),
        lambda a: a.pop("understanding"),
        lambda a: a.update(claims="none"),
    ],
)
def test_what_the_texts_do_not_bear_out_is_a_question_to_ask_again(service, record, change):
    (turn,) = restored([changed(record, change)], service)
    assert (turn.state, turn.answer) == (State.LOST, None)
    assert turn.question == "May kettles judge?"


@pytest.mark.parametrize(
    "rubbish",
    [None, 7, "x", [], {}, {"number": 0, "question": "x"}, {"number": 1, "question": "x" * 20_001}],
)
def test_rubbish_is_left_out(service, record, rubbish):
    assert [turn.number for turn in restored([rubbish, record], service)] == [3]


def test_no_more_comes_back_than_is_shown(service):
    records = [{"number": n, "question": f"q{n}"} for n in range(1, 60)]
    turns = restored(records, service)
    assert [turn.number for turn in turns] == list(range(60 - SHOWN, 60))


@pytest.mark.parametrize(("user", "found"), [("ann", 1), ("bob", 0), ("", 0)])
def test_readers_get_back_what_is_their_own(service, choices, record, user, found):
    from ui.ask.asking import Asking
    from ui.ask.messages import Teller

    events = Events(service, Asking(service), Teller(choices), lambda _: user)
    touched = gr.EventData(None, {"id": "1", "owner": "ann", "kept": [record]})
    turns, message = events.hello(touched, None, [])
    assert len(turns) == found
    assert message["user"] == user
