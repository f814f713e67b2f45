from __future__ import annotations

import io

import pytest
from rich.console import Console

from assistant.answer import Support
from evals.model_table import chosen, compare, summary
from evals.questions import LANGUAGES, load
from evals.split import select
from tests.evals.answers import Shelf, answer, question

ASKED = question(1)
RIGHT, WRONG = "cap-486/s_26/ss_1", "cap-486/s_5"


def by_model(*locators, **changes):
    made = answer(ASKED, *locators)
    claims = [c.model_copy(update={"support": Support.ENTAILED}) for c in made.claims]
    return made.model_copy(update={"claims": tuple(claims), "written_by": "m"} | changes)


def rows(written, extractive=None):
    extractive = extractive or answer(ASKED, RIGHT, WRONG)
    return compare([ASKED], lambda _: extractive, lambda _: written, Shelf())


def test_a_written_answer_is_set_beside_the_extractive_one():
    (row,) = rows(by_model(RIGHT, withheld=3, ms=2500.0))
    assert (row.written, row.shown, row.withheld, row.seconds) == (True, 1, 3, 2.5)
    assert (row.precision, row.extractive, row.broken) == (1.0, 0.5, ())


def test_an_answer_that_fell_back_counts_as_such():
    fallen = answer(ASKED, RIGHT).model_copy(update={"fallback": "Too slow.", "withheld": 2})
    (row,) = rows(fallen)
    assert (row.written, row.shown, row.withheld, row.precision) == (False, 0, 2, None)


@pytest.mark.parametrize(
    ("spoilt", "rule"),
    [
        ({"quote": "Kettles that nobody needs shall be kept."}, "verbatim"),
        ({"quote": "Words of nobody."}, "claim_support"),
    ],
)
def test_a_statement_that_must_not_be_shown_is_named(spoilt, rule):
    good = by_model(RIGHT)
    bad = good.citations[0].model_copy(update=spoilt)
    (row,) = rows(good.model_copy(update={"citations": (bad,)}))
    assert rule in row.broken


def test_the_summary_compares_on_the_same_questions():
    fallen = answer(ASKED, WRONG).model_copy(update={"fallback": "Too slow."})
    console = Console(width=160, file=io.StringIO())
    console.print(summary([*rows(by_model(RIGHT)), *rows(fallen, answer(ASKED, WRONG))]))
    line = next(line for line in console.file.getvalue().splitlines() if "all" in line)
    assert [cell.strip() for cell in line.split("│")[1:8]] == [
        "all", "2", "1", "1", "1", "0", "1.00",
    ]  # fmt: skip
    assert line.split("│")[8].strip() == "0.50"


def test_questions_are_of_dev_and_of_every_language():
    dev = select(load(), "dev")
    found = chosen(dev)
    assert len(found) == 12
    assert {q.language for q in found} == set(LANGUAGES)
    assert set(found) <= set(dev)
