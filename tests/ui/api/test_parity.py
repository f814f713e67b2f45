"""One question, one answer, whichever face it is asked through."""

from __future__ import annotations

import json
import threading

import anyio
import api_kettles
import httpx
import pytest
from fastapi.testclient import TestClient
from fastmcp import Client
from fastmcp.client.transports import StreamableHttpTransport
from typer.testing import CliRunner

import ui.cli
from assistant.answer import Answer
from ui.ask.asking import Asking
from ui.ask.requests import Ask
from ui.commands import opening
from ui.contract import ask_record
from ui.conversation import State
from ui.mcp.serving import mcp_app
from ui.service.requests import AskRequest
from ui.service.service import Service

QUESTIONS = (
    "Which AI practices are banned in the EU?",
    "Who is the author of a computer-generated work in Hong Kong?",
    "歐盟同大陸對AI生成內容嘅標示要求有咩分別？",
    "我張相俾人用 AI 整咗做假片，香港有咩法例幫到我？",
    "生成式人工智能服务提供者对训练数据有什么义务？",
    "欧盟《数据法》对云服务商换约有什么规定？",
    "How do I bake bread?",
)


class Lent:
    """An assistant that who asks cannot close: others use it too."""

    def __init__(self, assistant):
        self._assistant = assistant

    def __getattr__(self, name):
        return getattr(self._assistant, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


def timeless(record: dict) -> dict:
    """A record without what differs from one time to the next."""
    return {**record, "ms": 0, "trace": {**record["trace"], "ms": {}}}


@pytest.fixture(scope="module")
def client(digest_assistant):
    return TestClient(api_kettles.application(digest_assistant))


def by_service(client, assistant, question):
    return Service(assistant).ask(AskRequest(question=question)).model_dump(mode="json")


def by_rest(client, assistant, question):
    return client.post("/api/v1/ask", json={"question": question}).json()


def by_events(client, assistant, question):
    response = client.post("/api/v1/ask/stream", json={"question": question})
    *_, last = response.text.replace("\r\n", "\n").strip().split("\n\n")
    name, data = last.split("\n")
    assert name == "event: done"
    return json.loads(data.removeprefix("data: "))


def by_chat(client, assistant, question):
    told = {"model": "rulebridge", "messages": [{"role": "user", "content": question}]}
    reply = client.post("/v1/chat/completions", json=told).json()
    assert reply["citations"] == reply["rulebridge"]["citations"]
    return reply["rulebridge"]


def by_streamed_chat(client, assistant, question):
    messages = [{"role": "user", "content": question}]
    told = {"model": "rulebridge", "stream": True, "messages": messages}
    *_, last, done = client.post("/v1/chat/completions", json=told).text.strip().split("\n\n")
    assert done == "data: [DONE]"
    return json.loads(last.removeprefix("data: "))["rulebridge"]


def by_mcp(client, assistant, question):
    app = mcp_app(Service(assistant))

    def inside(headers=None, auth=None, follow_redirects=True, **_):
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), headers=headers, timeout=60)

    async def asked():
        address = StreamableHttpTransport("http://127.0.0.1/mcp", httpx_client_factory=inside)
        async with Client(address) as connected:
            return await connected.call_tool("ask", {"question": question})

    return anyio.run(asked).structured_content


def by_page(client, assistant, question):
    """As the Ask page asks, without Gradio around it."""

    async def asked():
        replies = Asking(Service(assistant)).reply(Ask(question=question), [], threading.Event())
        return [step async for step in replies if step is not None]

    settled = anyio.run(asked)[-1][1]
    assert settled.state is State.DONE
    return settled.answer.model_dump(mode="json")


@pytest.fixture(scope="module")
def answers(digest_assistant):
    return {question: digest_assistant.ask(question) for question in QUESTIONS}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "face", [by_service, by_rest, by_events, by_chat, by_streamed_chat, by_mcp, by_page]
)
def test_every_face_gives_the_same_answer(client, digest_assistant, answers, face, question):
    expected = timeless(answers[question].model_dump(mode="json"))
    given = face(client, digest_assistant, question)
    assert timeless(given) == expected
    Answer.model_validate(given)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_command_line_prints_the_same_answer(digest_assistant, answers, monkeypatch, question):
    monkeypatch.setattr(opening, "open_assistant", lambda: Lent(digest_assistant))
    printed = CliRunner().invoke(ui.cli.app, ["ask", question, "--json"])
    assert printed.exit_code == 0
    expected = json.loads(json.dumps(ask_record(None, answers[question])))
    assert timeless(json.loads(printed.output)) == timeless(expected)
