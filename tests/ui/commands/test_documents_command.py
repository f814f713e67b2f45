import json

import pytest
from kettles import answer
from own_documents import KETTLES, HashedEmbedder, read_here
from typer.testing import CliRunner

import corpus.embedding
import ingest.documents
from assistant.bibliography.style import Style
from corpus.documents import Documents, Excerpt
from corpus.errors import UsageError
from corpus.settings import settings
from ui.commands.cite import cite
from ui.commands.documents import documents as app
from ui.contract import ask_record
from ui.own_reference import own_reference
from ui.render import show_provision
from ui.render_answer import show_answer


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    monkeypatch.setattr(ingest.documents, "read_apart", read_here)
    monkeypatch.setattr(corpus.embedding, "embedder_for", lambda _: HashedEmbedder())
    yield tmp_path / "home"
    settings.cache_clear()


@pytest.fixture
def kettles(tmp_path):
    file = tmp_path / "kettles.md"
    file.write_text(KETTLES, "utf-8")
    return file


def run(*args, **given):
    done = CliRunner().invoke(app, [str(arg) for arg in args], env={"COLUMNS": "200"}, **given)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_each_file_gets_its_line_and_a_bad_one_stops_no_other(kettles, tmp_path):
    bad = tmp_path / "shot.png"
    bad.write_bytes(b"\x89PNG\r\n")
    done = run("add", bad, tmp_path / "none.txt", kettles)
    assert done.exit_code == 1
    assert "shot.png” is of a kind that is not read" in done.stdout
    assert "none.txt cannot be read (No such file or directory)." in done.stdout
    assert "own:kettles  “Kettle guidance”: read as Markdown; 6 provisions" in done.stdout
    assert "English, Traditional Chinese" in done.stdout
    with Documents(settings()) as held:
        assert [d.id for d in held.list()] == ["own:kettles"]


def test_the_same_file_again_is_said_to_be_there(kettles):
    assert run("add", kettles).exit_code == 0
    done = run("add", kettles)
    assert done.exit_code == 0
    assert "is here already, added on" in done.stdout


def test_a_title_is_for_one_file(kettles, tmp_path):
    with pytest.raises(UsageError, match="--title names one document"):
        run("add", kettles, kettles, "--title", "Mine")
    assert "“Mine”" in run("add", kettles, "--title", "Mine").stdout


def test_a_file_too_large_is_not_even_read(tmp_path):
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(65 * 2**20)
    done = run("add", large)
    assert done.exit_code == 1
    assert "“large.txt” is larger than can be taken in" in done.stdout


def test_the_list_marks_documents_as_no_law(kettles):
    assert "There are no documents" in run("list").stdout
    run("add", kettles)
    shown = run("list").stdout
    assert "own:kettles  Kettle guidance" in shown
    assert "own document, not the law" in shown
    (record,) = json.loads(run("list", "--json").stdout)
    assert (record["id"], record["kind"], record["languages"]) == (
        "own:kettles",
        "markdown",
        ["en", "zh-Hant"],
    )


def test_whoever_runs_it_sees_and_removes_what_readers_added(kettles):
    from own_documents import add

    add(settings(), owner="alice")
    assert "There are no documents" in run("list").stdout
    assert "added by alice" in run("list", "--everybodys").stdout
    done = run("remove", "own:kettles", "--owner", "alice", input="y\n")
    assert "Remove own:kettles “Kettle guidance” for good?" in done.stdout
    assert run("list", "--everybodys", "--json").stdout == "[]\n"


def test_a_damaged_document_is_told_beside_the_list(kettles, home):
    run("add", kettles)
    (home / "documents/shared/kettles/vectors.npz").unlink()
    done = run("list")
    assert "own:kettles is damaged (vectors.npz is missing or cut off)" in done.stderr
    assert "own:kettles is damaged" in run("search", "kettles").stderr


def test_contents(kettles):
    run("add", kettles)
    shown = run("show", "own:kettles").stdout
    assert "own:kettles/sec_2.2  2.2 範圍" in shown


