import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from corpus.errors import (
    DocumentDamaged,
    DocumentLocked,
    DocumentTooLarge,
    DocumentTooSlow,
    UnreadableDocument,
)
from ingest import document_process
from ingest.document_process import read_apart
from ingest.parsers.document.limits import Limits
from ingest.parsers.document.parsing import parse_document

NOTES = b"# Kettles\n\n## 2.1 Scope\n\nAll kettles.\n"


def starting(monkeypatch, line):
    """Another program in the place of the worker's."""
    monkeypatch.setattr(document_process, "_START", "path = {path!r}\n" + line)


def test_what_comes_back_is_what_the_parser_gives():
    read = read_apart(NOTES, "notes.md", title="Mine", slug="mine")
    assert read.kind == "markdown"
    assert read.parsed == parse_document(NOTES, "notes.md", title="Mine", slug="mine")


def test_a_failure_comes_back_as_itself():
    with pytest.raises(DocumentTooLarge, match="more than 2 paragraphs") as caught:
        read_apart(b"a\n\nb\n\nc\n\nd\n", "a.txt", limits=Limits(paragraphs=2))
    assert caught.value.details["most"] == 2


def test_a_worker_without_end_is_ended(monkeypatch):
    starting(monkeypatch, "while True: pass")
    monkeypatch.setattr(document_process, "_STARTING", 0.5)
    with pytest.raises(DocumentTooSlow, match=r"notes\.md takes too long"):
        read_apart(NOTES, "notes.md", limits=Limits(seconds=0.1))


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", DocumentTooLarge),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", DocumentDamaged),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", DocumentTooSlow),
        ("raise SystemExit(3)", DocumentTooLarge),
        ("print('nonsense')", DocumentDamaged),
        ("print('{{\"kind\": 1}}')", DocumentDamaged),
        ('print(\'{{"code": "usage", "message": "x", "details": {{}}}}\')', DocumentDamaged),
        ("", DocumentDamaged),
    ],
)
def test_however_a_worker_ends_there_is_a_sentence(monkeypatch, line, error):
    starting(monkeypatch, line)
    with pytest.raises(error, match=r"^notes\.md "):
        read_apart(NOTES, "notes.md")


@pytest.mark.skipif(sys.platform != "linux", reason="keeps address space within limits on Linux")
def test_a_reading_that_eats_memory_ends_in_a_sentence(monkeypatch):
    line = (
        "import sys; sys.path[:] = path; from ingest import document_worker as w;"
        "w.parse_document = lambda *a, **b: bytearray(2**30); w.main()"
    )
    starting(monkeypatch, line)
    with pytest.raises(DocumentTooLarge, match="more memory"):
        read_apart(NOTES, "notes.md", memory=400 * 2**20)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
def test_a_worker_writes_no_files_and_knows_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("RULEBRIDGE_LLM_API_KEY", "kettle-secret")
    trial = (
        "import os, sys; sys.path[:] = path; from ingest.document_worker import _restrict;"
        "_restrict(2**30, 60); import json;"
        f"told = [k for k in os.environ if 'RULEBRIDGE' in k]\n"
        f"try:\n    open({str(tmp_path / 'x')!r}, 'w').write('x' * 9999); told.append('wrote')\n"
        "except OSError: pass\n"
        "sys.stdout.write(json.dumps(dict(code='document-locked', message=repr(told),details={})))"
    )
    monkeypatch.setattr(
        document_process,
        "_START",
        "path = {path!r}\n" + trial.replace("{", "{{").replace("}", "}}"),
    )
    with pytest.raises(DocumentLocked, match=r"^\[\]$"):
        read_apart(NOTES, "notes.md")


def test_the_command_is_our_own_interpreter_alone(monkeypatch):
    seen = {}

    def run(command, **given):
        seen.update(given, command=command)
        answer = {"code": "document-locked", "message": "No.", "details": {"file": "a"}}
        return SimpleNamespace(returncode=0, stdout=json.dumps(answer).encode())

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(UnreadableDocument, match=r"^No\.$"):
        read_apart(NOTES, "../../etc/passwd; rm -rf .md")
    assert seen["command"][:3] == [sys.executable, "-I", "-c"]
    assert not any("passwd" in part for part in seen["command"])
    assert seen["input"].endswith(NOTES)
    assert seen["timeout"] > 0
