"""Feedback: what is kept, how it is kept, and what becomes of it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kettles import INSTALLED, answer, refusal
from pydantic import ValidationError
from typer.testing import CliRunner

import ui.feedback.store
from corpus.catalogue import LANGUAGES
from corpus.errors import FeedbackFull, FeedbackOff, FeedbackUnavailable, UsageError
from corpus.settings import Settings, settings
from corpus.texts import text
from evals.questions import Question
from ui.commands.feedback import app
from ui.export.evidence.canonical import canonical_hash
from ui.feedback.candidates import OPEN, as_json_lines, as_toml, candidates
from ui.feedback.feedback import MAX_COMMENT, Feedback, Reason
from ui.feedback.store import FILE, FeedbackStore

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
QUESTION = "May kettles judge?"
PROJECT = Path(__file__).resolve().parents[3]


def said(reason="wrong_clause", question=QUESTION, reply=None, **fields):
    given = {"interface": "zh-Hant", "at": NOW} | fields
    return Feedback.on(reply or answer(question), reason, INSTALLED, **given)


@pytest.fixture
def store(tmp_path):
    return FeedbackStore(tmp_path / "home" / FILE)


def test_what_is_kept(store):
    feedback = said(comment="  Teapots!  ", citation=2, history=("What is a kettle?",))
    store.add(feedback)
    assert list(store) == [feedback]
    kept = json.loads(store.path.read_text("utf-8"))
    assert kept["reason"] == "wrong_clause"
    assert kept["comment"] == "Teapots!"
    assert kept["citation"] == 2
    assert kept["answer"] == canonical_hash(answer(QUESTION))
    assert (kept["index"], kept["plan"]) == ("test", "plan")
    assert kept["cited"][0] == {
        "number": 1,
        "locator": "eu-ai-act/art_5/par_1",
        "language": "en",
        "version": "2026-07-27",
    }
    assert (kept["language"], kept["reply_language"], kept["interface"]) == ("en", "en", "zh-Hant")
    assert kept["at"] == "2026-11-22T09:30:00Z"


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_label(store, reason):
    store.add(said(reason.value))
    assert next(iter(store)).reason is reason
    assert len({text(lang, f"feedback.reason_{reason.value}") for lang in LANGUAGES}) >= 2


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reason": "rude"}, "There is no reason “rude”; choose from: wrong_clause"),
        ({"comment": "x" * (MAX_COMMENT + 1)}, "at most 2000 characters"),
        ({"citation": 9}, "no citation 9"),
    ],
)
def test_what_cannot_be_said(fields, message):
    with pytest.raises(UsageError, match=message):
        said(**fields)


def test_times_have_zones():
    with pytest.raises(ValidationError, match="without its zone"):
        said(at=datetime(2026, 11, 22))


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        'a\nb\r\n{"reason": "other"}\n',
        "\u2028\u2029\x00\x1b[31m",
        "水壺「評判」",
        "=HYPERLINK(1)",
    ],
)
def test_a_comment_is_data(store, words):
    store.add(said(comment=words))
    store.add(said())
    assert [each.comment for each in store] == [words.strip(), ""]
    assert len(store.path.read_bytes().splitlines()) == 2


def test_half_a_character_is_no_failure(store):
    store.add(said(comment="a\ud800b"))
    assert next(iter(store)).comment == "a?b"


def test_a_line_that_a_crash_cut_short(store):
    store.add(said())
    whole = store.path.read_bytes()
    store.path.write_bytes(whole + whole[: len(whole) // 2])
    store.add(said("other"))
    assert [each.reason for each in store] == [Reason.WRONG_CLAUSE, Reason.OTHER]
    assert store.unreadable == 1
    assert len(store) == 2


def test_lines_that_are_no_feedback(store):
    store.path.parent.mkdir()
    store.path.write_bytes(b'{}\nnull\n\xff\xfe\n\n{"reason": "wrong_clause"}\n')
    store.add(said())
    assert (len(store), store.unreadable) == (1, 4)


def test_the_file_does_not_grow_for_ever(tmp_path):
    store = FeedbackStore(tmp_path / FILE, max_size=2500)
    with pytest.raises(FeedbackFull, match="has reached 2500 bytes; export it"):
        [store.add(said()) for _ in range(10)]
    assert 1 <= len(store) < 10
    assert store.path.stat().st_size <= 2500


def test_only_its_owner_can_read_it(store):
    store.add(said())
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def test_a_disk_that_is_full_leaves_nothing_half_written(store, monkeypatch):
    store.add(said())
    before = store.path.read_bytes()

    def fails(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ui.feedback.store.os, "fsync", fails)
    with pytest.raises(FeedbackUnavailable, match="No space left on device"):
        store.add(said())
    assert store.path.read_bytes() == before


def test_a_place_where_nothing_can_be_kept(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FeedbackUnavailable, match="cannot be kept"):
        FeedbackStore(tmp_path / "file" / FILE).add(said())


def test_several_threads_and_processes(store):
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ui.feedback.feedback import Feedback\n"
        "from ui.feedback.store import FeedbackStore\n"
        "feedback = Feedback.model_validate_json(sys.argv[2])\n"
        "for _ in range(25):\n"
        "    FeedbackStore(Path(sys.argv[1])).add(feedback)\n"
    )
    line = said(comment="x" * 1500).model_dump_json()
    started = [
        subprocess.Popen([sys.executable, "-c", script, str(store.path), line], cwd=PROJECT)
        for _ in range(2)
    ]
    threads = [
        threading.Thread(target=lambda: [store.add(said()) for _ in range(25)]) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.wait() for each in started] == [0, 0]
    assert (len(store), store.unreadable) == (125, 0)


def test_feedback_can_be_switched_off(tmp_path):
    allowed = Settings(home=tmp_path, feedback=True)
    FeedbackStore.open_to_readers(allowed).add(said())
    with pytest.raises(FeedbackOff, match="switched off"):
        FeedbackStore.open_to_readers(Settings(home=tmp_path, feedback=False))
    assert len(FeedbackStore.of(Settings(home=tmp_path, feedback=False))) == 1


def test_clearing(store):
    assert store.clear() == 0
    store.add(said())
    assert store.clear() == 1
    assert len(store) == 0
    assert not store.path.exists()


def test_candidates_have_the_fields_of_the_test_set():
    found = list(candidates([said()]))
    extra = {"source", "feedback"}
    assert set(found[0]) - extra == set(Question.model_fields)
    assert found[0]["source"] == "feedback"
    assert {found[0][name] for name in OPEN} == {None}


def test_no_gold_is_made_up():
    """The set's reader takes no candidate until a person has settled what is right."""
    record = next(candidates([said()]))
    with pytest.raises(ValidationError):
        Question.model_validate(record)
    bare = {name: value for name, value in record.items() if name not in ("source", "feedback")}
    with pytest.raises(ValidationError, match="expect"):
        Question.model_validate(bare)
    settled = {
        "kind": "single",
        "expect": "answer",
        "required": [["eu-ai-act/art_5/par_1"]],
        "acceptable": [],
        "forbidden": [],
        "silent": [],
        "reference": "No.",
    }
    assert Question.model_validate(bare | settled).question == QUESTION