def test_what_is_found_is_shown_with_its_place_and_as_no_law(kettles):
    run("add", kettles)
    shown = run("search", "porcelain teapots").stdout
    assert "1. Kettle guidance · 3 Teapots, para. 1" in shown
    assert "own:kettles/sec_3/par_1 · English · own document, not the law" in shown
    assert "“Porcelain teapots are spared" in shown
    found = json.loads(run("search", "porcelain teapots", "--json", "--top", "1").stdout)
    assert [Excerpt.model_validate(e).locator for e in found] == ["own:kettles/sec_3/par_1"]
    assert "No passage of the documents is near enough." in run("search", "sailors").stdout
    assert "2.1 Scope" in run("search", "sailors", "--all", "--document", "own:kettles").stdout


def test_removing_asks_first_and_leaves_no_trace(kettles, home):
    run("add", kettles)
    done = run("remove", "own:kettles", input="n\n")
    assert done.exit_code == 1
    assert "Remove own:kettles “Kettle guidance” for good?" in done.stdout
    done = run("remove", "own:kettles", input="y\n")
    assert "Removed: own:kettles “Kettle guidance”." in done.stdout
    assert f"No trace of it is left in {home}." in done.stdout
    assert not list(home.rglob("*.npz"))


def test_what_still_mentions_a_removed_document_is_told(kettles, home):
    run("add", kettles)
    (home / "questions.log").write_text("What does own:kettles say?")
    shown = run("remove", "own:kettles", "--yes").stdout
    assert "still mentioned in" in shown
    assert "questions.log (1 times)" in shown
    assert "rulebridge feedback clear" in shown


def test_a_title_steers_no_terminal(tmp_path):
    file = tmp_path / "a.md"
    file.write_text("# Red\u202e [bold]\x1b[31m\n\n## A\n\nWords.\n", "utf-8")
    shown = run("add", file).stdout + run("list").stdout
    assert "\x1b[31m" not in shown
    assert "\u202e" not in shown
    assert "[bold]" in shown


def test_places_are_cited_plainly_and_as_no_law(kettles, capsys):
    run("add", kettles)
    cite(["own:kettles/sec_2.1/par_1"], language="en")
    said = capsys.readouterr().out
    assert said.startswith(
        "Kettle guidance (kettles.md), 2.1 Scope, para. 1 (own document, not law"
    )
    with Documents(settings()) as held:
        place, document = held.provision("own:kettles/sec_2.2"), held.get("own:kettles")
    assert "並非法律" in own_reference(document, place, Style.GB_T_7714, "zh-Hant")
    with pytest.raises(UsageError, match="no record in a reference manager's format"):
        own_reference(document, place, Style.BIBTEX, "en")


def test_a_place_is_shown_in_its_language_and_not_as_in_force(kettles):
    from rich.console import Console

    run("add", kettles)
    with Documents(settings()) as held:
        place = held.provision("own:kettles/sec_2.2/par_1")
    console = Console(record=True, width=200)
    show_provision(console, place, [place], "en")
    shown = console.export_text()
    assert "Traditional Chinese" in shown
    assert "own document, not the law" in shown
    assert "in force" not in shown


def test_excerpts_stand_behind_the_answer_apart_from_the_law(kettles):
    from rich.console import Console

    run("add", kettles)
    with Documents(settings()) as held:
        found = held.search("porcelain teapots", HashedEmbedder())
    of = answer("May kettles judge?").model_copy(update={"excerpts": found})
    console = Console(record=True, width=200)
    show_answer(console, of)
    shown = console.export_text()
    law, own = shown.split("From your own documents – not law")
    assert "Nobody shall teach a kettle" in law
    assert "Porcelain" not in law
    assert "Porcelain teapots are spared" in own
    assert ask_record(None, of)["excerpts"][0]["locator"] == "own:kettles/sec_3/par_1"
    assert "excerpts" not in ask_record(None, answer("May kettles judge?"))
