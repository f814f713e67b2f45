import json
from itertools import pairwise

import pytest
from typer.testing import CliRunner

from corpus.errors import RuleBridgeError, UsageError
from corpus.settings import Settings
from evals.benchmarks import cold, report, stock
from evals.benchmarks.cli import app
from evals.benchmarks.serving import serving


def test_starting_a_command_is_timed_and_a_failure_told(monkeypatch):
    monkeypatch.setattr(cold, "COMMANDS", {"help": ("--help",)})
    monkeypatch.setattr(cold, "_mcp", lambda: 2.0)
    monkeypatch.setattr(cold, "_serve", lambda: 3.0)
    said = cold.measure(lambda _: None, times=1)
    assert next(iter(said["commands"])) == cold.BASELINE
    assert said["commands"]["help"]["median_s"] > 0
    assert said["commands"]["rulebridge serve, until it is ready"]["median_s"] == 3.0
    with pytest.raises(RuleBridgeError, match="brew failed"):
        cold._ended(["-m", "ui.cli", "brew"])


def test_a_server_that_cannot_start_says_why(tmp_path):
    wrong = {"RULEBRIDGE_WORKERS": "none"}
    with (
        pytest.raises(RuleBridgeError, match=r"(?i)did not become ready: .*workers"),
        serving(tmp_path, users=1, environment=wrong),
    ):
        pass


def sides(seconds, index_mb, pieces, search, embed):
    ingest = {"seconds": seconds, "index_mb": index_mb, "pieces": pieces}
    return ingest, {"search": {"p50": search, "p95": 2 * search}, "embed": {"p50": embed}}


def test_better_is_told_in_both_directions():
    theirs, stock_answers = sides(300.0, 30.0, 3000, 120.0, 20.0)
    ours, our_answers = sides(150.0, 60.0, 12_000, 30.0, 10.0)
    said = stock.times_better(theirs, ours, theirs, stock_answers, our_answers)
    assert said["ingest"] == 2.0
    assert said["ingest_official_alone"] == 1.0
    assert said["search"] == said["search_p95"] == 4.0
    assert said["search_after_embedding"] == 5.0
    assert said["size"] == 0.5
    assert said["size_a_passage"] == 2.0


def test_the_stock_pipeline_needs_official_texts(monkeypatch):
    monkeypatch.setattr(stock, "settings", lambda: Settings(sources=None))
    with pytest.raises(UsageError, match="folder of official files"):
        stock.measure(lambda _: None)


TIMES = {"p50": 20.0, "p95": 40.0, "p99": 50.0, "max": 60.0}
DONE = {"seconds": 100.0, "pieces": 3000, "embedded": 2900, "peak_mb": 900, "index_mb": 20.0}
ANSWERING = {"embed": TIMES, "search": TIMES, "ask": TIMES, "peak_mb": 1000}
SAMPLES = {
    "cold": {
        "times": 5,
        "official_texts": True,
        "commands": {"rulebridge --help": {"median_s": 0.31, "least_s": 0.3, "most_s": 0.4}},
    },
    "soak": {
        "asked": 14_400,
        "users": 8,
        "minutes": 12.5,
        "errors": 0,
        "busy": 0,
        "stands_for": {"hours": 8, "questions_a_minute": 30, "requests": 14_400},
        "answer_ms": TIMES,
        "growth": {
            "grows": False, "mb_per_1000": 0.1, "low": -0.2, "high": 0.4,
            "stretches": 24, "start_mb": 900.0, "end_mb": 901.0,
        },
    },
    "load": {
        "settings": {
            "seconds": 120.0, "think_mean_s": 10.0, "questions": 360, "patience_s": 90.0,
            "workers": 2, "waiting": 40,
        },
        "alone": {"ms": TIMES, "per_second": 25.0},
        "runs": [
            {
                "users": 100, "think_s": 0.0, "asked": 9000, "answered": 2400, "busy": busy,
                "errors": 0, "per_second": 20.0, "answer_ms": TIMES,
                "busy_ms": TIMES if busy else {}, "memory_mb": {"start": 900, "end": 910},
            }
            for busy in (0, 6600)
        ],
    },
    "scaling": {
        "exact_up_to": 50_000,
        "real": {
            "passages": 12_745, "questions": 150, "legs": {"p50": 9.0, "max": 33.0},
            "nearest_cosine": [0.58, 0.78, 0.98],
        },
        "rows": [
            {
                "size": size, "layout": layout, "written_s": 1.0, "built_s": 2.0,
                "build_peak_mb": 900, "memory_mb": {"own": 100, "mapped": 200}, "disk_mb": 300.0,
                "search_ms": {**TIMES, "p95": size / 5000}, "again_ms": TIMES,
                "vectors_ms": TIMES, "words_ms": TIMES, "recall_10": 0.9812,
            }
            for size in (10_000, 1_000_000)
            for layout in ("exact", "graph, 8 bits")
        ],
    },
    "stock": {
        "questions": 155,
        "ingest": {
            "stock": DONE, "ours": DONE | {"parts_mb": {"store/segments": 50.0, "scope.npz": 8.0}},
            "ours_official_alone": DONE,
        },
        "answering": {"stock": ANSWERING, "ours": ANSWERING},
        "engines": {"questions": 39, "ours": TIMES, "local_mode": TIMES},
        "recall": {
            "stock": {"en": {"recall": 0.5, "questions": 40}},
            "ours": {"en": {"recall": 0.9, "questions": 40}},
        },
        "times": dict.fromkeys(
            ("search", "search_p95", "search_after_embedding", "engine", "ingest",
             "ingest_official_alone", "size", "size_official_alone", "size_a_passage"), 2.0,
        ),
    },
}  # fmt: skip


