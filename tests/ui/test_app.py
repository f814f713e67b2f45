"""What happens on the page, without a browser."""

from __future__ import annotations

import threading
from datetime import date

import gradio as gr
import httpx
import pytest
from kettles import FakeAssistant, indexed, manifest

import ui.app
from assistant.understanding.operation import operation_of
from corpus.catalogue import LANGUAGES
from corpus.errors import IndexMissing, RuleBridgeError
from corpus.provision import Authority
from corpus.texts import text
from ui.app import Chat
from ui.conversation import MEMORY, OPERATIONS, SHOWN, Turn
from ui.server import Server


@pytest.fixture
def chat(fake, monkeypatch):
    monkeypatch.setattr(ui.app, "_PAUSE", 0)
    return Chat(fake)


def ask(chat, question, turns=(), language="en", chosen=()):
    return list(chat.reply(question, chosen, language, list(turns)))


def test_an_answer_comes_in_steps(chat):
    steps = ask(chat, "May kettles judge?")
    assert [step[1].count("<blockquote") for step in steps] == [0, 1, 2]
    assert "Searching the law…" in steps[0][1]
    assert "rb-source" in steps[1][2]
    assert steps[0][3] == ""
    assert steps[-1][0][-1].answer.question == "May kettles judge?"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_offered_under_an_answer_is_asked_in_the_words_of_the_interface(
    chat, fake, language, operation
):
    turns = ask(chat, "May kettles judge?")[-1][0]
    touched = gr.EventData(None, {"say": operation})
    *_, (turns, *_) = chat.say(touched, (), language, turns)
    question, options = fake.asked[-1]
    assert question == text(language, f"say.{operation}") == turns[-1].question
    assert [a.question for a in options["history"]] == ["May kettles judge?"]
    understood = operation_of(question, date(2026, 11, 22))
    assert operation in (understood.kind.value, understood.language)


@pytest.mark.parametrize("data", [{}, {"say": "label"}, {"say": "rm -rf"}])
def test_nothing_else_can_be_asked_that_way(chat, fake, data):
    assert list(chat.say(gr.EventData(None, data), (), "en", [])) == [(gr.skip(),) * 5]
    assert fake.asked == []


def test_the_interface_and_the_filter_reach_the_assistant(chat, fake):
    ask(chat, " kettles ", language="zh-Hans", chosen=["cn-genai"])
    question, options = fake.asked[0]
    assert question == "kettles"
    assert options == {"instruments": ("cn-genai",), "interface": "zh-Hans", "history": []}


def test_the_conversation_is_remembered_but_not_for_ever(chat, fake):
    turns: list[Turn] = []
    for number in range(SHOWN + 3):
        turns = ask(chat, f"kettle {number}", turns)[-1][0]
    assert len(turns) == SHOWN
    assert turns[-1].number == SHOWN + 3
    assert [a.question for a in fake.asked[-1][1]["history"]] == [
        f"kettle {n}" for n in range(SHOWN + 2 - MEMORY, SHOWN + 2)
    ]


@pytest.mark.parametrize("question", ["", " \n"])
def test_nothing_asked_nothing_done(chat, fake, question):
    assert ask(chat, question) == [(gr.skip(),) * 5]
    assert fake.asked == []


@pytest.mark.parametrize(
    ("question", "told"),
    [("broken", "條文庫沒有回應"), ("bug", "出現問題")],
)
def test_errors_stay_on_the_page_and_say_nothing_of_the_inside(chat, question, told):
    *_, (turns, words, *_) = ask(chat, question, language="zh-Hant")
    assert told in words
    assert "secret" not in words
    assert "Traceback" not in words
    assert ask(chat, "kettles", turns)[-1][0][-1].answer is not None


def test_the_switch_changes_every_word(chat):
    turns = ask(chat, "May kettles judge?")[-1][0]
    english, chinese = chat.speak("en", turns), chat.speak("zh-Hant", turns)
    assert len(english) == len(chinese)
    assert all(one != other for one, other in zip(english, chinese, strict=True))


def test_the_filter_offers_what_is_installed(fake):
    assert Chat(fake).instruments("zh-Hans") == [
        ("欧盟《人工智能法》", "eu-ai-act"),
        ("《暂行办法》", "cn-genai"),
        ("香港《私隐条例》（第486章）", "cap-486"),
    ]


@pytest.fixture
def server():
    own = manifest(indexed("cap-486", "2022-10-01", "en", Authority.OWN_DIGEST))
    served = Server(lambda: FakeAssistant(own), "127.0.0.1", 0)
    thread = threading.Thread(target=served.run)
    thread.start()
    yield served
    served.stop()
    thread.join()


def test_the_page_forbids_loading_from_elsewhere(server):
    reply = httpx.get(server.url, trust_env=False)
    assert reply.status_code == 200
    assert "default-src 'self'" in reply.headers["content-security-policy"]
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert "Only RuleBridge" in reply.text
    assert '"analytics_enabled":false' in reply.text.replace(" ", "")


def test_an_address_in_use_is_said_before_anything_is_loaded(server):
    opened = []
    with pytest.raises(RuleBridgeError, match=f"Nothing can listen at 127.0.0.1:{server.port}"):
        Server(lambda: opened.append(1), "127.0.0.1", server.port)
    assert opened == []


def test_a_server_that_cannot_open_gives_the_address_back():
    def missing():
        raise IndexMissing("There is no index yet.")

    with pytest.raises(IndexMissing):
        Server(missing, "127.0.0.1", 0)


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")])
def test_the_address_shown_can_be_opened(fake, host, shown):
    served = Server(lambda: fake, host, 0)
    served.stop()
    assert served.url == f"http://{shown}:{served.port}"
    served.run()
    assert fake.closed
