from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from rich.console import Console

import ui.progress
from ui.progress import clock, progress


@pytest.fixture
def now(monkeypatch):
    """A clock that is set by hand."""
    time = [0.0]
    # The module's own clock alone: servers of other tests run in threads beside this one.
    monkeypatch.setattr(ui.progress, "time", SimpleNamespace(monotonic=lambda: time[0]))
    return time


def test_progress_in_plain_lines_is_short(now):
    console = Console(file=io.StringIO(), width=80)
    with progress(console, "en") as report:
        for done in range(1, 101):
            report("embed", done, 100)
        report("write", 0, 0)
    lines = console.file.getvalue().splitlines()
    assert lines[0] == "Computing meanings 1/100"
    assert lines[-2:] == ["Computing meanings 100/100", "Writing the index 0/0"]
    assert len(lines) == 6


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Computing meanings 50/100, about 1:40 left"),
        ("zh-Hant", "計算語義 50/100，尚餘約 1:40"),
        ("zh-Hans", "计算语义 50/100，约剩 1:40"),
    ],
)
def test_a_line_says_how_long_it_will_take(now, language, expected):
    console = Console(file=io.StringIO(), width=80)
    with progress(console, language) as report:
        report("embed", 0, 100)
        now[0] = 100.0
        report("embed", 50, 100)
        now[0] = 196.0
        report("embed", 98, 100)
        report("embed", 100, 100)
    lines = console.file.getvalue().splitlines()
    assert expected in lines
    assert not any("0:0" in line for line in lines)


def test_progress_in_a_terminal_is_a_bar_with_the_time_left():
    console = Console(file=io.StringIO(), width=100, force_terminal=True)
    with progress(console, "zh-Hant") as report:
        report("read", 1, 2)
        report("verify", 1, 1)
    shown = console.file.getvalue()
    assert "讀取文本" in shown
    assert "核查索引" in shown
    assert "-:--:--" in shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.4, "0:00"), (59.6, "1:00"), (3599, "59:59"), (36_000, "10:00:00")]
)
def test_durations(seconds, shown):
    assert clock(seconds) == shown
