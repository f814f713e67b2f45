"""The command, and replaying a pack in another process with another copy of the index."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from evidence_packs import edited, made, resealed
from typer.testing import CliRunner

import ui.commands.replay
from corpus.catalogue import LANGUAGES
from corpus.errors import UsageError
from ui.commands.replay import replay_command, replayed, write_pack
from ui.export.evidence.pack import read_pack

QUESTION = "歐盟同大陸對AI生成內容嘅標示要求有咩分別？"
PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def data(digest_service):
    return made(digest_service, QUESTION)[1]


@pytest.fixture
def run(monkeypatch, digest_assistant):
    """The command, with an assistant that stays open."""
    monkeypatch.setattr(
        ui.commands.replay, "_opened", lambda: contextlib.nullcontext(digest_assistant)
    )
    app = typer.Typer()
    app.command("replay")(replay_command)
    return lambda *arguments: CliRunner().invoke(app, [str(a) for a in arguments])


def test_a_pack_that_is_reproduced(run, data, tmp_path):
    file = tmp_path / "pack.zip"
    file.write_bytes(data)
    result = run(file)
    assert result.exit_code == 0
    assert result.output.splitlines()[0].startswith("Reproduced")
    assert QUESTION in result.output
    record = json.loads(run(file, "--json").output)
    assert record["verdict"] == "reproduced"
    assert record["pack"] == read_pack(data).id


def test_a_pack_that_differs(run, data, tmp_path):
    claimed = edited(lambda r: r.update(code_sha256="1" * 64))
    readable = {"answer.md": b"# Something else\n", "software.json": claimed}
    file = tmp_path / "pack.zip"
    file.write_bytes(resealed(data, readable))
    result = run(file)
    assert result.exit_code == 1
    assert "answer.md could not be compared" in result.output


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_pack_that_is_false(run, data, tmp_path, form):
    file = tmp_path / "pack.zip"
    file.write_bytes(resealed(data, {"answer.md": b"# Something else\n"}))
    result = run(file, *form)
    assert result.exit_code == 2
    assert "answer.md" in result.output


def test_a_pack_that_is_none_needs_no_index(tmp_path, capsys):
    file = tmp_path / "pack.zip"
    file.write_bytes(b"hello")

    def never():
        raise AssertionError

    for language in LANGUAGES:
        assert replayed(file, as_json=False, opened=never, language=language) == 2
    errors = capsys.readouterr().err.splitlines()
    assert errors[0] == "The evidence pack is refused: it is not a zip file."
    assert len(set(errors)) == 3
    assert replayed(file, as_json=True, opened=never, language="en") == 2
    assert json.loads(capsys.readouterr().out)["reason"] == "not_zip"


def test_what_a_pack_says_cannot_steer_a_terminal(
    digest_service, digest_assistant, tmp_path, capsys
):
    _, data = made(digest_service, "Is social scoring \x1b[31mallowed\x07\nin the EU?")
    file = tmp_path / "pack.zip"
    file.write_bytes(data)
    opened = lambda: contextlib.nullcontext(digest_assistant)  # noqa: E731
    replayed(file, as_json=False, opened=opened, language="en")
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_writing_a_pack(digest_service, tmp_path):
    file = tmp_path / "answer.zip"
    options = {"language": "en", "instruments": ("eu-ai-act",)}
    assistant = digest_service.assistant
    answer = assistant.ask(QUESTION, **options)
    said = write_pack(file, answer, assistant, options, "zh-Hans")
    assert read_pack(file).id in said
    with pytest.raises(UsageError, match="already"):
        write_pack(file, answer, assistant, options)
    with pytest.raises(UsageError, match="cannot be written"):
        write_pack(tmp_path / "no" / "answer.zip", answer, assistant, options)


def test_another_process_with_its_own_index_gets_the_same(
    data, digest_service, digest_home, models, tmp_path
):
    """Another process, another copy of the index: the same pack, the same hashes."""
    home = tmp_path / "home"
    shutil.copytree(digest_home.home / "index", home / "index")
    (home / "models").symlink_to(models)
    file = tmp_path / "pack.zip"
    file.write_bytes(data)
    script = (
        "import sys, json\n"
        "from pathlib import Path\n"
        "from datetime import UTC, datetime\n"
        "from assistant.assistant import Assistant\n"
        "from corpus.settings import settings\n"
        "from ui.export.evidence.building import build_pack\n"
        "from ui.export.evidence.pack import read_pack\n"
        "from ui.export.evidence.replaying import replay\n"
        "from ui.service.service import Service\n"
        "pack = read_pack(Path(sys.argv[1]))\n"
        "with Assistant.open(settings()) as assistant:\n"
        "    service = Service(assistant)\n"
        "    report = replay(pack, service)\n"
        "    request = pack.question.request\n"
        "    again = build_pack(pack.answer, service, made_at=pack.made_at, request=request)\n"
        "print(report.model_dump_json())\n"
        "print(read_pack(again).id)\n"
    )
    environment = os.environ | {
        "RULEBRIDGE_HOME": str(home),
        "RULEBRIDGE_EMBEDDING_DTYPE": "float32",
        "HF_HOME": str(tmp_path / "hub"),
        "OMP_NUM_THREADS": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    report, again = done.stdout.splitlines()[-2:]
    found = json.loads(report)
    assert found["verdict"] == "reproduced", found
    assert found["answer_hash_here"] == found["answer_hash"] == read_pack(data).manifest.answer
    assert again == found["pack"] == read_pack(data).id
