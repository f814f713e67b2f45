"""The audit fails on a vulnerability and says when it could not look; the list is whole."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def script(name: str):
    loader = SourceFileLoader(f"ci_{name}", str(ROOT / ".ci" / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def audit():
    return script("audit")


@pytest.fixture
def sbom():
    return script("sbom")


SAFE = {"name": "kettle", "version": "1.0", "vulns": []}
LEAKY = {
    "name": "spout",
    "version": "0.9",
    "vulns": [{"id": "KETTLE-2026-1", "fix_versions": ["0.10"], "aliases": []}],
}
UNKNOWN = {"name": "lid", "skip_reason": "Dependency not found"}


@pytest.fixture
def answers(audit, monkeypatch):
    """What the auditor prints, call by call: first to the probe, then to the real question."""
    asked = []

    def answer_with(*printed):
        left = list(printed)

        def run(command, **_):
            asked.append(command)
            words = left.pop(0)
            if isinstance(words, Exception):
                raise words
            return subprocess.CompletedProcess(command, 0, stdout=words, stderr="")

        monkeypatch.setattr(audit.subprocess, "run", run)
        return asked

    return answer_with


def said(*dependencies):
    return json.dumps({"dependencies": dependencies, "fixes": []})


def test_nothing_known_is_well(audit, answers, capsys):
    asked = answers(said(SAFE), said(SAFE, SAFE))
    assert audit.main([]) == 0
    assert "2 packages audited, 0 vulnerabilities" in capsys.readouterr().out
    assert "--local" in asked[1]


def test_a_vulnerability_fails_with_the_version_that_mends_it(audit, answers, capsys):
    answers(said(SAFE), said(SAFE, LEAKY, UNKNOWN))
    assert audit.main([]) == 1
    told = capsys.readouterr().out
    assert "VULNERABLE: spout 0.9: KETTLE-2026-1 (mended in: 0.10)" in told
    assert "not audited: lid: Dependency not found" in told


@pytest.mark.parametrize(
    "probe",
    ["", "not json", said(), said(UNKNOWN), subprocess.TimeoutExpired("pip-audit", 3)],
    ids=["nothing", "words", "empty", "unknown", "silence"],
)
def test_a_service_that_does_not_answer_is_said_aloud(audit, answers, capsys, probe):
    asked = answers(probe)
    assert audit.main(["--service", "osv"]) == 0
    assert capsys.readouterr().out.startswith("NOT AUDITED: the vulnerability service (osv)")
    assert len(asked) == 1


def test_a_service_that_breaks_off_is_said_aloud(audit, answers, capsys):
    answers(said(SAFE), "")
    assert audit.main([]) == 0
    assert capsys.readouterr().out.startswith("NOT AUDITED: the vulnerability service broke off")


def test_what_is_ignored_is_named_with_a_reason(audit, tmp_path):
    (tmp_path / "list").write_text("# a remark\n\nKETTLE-1  # no spout here\nKETTLE-2\n")
    assert audit.ignored(tmp_path / "list") == ["KETTLE-1", "KETTLE-2"]
    assert audit.ignored(tmp_path / "away") == []
    for line in (ROOT / ".ci" / "audit-ignored.txt").read_text().splitlines():
        assert line.startswith("#") or "# " in line, f"{line} has no reason"


def test_every_dependency_has_to_be_in_the_list(sbom):
    bill = {"components": [{"name": "Kettle_Kit", "version": "1.2+cpu"}]}
    found = sbom.versions(bill)
    assert sbom.problems(found, {"kettle-kit"}, {"kettle-kit": "1.2"}) == []
    assert sbom.problems(found, {"spout"}, {}) == ["spout is not in the list"]
    assert sbom.problems(found, {"kettle-kit"}, {"kettle-kit": "1.3"}) == [
        "kettle-kit is 1.2+cpu, pinned to 1.3"
    ]


def test_every_dependency_is_pinned(sbom):
    assert sbom.wanted() <= sbom.pinned().keys()
    assert {"torch", "qdrant-client", "python-json-logger"} <= sbom.wanted()


def test_the_checks_run_both():
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "make audit" in run
    assert "make sbom" in run
    assert "/sbom.json" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
