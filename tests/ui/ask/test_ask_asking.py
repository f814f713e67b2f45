"""What is told of a question that is asked on the page."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager

import pytest
from kettles import FakeAssistant

from ui.ask.asking import Asking, Records
from ui.ask.requests import Ask
from ui.conversation import State
from ui.safety.turnstile import Busy
from ui.service.service import Service


class Told:
    def __init__(self):
        self.kept, self.answered, self.refused = [], [], 0
        self.records = Records(
            kept=lambda question, user: self.kept.append((question, user)),
            answered=lambda answer, seconds: self.answered.append((answer.question, seconds >= 0)),
            refused=self._refuse,
        )

    def _refuse(self):
        self.refused += 1


class Full:
    @asynccontextmanager
    async def turn_async(self, gone=None, place=None):
        raise Busy(7)
        yield


def last(asking, question, user=""):
    async def asked():
        steps = asking.reply(Ask(question=question, language="en"), [], threading.Event(), user)
        return [step async for step in steps]

    return asyncio.run(asked())[-1][1]


def test_a_question_is_kept_with_who_asked_and_its_answer_counted():
    told = Told()
    asking = Asking(Service(FakeAssistant()), records=told.records)
    assert last(asking, " May kettles judge? ", "mei").state is State.DONE
    assert told.kept == [("May kettles judge?", "mei")]
    assert told.answered == [("May kettles judge?", True)]
    assert told.refused == 0


def test_a_question_that_finds_the_line_full_is_counted_as_refused():
    told = Told()
    turn = last(Asking(Service(FakeAssistant()), Full(), told.records), "May kettles judge?")
    assert (turn.state, turn.wait) == (State.BUSY, 7)
    assert (told.answered, told.refused) == ([], 1)


@pytest.mark.parametrize("question", ["broken kettle", "bug in the kettle"])
def test_a_question_that_fails_is_not_counted_as_answered(question):
    told = Told()
    turn = last(Asking(Service(FakeAssistant()), records=told.records), question)
    assert turn.state is State.FAILED
    assert told.answered == []
