"""Running, keeping, comparing, gating and reporting: on invented answers, no index needed."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest

from assistant.answer import Claim, Support
from corpus.errors import UsageError
from evals import gate
from evals.compare import chance, compare
from evals.questions import AS_AT
from evals.record import REPORT, read, save, slices
from evals.report import render, write_report
from evals.run import InProcess, SearchOnly, described, run
from evals.table import RIGHT, calibration, latency, rows, shown_metrics
from tests.evals.answers import Prepared, Shelf, answer, candidates, question, understanding

HK, HK2, CN = "cap-486/s_26/ss_1", "cap-486/s_18/ss_1", "cn-genai/art_12"
MANIFEST = SimpleNamespace(
    texts=[
        SimpleNamespace(instrument="cap-486", version="v", language="en", authority="authentic")
    ],
    official=[1],
    model="kettle-model",
)
VARIANTS = (("en", "en"), ("zh-Hant", "zh-Hant"), ("yue", "zh-Hant"), ("zh-Hans", "zh-Hans"))
SET = tuple(
    question(
        n,
        variant=variant,
        reply_language=reply,
        question=f"{n} {variant}",
        reference="<b>given away & gone</b>",
    )
    for n in range(12)
    for variant, reply in VARIANTS
)


def results(wrong=(), *, questions=SET, split="dev", cite=None, **about):
    """A run in which some questions are answered with a clause beside the point."""
    replies = {
        q.question: answer(q, *(cite or ["cap-486/s_5"] if q.id in wrong else [HK]))
        for q in questions
    }
    records = run(questions, Prepared(replies), Shelf())
    return described(records, questions, MANIFEST, split=split, **about)


def test_a_run_asks_everything_and_says_how_far_it_is():
    asked = [question(1), question(2, kind="follow-up", history=["First?", "And then?"])]
    answerer = Prepared({q.question: answer(q, HK) for q in asked})
    heard = []
    records = run(
        asked, answerer, Shelf(), progress=lambda done, total: heard.append((done, total))
    )
    assert [r.id for r in records] == ["g001-en", "g002-en"]
    assert heard == [(1, 2), (2, 2)]
    assert answerer.histories[asked[1].question] == ("First?", "And then?")
    assert (records[0].first_ms, records[0].full_ms, records[0].confidence) == (12, 34, 0.5)
    assert records[0].scores[RIGHT.name] == (1, 1)


class Whistling:
    """An assistant that notes what it is asked."""

    def __init__(self):
        self.asked = []

    def ask(self, words, *, as_at, history):
        self.asked.append((words, as_at, [a.question for a in history]))
        asked = question(question=words)
        return answer(asked, HK, ms=5.0)

    def search(self, words, *, as_at):
        self.asked.append((words, as_at, None))
        retrieval = SimpleNamespace(candidates=list(candidates(HK2, HK)))
        return understanding(question(question=words)), retrieval, True


def test_a_conversation_is_asked_turn_by_turn():
    assistant = Whistling()
    reply = InProcess(assistant).reply("And tea?", ["Kettles?", "Why?"], AS_AT)
    assert assistant.asked == [
        ("Kettles?", AS_AT, []),
        ("Why?", AS_AT, ["Kettles?"]),
        ("And tea?", AS_AT, ["Kettles?", "Why?"]),
    ]
    assert (reply.answer.question, reply.first_ms, reply.full_ms) == ("And tea?", 5, 5)


def test_searching_alone_composes_nothing():
    assistant = Whistling()
    reply = SearchOnly(assistant).reply("Kettles?", [], AS_AT)
    assert assistant.asked == [("Kettles?", AS_AT, None)]
    assert reply.answer.abstained
    assert [c.locator for c in reply.answer.candidates] == [HK2, HK]
    assert reply.answer.claims == ()
    assert SearchOnly(assistant).reply("And tea?", ["Kettles?"], AS_AT).answer.claims != ()


def test_a_run_survives_its_folder(tmp_path):
    made = results({"g001-en"}, language="en")
    save(made, tmp_path / "run")
    assert read(tmp_path / "run") == made


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(UsageError, match="holds no evaluation run"):
        read(tmp_path)


def test_tables_stand_by_language_with_gap():
    records = results({q.id for q in SET if q.variant == "yue"}).records
    row = next(r for r in rows(records, "language", shown_metrics(records)) if r.metric == RIGHT)
    assert list(row.cells) == ["en", "zh-Hant", "yue", "zh-Hans"]
    assert (row.cells["en"].value, row.cells["yue"].value, row.gap) == (1, 0, 1)
    assert (row.overall.value, row.overall.n, row.overall.groups) == (0.75, 48, 12)


def test_a_comparison_stands_under_each_of_its_instruments():
    asked = question(required=[[HK], [CN]], jurisdictions=["hk", "cn"])
    records = run([asked], Prepared({asked.question: answer(asked, HK, CN)}), Shelf())
    assert set(slices(records, "instrument")) == {"cap-486", "cn-genai"}


def test_latency_by_language():
    found = latency(results().records)
    assert found["Whole answer, p95"]["yue"].value == 34
    assert found["First claim, p50"]["all"].value == 12


def test_calibration_has_the_answerable_at_the_top():
    far = [question(n, expect="abstain", required=[], kind="far") for n in range(50, 60)]
    near = [question(n) for n in range(10)]
    replies = {q.question: answer(q, *([HK] if q.answerable else [])) for q in (*far, *near)}
    records = run([*far, *near], Prepared(replies), Shelf())
    bins = calibration(records, bins=2)
    assert [(low, high, share.value) for low, high, share in bins] == [
        (0.1, 0.1, 0),
        (0.5, 0.5, 1),
    ]
    assert calibration([]) == []


def test_two_runs_are_compared_question_by_question():
    before, after = results({"g001-en"}), results({"g002-en", "g003-yue"})
    found = compare(before, after)
    assert {r.id for r in found.failing} == {"g002-en", "g003-yue"}
    assert [r.id for r in found.mended] == ["g001-en"]
    change = next(c for c in found.changes if c.metric == RIGHT)
    assert change.worse
    assert not change.significant


def test_only_questions_of_both_runs_are_compared():
    found = compare(results(questions=SET[:8]), results({SET[1].id, SET[20].id}))
    assert [r.id for r in found.failing] == [SET[1].id]
    assert all(change.difference.n <= 8 for change in found.changes)


def test_whole_answers_and_retrieval_alone_share_some_metrics_only():
    found = compare(results(), results({"g001-en"}, retrieval_only=True))
    assert found.failing == ()
    assert RIGHT.name not in {c.metric.name for c in found.changes}


@pytest.mark.parametrize(("p", "said"), [(0.0005, "p < 0.001"), (0.001, "p = 0.001")])
def test_chance(p, said):
    assert chance(p) == said


@pytest.fixture
def baseline(tmp_path):
    path = tmp_path / "baseline.json"
    gate.write(results({"g001-en"}), path)
    return path


def test_the_same_answers_pass_the_gate(baseline):
    verdict = gate.judge(results({"g001-en"}), baseline)
    assert verdict.passed
    assert verdict.failing == ()


def test_one_question_lost_is_noise_but_is_named(baseline):
    verdict = gate.judge(results({"g001-en", "g002-en"}), baseline)
    assert verdict.passed
    assert [r.id for r in verdict.failing] == ["g002-en"]


def test_many_questions_lost_are_not_noise(baseline):
    wrong = {q.id for q in SET if q.group in {f"g{n:03}" for n in range(7)}}
    verdict = gate.judge(results(wrong), baseline)
    assert not verdict.passed
    fallen = {(fall.change.metric.name, fall.language) for fall in verdict.falls}
    assert ("citation_recall", "") in fallen
    assert "verbatim" not in {name for name, _ in fallen}
    assert any(
        re.fullmatch(r"Citation recall: 0\.979 → 0\.417 \(p .*\)", str(f)) for f in verdict.falls
    )


def test_a_fall_in_one_language_is_seen(baseline):
    wrong = {q.id for q in SET if q.variant == "yue" and q.group < "g011"}
    verdict = gate.judge(results(wrong | {"g001-en"}), baseline)
    names = {fall.change.metric.name for fall in verdict.falls}
    assert "citation_recall" in names


def test_a_single_leak_fails_the_gate(baseline):
    verdict = gate.judge(results({"g001-en"}, cite=[CN]), baseline)
    assert not verdict.passed
    assert {fall.change.metric.name for fall in verdict.falls} == {"leak"}


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: results(split="test"), "add --split dev"),
        (lambda: results(questions=SET[:-1]), "The questions or their gold changed"),
        (
            lambda: results(questions=(*SET[:-1], SET[-1].model_copy(update={"note": "x"}))),
            "The questions or their gold changed",
        ),
    ],
)
def test_the_gate_compares_like_with_like(baseline, made, message):
    with pytest.raises(UsageError, match=message):
        gate.judge(made(), baseline)


def test_other_texts_are_another_ground(baseline):
    data = json.loads(baseline.read_text("utf-8")) | {"texts": "others"}
    baseline.write_text(json.dumps(data), "utf-8")
    with pytest.raises(UsageError, match="holds other texts"):
        gate.judge(results(), baseline)


def test_without_a_baseline_there_is_no_gate(tmp_path):
    with pytest.raises(UsageError, match="--write-baseline"):
        gate.judge(results(), tmp_path / "none.json")


def test_a_part_of_a_run_is_no_baseline(tmp_path):
    with pytest.raises(UsageError, match="needs every question answered in full"):
        gate.write(results(language="en"), tmp_path / "baseline.json")


def test_the_baseline_keeps_one_question_a_line(baseline):
    lines = [line for line in baseline.read_text("utf-8").splitlines() if line.startswith('  "g')]
    assert len(lines) == len(SET)


def test_the_report_needs_no_other_file_and_shows_each_failure(tmp_path):
    before, after = results({"g001-en"}), results({"g002-en"})
    path = write_report(after, SET, tmp_path, compare(before, after))
    html = path.read_text("utf-8")
    assert path == tmp_path / REPORT
    assert not re.search(r"<(script|link|img)|(src|href)=|@import|url\(", html)
    assert html.count('<svg class="chart"') == 4
    assert html.count("<details>") == 1
    for words in (
        "2 en",
        "No citation of PDPO (Cap. 486) s.26(1).",
        "Newly failing: 1",
        "Mended: 1",
    ):
        assert words in html
    # What people wrote is never mark-up.
    assert "&lt;b&gt;given away &amp; gone&lt;/b&gt;" in html
    assert "<b>given away" not in html


def test_the_report_names_intervals_and_numbers():
    html = render(results(), SET)
    cells = re.findall(r"<td>(<b>.*?)</td>", html)
    assert cells
    assert all(re.search(r"\[-?[\d.]+–[\d.]+\]", cell) for cell in cells)


def test_the_report_of_retrieval_alone(tmp_path):
    replies = {q.question: answer(q, HK) for q in SET}
    records = run(SET, Prepared(replies), Shelf(), retrieval_only=True)
    made = described(records, SET, MANIFEST, split="dev", retrieval_only=True)
    html = render(made, SET)
    assert "Citation precision" not in html
    assert "Recall@5, article" in html


def test_what_a_model_wrote_is_scored_like_the_rest():
    asked = question()
    claim = Claim(
        text="Kettles are given away within 40 days.",
        language="en",
        support=Support.ENTAILED,
        citations=(1,),
    )
    records = run([asked], Prepared({asked.question: answer(asked, HK, claims=(claim,))}), Shelf())
    assert records[0].problems == ("A statement is not carried by its citation.",)
