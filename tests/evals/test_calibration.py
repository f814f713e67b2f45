from __future__ import annotations

import csv
from types import SimpleNamespace

import numpy as np
import pytest
from lxml import etree

from assistant.abstention import SIGNS, THRESHOLD, THRESHOLD_COMPARED
from assistant.retrieval.features import FEATURES
from assistant.selection import LIKELY, MOST, MOST_COMPARED
from evals import likelihoods as module
from evals.abstention_chart import draw
from evals.calibration import write
from evals.fitting import Seen, fit, folds
from evals.likelihoods import (
    Likelihood,
    area_of,
    fitted_without,
    grid,
    likelihoods,
    of_questions,
)
from evals.questions import LANGUAGES
from evals.selecting import Options, options
from evals.selecting import grid as choices
from evals.separation import Sides, area, curve
from tests.evals.answers import question

RIGHT, WRONG, OTHER = "cap-486/s_26/ss_1", "cap-486/s_5", "cap-486/s_18/ss_1"
SVG = "{http://www.w3.org/2000/svg}"


def asked(number, answerable=True, variant="en", kind=None):
    language = {"en": "en", "zh-Hans": "zh-Hans"}.get(variant, "zh-Hant")
    changes = {"variant": variant, "reply_language": language}
    if not answerable:
        changes |= {"kind": kind or "far", "expect": "abstain", "required": []}
    elif kind:
        changes["kind"] = kind
    return question(number, **changes)


def row(of, signs, silent=False, likely=1.0):
    """A search that found the right clause and another, whatever it is to find."""
    features = np.zeros((2, len(FEATURES)))
    features[0, 0] = likely
    right = np.array([of.answerable and not silent, False])
    values = dict(zip(SIGNS, signs, strict=True))
    return Seen(of, [RIGHT, WRONG], features, right, ~right & False, right, values, silent)


def noise(count=48):
    """Searches whose signs say nothing: half of them have an answer."""
    drawn = np.random.default_rng(5).normal(size=(count, len(SIGNS)))
    return [row(asked(n, bool(n % 2)), signs) for n, signs in enumerate(drawn.tolist())]


# The area under the curve


@pytest.mark.parametrize(
    ("yes", "no", "value"),
    [([0.9, 0.8], [0.1, 0.2], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5)],
)
def test_the_area_is_the_chance_of_the_right_order(yes, no, value):
    assert area({"a": Sides(yes, []), "b": Sides([], no)}).value == value


def test_perfect_separation_of_a_few_is_not_certain():
    groups = {f"y{n}": Sides([0.9], []) for n in range(5)} | {"n": Sides([], [0.1])}
    estimate = area(groups)
    assert (estimate.value, estimate.high, estimate.n, estimate.groups) == (1, 1, 6, 6)
    assert estimate.low < 0.5


def test_groups_are_drawn_and_not_questions():
    drawn = np.random.default_rng(1).random((40, 2))
    single = {f"{n}": Sides([a], [b]) for n, (a, b) in enumerate(drawn)}
    fourfold = {f"{n}": Sides([a] * 4, [b] * 4) for n, (a, b) in enumerate(drawn)}
    assert area(fourfold)[:3] == pytest.approx(area(single)[:3])
    apart = {f"{n}.{k}": Sides([a], [b]) for n, (a, b) in enumerate(drawn) for k in range(4)}
    assert area(apart).high - area(apart).low < area(single).high - area(single).low


def test_one_side_alone_has_no_area():
    assert area({"a": Sides([0.5], [])}) is None


def test_the_curve_runs_from_answering_everything_to_nothing():
    points = curve([0.9, 0.6, 0.6], [0.6, 0.2])
    assert points[0] == (0, 1)
    assert points[-1] == (1, 0)
    # At 0.6, what has 0.6 is answered on both sides.
    assert (0.5, 1.0) in points
    assert points == sorted(points, key=lambda p: (p[0], -p[1]))


# Likelihoods


