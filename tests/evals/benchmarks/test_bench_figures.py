import platform
import re

import pytest
from lxml import etree

from corpus.errors import RuleBridgeError
from evals.benchmarks import machine
from evals.benchmarks.chart import drawn
from evals.benchmarks.fresh import fresh
from evals.benchmarks.timing import milliseconds, summary

SVG = "{http://www.w3.org/2000/svg}"


def test_times_are_summed_up_in_order():
    told = summary([4.0, 1.0, 2.0, 3.0, 100.0])
    assert told["p50"] == 3.0
    assert told["p50"] < told["p95"] < told["p99"] < told["max"] == 100.0


def test_nothing_timed_is_nothing_told():
    assert summary([]) == {}


def test_every_item_is_timed_once():
    seen = []
    assert len(milliseconds(seen.append, ["a", "b"])) == 2
    assert seen == ["a", "b"]


def test_the_machine_is_described_without_its_name():
    told = machine.described()
    assert told["cores"] >= 1
    assert told["memory_gb"] >= 1
    assert told["libraries"]["qdrant-client"]
    assert platform.node() not in str(told).split("'")
    assert "/" not in str(told["processor"])


def test_a_folder_is_weighed_by_what_it_takes_on_disk(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").write_bytes(bytes(range(256)) * 8192)
    with (tmp_path / "sparse").open("wb") as hole:
        hole.truncate(10**9)
    assert 1.9 <= machine.folder_mb(tmp_path) <= 3


def test_memory_is_told_in_two_parts():
    told = machine.memory()
    assert told["own"] > 1
    assert told["mapped"] > 1
    assert machine.resident_mb() == pytest.approx(sum(told.values()), rel=0.2)


def test_a_fresh_process_returns_what_the_function_returns():
    told = fresh("evals.benchmarks.machine:described")
    assert told["python"] == platform.python_version()
    assert told["peak_mb"] > 1
    assert told["process_seconds"] > 0


def test_a_fresh_process_that_fails_says_why():
    with pytest.raises(RuleBridgeError, match=r"machine:described failed \(TypeError: .*surprise"):
        fresh("evals.benchmarks.machine:described", surprise=1)


def test_the_chart_says_what_it_shows():
    lines = {"one & all": [(10_000, 2.5), (1_000_000, 400.0)], "other": [(10_000, 2.0)]}
    root = etree.fromstring(
        drawn("By size", lines, x_axis="passages", y_axis="ms", limit=(60.0, "60 ms")).encode()
    )
    assert root.find(f"{SVG}title").text == "By size"
    assert "one & all: 2.5 at 10,000, 400 at 1,000,000" in root.find(f"{SVG}desc").text
    first, second = root.findall(f"{SVG}polyline")
    assert len(first.get("points").split()) == 2
    assert len(second.get("points").split()) == 1
    points = [tuple(map(float, p.split(","))) for p in first.get("points").split()]
    assert points[0][0] < points[1][0]
    assert points[0][1] > points[1][1]


def test_the_chart_keeps_inside_its_frame():
    lines = {"one": [(1_000, 0.4), (90_000, 7.0), (2_000_000, 9_000.0)]}
    root = etree.fromstring(drawn("t", lines, x_axis="x", y_axis="y").encode())
    width, height = (float(root.get(name)) for name in ("width", "height"))
    numbers = re.findall(r"([\d.]+),([\d.]+)", root.find(f"{SVG}polyline").get("points"))
    assert all(0 < float(x) < width and 0 < float(y) < height for x, y in numbers)
