"""The command line: a hostile document, model or file does nothing to the terminal."""

from __future__ import annotations

import io
import zipfile

import pytest
from hostile_kettles import EVERYTHING, HostileAssistant
from typer.testing import CliRunner

import ui.cli
from ui.commands import opening

SIGNS = ("\x1b", "\x07", "\x9b", "\x08", "\x7f", "\u202e", "\u2066")


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Runs a command over the hostile installation; what it printed."""
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path / "home"))

    def run(*arguments):
        held = HostileAssistant(tmp_path / "shelf")
        monkeypatch.setattr(opening, "open_assistant", lambda: held)
        return CliRunner().invoke(ui.cli.app, list(arguments), color=False)

    return run


@pytest.mark.parametrize("question", [f"May {EVERYTHING}", "compare kettles"])
@pytest.mark.parametrize("more", [(), ("--why",)])
def test_an_answer_moves_no_cursor(typed, question, more):
    printed = typed("ask", question, *more)
    assert printed.exit_code == 0, printed.output
    assert "Nobody shall teach" in printed.output
    assert [sign for sign in SIGNS if sign in printed.output] == []


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * 60_000_000)
    return packed.getvalue()


def climber():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../climbed.txt", b"climbed")
    return packed.getvalue()


@pytest.mark.parametrize("made", [bomb, climber, lambda: b"PK\x03\x04\x1b[31m", lambda: b""])
def test_a_hostile_pack_is_refused_in_a_sentence(typed, tmp_path, made):
    pack = tmp_path / "in" / "it" / "pack.zip"
    pack.parent.mkdir(parents=True)
    pack.write_bytes(made())
    printed = typed("replay", str(pack))
    assert printed.exit_code != 0
    assert "Traceback" not in printed.output
    assert [sign for sign in SIGNS if sign in printed.output] == []
    assert not list(tmp_path.rglob("climbed.txt"))