def test_no_question_is_judged_by_weights_fitted_to_its_group(monkeypatch):
    rows = noise(12)
    fitted = []

    def fake_fit(others):
        fitted.append({r.question.group for r in others})
        return len(fitted)

    monkeypatch.setattr(module, "fit", fake_fit)
    without = fitted_without(rows)
    assert [fold for fold, _ in without] == folds(rows)
    everything = {r.question.group for r in rows}
    assert all(fold | used == everything for (fold, _), used in zip(without, fitted, strict=True))
    assert all(not fold & used for (fold, _), used in zip(without, fitted, strict=True))


def test_each_search_gets_the_weights_of_its_fold():
    def weights(odds):
        line = SimpleNamespace(at=lambda signs: odds)
        return SimpleNamespace(answered=line, order=dict.fromkeys(FEATURES, 0.0))

    rows = noise(4)
    first, second = {"g000", "g001"}, {"g002", "g003"}
    found = likelihoods(rows, weights(0), [(first, weights(2)), (second, weights(-2))])
    assert {one.shipped for one in found} == {0.5}
    assert [round(one.held_out, 2) for one in found] == [0.88, 0.88, 0.12, 0.12]
    assert not any(one.compared for one in found)
    assert [one.holds for one in found] == [False, True, False, True]


def test_signs_that_say_nothing_separate_only_what_they_were_fitted_to():
    rows = noise()
    found = likelihoods(rows, fit(rows), fitted_without(rows))
    fitted, held_out = area_of(found, "shipped"), area_of(found, "held_out")
    assert fitted.low > 0.5
    assert held_out.low < 0.5 < held_out.high
    assert held_out.value < fitted.value


COMPARED = question(50, kind="comparison")
SEARCHES = [
    Likelihood(COMPARED, True, 0.0, THRESHOLD_COMPARED, True),
    Likelihood(COMPARED, False, 0.99, 0.0, True),
    Likelihood(asked(51, False, kind="near-miss"), False, THRESHOLD - 0.01, 0.99),
    Likelihood(asked(52, False), False, 0.0, 0.0),
]


def test_a_comparison_is_as_likely_as_its_likeliest_jurisdiction():
    both, miss, far = of_questions(SEARCHES)
    assert (both.holds, both.shipped, both.held_out) == (True, 0.99, THRESHOLD_COMPARED)
    assert [one.side for one in (both, miss, far)] == ["answerable", "near-miss", "other"]


def test_each_is_answered_from_its_own_threshold():
    assert [one.answered("shipped") for one in SEARCHES] == [False, True, False, False]
    assert [one.answered("held_out") for one in SEARCHES] == [True, False, True, False]


def test_the_table_keeps_languages_and_near_misses_apart():
    rows = {name: cells for name, *cells in grid(of_questions(SEARCHES), SEARCHES).rows}
    assert list(rows) == [
        "English",
        "all",
        "near misses alone",
        "all but near misses",
        "jurisdictions compared",
    ]
    assert rows["all"][0] == "1 / 2"
    assert rows["near misses alone"][0] == rows["jurisdictions compared"][0] == "1 / 1"
    area_fitted, answered, declined, area_held, _, declined_held = rows["all"][1:]
    assert [x.split(" ")[0] for x in (area_fitted, area_held)] == ["1.00", ".50"]
    assert [x.split(" ")[0] for x in (answered, declined, declined_held)] == ["1.00", "1.00", ".50"]


# Clauses chosen


def test_the_first_clause_and_the_likely_ones_are_chosen():
    places = [f"cap-486/s_{n}" for n in range(9)]
    few = Options(question(), places, [0.2, 0.9, 0.4, 0.6, *[0.1] * 5])
    assert few.chosen(0.5) == [places[0], places[1], places[3]]
    assert len(Options(question(), places, [0.9] * 9).chosen(0.5)) == MOST
    assert len(Options(question(), places, [0.9] * 9, True).chosen(0.5)) == MOST_COMPARED


