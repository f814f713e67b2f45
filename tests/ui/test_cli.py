"""The command-line contract: output, order of fields, errors and exit statuses."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest
from kettles import EU, EU_TEXT, INSTALLED, KETTLES, NEIGHBOURS
from typer.testing import CliRunner

import ui.cli
from corpus.settings import settings
from ui.commands import opening

ASK = [
    "id", "language", "abstained", "reason", "answer", "claims", "citations", "comparison", "ms",
    "reason_code", "lead", "lead_citations", "synthesis", "notices", "withheld", "written_by",
    "fallback", "understanding", "candidates", "trace",
]  # fmt: skip
CITATION = [
    "locator", "instrument", "language", "version", "authority", "binding_force", "quote",
    "quote_verified", "url", "pinpoint", "status", "applies_from", "gist", "spans", "page",
]  # fmt: skip
RESULT = ["locator", "instrument", "language", "version", "score", "heading"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    monkeypatch.delenv("RULEBRIDGE_SOURCES", raising=False)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def run(monkeypatch, home, fake):
    monkeypatch.setattr(opening, "open_assistant", lambda: fake)
    return lambda *arguments: CliRunner().invoke(ui.cli.app, [str(a) for a in arguments])


@pytest.fixture
def index(home):
    """An index on disk with two provisions, without passages."""
    from corpus.provisions import ProvisionTable

    folder = home / "index" / INSTALLED.id
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(INSTALLED.model_dump_json(), "utf-8")
    (home / "index" / "current").write_text(INSTALLED.id, "utf-8")
    with ProvisionTable.create(folder / "provisions.sqlite") as table:
        table.write([KETTLES, NEIGHBOURS])


def batch(tmp_path, *lines):
    file = tmp_path / "batch.jsonl"
    file.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    )
    return file


def test_ask_json(run, fake):
    result = run("ask", "May kettles judge?", "--json", "--instrument", "cap-486")
    assert result.exit_code == 0
    assert result.output.count("\n") == 1
    record = json.loads(result.output)
    assert list(record) == ASK
    assert list(record["citations"][0]) == CITATION
    assert record["claims"][0] == {
        "text": "Kettles must not judge.",
        "support": "digest",
        "citations": [1],
        "part": "main",
    }
    assert record["answer"].splitlines()[1] == "Kettles must not judge. [1]"
    assert (record["id"], record["comparison"], record["abstained"]) == (None, None, False)
    assert record["citations"][1]["quote"] == "水壶不得评判邻居"
    assert fake.asked[0][1]["instruments"] == ("cap-486",)
    assert fake.closed


def test_ask_json_compares_and_declines(run):
    compared = json.loads(run("ask", "compare kettles", "--json").output)
    assert compared["comparison"][2] == {
        "jurisdiction": "hk",
        "claims": [],
        "searched": ["cap-486"],
        "figures": [],
    }
    assert compared["comparison"][0]["figures"] == ["3 cups (a pot)"]
    assert compared["synthesis"][1] == {
        "kind": "missing",
        "text": "Hong Kong: nothing.",
        "jurisdictions": ["hk"],
    }
    declined = json.loads(run("ask", "nothing", "--json").output)
    assert (declined["abstained"], declined["answer"], declined["claims"]) == (True, "", [])
    assert declined["reason"] == "Nothing here answers this."


def test_search_json(run):
    result = run("search", "kettles", "--top", 1, "--json")
    record = json.loads(result.output)
    assert list(record) == ["id", "language", "instruments", "abstain", "results", "ms"]
    assert [list(found) for found in record["results"]] == [RESULT]
    assert record["results"][0]["locator"] == EU
    assert record["abstain"] is False
    assert record["ms"] >= 0


@pytest.mark.parametrize("command", ["ask", "search"])
def test_batch_answers_in_order_one_object_a_line(run, fake, tmp_path, command):
    file = batch(
        tmp_path,
        {"id": "b", "question": "kettles", "instruments": ["cn-genai"]},
        {"id": 1, "question": "水壺可以嗎？"},
    )
    result = run(command, "--batch", file, "--json", "--instrument", "cap-486")
    records = [json.loads(line) for line in result.output.splitlines()]
    assert [record["id"] for record in records] == ["b", 1]
    chosen = [options["instruments"] for _, options in fake.asked]
    assert chosen == [("cn-genai",), ("cap-486",)]


def test_a_bad_batch_line_stops_before_anything_runs(run, fake, tmp_path):
    file = batch(tmp_path, {"id": 1, "question": "kettles"}, "{")
    result = run("ask", "--batch", file)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{file}, line 2: not JSON" in result.stderr
    assert fake.asked == []


def test_an_address_that_is_taken_is_said(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", port)
    assert result.exit_code == 1
    assert f"Nothing can listen at 127.0.0.1:{port}" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["ask"], 2, "either a question or --batch"),
        (["ask", "q", "--batch", "f"], 2, "either a question or --batch"),
        (["ask", "q", "--instrument", "x"], 2, "There is no instrument “x”"),
        (["ask", "q", "--language", "fr"], 2, "There is no language “fr”"),
        (["ask", "q", "--as-at", "soon"], 2, "--as-at"),
        (["search", "q", "--top", "0"], 2, "--top"),
        (["provision"], 2, "Missing argument"),
        (["frobnicate"], 2, "No such command"),
        (["ask", "q", "--frobnicate"], 2, "No such option"),
        (["provision", EU], 1, "There is no index yet"),
        (["ask", "broken"], 1, "The store is away."),
        (["ask", "bug"], 1, "Something unexpected happened"),
        (["ask", "q", "--batch", "f", "--pack", "p"], 2, "--pack takes the answer to one question"),
        (["serve", "--host", "256.1.1.1"], 1, "Others could reach RuleBridge at 256.1.1.1"),
    ],
)
def test_errors_are_one_line_and_a_status(run, arguments, status, message):
    result = run(*arguments)
    assert result.exit_code == status
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_bad_setting_is_bad_usage(run, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_THREADS", "0")
    settings.cache_clear()
    result = run("instruments")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "RULEBRIDGE_THREADS" in result.stderr


def test_interruption_is_quiet(run, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "open_assistant", interrupted)
    result = run("ask", "q")
    assert (result.exit_code, result.output) == (130, "")


def test_provision(run, index):
    result = run("provision", EU)
    assert result.exit_code == 0
    assert EU_TEXT in result.stdout
    assert "authentic text" in result.stdout
    record = json.loads(run("provision", f"/{EU}/", "--json").output)
    assert (record["text"], record["applies_from"]) == (EU_TEXT, "2025-02-02")
    assert record["editions"] == [
        {"language": "en", "version": "2026-07-27", "authority": "authentic"}
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["provision", "eu-ai-act/art_999"], "eu-ai-act/art_999 is not in the indexed texts"),
        (["provision", EU, "--language", "zh-Hant"], "it is there in: en 2026-07-27"),
        (["provision", EU, "--version", "1999"], "is not indexed in 1999"),
    ],
)
def test_provisions_that_are_not_there(run, index, arguments, message):
    result = run(*arguments)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert message in result.stderr


def test_instruments(run, index):
    records = {r["id"]: r for r in json.loads(run("instruments", "--json").output)}
    assert records["eu-ai-act"]["installed"] is True
    texts = {v["version"]: v["texts"][0] for v in records["eu-ai-act"]["versions"]}
    assert [texts[v]["installed"] for v in ("2024-07-12", "2026-07-27")] == [False, True]
    assert (records["cap-486"]["installed"], records["cap-486"]["digest"]) == (False, True)
    assert "eu-ai-act" in run("instruments").output


def test_ingest_reports_and_obeys_quiet(run, monkeypatch, home):
    import corpus.embedding
    import ingest.pipeline
    from ingest.pipeline import IngestReport

    called = []

    def pipeline(configuration, embedder, *, sources, instruments, progress):
        called.append((sources, instruments))
        progress("read", 1, 1)
        return IngestReport(INSTALLED, skipped={"odd.pdf": "no text in it"})

    monkeypatch.setattr(corpus.embedding, "embedder_for", lambda _: None)
    monkeypatch.setattr(ingest.pipeline, "ingest", pipeline)
    result = run("ingest", "--sources", home, "--instrument", "cap-486")
    assert called == [(home, ("cap-486",))]
    assert "Left out: odd.pdf (no text in it)" in result.stdout
    assert "Reading the texts 1/1" in result.stderr
    monkeypatch.setenv("RULEBRIDGE_SOURCES", str(home / "set"))
    settings.cache_clear()
    quiet = run("ingest", "--quiet")
    assert called[1] == (home / "set", ())
    assert quiet.output == ""


def test_help_speaks_the_language_of_the_locale():
    environment = os.environ | {"LC_ALL": "zh_HK.UTF-8", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "ui.cli", "--help"]
    shown = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert "引用條文回答問題" in shown.stdout.decode()


@pytest.mark.parametrize("arguments", [["--help"], ["instruments"], ["provision", EU]])
def test_light_commands_import_nothing_heavy(home, index, arguments):
    program = (
        "import sys, ui.cli\n"
        f"sys.argv = {['rulebridge', *arguments]!r}\n"
        "try:\n    ui.cli.main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'torch', 'gradio', 'llama_index', 'transformers', 'sentence_transformers'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_reader_that_goes_away_is_no_failure_worth_a_word(home, index):
    command = f"{sys.executable} -m ui.cli instruments | head -c 1"
    done = subprocess.run(command, shell=True, check=False, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("e", "")