@pytest.fixture
def results(tmp_path):
    machine = {
        "date": "2026-01-01", "cores": 2, "processor": "A processor", "instructions": ["avx2"],
        "memory_gb": 24, "system": "Linux", "python": "3.11", "load_before": 0.0,
    }  # fmt: skip
    for name, sample in SAMPLES.items():
        report.keep(name, {"machine": machine} | sample, tmp_path / "results")
    return tmp_path / "results"


def test_the_page_shows_every_result(results, tmp_path):
    page = report.write(report.kept(results), tmp_path).read_text("utf-8")
    assert "| `rulebridge --help` | 0.31 | 0.30 | 0.40 |" in page
    assert "no growth that could be told from chance" in page
    assert "| English | 40 | 0.50 | 0.90 |" in page
    assert "| ingest at least 1.5 times faster | 2.0 | met |" in page
    assert "| index at most half the size (times smaller) | 2.0 | met |" in page
    assert "graph, 8 bits: one vector search 40.0 ms, whole search 200.0 ms, recall 0.981." in page
    assert "exact at about 300,000 passages" in page
    assert "| 100 | 0 | 9000 | 20.0 | 20.0 / 40.0 / 50.0 / 60.0 | 0 | 0 | – | 900 → 910 |" in page
    assert "graph, 8 bits: 2 at 10,000, 200 at 1,000,000" in (tmp_path / "scaling.svg").read_text()


def test_tables_are_whole(results, tmp_path):
    lines = report.write(report.kept(results), tmp_path).read_text("utf-8").splitlines()
    for before, line in pairwise(lines):
        if line.startswith("|") and before.startswith("|"):
            assert line.count("|") == before.count("|"), line


def test_the_page_is_made_from_what_there_is(results, tmp_path):
    (results / "stock.json").unlink()
    (results / "scaling.json").unlink()
    page = report.write(report.kept(results), tmp_path).read_text("utf-8")
    assert "Against the stock pipeline" not in page
    assert "A working day" in page
    assert not (tmp_path / "scaling.svg").exists()


def test_the_page_says_when_there_is_nothing(tmp_path):
    assert "Nothing has been measured yet" in report.write({}, tmp_path).read_text("utf-8")


def test_the_page_of_the_repository_fits_its_results(tmp_path):
    kept = report.kept()
    if not kept:
        pytest.skip("nothing measured yet")
    made = report.write(kept, tmp_path).read_text("utf-8")
    assert made == (report.EVALS / "BENCHMARKS.md").read_text("utf-8")


def test_one_command_writes_result_and_page(monkeypatch, results, tmp_path):
    again = json.loads((results / "cold.json").read_text("utf-8")) | {"times": 3}
    monkeypatch.setattr(cold, "measure", lambda say, times: again | {"times": times})
    given = ["cold", "--times", "1", "--output", str(results), "--page", str(tmp_path)]
    ran = CliRunner().invoke(app, given)
    assert ran.exit_code == 0, ran.output
    assert json.loads((results / "cold.json").read_text("utf-8"))["times"] == 1
    assert "median of 1" in (tmp_path / "BENCHMARKS.md").read_text("utf-8")