def test_a_lower_threshold_cites_more_and_finds_more():
    needs = question(required=[[RIGHT], [OTHER]])
    table = choices([Options(needs, [RIGHT, WRONG, OTHER], [0.9, LIKELY, LIKELY])], (0.95,))
    assert [row[:2] for row in table.rows] == [
        [f"{LIKELY:.2f} (in use)", "3.0"],
        ["0.95", "1.0"],
        ["the first alone", "1.0"],
    ]
    right, met, _ = (cell.split(" ")[0] for cell in table.rows[0][2:])
    assert (right, met) == (".67", "1.00")
    assert [cell.split(" ")[0] for cell in table.rows[1][2:4]] == ["1.00", ".50"]


def test_clauses_are_taken_where_there_is_an_answer():
    rows = [
        row(asked(1), [0] * len(SIGNS)),
        row(asked(1), [0] * len(SIGNS), silent=True),
        row(asked(2, answerable=False), [0] * len(SIGNS)),
    ]
    weights = SimpleNamespace(
        order=dict.fromkeys(FEATURES, 1.0),
        answered=SimpleNamespace(at=lambda signs: 0.0),
        right=SimpleNamespace(at=lambda view: -view["behind"]),
    )
    (only,) = options(rows, [({"g001", "g002"}, weights)])
    assert (only.places, only.compared) == ([RIGHT, WRONG], True)
    assert only.likely == pytest.approx([0.5, 1 / (1 + np.e)])


# The chart and the page

DRAWN = [
    Likelihood(asked(n, n % 3 > 0, name, "near-miss" if n == 0 else None), n % 3 > 0, n / 8, n / 9)
    for n in range(8)
    for name in LANGUAGES
]


def test_the_chart_is_one_readable_file():
    chart = etree.fromstring(draw(DRAWN))
    words = [text.text for text in chart.iter(f"{SVG}text")]
    assert {"As in use", "Cross-validated"} <= set(words)
    assert sum(text.startswith(f"answers from {THRESHOLD:.2f}") for text in words) == 2
    assert sum("繁體中文" in text for text in words) == 1
    assert chart.find(f"{SVG}title").text
    assert "20 questions with an answer and 12 without" in chart.find(f"{SVG}desc").text
    bars = [bar.get("class") for bar in chart.iter(f"{SVG}rect")]
    assert {"a-answerable", "a-near-miss", "a-other"} <= set(bars)
    assert len(list(chart.iter(f"{SVG}polyline"))) == len(LANGUAGES) + 1
    assert "prefers-color-scheme:dark" in chart.find(f"{SVG}style").text


def test_no_bar_or_curve_leaves_its_panel():
    chart = etree.fromstring(draw(DRAWN))
    panels = [g for g in chart.iter(f"{SVG}g") if g.find(f"{SVG}rect") is not None][:2]
    for bar in (bar for panel in panels for bar in panel.findall(f"{SVG}rect")):
        assert 0 <= float(bar.get("y")) <= float(bar.get("y")) + float(bar.get("height")) <= 210.1
        assert 0 <= float(bar.get("x")) <= 330
    for line in chart.iter(f"{SVG}polyline"):
        points = [tuple(map(float, p.split(","))) for p in line.get("points").split()]
        assert all(0 <= value <= 330 for point in points for value in point)


def test_a_language_without_questions_to_decline_has_no_curve():
    english = [one for one in DRAWN if one.question.language == "en" or one.holds]
    chart = etree.fromstring(draw(english))
    assert len(list(chart.iter(f"{SVG}polyline"))) == 2


def test_a_run_leaves_a_page_and_the_likelihoods(tmp_path):
    table = grid(DRAWN, DRAWN)
    page = write(DRAWN, [table], tmp_path / "run")
    written = page.read_text("utf-8")
    assert table.title in written
    assert "<svg" in written
    with (page.parent / "likelihoods.csv").open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == len(DRAWN)
    assert rows[0]["id"] == DRAWN[0].question.id
    assert {row["holds"] for row in rows} == {"0", "1"}
    assert float(rows[-1]["cross_validated"]) == round(7 / 9, 4)
