import re

import pytest

from corpus.digest import digest
from evals import coverage

PAGE = "# Kettles\n<!-- coverage: made by a command -->\nold\n<!-- /coverage -->\nThe end.\n"


@pytest.fixture
def readme(tmp_path, monkeypatch):
    path = tmp_path / "README.md"
    path.write_text(PAGE, "utf-8")
    monkeypatch.setattr(coverage, "README", path)
    return path


def run(monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["coverage", *arguments])
    return coverage.main()


def test_the_table_in_the_readme_is_up_to_date():
    page = coverage.README.read_text("utf-8")
    (shown,) = re.findall(r"<!-- coverage:[^\n]*-->\n(.*?)\n<!-- /coverage -->", page, re.DOTALL)
    assert shown == coverage.table(), "run “make coverage”"


def test_the_table_adds_up():
    _, _, *rows = [line.strip("| ").split(" | ") for line in coverage.table().splitlines()]
    *each, total = [[int(n.replace(",", "")) for n in numbers] for _, *numbers in rows]
    assert [sum(column) for column in zip(*each, strict=True)] == total
    assert total[0] == len(digest().entries)


def test_the_table_is_written_between_its_marks_and_nothing_else_changes(readme, monkeypatch):
    assert run(monkeypatch) == 0
    assert readme.read_text("utf-8") == PAGE.replace("old", coverage.table())


def test_an_old_table_fails_the_check_and_is_left_as_it_is(readme, monkeypatch):
    assert run(monkeypatch, "--check") == 1
    assert readme.read_text("utf-8") == PAGE
    run(monkeypatch)
    assert run(monkeypatch, "--check") == 0
