# ruff: noqa: E501
"""Every tool, used by an independent client library over HTTP in this process."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager

import anyio
import httpx
import pytest
import rispy
from fastmcp import Client
from fastmcp.client.transports import StreamableHttpTransport
from fastmcp.exceptions import ToolError
from jsonschema import Draft202012Validator
from kettles import CN, EU, EU_TEXT

from assistant.answer import Answer
from corpus.catalogue import LANGUAGES
from ui.mcp.serving import mcp_app
from ui.mcp.tools import TOOLS

ADDRESS = "http://127.0.0.1:7860/mcp"


@asynccontextmanager
async def client(service, **options):
    app = mcp_app(service, **options)

    def inside(headers=None, auth=None, follow_redirects=True, **_):
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), headers=headers, timeout=30)

    transport = StreamableHttpTransport(ADDRESS, httpx_client_factory=inside)
    async with Client(transport) as connected:
        yield connected


def used(service, tool, **arguments):
    async def use():
        async with client(service) as connected:
            return await connected.call_tool(tool, arguments)

    return anyio.run(use)


def words(result):
    (content,) = result.content
    return content.text


def refused(service, tool, **arguments):
    with pytest.raises(ToolError) as error:
        used(service, tool, **arguments)
    return str(error.value)


def test_the_tools_are_listed_with_schemas_and_as_reading_only(service):
    async def tools():
        async with client(service) as connected:
            return await connected.list_tools(), (
                connected.server_info,
                connected.instructions,
            )

    listed, (server, instructions) = anyio.run(tools)
    assert server.name == "rulebridge"
    assert "not legal advice" in instructions
    assert [tool.name for tool in listed] == [
        "ask", "search", "get_provision", "compare", "cite", "verify_quote",
    ]  # fmt: skip
    for tool in listed:
        Draft202012Validator.check_schema(tool.inputSchema)
        Draft202012Validator.check_schema(tool.outputSchema)
        assert tool.description
        assert tool.annotations.readOnlyHint


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda tool: tool.name)
def test_every_tool_is_described_in_every_language(tool, language):
    listed = tool.listed(language)
    assert listed.title
    assert listed.description
    assert listed.title != listed.name


def test_ask_answers_as_the_assistant_does(service, held):
    result = used(service, "ask", question="May kettles judge?")
    answer = Answer.model_validate(result.structured_content)
    assert answer == held.ask("May kettles judge?")
    said = words(result)
    assert "Kettles must not judge. [1]" in said
    assert "[1] EU AI Act Article 5(1) · authentic text · EU regulation" in said
    assert "“Nobody shall teach a kettle” (wording checked)" in said
    assert f"{EU} https://publisher.example/{EU}" in said
    assert "consolidated, as amended to 27 July 2026" in said
    assert "Kettles may be warm. [1]" in said


def test_ask_passes_on_how_it_is_to_be_understood(service, held):
    used(service, "ask", question="May kettles?", language="zh-Hans", instruments=["eu-ai-act"])
    (_, options) = held.asked[-1]
    assert (options["language"], options["instruments"]) == ("zh-Hans", ("eu-ai-act",))


@pytest.mark.parametrize(
    ("question", "label"), [("水壺可以評判他人嗎？", "出處"), ("水壶应该评判他人吗？", "出处")]
)
def test_ask_answers_in_the_language_of_the_question(service, question, label):
    result = used(service, "ask", question=question)
    assert label in words(result)


def test_ask_says_why_there_is_no_answer(service):
    result = used(service, "ask", question="nothing")
    assert result.structured_content["abstained"] is True
    assert words(result) == "Nothing here answers this."


def test_an_unverified_quotation_is_said_to_be(service, held, monkeypatch):
    answer = held.ask("May kettles judge?")
    first, second = answer.citations
    doubtful = first.model_copy(update={"quote_verified": False})
    forged = answer.model_copy(update={"citations": (doubtful, second)})
    monkeypatch.setattr(held, "ask", lambda *_, **__: forged)
    assert "“Nobody shall teach a kettle” (not verified)" in words(
        used(service, "ask", question="May kettles judge?")
    )


def test_search_lists_places(service):
    result = used(service, "search", question="kettles", top=1)
    (found,) = result.structured_content["candidates"]
    assert found["locator"] == EU
    assert words(result).startswith(f"1. {EU} · EU AI Act Article 5(1) · Article 5 Kettles")


def test_search_says_that_asking_would_be_declined(service):
    result = used(service, "search", question="nothing", language="zh-Hant")
    assert result.structured_content["abstain"] is True
    assert words(result).endswith("找不到足夠接近的條文：工具「ask」不會回答。")


def test_get_provision_gives_the_words_as_they_are(service):
    result = used(service, "get_provision", locator=EU)
    assert result.structured_content["text"] == EU_TEXT
    said = words(result)
    assert EU_TEXT in said
    assert "authentic text" in said
    assert "consolidated, as amended to 27 July 2026" in said


def test_get_provision_marks_our_own_digest(service):
    result = used(service, "get_provision", locator="cap-486/s_64/ss_3A", reader="zh-Hant")
    assert result.structured_content["authority"] == "own-digest"
    assert result.structured_content["text"] == ""
    assert "本系統要旨，並非法律" in words(result)


def test_compare_lays_topics_out(service):
    result = used(service, "compare", topics=["ai-literacy"], jurisdictions=["eu", "us"])
    matrix = result.structured_content
    assert matrix["jurisdictions"] == ["eu", "us"]
    said = words(result)
    assert "## European Union" in said
    assert "(EU AI Act Article 4" in said
    assert "## United States\nNot installed: " in said
    assert "wording checked" not in said
    assert "(RuleBridge's own digest; the official text is not installed)" in said


@pytest.mark.parametrize(
    ("style", "expected"),
    [("oscola", "[2024] OJ L, 2024/1689, art 5(1)"), ("hong-kong", "art 5(1)"), ("apa", "art. 5(1)")],
)  # fmt: skip
def test_cite_writes_references(service, style, expected):
    result = used(service, "cite", locators=[EU, CN], style=style)
    assert len(words(result).splitlines()) == 2
    assert expected in words(result)
    assert [r["locator"] for r in result.structured_content["references"]] == [EU, CN]


def test_cite_writes_files(service):
    records = rispy.loads(words(used(service, "cite", locators=[EU, CN], style="ris")))
    assert [record["section"] for record in records] == ["art. 5(1)", "art. 4(1)"]
    (item,) = json.loads(words(used(service, "cite", locators=[EU], style="csl-json")))
    assert item["custom"]["locator"] == EU


def test_verify_quote_finds_words(service):
    result = used(service, "verify_quote", quote="Nobody shall teach a kettle to judge")
    assert result.structured_content["verified"] is True
    assert EU in words(result)


def test_verify_quote_says_where_it_looked(service):
    result = used(service, "verify_quote", quote="Everybody shall teach a kettle", reader="zh-Hans")
    assert result.structured_content["verified"] is False
    assert words(result).startswith("已安装的文本中没有这样的字句")
    assert "eu-ai-act@2026-07-27 en" in words(result)


@pytest.mark.parametrize(
    ("tool", "arguments", "sentence"),
    [
        ("ask", {}, "The argument “question” cannot be used: Field required."),
        ("ask", {"question": "x" * 20_001}, "“question” cannot be used: String should have at most"),
        ("ask", {"question": "q", "secret": 1}, "“secret” cannot be used: Extra inputs"),
        ("ask", {"question": "q", "language": "fr"}, "“language” cannot be used: Input should be"),
        ("ask", {"question": "q", "instruments": ["x"] * 51}, "“instruments” cannot be used"),
        ("ask", {"question": "q", "jurisdictions": ["moon"]}, "no jurisdiction “moon”"),
        ("ask", {"question": "q", "as_at": "yesterday"}, "“as_at” cannot be used"),
        ("search", {"question": "q", "top": 1000}, "“top” cannot be used"),
        ("get_provision", {"locator": "../../etc/passwd\n"}, "“locator” cannot be used"),
        ("get_provision", {"locator": "eu-ai-act/art_999"}, "eu-ai-act/art_999 is not in the"),
        ("compare", {"topics": []}, "“topics” cannot be used"),
        ("compare", {"topics": ["ai-literacy"], "jurisdictions": ["moon"]}, "“moon”"),
        ("cite", {"locators": [EU], "style": "mla"}, "“style” cannot be used"),
        ("cite", {"locators": [EU] * 51}, "“locators” cannot be used"),
        ("cite", {"locators": [EU], "version": "1999"}, "it is there in: en 2026-07-27"),
        ("verify_quote", {"quote": "short"}, "less than 8 characters"),
        ("verify_quote", {"quote": ""}, "“quote” cannot be used"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(service, tool, arguments, sentence):
    said = refused(service, tool, **arguments)
    assert sentence in said
    assert "\n" not in said
    assert len(said) < 400


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh-Hant", "已安裝的文本中沒有"), ("zh-Hans", "已安装的文本中没有")],
)
def test_errors_are_in_the_readers_language(service, language, sentence):
    said = refused(service, "get_provision", locator="eu-ai-act/art_999", reader=language)
    assert "eu-ai-act/art_999" in said
    assert sentence[:3] in said


def test_a_failure_of_ours_tells_nothing_of_the_inside(service, caplog):
    said = refused(service, "ask", question="a bug of mine")
    assert said == "Something went wrong. Please try again; if it happens again, tell the operator."
    assert "secret detail" not in caplog.text
    assert "a bug of mine" not in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_a_failure_of_the_store_is_said(service):
    assert refused(service, "ask", question="broken") == "The store is away."


def test_an_unknown_tool_is_refused_with_those_there_are(service):
    from mcp.shared.exceptions import MCPError

    with pytest.raises((ToolError, MCPError), match="no tool “rm”; choose from: ask, search"):
        used(service, "rm", path="/")


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "\u202eignore\u0000 all", "]]>{{7*7}}", "’; DROP TABLE provision; --"],
)  # fmt: skip
def test_hostile_words_come_to_nothing(service, hostile):
    result = used(service, "verify_quote", quote=hostile * 2)
    assert result.structured_content["verified"] is False
    assert hostile not in words(result)
    assert not used(service, "ask", question=hostile).is_error
