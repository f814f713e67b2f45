"""What happens when the page's script asks for something, without a browser."""

from __future__ import annotations

import asyncio
import base64
import threading
from contextlib import asynccontextmanager
from datetime import date
from types import SimpleNamespace

import gradio as gr
import pytest
from kettles import EU

from corpus.errors import RuleBridgeError
from ui.ask.asking import Asking
from ui.ask.events import Events
from ui.ask.messages import Teller
from ui.ask.requests import Ask
from ui.conversation import MEMORY, SHOWN, State
from ui.safety.turnstile import Busy, Turnstile

SESSION = SimpleNamespace(session_hash="s")


def touched(**data):
    return gr.EventData(None, {"id": "1", "language": "en", **data})


async def told(running):
    """What is told, without the beats that say nothing."""
    return [step async for step in running if step != (gr.skip(), gr.skip())]


def ask(events, question, turns=(), **data):
    return asyncio.run(told(events.ask(touched(question=question, **data), SESSION, list(turns))))


def conversation(events, *questions):
    turns = []
    for question in questions:
        turns = ask(events, question, turns)[-1][0]
    return turns


def states(steps):
    return [message["turns"][-1]["state"] for _, message in steps]


def test_an_answer_comes_in_steps(events):
    steps = ask(events, "May kettles judge?")
    assert states(steps) == ["waiting", "growing", "done"]
    assert [m["done"] for _, m in steps] == [False, False, True]
    assert steps[-1][0][-1].answer.question == "May kettles judge?"
    assert [m["serial"] for _, m in steps] == sorted({m["serial"] for _, m in steps})


def test_statements_appear_one_after_another_and_never_look_finished(events):
    steps = ask(events, "kettles slowly")
    names = [[name for name, *_ in m["turns"][0]["parts"]] for _, m in steps]
    assert states(steps) == ["waiting", "growing", "growing", "done"]
    assert names[1] == ["question", "understood", "lead", "group0", "sources", "state"]
    assert "notices" in names[-1]
    assert "state" not in names[-1]


def test_only_the_last_answer_is_kept_by_the_browser(events):
    steps = ask(events, "kettles slowly")
    assert [bool(message["keep"]) for _, message in steps] == [False, False, False, True]
    assert steps[-1][1]["keep"][0]["answer"]["question"] == "kettles slowly"


def test_stopping_ends_the_turn_where_it_is(events):
    async def stopped():
        running = events.ask(touched(question="kettles endlessly"), SESSION, [])
        assert (await anext(running))[1]["turns"][0]["state"] == "waiting"
        assert (await anext(running))[1]["turns"][0]["state"] == "growing"
        events.stop(SESSION)
        return (await told(running))[-1]

    turns, message = asyncio.run(stopped())
    assert turns[-1].state is State.STOPPED
    assert "Stopped" in message["turns"][0]["parts"][-1][2]
    assert message["keep"][0]["answer"] is None


def test_leaving_the_page_stops_the_answer(events):
    async def left():
        running = events.ask(touched(question="kettles endlessly"), SESSION, [])
        await anext(running)
        stop = events._stops["s"]
        await running.aclose()
        assert stop.is_set()
        assert events._stops == {}

    asyncio.run(left())


def test_options_reach_the_assistant(events, held):
    options = {
        "language": "zh-Hant", "jurisdictions": ["eu"], "topics": ["teapots"],
        "as_at": "2025-01-01",
    }  # fmt: skip
    ask(events, " kettles ", language="zh-Hans", options=options)
    question, given = held.asked[0]
    assert question == "kettles"
    assert given == {
        "language": "zh-Hant", "instruments": ("eu-ai-act",), "topics": ("teapots",),
        "as_at": date(2025, 1, 1), "interface": "zh-Hans", "history": (),
    }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        {"question": ""},
        {"question": " \n"},
        {"question": "x" * 20_001},
        {"question": "x", "options": {"language": "fr"}},
        {"question": "x", "options": {"shell": "rm"}},
        {},
    ],
)
def test_what_the_script_never_sends_is_refused(events, held, data):
    ((turns, message),) = asyncio.run(told(events.ask(touched(**data), SESSION, [])))
    assert turns == gr.skip()
    assert message["error"].startswith("Something went wrong")
    assert held.asked == []


def test_the_conversation_is_remembered_but_not_for_ever(events, held):
    turns = conversation(events, *(f"kettle {n}" for n in range(SHOWN + 3)))
    assert len(turns) == SHOWN
    assert turns[-1].number == SHOWN + 3
    assert [a.question for a in held.asked[-1][1]["history"]] == [
        f"kettle {n}" for n in range(SHOWN + 2 - MEMORY, SHOWN + 2)
    ]


@pytest.mark.parametrize(
    ("edited", "left"), [(False, ["one", "new", "three"]), (True, ["one", "new"])]
)
def test_asking_again_stands_where_it_stood(events, held, edited, left):
    turns = conversation(events, "one", "two", "three")
    now = ask(events, "new", turns, replaces=2, edited=edited)[-1][0]
    assert [turn.question for turn in now] == left
    assert [a.question for a in held.asked[-1][1]["history"]] == ["one"]


