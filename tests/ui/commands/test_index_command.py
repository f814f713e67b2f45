"""``rulebridge index``."""

from __future__ import annotations

import json

import pytest
import typer
from kettles import INSTALLED
from typer.testing import CliRunner

import ingest.switching
import ingest.verification.verifying
from corpus.durable import replacing
from corpus.indexes import use
from corpus.manifest import CURRENT, MANIFEST, index_root
from corpus.settings import settings
from ingest.verification.findings import CheckName, Verification
from ui.command import QuietGroup
from ui.commands import index as command


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def run(home, monkeypatch):
    monkeypatch.setattr(command, "_model", lambda: INSTALLED.model)
    app = typer.Typer(cls=QuietGroup)
    app.add_typer(command.index, name="index")
    return lambda *arguments: CliRunner().invoke(app, ["index", *arguments])


def make(name, **fields):
    """An index that is a manifest and nothing else."""
    folder = index_root(settings()) / name
    folder.mkdir(parents=True)
    manifest = INSTALLED.model_copy(update={"id": name, **fields})
    with replacing(folder / MANIFEST) as file:
        file.write(manifest.model_dump_json().encode())


@pytest.fixture
def two(run):
    for name in ("first", "second"):
        make(name)
        use(settings(), name)


@pytest.fixture
def verified(monkeypatch):
    """What a verification finds wrong; nothing at first."""
    wrong = []

    def verify(_, name):
        found = Verification(name, seconds=0.25)
        for check in found.checks.values():
            check.expect(True, "")
        for file in wrong:
            found.checks[CheckName.FILES].expect(False, "file", file=file)
        return found

    monkeypatch.setattr(ingest.verification.verifying, "verify_index", verify)
    monkeypatch.setattr(ingest.switching, "verify_index", verify)
    return wrong


def test_the_indexes_are_listed_newest_first(run, two):
    records = json.loads(run("list", "--json").output)
    assert [(r["id"], r["state"]) for r in records] == [
        ("second", "in-use"),
        ("first", "previous"),
    ]
    lines = run("list").output.splitlines()
    assert any("second" in line and "in use" in line for line in lines)
    assert any("first" in line and "previous" in line for line in lines)


def test_without_an_index_the_way_to_one_is_told(run):
    assert "Run “rulebridge ingest” first" in run("list").output
    assert json.loads(run("list", "--json").output) == []
    failed = run("verify")
    assert (failed.exit_code, "rulebridge ingest" in failed.output) == (1, True)


def test_going_back_and_forth(run, two, verified):
    assert run("rollback").output == "Now in use: first\n"
    assert run("rollback").output == "Now in use: second\n"
    assert run("switch", "first").output == "Now in use: first\n"
    assert run("switch", "first").output == "In use already: first\n"
    assert (index_root(settings()) / CURRENT).read_text("utf-8") == "first"


def test_there_may_be_nothing_to_go_back_to(run, verified):
    make("only")
    use(settings(), "only")
    failed = run("rollback")
    assert (failed.exit_code, "no earlier index" in failed.output) == (2, True)


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("third", 2, "There is no index “third”; choose from: second, other, newer, first"),
        ("other", 1, "was made with the embedding model others@1/3, not with"),
        ("newer", 1, "made by a newer RuleBridge; upgrade this one"),
        ("../first", 2, "There is no index “../first”"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(run, two, verified, name, status, words):
    make("other", model="others@1/3")
    make("newer", format=99)
    failed = run("switch", name)
    assert (failed.exit_code, words in failed.output) == (status, True)
    assert len(failed.output.splitlines()) == 1
    assert (index_root(settings()) / CURRENT).read_text("utf-8") == "second"


def test_what_is_not_sound_is_not_put_into_use(run, two, verified):
    verified.append("means.npz")
    for arguments in (["switch", "first"], ["rollback"]):
        failed = run(*arguments)
        assert failed.exit_code == 1
        assert "The index first fails verification (means.npz is missing)" in failed.output
        assert (index_root(settings()) / CURRENT).read_text("utf-8") == "second"


def test_a_sound_index(run, two, verified):
    found = run("verify")
    assert found.exit_code == 0
    assert "The index second is sound (0.2 s)." in found.output
    assert found.output.count("✓") == len(CheckName)
    record = json.loads(run("verify", "first", "--json").output)
    assert (record["id"], record["sound"]) == ("first", True)


def test_an_index_that_is_not_sound(run, two, verified):
    verified += [f"{n}.npz" for n in range(7)]
    found = run("verify")
    assert found.exit_code == 1
    assert "4.npz is missing" in found.output
    assert "5.npz" not in found.output
    assert "7 wrong" in found.output
    assert "The index second is not sound." in found.output
    failed = run("verify", "--json")
    assert (failed.exit_code, json.loads(failed.output)["sound"]) == (1, False)


def test_the_model_is_named_without_loading_it(home, monkeypatch):
    class Named:
        fingerprint = "kettle@1/3"

    monkeypatch.setattr("corpus.embedding.embedder_for", lambda _: Named())
    assert command._model() == "kettle@1/3"
