from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from corpus.errors import UsageError
from evals import cli, gate
from evals.questions import load
from evals.split import select
from tests.evals.answers import Prepared, Shelf, answer

DEV = select(load(), "dev")
MANIFEST = SimpleNamespace(texts=[], official=[], model="kettle-model")

app = typer.Typer()
app.command()(cli.evaluate)


@pytest.fixture
def measured(monkeypatch):
    """The command with an assistant that cites the first clause needed, and no index.

    Returns:
        A set: the ids of questions put into it are answered in the wrong language.
    """
    from evals.run import described, run

    astray = set()

    def replied(asked):
        made = answer(asked, *(need[0] for need in asked.required))
        return made.model_copy(update={"language": "fr"}) if asked.id in astray else made

    def pretended(questions, split, kind, language, retrieval_only):
        replies = {q.question: replied(q) for q in questions}
        records = run(questions, Prepared(replies), Shelf(), retrieval_only=retrieval_only)
        return described(
            records,
            questions,
            MANIFEST,
            split=split,
            kind=kind,
            language=language,
            retrieval_only=retrieval_only,
        )

    monkeypatch.setattr(cli, "_measured", pretended)
    return astray


def call(*arguments):
    return CliRunner().invoke(app, list(arguments), catch_exceptions=True)


def test_a_run_leaves_a_folder_and_a_table_by_language(tmp_path, measured):
    done = call("--kind", "figure", "--runs", str(tmp_path))
    assert done.exit_code == 0
    (folder,) = tmp_path.iterdir()
    assert {path.name for path in folder.iterdir()} == {"run.json", "records.jsonl", "report.html"}
    for column in ("English", "繁體中文", "粵語", "简体中文", "Gap"):
        assert column in done.stdout
    assert str(folder.name) in done.stdout.replace("\n", "")


def test_an_earlier_run_is_compared_by_its_id(tmp_path, measured):
    call("--language", "yue", "--runs", str(tmp_path))
    (earlier,) = tmp_path.iterdir()
    done = call("--language", "yue", "--compare", earlier.name, "--runs", str(tmp_path))
    assert f"Compared with {earlier.name}" in done.stdout
    assert "newly failing: none" in done.stdout


def test_the_gate_passes_on_its_baseline_and_fails_below_it(tmp_path, measured, monkeypatch):
    monkeypatch.setattr(gate, "BASELINE", tmp_path / "baseline.json")
    runs = str(tmp_path / "runs")
    assert call("--write-baseline", "--runs", runs).exit_code == 0
    passed = call("--gate", "--runs", runs)
    assert passed.exit_code == 0
    assert "The gate is passed." in passed.stdout
    right = next(q for q in DEV if q.kind == "far" and q.variant == "en")
    measured.add(right.id)
    failed = call("--gate", "--runs", runs)
    assert failed.exit_code == cli.FAILED
    assert "Language and script right" in failed.stdout
    assert f"newly failing {right.id}" in failed.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--split", "train"), "There is no split “train”; choose from: dev, test."),
        (("--kind", "riddle"), "There is no kind “riddle”"),
        (("--language", "fr"), "There is no language “fr”"),
        (("--gate", "--language", "en"), "leave out --kind, --language and --retrieval-only"),
        (("--write-baseline", "--retrieval-only"), "leave out --kind"),
        (("--compare", "nowhere"), "holds no evaluation run"),
    ],
)
def test_what_cannot_be_asked(tmp_path, measured, options, message):
    done = call(*options, "--runs", str(tmp_path))
    assert isinstance(done.exception, UsageError)
    assert message in str(done.exception)


def test_choosing_questions():
    assert len(cli.chosen("dev", None, None)) == len(DEV)
    kinds = {(q.kind, q.language) for q in cli.chosen("test", "role", "yue")}
    assert kinds == {("role", "yue")}


def test_the_table_fits_eighty_columns(measured):
    results = cli._measured(DEV, "dev", None, None, False)
    out = io.StringIO()
    cli.show(Console(file=out, width=80, highlight=False, markup=False, emoji=False), results)
    text = out.getvalue()
    assert "All" in text
    assert "…" not in text
