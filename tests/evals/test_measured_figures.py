"""The figures that the pages show are those of a run."""

from __future__ import annotations

import tomllib

import pytest

from corpus.errors import UsageError
from corpus.measured import Measured
from evals.measured import latest, written
from evals.record import save
from tests.evals.test_runs import SET, results


def test_a_run_becomes_figures_by_language():
    run = results(wrong={SET[0].id}, split="test")
    found = Measured.model_validate(tomllib.loads(written(run)))
    assert (found.split, found.questions) == ("test", len(SET))
    recall = next(f for f in found.figures if f.metric == "citation_recall")
    assert recall.overall.n == len(SET)
    assert recall.by_language["en"].value == pytest.approx(11 / 12, abs=0.01)
    assert recall.by_language["yue"].value == 1


def test_the_latest_whole_run_on_the_test_half_is_taken(tmp_path):
    for name, about in (
        ("20260101T000000-test", {}),
        ("20260102T000000-test", {"language": "en"}),
        ("20260103T000000-dev", {}),
    ):
        save(results(split=name.rpartition("-")[2], **about), tmp_path / name)
    assert latest(tmp_path).name == "20260101T000000-test"


def test_without_a_run_it_says_how_to_make_one(tmp_path):
    with pytest.raises(UsageError, match="eval --split test"):
        latest(tmp_path)