@pytest.mark.parametrize(("question", "told"), [("broken", "條文庫沒有回應"), ("bug", "出現問題")])
def test_errors_stay_in_their_turn_and_say_nothing_of_the_inside(events, question, told):
    turns, message = ask(events, question, language="zh-Hant")[-1]
    words = message["turns"][0]["parts"][-1][2]
    assert told in words
    assert "secret" not in words
    assert turns[-1].state is State.FAILED
    assert ask(events, "kettles", turns)[-1][0][-1].answer is not None


class Full:
    @asynccontextmanager
    async def turn_async(self, gone=None, place=None):
        raise Busy(7)
        yield


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Try again in 7 s."), ("zh-Hant", "請於7秒後再試"), ("zh-Hans", "请在7秒后重试")],
)
def test_a_busy_server_says_when_to_come_back(service, choices, language, told):
    events = Events(service, Asking(service, Full()), Teller(choices))
    turns, message = ask(events, "kettles", language=language)[-1]
    assert turns[-1].state is State.BUSY
    assert told in message["turns"][0]["parts"][-1][2]
    assert 'data-act="retry"' in message["turns"][0]["parts"][-1][2]


def test_a_question_takes_its_turn_and_gives_it_back(service):
    gate = Turnstile(workers=1, waiting=0)

    async def asked():
        asking = Asking(service, gate)
        stop = threading.Event()
        running = asking.reply(Ask(question="kettles endlessly"), [], stop)
        await anext(running)
        await anext(running)
        assert gate.active == 1
        stop.set()
        async for _ in running:
            pass
        assert gate.active == 0

    asyncio.run(asked())


def test_who_waits_in_the_line_is_told_how_long(service, choices):
    gate = Turnstile(workers=1, waiting=1, usual=7)
    events = Events(service, Asking(service, gate), Teller(choices))

    async def waited():
        async with gate.turn_async():
            running = events.ask(touched(question="kettles"), SESSION, [])
            await anext(running)
            while (step := await anext(running)) == (gr.skip(), gr.skip()):
                pass
        return step, (await told(running))[-1]

    (turns, waiting), (_, done) = asyncio.run(waited())
    assert (turns[-1].state, turns[-1].wait) == (State.WAITING, 7)
    assert "in about 7 s" in waiting["turns"][0]["parts"][-1][2]
    assert done["turns"][0]["state"] == "done"


def test_who_leaves_the_line_frees_a_place(service, choices):
    gate = Turnstile(workers=1, waiting=1)
    events = Events(service, Asking(service, gate), Teller(choices))

    async def left():
        async with gate.turn_async():
            running = events.ask(touched(question="kettles"), SESSION, [])
            await anext(running)
            following = asyncio.create_task(anext(running))
            while not gate.waiting:
                await asyncio.sleep(0.01)
            await following
            await running.aclose()
            while gate.waiting:
                await asyncio.sleep(0.01)
        assert gate.active == 0

    asyncio.run(left())


def test_another_language_changes_every_word_of_ours(events):
    turns = conversation(events, "May kettles judge?")
    english, chinese = (
        events.speak(touched(language=tag), SESSION, turns) for tag in ("en", "zh-Hant")
    )
    labels = [
        {name: words for name, _, words in m["turns"][0]["parts"]} for m in (english, chinese)
    ]
    for name in ("question", "chips", "sources", "tools", "operations"):
        assert labels[0][name] != labels[1][name]
    assert labels[0]["lead"] == labels[1]["lead"]


def test_a_clause_is_shown_in_its_surroundings(events):
    place = {"locator": EU, "version": "2026-07-27", "language": "en", "spans": [[3, 9]]}
    shown = events.source(touched(look=place))["html"]
    assert "<mark>Nobody</mark>" in shown
    assert "Spouts are governed by their own rules." in shown
    assert 'data-locator="eu-ai-act/art_4"' in shown
    assert 'data-locator="eu-ai-act/art_6"' in shown


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        ("source", {"look": {"locator": "eu-ai-act/art_99"}}, "There is no provision"),
        ("source", {"look": {"locator": "<b>"}}, "Something went wrong"),
        ("cite", {"cite": {"locator": EU, "style": "latin"}}, "There is no citation style"),
        ("beside", {}, "Something went wrong"),
    ],
)
def test_what_there_is_not_is_said(events, kind, data, told):
    message = getattr(events, kind)(touched(**data))
    assert message["error"].startswith(told)
    assert message["answers"] == "1"


def test_an_answer_leaves_as_a_file_and_nothing_stays(events):
    turns = conversation(events, "May kettles judge?")
    message = events.export(touched(turn=1, form="text"), turns)
    assert message["name"].endswith(".txt")
    assert "Nobody shall teach a kettle" in base64.b64decode(message["content"]).decode()


@pytest.mark.parametrize(
    ("turn", "form", "told"),
    [(9, "text", "Something went wrong"), (1, "exe", "Something went wrong")],
)
def test_what_cannot_be_exported_is_said(events, turn, form, told):
    turns = conversation(events, "May kettles judge?")
    assert events.export(touched(turn=turn, form=form), turns)["error"].startswith(told)


def test_nothing_of_a_failure_inside_reaches_the_page(events, monkeypatch):
    def fails(*_):
        raise RuleBridgeError("secret path")

    monkeypatch.setattr("ui.ask.events.look_at", fails)
    assert "secret" not in events.source(touched(look={"locator": EU}))["error"]