def test_what_was_said_of_one_question_stands_together():
    spoken = said("outdated", "水壺可唔可以評判？", answer("水壺可唔可以評判？", "zh-Hant"))
    cantonese = spoken.model_copy(update={"language": "yue"})
    declined = said("should_have_answered", "nothing?", refusal("nothing?"))
    follow_up = said("other", history=("What is a kettle?",))
    found = list(candidates([said(), cantonese, said("misleading"), declined, follow_up]))
    assert [each["id"] for each in found] == ["f001-en", "f002-yue", "f003-en", "f004-en"]
    assert [each["reason"] for each in found[0]["feedback"]] == ["wrong_clause", "misleading"]
    assert found[1]["reply_language"] == "zh-Hant"
    assert found[2]["feedback"][0]["abstained"]
    assert (found[3]["kind"], found[3]["history"]) == ("follow-up", ["What is a kettle?"])


def test_both_forms_say_the_same():
    comment = 'a "quoted" \\ word\n\'\'\' """ 水壺 [x]\n[[question]]\nid = 1'
    found = list(candidates([said(comment=comment), said("other", "Why?")]))
    lines = [json.loads(line) for line in as_json_lines(found).splitlines()]
    assert lines == found
    read = tomllib.loads(as_toml(found))["question"]
    assert [each["id"] for each in read] == ["f001-en", "f002-en"]
    assert read[0]["feedback"][0]["comment"] == comment
    assert not set(OPEN) & set(read[0])


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("RULEBRIDGE_HOME", str(tmp_path))
    settings.cache_clear()
    yield lambda *arguments, **more: CliRunner().invoke(app, [*arguments], **more)
    settings.cache_clear()


def test_the_command(run):
    assert run("count").output.strip() == "No feedback so far."
    assert run("export").output == ""
    store = FeedbackStore.of(settings())
    for reason in ("outdated", "outdated", "other"):
        store.add(said(reason))
    assert run("count").output.splitlines() == [
        "It is out of date: 2",
        "Something else: 1",
        "Total: 3",
    ]
    assert json.loads(run("count", "--json").output)["reasons"]["outdated"] == 2
    assert json.loads(run("export").output)["group"] == "f001"
    assert tomllib.loads(run("export", "--format", "toml").output)["question"]
    assert run("clear", input="n\n").exit_code == 1
    assert len(store) == 3
    assert run("clear", "--yes").output.strip() == "Deleted: 3."
    assert len(store) == 0


def test_nothing_heavy_is_imported():
    code = (
        "import sys, ui.commands.feedback, ui.commands.replay, ui.feedback.store\n"
        "heavy = {'torch', 'sentence_transformers', 'llama_index', 'gradio'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True,
        check=True, env=os.environ | {"LANG": "C.UTF-8"},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
