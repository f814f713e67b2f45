"""The server on standard input and output, and the commands that start it and cite."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import anyio
import pytest
from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from kettles import CN, EU, INSTALLED, KETTLES, NEIGHBOURS
from typer.testing import CliRunner

import ui.cli
from corpus.provisions import ProvisionTable
from corpus.settings import settings
from ui.command import BAD_USAGE
from ui.commands import opening

PROJECT = Path(__file__).resolve().parents[3]
SERVER = """
import logging, sys
sys.path[:0] = [{project!r}, {tests!r}]
logging.basicConfig(level="DEBUG", stream=sys.stderr)
from kettles import FakeAssistant
from ui.mcp.serving import serve_stdio
from ui.service.service import Service

class Noisy(FakeAssistant):
    def ask(self, question, **options):
        print("this is not the protocol")
        return super().ask(question, **options)

serve_stdio(Service(Noisy()), "zh-Hant")
"""


def test_a_client_speaks_to_it_over_its_pipes(tmp_path):
    code = SERVER.format(project=str(PROJECT), tests=str(PROJECT / "tests" / "ui"))
    log = tmp_path / "log"

    async def speak():
        transport = StdioTransport(sys.executable, ["-c", code], log_file=log, keep_alive=False)
        async with Client(transport) as client:
            tools = await client.list_tools()
            answer = await client.call_tool("ask", {"question": "May kettles judge?"})
            return tools, answer

    tools, answer = anyio.run(speak)
    assert tools[0].title == "提問"
    assert answer.structured_content["lead"] == "Two clauses bear on this."


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    settings.cache_clear()
    folder = tmp_path / "index" / INSTALLED.id
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(INSTALLED.model_dump_json(), "utf-8")
    (tmp_path / "index" / "current").write_text(INSTALLED.id, "utf-8")
    with ProvisionTable.create(folder / "provisions.sqlite") as table:
        table.write([KETTLES, NEIGHBOURS])
    yield tmp_path
    settings.cache_clear()


def run(*arguments):
    return CliRunner().invoke(ui.cli.app, list(arguments))


def test_the_command_cites(home):
    result = run("cite", EU, CN, "--style", "hong-kong", "--language", "zh-Hant")
    assert result.exit_code == 0
    first, second = result.output.splitlines()
    assert "第5(1)條" in first
    assert second.startswith("《生成式人工智能服務管理暫行辦法》（令第15號）第四條第（一）項")


def test_the_command_cites_what_only_the_digest_has(home):
    result = run("cite", "cap-486/s_64/ss_3A", "--style", "csl-json", "--language", "en")
    (item,) = json.loads(result.output)
    assert item["custom"]["authority"] == "own-digest"
    assert "not the official text" in item["note"]


def test_the_command_cites_the_text_that_is_named(home):
    result = run("cite", CN, "--text-language", "zh-Hans", "--version", "2023-08-15")
    assert re.search(r"art 4\(1\) .+ authentic text in Simplified Chinese", result.output)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["eu-ai-act/art_999"], "not in the installed texts"),
        (["s 64"], "is no locator"),
        (["eu-ai-act"], "is no locator"),
        ([EU, "--language", "fr"], "no language “fr”"),
        ([EU, "--version", "1999"], "it is there in: en 2026-07-27"),
        ([EU, "--style", "mla"], "mla"),
        ([], "LOCATOR"),
    ],
)
def test_the_command_refuses_in_one_sentence(home, arguments, sentence):
    result = run("cite", *arguments)
    assert result.exit_code == BAD_USAGE
    assert sentence in result.output


def test_the_command_serves_the_assistant(monkeypatch, fake):
    served = []
    monkeypatch.setattr(opening, "open_assistant", lambda: fake)
    monkeypatch.setattr("ui.mcp.serving.serve_stdio", lambda *given: served.append(given))
    assert run("mcp").exit_code == 0
    ((service, language),) = served
    assert service.assistant is fake
    assert language in ("en", "zh-Hant", "zh-Hans")
    assert fake.closed
