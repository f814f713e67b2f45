"""The words that a list puts before and behind its points."""

from __future__ import annotations

import pytest

from assistant.neighbours import closing_words, lead_in, parent_of
from corpus.provisions import ProvisionTable
from tests.assistant.neighbours.laws import law


@pytest.fixture
def table(tmp_path) -> ProvisionTable:
    texts = law(
        "cap-486",
        "en",
        (
            "s_1",
            "Boiling",
            [
                (
                    "ss_1",
                    "A keeper who—",
                    ("par_a", "sleeps; or"),
                    ("par_b", "is—", ("sub_i", "late; or"), ("sub_ii", "lost,")),
                    "commits an offence, unless the kettle is—",
                    ("par_c", "cold."),
                    "This is all.",
                ),
            ],
        ),
    )
    made = ProvisionTable.create(tmp_path / "provisions.sqlite")
    made.write(texts)
    return made


@pytest.mark.parametrize(
    ("place", "before", "behind"),
    [
        ("par_a", "A keeper who—", "commits an offence, unless the kettle is—"),
        ("par_b", "A keeper who—", "commits an offence, unless the kettle is—"),
        ("par_b/sub_ii", "is—", ""),
        ("par_c", "commits an offence, unless the kettle is—", "This is all."),
    ],
)
def test_words_around_a_point(table, place, before, behind):
    point = table.one(f"cap-486/s_1/ss_1/{place}")
    assert lead_in(point, table) == before
    assert closing_words(point, table) == behind


def test_a_root_stands_alone(table):
    root = table.one("cap-486/s_1")
    assert parent_of(root, table) is None
    assert lead_in(root, table) == closing_words(root, table) == ""


def test_the_parent_is_of_the_same_edition(table):
    point = table.one("cap-486/s_1/ss_1/par_b/sub_i")
    parent = parent_of(point, table)
    assert parent is not None
    assert (parent.locator, parent.edition) == ("cap-486/s_1/ss_1/par_b", point.edition)
